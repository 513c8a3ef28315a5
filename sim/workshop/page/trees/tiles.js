// @ts-check
// A large service: where single posts would be too small to be seen, each team is one tile in the colour of the whole team, and from
// its foot as much of it is hollow as posts are vacant. Teams stand below their manager, or one tier further up, whichever has room.

import { CLOSED, VACANT } from "./kinds.js";
import { DASHES, INK, NO_DASHES, PAPER } from "./marks.js";
import { COLOURS } from "./ramp.js";

/** Sizes in CSS pixels: below this width of a column, teams are gathered one tier further up. */
const NARROWEST_COLUMN = 13;
const TALLEST = 30;
const BETWEEN_TEAMS = 2;
const BETWEEN_GROUPS = 5;
const MARGIN = 14;

/**
 * Places teams as tiles.
 *
 * @param {import("./places.js").Places} places to be filled: tiles, managers of teams, lines
 * @param {any[]} units
 * @param {number} top highest tier
 * @returns {{middles: Map<number, number>, lowest: number, rowHeight: number}} middle of each column by the unit above it, the tier of
 *   that unit, and the height of a row of managers
 */
export function arrangeTiles(places, units, top) {
  const { width, height } = places;
  const above = units.filter((unit) => unit.tier === 2);
  const lowest = top > 2 && width / above.length < NARROWEST_COLUMN ? 3 : 2;
  const owners = units.filter((unit) => unit.tier === lowest);
  const columns = owners.map((owner) => groupsBelow(owner, units, lowest));
  const rows = top - lowest + 1;
  const rowHeight = Math.max(Math.min(27, height * 0.2), Math.min(60, (height * 0.3) / rows));
  const upper = rowHeight * rows + 4;
  const between = Math.max(2, Math.min(8, (0.18 * width) / columns.length));
  const wide = (width - MARGIN - between * (columns.length - 1)) / columns.length;
  const inset = lowest === 3 ? Math.min(9, wide * 0.45) : Math.min(6, wide * 0.35);
  const high = Math.max(3, Math.min(TALLEST, ...columns.map((groups) => heightOf(groups, height - upper - 4))));
  const middles = new Map();
  places.lowest = lowest;
  columns.forEach((groups, index) => {
    const left = MARGIN * 0.4 + index * (wide + between);
    const spine = left + inset * 0.4;
    const owner = owners[index];
    middles.set(owner.unit, left + wide / 2);
    places.spine[owner.unit] = spine;
    places.turn[owner.unit] = upper - 3;
    let y = upper;
    for (const { unit, teams } of groups) {
      if (unit !== owner) {
        const half = Math.min(inset * 0.38, high * 0.45);
        set(places, unit.manager, spine, y + half, half);
        places.spine[unit.unit] = spine;
        places.turn[unit.unit] = y + half;
      }
      for (const team of teams) {
        const tile = { unit: team.unit, x: left + inset, y, width: wide - inset, height: high };
        places.tiles.push(tile);
        set(places, team.manager, tile.x + tile.width / 2, y + high / 2, Math.min(tile.width, high) / 2);
        places.strokes.push([spine, y + high / 2, tile.x, y + high / 2]);
        y += high + BETWEEN_TEAMS;
      }
      y += BETWEEN_GROUPS - BETWEEN_TEAMS;
    }
    places.strokes.push([spine, places.turn[owner.unit], spine, y - BETWEEN_GROUPS - high / 2]);
    places.strokes.push([left + wide / 2, places.turn[owner.unit], spine, places.turn[owner.unit]]);
    places.strokes.push([left + wide / 2, rowHeight * (rows - 0.5), left + wide / 2, places.turn[owner.unit]]);
  });
  return { middles, lowest, rowHeight };
}

/** Height of a tile that lets all teams of a column stand below each other. */
function heightOf(/** @type {{teams: any[]}[]} */ groups, /** @type {number} */ room) {
  const teams = groups.reduce((sum, group) => sum + group.teams.length, 0);
  return teams ? (room - (groups.length - 1) * BETWEEN_GROUPS - (teams - groups.length) * BETWEEN_TEAMS) / teams : room;
}

/** Teams below a unit, by the unit right above them. */
function groupsBelow(/** @type {any} */ owner, /** @type {any[]} */ units, /** @type {number} */ lowest) {
  const between = lowest === 2 ? [owner] : units.filter((unit) => unit.parent === owner.unit);
  return between
    .map((unit) => ({ unit, teams: units.filter((team) => team.tier === 1 && team.parent === unit.unit) }))
    .filter(({ teams }) => teams.length);
}

/** @param {import("./places.js").Places} places @param {number} row @param {number} x @param {number} y @param {number} half */
function set(places, row, x, y, half) {
  places.x[row] = x;
  places.y[row] = y;
  places.half[row] = half;
}

/**
 * One team.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import("./places.js").Block} tile
 * @param {number} level 0 to 250; nan where nobody holds a picture of it
 * @param {number} vacant share of its posts, 0 to 1
 */
export function drawTile(context, { x, y, width, height }, level, vacant) {
  const without = Number.isNaN(level);
  context.fillStyle = without ? PAPER : COLOURS[level];
  context.fillRect(x, y, width, height);
  context.fillStyle = PAPER;
  if (vacant > 0) context.fillRect(x, y + height * (1 - vacant), width, height * vacant);
  context.lineWidth = 0.8;
  context.strokeStyle = INK;
  if (without) context.setLineDash(DASHES);
  context.strokeRect(x, y, width, height);
  if (without) context.setLineDash(NO_DASHES);
}

/**
 * Share of a team's posts that are vacant.
 *
 * @param {any} picture @param {any} team @param {number} week index in the picture
 * @param {boolean} reported only those that were reported
 */
export function vacantShare(picture, team, week, reported) {
  const { kind, known_vacant: known } = picture.arrays;
  const from = week * kind.shape[1];
  let open = 0;
  let vacant = 0;
  for (let row = team.first; row < team.last; row++) {
    const here = kind[from + row];
    if (here === CLOSED) continue;
    open += 1;
    if (here === VACANT && (!reported || known[from + row])) vacant += 1;
  }
  return open ? vacant / open : 0;
}
