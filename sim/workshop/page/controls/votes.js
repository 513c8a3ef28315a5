// @ts-check
/** Bars of a vote: counts and shares as words beside each bar. */
import { el, setText } from "../parts/dom.js";

/**
 * @param {string[]} choices
 * @returns {{node: HTMLElement, update: (counts: number[]) => void}}
 */
export function voteBars(choices) {
  const rows = choices.map((choice) => {
    const bar = el("span", { class: "bar" });
    const count = el("span", { class: "count" });
    const node = el(
      "li",
      {},
      el("span", { class: "choice" }, choice),
      el("span", { class: "track", "aria-hidden": "true" }, bar),
      count,
    );
    return { node, bar, count };
  });
  const node = el(
    "ul",
    { class: "votes" },
    rows.map((row) => row.node),
  );

  /** @param {number[]} counts */
  function update(counts) {
    const all = total(counts);
    for (let at = 0; at < rows.length; at++) {
      const share = all ? (counts[at] ?? 0) / all : 0;
      rows[at].bar.style.inlineSize = `${Math.round(share * 100)}%`;
      setText(rows[at].count, `${counts[at] ?? 0} (${Math.round(share * 100)}%)`);
    }
  }
  update([]);
  return { node, update };
}

/**
 * @param {number[]} counts
 * @returns {number}
 */
export function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}
