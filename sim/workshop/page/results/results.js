// @ts-check
/** An answer of the server in words: which way, how far, how surely. */
import { capital, differenceUnit, number, signed, unitAfter, WAYS } from "../parts/words.js";

/** Groups of outcomes in the order in which they stand: families first, then staff and those who lead them, then cost. */
export const GROUPS = /** @type {Record<string, string>} */ ({
  families: "Families",
  staff: "Staff",
  leaders: "Leaders and managers",
  cost: "Cost",
});
const ORDER = Object.keys(GROUPS);

/**
 * Charts in the order of their groups, each with its place in an answer.
 * @param {any[]} charts
 * @returns {{chart: any, index: number}[]}
 */
export function ordered(charts) {
  const placed = charts.map((chart, index) => ({ chart, index }));
  return placed.sort(
    (one, other) => ORDER.indexOf(one.chart.group) - ORDER.indexOf(other.chart.group) || one.index - other.index,
  );
}

/** Digits after which no difference is of any use. */
const MOST_DIGITS = 6;

/**
 * Digits with which a difference and its interval can be told apart from nothing: an interval that is clear of nothing is
 * never written with an end of 0.
 * @param {number} digits of the level
 * @param {number} mean
 * @param {number} low
 * @param {number} high
 */
function fine(digits, mean, low, high) {
  const isClear = low > 0 || high < 0;
  const least = Math.min(...[mean, low, high].map(Math.abs).filter((value) => value > 0 && Number.isFinite(value)));
  const most = isClear ? MOST_DIGITS : Math.min(digits + 1, 4);
  while (digits < most && least < 0.5 * 10 ** -digits) digits += 1;
  return digits;
}

/**
 * What a card says of one outcome.
 * @param {any} answer
 * @param {number} index
 * @param {any} chart
 */
export function verdict(answer, index, chart) {
  const { way } = answer.words[index];
  const [mean, low, high] = answer.arrays.difference.subarray(index * 3, index * 3 + 3);
  const digits = fine(chart.digits, mean, low, high);
  const { mark, word } = WAYS[way] ?? WAYS.unclear;
  return {
    way,
    mark,
    word,
    size: way === "unclear" ? signed(mean, digits) : number(Math.abs(mean), digits),
    unit: differenceUnit(chart.unit),
    interval: `95%: ${signed(low, digits)} to ${signed(high, digits)}`,
    difference: signed(mean, digits),
    low: signed(low, digits),
    high: signed(high, digits),
  };
}

/**
 * One outcome as a sentence to be read aloud.
 * @param {any} answer
 * @param {number} index
 * @param {any} chart
 * @param {any} story
 */
export function sentence(answer, index, chart, story) {
  const said = verdict(answer, index, chart);
  const unit = unitAfter(chart.unit);
  const [now, changed] = answer.arrays.level.subarray(index * 2, index * 2 + 2);
  const label = capital(chart.label);
  const nowWords = number(now, chart.digits) + unit;
  if (said.way === "same") return `${label}: ${nowWords}, and nothing is changed.`;
  const move = said.way === "unclear" ? "it is unclear which way it moves" : `${said.word} by ${said.size}${said.unit}`;
  return (
    `${label}, ${story.window_words}: ${nowWords} as now, ` +
    `${number(changed, chart.digits)}${unit} with your changes; ${move}. ` +
    `The difference lies between ${said.low} and ${said.high} (95% interval, ${answer.words[index].n} pairs of runs).`
  );
}

/**
 * A scene in a few words: 'Managers carry a caseload (properly, 3 cases each); demand 115%'.
 * @param {any} scene
 * @param {any} story
 */
export function sceneWords(scene, story) {
  const parts = [];
  for (const lever of story.levers) {
    const set = scene.levers[lever.name];
    if (set)
      parts.push(
        `${lever.title} (${set.mode === "add_on" ? "as an add-on" : "done properly"}, ${doseWords(lever, set.dose)})`,
      );
  }
  if (scene.goodwill) parts.push(story.goodwill.title);
  if (scene.shock) parts.push(story.shock.title);
  if (scene.demand !== 1) parts.push(`demand ${Math.round(scene.demand * 100)}% of now`);
  const changed = Object.keys(scene.assumptions).length;
  if (changed) parts.push(changed === 1 ? "one assumption changed" : `${changed} assumptions changed`);
  return parts.length ? parts.join("; ") : "nothing is changed";
}

/**
 * The same in the fewest words, for the head of a column: 'As add-ons: a staff survey, every concern gets an answer'. A full
 * dose goes without saying, and so does the demand with which the story begins.
 * @param {any} scene
 * @param {any} story
 */
export function sceneInShort(scene, story) {
  const parts = [];
  for (const [mode, one, several] of [
    ["properly", "properly", "properly"],
    ["add_on", "as an add-on", "as add-ons"],
  ]) {
    const pulled = story.levers.filter((/** @type {any} */ { name }) => scene.levers[name]?.mode === mode);
    const titles = pulled.map((/** @type {any} */ lever) => {
      const { dose } = scene.levers[lever.name];
      return dose === 1 ? lever.title : `${lever.title} (${Math.round(100 * dose)}%)`;
    });
    if (titles.length) parts.push(`${titles.length > 1 ? several : one}: ${titles.join(", ")}`);
  }
  if (scene.goodwill) parts.push(story.goodwill.title);
  if (scene.shock) parts.push(story.shock.title);
  if (scene.demand !== story.start.demand) parts.push(`demand ${Math.round(scene.demand * 100)}%`);
  if (Object.keys(scene.assumptions).length) parts.push("assumptions changed");
  const words = parts.join("; ") || "nothing is changed";
  // Titles begin with a capital letter; in the middle of a line they do without.
  return capital(words.replace(/([,:;] )([A-Z])(?=[a-z ])/g, (_, before, letter) => before + letter.toLowerCase()));
}

/**
 * The week in which the changes of a scene begin.
 * @param {any} scene
 * @param {any} story
 */
export function changesFrom(scene, story) {
  return Object.keys(scene.levers).length ? story.change_week : story.goodwill.week;
}

/**
 * A dose in its own unit: '2.25 cases each', or '50% of all managers'.
 * @param {any} lever
 * @param {number} dose
 */
export function doseWords(lever, dose) {
  if (lever.full === 1 && lever.dose_words.startsWith("of ")) return `${Math.round(dose * 100)}% ${lever.dose_words}`;
  const amount = dose * lever.full;
  const digits =
    Math.abs(amount - Math.round(amount)) < 1e-9 ? 0 : Math.abs(amount * 10 - Math.round(amount * 10)) < 1e-9 ? 1 : 2;
  return `${number(amount, digits)} ${lever.dose_words}`;
}
