// @ts-check
/** Bars of a vote: counts and shares as words beside each bar, or the choices alone while they would sway who still votes. */
import { el, setText } from "../parts/dom.js";

/**
 * @param {string[]} choices
 * @returns {{node: HTMLElement, update: (counts: number[], covered?: boolean) => void}} covered: the choices without bars
 */
export function voteBars(choices) {
  const rows = choices.map((choice) => {
    const bar = el("span", { class: "bar" });
    const track = el("span", { class: "track", "aria-hidden": "true" }, bar);
    const count = el("span", { class: "count" });
    const node = el("li", {}, el("span", { class: "choice" }, choice), track, count);
    return { node, track, bar, count };
  });
  const node = el(
    "ul",
    { class: "votes" },
    rows.map((row) => row.node),
  );

  /** @param {number[]} counts @param {boolean} [covered] */
  function update(counts, covered = false) {
    const all = total(counts);
    node.classList.toggle("covered", covered);
    for (let at = 0; at < rows.length; at++) {
      rows[at].track.hidden = covered;
      rows[at].count.hidden = covered;
      // What is covered is not in the page either: a screen reader at the projector would read it to the room.
      if (covered) {
        rows[at].bar.style.inlineSize = "0";
        setText(rows[at].count, "");
        continue;
      }
      const share = all ? (counts[at] ?? 0) / all : 0;
      rows[at].bar.style.inlineSize = `${Math.round(share * 100)}%`;
      setText(rows[at].count, `${counts[at] ?? 0} (${Math.round(share * 100)}%)`);
    }
  }
  update([]);
  return { node, update };
}

/**
 * Whether a vote goes on that bars would sway: one of phones. Raised hands are seen by all, and counted by who leads.
 * @param {{by: string, open: boolean} | undefined} vote
 * @returns {boolean}
 */
export function isSecret(vote) {
  return Boolean(vote?.open && vote.by !== "hands");
}

/**
 * @param {number[]} counts
 * @returns {number}
 */
export function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}
