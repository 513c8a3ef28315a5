// @ts-check
/** Results as rows of text that a spreadsheet opens. */
import { ordered, sceneWords } from "./results.js";

/** @param {(string | number)[]} cells */
function line(cells) {
  return cells.map((cell) => (typeof cell === "number" ? String(cell) : `"${cell.replaceAll('"', '""')}"`)).join(",");
}

/** @param {(string | number)[][]} rows */
function written(rows) {
  // The mark at the beginning tells spreadsheets that this is UTF-8.
  return `\ufeff${rows.map(line).join("\r\n")}\r\n`;
}

/**
 * One row for each outcome: both levels, the paired difference with its 95% interval, and the word.
 * @param {any} answer
 * @param {any} story
 * @param {any} scene
 */
export function resultsAsCsv(answer, story, scene) {
  const { level, difference } = answer.arrays;
  return written([
    [
      "outcome",
      "label",
      "unit",
      "group",
      "as_now",
      "with_changes",
      "difference",
      "low_95",
      "high_95",
      "word",
      "pairs_of_runs",
      "over",
      "scene",
      "command",
    ],
    ...ordered(story.charts).map(({ chart, index }) => [
      chart.name,
      chart.label,
      chart.unit,
      chart.group,
      level[index * 2],
      level[index * 2 + 1],
      difference[index * 3],
      difference[index * 3 + 1],
      difference[index * 3 + 2],
      answer.words[index].way,
      answer.words[index].n,
      story.window_words,
      sceneWords(scene, story),
      answer.command ?? "",
    ]),
  ]);
}

/**
 * One row for each outcome, arm and week: the mean of the runs and what 8 of 10 of them lie within.
 * @param {any} answer
 * @param {any} story
 */
export function weeksAsCsv(answer, story) {
  const { series } = answer.arrays;
  /** @type {(string | number)[][]} */
  const rows = [["outcome", "unit", "arm", "week", "mean", "low_10", "high_90"]];
  for (const { chart, index } of ordered(story.charts)) {
    for (const [arm, row] of /** @type {[string, number][]} */ ([
      ["as now", 0],
      ["with changes", 3],
    ])) {
      for (let week = 0; week < story.weeks; week++) {
        const at = (index * 6 + row) * story.weeks + week;
        rows.push([
          chart.name,
          chart.unit,
          arm,
          week,
          ...[0, 1, 2].map((more) => series[at + more * story.weeks]).map(blank),
        ]);
      }
    }
  }
  return written(rows);
}

/**
 * Nothing where there is no value.
 * @param {number} value
 */
function blank(value) {
  return Number.isFinite(value) ? value : "";
}
