// @ts-check
// Where each post of the tree stands on the canvas. Both trees use the same places, so that a glance can go from one to the
// other: managers in rows from the top, below each manager of team managers a column of teams, each team a block of its own.

import { arrangeTiles } from "./tiles.js";

/**
 * @typedef {object} Block
 * @property {number} unit
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */

/**
 * @typedef {object} Places
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} x      middle of each post, by row
 * @property {Float32Array} y
 * @property {Float32Array} half   half of the side of its square or its radius; 0 for a post that is not drawn
 * @property {Block[]} blocks      one for each team
 * @property {Int32Array} fronts   rows of front-line posts that are drawn
 * @property {Int32Array} teamOf   unit that each post reports to, by row; -1 for the top
 * @property {Float32Array} spine  for each unit above teams, where the line beside its teams runs
 * @property {Float32Array} turn   and the height at which that line comes over from the unit
 * @property {number} pitch        distance of neighbouring posts in a block
 * @property {Block[]} tiles       one for each team where single posts would be too small to be seen; else empty
 * @property {number[][]} strokes  lines to the tiles, each from x, y to x, y
 * @property {number} lowest       tier of the managers above columns of teams
 */

/** In units of the pitch: height of the manager's row in a team's block, the inner edge, what separates blocks and columns. */
const MANAGER = 1.35;
const EDGE = 0.28;
const BETWEEN_BLOCKS = 0.5;
const BETWEEN_COLUMNS = 0.6;
const SPINE = 0.55;
const LARGEST_PITCH = 30;
/** A circle is 0.84 of the pitch wide: below this it would be under 5 pixels, and teams are drawn as tiles. */
const SMALLEST_PITCH = 5 / 0.84;
const MOST_COLUMNS = 16;
const MARGIN = 14;

/**
 * @param {any} story
 * @param {Uint8Array} open  1 for each post that is ever part of the service
 * @param {number} width     of the canvas, in CSS pixels
 * @param {number} height
 * @returns {Places}
 */
export function arrange(story, open, width, height) {
  const { posts, units } = story;
  const teams = units.filter((/** @type {any} */ unit) => unit.tier === 1);
  const columns = columnsOf(units, teams);
  const top = Math.max(1, ...units.map((/** @type {any} */ unit) => unit.tier));
  const rowHeight = top > 1 ? Math.max(30, Math.min(76, (height * 0.34) / (top - 1))) : 0;
  const upper = top > 1 ? rowHeight * (top - 1) + 4 : 4;
  const rowsOf = (/** @type {any} */ team) => openRows(team, open);
  const { pitch, across } = bestPitch(columns, rowsOf, width - MARGIN, height - upper - 4);
  /** @type {Places} */
  const places = {
    width,
    height,
    x: new Float32Array(posts.length),
    y: new Float32Array(posts.length),
    half: new Float32Array(posts.length),
    blocks: [],
    fronts: new Int32Array(0),
    teamOf: teamsOf(posts, units),
    spine: new Float32Array(units.length),
    turn: new Float32Array(units.length),
    pitch,
    tiles: [],
    strokes: [],
    lowest: 2,
  };
  if (pitch < SMALLEST_PITCH && top > 1) {
    const tiled = arrangeTiles(places, units, top);
    placeUpper(places, units, tiled.middles, top, tiled.rowHeight, tiled.lowest);
    return places;
  }
  const blockWidth = (across + 2 * EDGE) * pitch;
  const total = columns.length * (blockWidth + SPINE * pitch) + (columns.length - 1) * BETWEEN_COLUMNS * pitch;
  // What width is left over goes between the columns.
  const spare = columns.length > 1 ? Math.max(0, (width - MARGIN - total) / columns.length) : 0;
  // A gauge stands to the right of a square, and so does most of the margin.
  let left = (width - MARGIN * 0.6 - total - spare * (columns.length - 1)) / 2 + SPINE * pitch;
  /** @type {number[]} */
  const fronts = [];
  const middles = new Map();
  for (const column of columns) {
    let y = upper;
    for (const team of column.teams) {
      const rows = rowsOf(team);
      const lines = Math.max(1, Math.ceil(rows.length / across));
      const blockHeight = (MANAGER + lines + 2 * EDGE) * pitch;
      places.blocks.push({ unit: team.unit, x: left, y, width: blockWidth, height: blockHeight });
      place(places, team.manager, left + (EDGE + 0.6) * pitch, y + (EDGE + 0.6) * pitch, pitch * 0.55);
      rows.forEach((row, index) => {
        const x = left + (EDGE + 0.5 + (index % across)) * pitch;
        place(places, row, x, y + (EDGE + MANAGER + 0.5 + Math.floor(index / across)) * pitch, pitch * 0.42);
        fronts.push(row);
      });
      y += blockHeight + BETWEEN_BLOCKS * pitch;
    }
    middles.set(column.parent, left + blockWidth / 2);
    if (column.parent >= 0) {
      places.spine[column.parent] = left - pitch * 0.38;
      places.turn[column.parent] = upper - pitch * 0.3;
    }
    left += blockWidth + (SPINE + BETWEEN_COLUMNS) * pitch + spare;
  }
  places.fronts = Int32Array.from(fronts);
  placeUpper(places, units, middles, top, rowHeight);
  return places;
}

/** @param {Places} places @param {number} row @param {number} x @param {number} y @param {number} half */
function place(places, row, x, y, half) {
  places.x[row] = x;
  places.y[row] = y;
  places.half[row] = half;
}

/** Managers above the teams: each over the middle of those below. */
function placeUpper(
  /** @type {Places} */ places,
  /** @type {any[]} */ units,
  /** @type {Map<number, number>} */ middles,
  /** @type {number} */ top,
  /** @type {number} */ rowHeight,
  lowest = 2,
) {
  for (let tier = lowest; tier <= top; tier++) {
    const share = top > 2 ? (tier - 2) / (top - 2) : 1;
    // Squares of two rows do not touch, however low the rows are.
    const wished = Math.min(rowHeight * 0.42, Math.max(places.pitch * 0.55, Math.min(rowHeight * 0.38, 11 + 9 * share)));
    const ofTier = units.filter((unit) => unit.tier === tier);
    for (const unit of ofTier) {
      const below = units.filter((other) => other.parent === unit.unit).map((other) => middles.get(other.unit));
      const known = below.filter((middle) => middle !== undefined);
      const middle = middles.get(unit.unit) ?? (Math.min(...known) + Math.max(...known)) / 2;
      middles.set(unit.unit, middle);
    }
    // Squares and the gauges beside them stay apart, however many there are.
    let apart = Infinity;
    for (let index = 1; index < ofTier.length; index++) {
      const [before, after] = [ofTier[index - 1], ofTier[index]].map((unit) => middles.get(unit.unit) ?? 0);
      apart = Math.min(apart, after - before);
    }
    const half = Math.min(wished, Math.max(1.5, apart * 0.36));
    for (const unit of ofTier) {
      const middle = middles.get(unit.unit) ?? 0;
      place(places, unit.manager, middle, rowHeight * (top - tier) + rowHeight * 0.5, half);
    }
  }
}

/** Teams by the unit above them, in the order of the posts. */
function columnsOf(/** @type {any[]} */ units, /** @type {any[]} */ teams) {
  /** @type {{parent: number, teams: any[]}[]} */
  const columns = [];
  for (const team of teams) {
    const last = columns[columns.length - 1];
    if (last && last.parent === team.parent) last.teams.push(team);
    else columns.push({ parent: team.parent, teams: [team] });
  }
  return columns;
}

/** Rows of a team that are ever part of the service. */
function openRows(/** @type {any} */ team, /** @type {Uint8Array} */ open) {
  const rows = [];
  for (let row = team.first; row < team.last; row++) if (open[row]) rows.push(row);
  return rows;
}

/** The number of posts side by side in a block that lets them be drawn largest. */
function bestPitch(
  /** @type {{parent: number, teams: any[]}[]} */ columns,
  /** @type {(team: any) => number[]} */ rowsOf,
  /** @type {number} */ width,
  /** @type {number} */ height,
) {
  let best = { pitch: 0, across: 1 };
  for (let across = 2; across <= MOST_COLUMNS; across++) {
    const wide = columns.length * (across + 2 * EDGE + SPINE) + (columns.length - 1) * BETWEEN_COLUMNS;
    let high = 0;
    for (const { teams } of columns) {
      let sum = -BETWEEN_BLOCKS;
      for (const team of teams) {
        sum += MANAGER + Math.max(1, Math.ceil(rowsOf(team).length / across)) + 2 * EDGE + BETWEEN_BLOCKS;
      }
      high = Math.max(high, sum);
    }
    const pitch = Math.min(LARGEST_PITCH, width / wide, height / high);
    if (pitch > best.pitch + 0.01) best = { pitch, across };
  }
  return best;
}

/** Unit that each post reports to. */
function teamsOf(/** @type {any[]} */ posts, /** @type {any[]} */ units) {
  const teams = new Int32Array(posts.length).fill(-1);
  for (const unit of units) for (let row = unit.first; row < unit.last; row++) teams[row] = unit.unit;
  return teams;
}
