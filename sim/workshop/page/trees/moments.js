// @ts-check
// Reading a picture at a week: which index holds it, and what one post is at that moment, in words and numbers.

import { CLOSED, NOBODY, NO_WEEK } from "./kinds.js";
import { weekWords } from "../parts/words.js";

export const KINDS = ["vacant", "permanent", "agency", "acting", "not open"];
const STEPS = 250;

/** @param {any} picture @param {number} week @returns {number} index of the week in the arrays; the nearest that there is */
export function indexOf(picture, week) {
  return Math.max(0, Math.min(picture.arrays.gap.length - 1, week - picture.first));
}

/**
 * The gap as it is written: the difference of the two numbers beside it, so that a room that subtracts finds the same.
 *
 * @param {any} picture @param {number} week @returns {number} whole points of 100
 */
export function gapAt(picture, week) {
  const index = indexOf(picture, week);
  return Math.round(100 * picture.arrays.strain_all[index]) - Math.round(100 * picture.arrays.belief_top[index]);
}

/** @param {any} picture @returns {boolean} whether a week is in the picture */
export function has(picture, /** @type {number} */ week) {
  return !!picture && week >= picture.first && week < picture.first + picture.arrays.gap.length;
}

/**
 * One post at one week.
 *
 * @param {any} story @param {any} picture @param {number} week @param {number} row
 * @returns {{kind: number, known: boolean, strain: number, exhaustion: number, cases: number, since: number}} strain and
 *   exhaustion in points of 100; nan where nobody is there
 */
export function postAt(story, picture, week, row) {
  const index = indexOf(picture, week);
  const { strain, kind, known_vacant: known, exhaustion, cases, since } = picture.arrays;
  const all = kind.shape[1];
  const place = index * all + row;
  const points = (/** @type {number} */ byte) => (byte === NOBODY ? NaN : (100 * byte) / STEPS);
  return {
    kind: kind[place],
    known: known[place] === 1,
    strain: row < strain.shape[1] ? points(strain[index * strain.shape[1] + row]) : NaN,
    exhaustion: points(exhaustion[place]),
    cases: cases[place] === NOBODY ? NaN : cases[place],
    since: since[place] === NO_WEEK ? NaN : since[place],
  };
}

/** @param {any} picture @param {string} name such as unit_belief @param {number} week @param {number} unit */
export function unitAt(picture, name, week, unit) {
  const values = picture.arrays[name];
  return values[indexOf(picture, week) * values.shape[1] + unit];
}

/** Units from that of a post's manager up to the top. @param {any} story @param {number} row @returns {any[]} */
export function unitsAbove(story, row) {
  const found = [];
  for (let above = story.posts[row].parent; above >= 0; above = story.posts[above].parent) {
    found.push(story.units[story.posts[above].unit]);
  }
  return found;
}

/** @param {number} since @returns {string} since when somebody has been in a post */
export function sinceWords(since) {
  if (Number.isNaN(since)) return "";
  if (since >= 0) return `since ${weekWords(since).toLowerCase()}`;
  const years = Math.round(-since / 52);
  return years < 1
    ? "since shortly before the start"
    : `since ${years} ${years === 1 ? "year" : "years"} before the start`;
}

/** Whether each post is ever part of the service in a picture; added to what was known. */
export function everOpen(/** @type {any} */ picture, /** @type {Uint8Array} */ open) {
  const { kind } = picture.arrays;
  const all = kind.shape[1];
  let more = false;
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] === CLOSED || open[place % all]) continue;
    open[place % all] = 1;
    more = true;
  }
  return more;
}
