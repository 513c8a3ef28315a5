// @ts-check
/** The charts as tables: the same figures, for those who read rather than see. */
import { el, fill } from "../parts/dom.js";
import { GROUPS, ordered, verdict } from "./results.js";
import { capital, number } from "../parts/words.js";

/** @param {typeof import("../state/store.js").store} store */
export function resultTables(store) {
  const { story } = store.get();
  const node = el("div", {
    id: "result-tables",
    class: "tables",
    hidden: true,
    tabindex: "0",
    role: "region",
    "aria-label": "Results as tables",
  });

  /** @param {import("../state/store.js").State} state */
  function update({ answer, hidden }) {
    if (!answer) fill(node, el("p", {}, "There is no answer yet."));
    else fill(node, differences(answer, story, hidden), years(answer, story, hidden));
  }
  return { node, update };
}

/**
 * @param {any} answer
 * @param {any} story
 * @param {boolean} hidden
 */
function differences(answer, story, hidden) {
  const rows = ordered(story.charts).map(({ chart, index }) => {
    const said = verdict(answer, index, chart);
    const [now, changed] = answer.arrays.level.subarray(index * 2, index * 2 + 2);
    return el(
      "tr",
      {},
      el("td", {}, GROUPS[chart.group]),
      el("th", { scope: "row" }, `${capital(chart.label)} (${chart.unit})`),
      el("td", {}, number(now, chart.digits)),
      hidden
        ? el("td", { colspan: "4" }, "hidden until it is revealed")
        : [
            el("td", {}, number(changed, chart.digits)),
            el("td", {}, said.difference),
            el("td", {}, `${said.low} to ${said.high}`),
            el("td", {}, `${said.mark} ${said.word}`),
          ],
    );
  });
  return el(
    "table",
    {},
    el("caption", {}, `Differences, ${story.window_words}, from ${answer.runs} pairs of runs`),
    el("thead", {}, head(["For", "Outcome", "As now", "With changes", "Difference", "95% interval", "Word"])),
    el("tbody", {}, rows),
  );
}

/**
 * Values at the end of each year.
 * @param {any} answer
 * @param {any} story
 * @param {boolean} hidden
 */
function years(answer, story, hidden) {
  const { series } = answer.arrays;
  /** @type {number[]} */
  const ends = [];
  for (let week = 51; week < story.weeks; week += 52) ends.push(week);
  const rows = ordered(story.charts).flatMap(({ chart, index }) =>
    [
      ["as now", 0],
      ["with changes", 3],
    ]
      .slice(0, hidden ? 1 : 2)
      .map(([words, row]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, `${capital(chart.label)} (${chart.unit}), ${words}`),
          ends.map((week) => {
            const at = (/** @type {number} */ more) =>
              number(series[(index * 6 + Number(row) + more) * story.weeks + week], chart.digits);
            return el("td", {}, `${at(0)} (${at(1)} to ${at(2)})`);
          }),
        ),
      ),
  );
  return el(
    "table",
    {},
    el("caption", {}, "End of each year: mean of the runs, and in brackets what 8 of 10 runs lie within"),
    el("thead", {}, head(["Outcome", ...ends.map((_, year) => `Year ${year + 1}`)])),
    el("tbody", {}, rows),
  );
}

/** @param {string[]} words */
function head(words) {
  return el(
    "tr",
    {},
    words.map((word) => el("th", { scope: "col" }, word)),
  );
}
