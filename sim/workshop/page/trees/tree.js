// @ts-check
// One tree on a canvas. Lines and blocks are drawn once and copied; posts are drawn anew for each moment of playback, from
// arrays and ready-made colours, without making anything that would have to be cleared away.

import { ACTING, AGENCY, CLOSED, NOBODY, VACANT } from "./kinds.js";
import { DASHES, INK, NO_DASHES, PAPER, TURN, filled, gauge, hollow, mark, unpictured } from "./marks.js";
import { drawTile, vacantShare } from "./tiles.js";
import { COLOURS, LEVELS, ON_LEVEL } from "./ramp.js";

const LINE = "#8b93a5";
const BLOCK = "#eceff4";
const BLOCK_LINE = "#c3cad6";
const CHOSEN = "#0b57d0";
const NUMBERS = Array.from({ length: 101 }, (_, number) => String(number));
const SMALLEST_WITH_NUMBER = 10;

/** @typedef {import("./places.js").Places} Places */

export class Tree {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {any} story
   * @param {boolean} believed  whether it shows what leaders believe, else what is
   */
  constructor(canvas, story, believed) {
    this.canvas = canvas;
    this.story = story;
    this.believed = believed;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.ground = document.createElement("canvas");
    this.ratio = 1;
    this.font = "";
    /** @type {Places|null} */
    this.places = null;
    this.managers = Int32Array.from(story.units, (/** @type {any} */ unit) => unit.manager);
  }

  /** Take new places, and draw what stands still. @param {Places} places */
  lay(places) {
    this.places = places;
    this.ratio = Math.min(3, window.devicePixelRatio || 1);
    for (const canvas of [this.canvas, this.ground]) {
      canvas.width = Math.round(places.width * this.ratio);
      canvas.height = Math.round(places.height * this.ratio);
    }
    this.canvas.style.height = `${places.height}px`;
    const context = /** @type {CanvasRenderingContext2D} */ (this.ground.getContext("2d"));
    context.scale(this.ratio, this.ratio);
    context.lineWidth = 1.25;
    context.strokeStyle = LINE;
    const lowest = places.tiles.length ? places.lowest : 1;
    for (const unit of this.story.units) if (unit.tier > lowest) this.linesBelow(context, unit);
    for (const [fromX, fromY, toX, toY] of places.strokes) {
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
      context.stroke();
    }
    for (const { x, y, width, height } of places.blocks) {
      context.beginPath();
      context.roundRect(x, y, width, height, Math.min(6, places.pitch * 0.35));
      context.fillStyle = BLOCK;
      context.fill();
      context.strokeStyle = BLOCK_LINE;
      context.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {any} unit */
  linesBelow(context, unit) {
    const places = /** @type {Places} */ (this.places);
    const { x, y, half, blocks } = places;
    const [startX, startY] = [x[unit.manager], y[unit.manager] + half[unit.manager]];
    const teams = blocks.filter((block) => this.story.units[block.unit].parent === unit.unit);
    context.beginPath();
    if (teams.length) {
      const spine = places.spine[unit.unit];
      const turn = places.turn[unit.unit];
      context.moveTo(startX, startY);
      context.lineTo(startX, turn);
      context.lineTo(spine, turn);
      context.lineTo(spine, y[this.managers[teams[teams.length - 1].unit]]);
      for (const team of teams) {
        context.moveTo(spine, y[this.managers[team.unit]]);
        context.lineTo(team.x, y[this.managers[team.unit]]);
      }
    } else {
      const below = this.story.units.filter((/** @type {any} */ other) => other.parent === unit.unit);
      for (const other of below) {
        const end = y[other.manager] - half[other.manager];
        const turn = (startY + end) / 2;
        context.moveTo(startX, startY);
        context.lineTo(startX, turn);
        context.lineTo(x[other.manager], turn);
        context.lineTo(x[other.manager], end);
      }
    }
    context.stroke();
  }

  /**
   * Draw one moment.
   *
   * @param {any} picture
   * @param {number} position  week, with the part of it that has passed
   * @param {number} pointed   row of the post under the pointer; -1 for none
   * @param {number} chosen    row of the chosen post; -1 for none
   */
  draw(picture, position, pointed, chosen) {
    const places = this.places;
    if (!places) return;
    const { context } = this;
    const weeks = picture.arrays.gap.length;
    const place = Math.min(weeks - 1, Math.max(0, position - picture.first));
    const week = Math.floor(place);
    const next = Math.min(weeks - 1, week + 1);
    const part = place - week;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.ground, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (chosen >= 0) this.way(chosen);
    if (this.believed) this.believedPosts(picture, week, next, part);
    else this.truePosts(picture, week, next, part);
    if (places.tiles.length) this.teams(picture, week, next, part);
    this.squares(picture, week, next, part);
    if (pointed >= 0) this.ring(pointed, 2);
    if (chosen >= 0) this.ring(chosen, 3);
  }

  /** @param {any} picture @param {number} week @param {number} next @param {number} part */
  truePosts(picture, week, next, part) {
    const { context } = this;
    const { x, y, half, fronts } = /** @type {Places} */ (this.places);
    const { strain, kind, since } = picture.arrays;
    const wide = strain.shape[1];
    const all = kind.shape[1];
    for (let index = 0; index < fronts.length; index++) {
      const row = fronts[index];
      const here = kind[week * all + row];
      if (here === CLOSED) continue;
      const level = strain[week * wide + row];
      if (here === VACANT || level === NOBODY) {
        hollow(context, x[row], y[row], half[row]);
        continue;
      }
      const then = strain[next * wide + row];
      // Only the same person's strain glides from one week to the next.
      const glides = then !== NOBODY && since[next * all + row] === since[week * all + row];
      filled(
        context,
        x[row],
        y[row],
        half[row],
        glides ? Math.round(level + (then - level) * part) : level,
        here === AGENCY,
      );
    }
  }

  /** @param {any} picture @param {number} week @param {number} next @param {number} part */
  believedPosts(picture, week, next, part) {
    const { context } = this;
    const { x, y, half, fronts, teamOf } = /** @type {Places} */ (this.places);
    const { unit_belief: belief, kind, known_vacant: known } = picture.arrays;
    const units = belief.shape[1];
    const all = kind.shape[1];
    for (let index = 0; index < fronts.length; index++) {
      const row = fronts[index];
      const here = kind[week * all + row];
      if (here === CLOSED) continue;
      if (here === VACANT && known[week * all + row]) {
        hollow(context, x[row], y[row], half[row]);
        continue;
      }
      const held = between(belief, week * units + teamOf[row], next * units + teamOf[row], part);
      if (Number.isNaN(held)) unpictured(context, x[row], y[row], half[row]);
      else filled(context, x[row], y[row], half[row], levelWithin(held), here === AGENCY);
    }
  }

  /** Teams as tiles. @param {any} picture @param {number} week @param {number} next @param {number} part */
  teams(picture, week, next, part) {
    const { tiles } = /** @type {Places} */ (this.places);
    const values = this.believed ? picture.arrays.unit_belief : picture.arrays.unit_strain;
    const units = values.shape[1];
    for (let index = 0; index < tiles.length; index++) {
      const { unit } = tiles[index];
      const value = between(values, week * units + unit, next * units + unit, part);
      const level = Number.isNaN(value) ? NaN : levelWithin(value);
      drawTile(this.context, tiles[index], level, vacantShare(picture, this.story.units[unit], week, this.believed));
    }
  }

  /** @param {any} picture @param {number} week @param {number} next @param {number} part */
  squares(picture, week, next, part) {
    const { context, managers } = this;
    const { x, y, half, tiles } = /** @type {Places} */ (this.places);
    const { kind, exhaustion, known_vacant: known } = picture.arrays;
    const values = this.believed ? picture.arrays.unit_belief : picture.arrays.unit_strain;
    const units = values.shape[1];
    const all = kind.shape[1];
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let unit = 0; unit < managers.length; unit++) {
      const row = managers[unit];
      const size = half[row];
      const here = kind[week * all + row];
      if (!size || here === CLOSED || (tiles.length && this.story.units[unit].tier === 1)) continue;
      const vacant = here === VACANT;
      const value = between(values, week * units + unit, next * units + unit, part);
      const without = Number.isNaN(value);
      const level = without ? 0 : levelWithin(value);
      const left = x[row] - size;
      const top = y[row] - size;
      context.fillStyle = without || (this.believed && vacant) ? PAPER : COLOURS[level];
      context.fillRect(left, top, 2 * size, 2 * size);
      context.strokeStyle = INK;
      // A vacant manager's post is hollow on the left too: the strain below it shows as a frame.
      if (vacant && !this.believed && !without) {
        context.fillStyle = PAPER;
        context.fillRect(left + size * 0.45, top + size * 0.45, size * 1.1, size * 1.1);
      }
      context.lineWidth = vacant ? 1.6 : 1;
      if (without && !(vacant && known[week * all + row])) context.setLineDash(DASHES);
      context.strokeRect(left, top, 2 * size, 2 * size);
      if (without) context.setLineDash(NO_DASHES);
      if (size >= SMALLEST_WITH_NUMBER && !without && !vacant) {
        context.font = this.fontOf(value >= 0.995 ? 0.8 * size : size);
        context.fillStyle = ON_LEVEL[level];
        context.fillText(NUMBERS[Math.round(Math.min(1, Math.max(0, value)) * 100)], x[row], y[row] + 0.5);
      }
      if (here === ACTING) mark(context, x[row] + size, y[row] - size, Math.max(2.5, size * 0.3), PAPER);
      if (!this.believed && !vacant) gauge(context, x[row] + size + 2, top, size, exhaustion[week * all + row]);
    }
  }

  /** @param {number} row @param {number} wide */
  ring(row, wide) {
    const { context } = this;
    const { x, y, half } = /** @type {Places} */ (this.places);
    if (!half[row]) return;
    const reach = half[row] * (this.story.posts[row].tier === 0 ? 1 : 1.2) + 3;
    context.lineWidth = wide + 3;
    context.strokeStyle = PAPER;
    context.beginPath();
    context.arc(x[row], y[row], reach, 0, TURN);
    context.stroke();
    context.lineWidth = wide;
    context.strokeStyle = CHOSEN;
    context.stroke();
  }

  /** The way of a report: from a post up to the top. @param {number} row */
  way(row) {
    const { context } = this;
    const places = /** @type {Places} */ (this.places);
    const { x, y, half } = places;
    const { posts } = this.story;
    context.lineWidth = 3;
    context.strokeStyle = CHOSEN;
    context.beginPath();
    context.moveTo(x[row], y[row]);
    for (let below = row, above = posts[row].parent; above >= 0; below = above, above = posts[above].parent) {
      const tier = posts[below].tier;
      const turn = tier === 1 ? places.turn[posts[above].unit] : (y[above] + half[above] + y[below] - half[below]) / 2;
      if (tier === 1) context.lineTo(places.spine[posts[above].unit], y[below]);
      if (tier === 1) context.lineTo(places.spine[posts[above].unit], turn);
      if (tier > 1) context.lineTo(x[below], turn);
      if (tier > 0) context.lineTo(x[above], turn);
      context.lineTo(x[above], y[above]);
    }
    context.stroke();
  }

  /** The font for a square of this size, made once for each size. @param {number} half */
  fontOf(half) {
    const size = Math.round(half * 1.05);
    if (!fonts[size]) fonts[size] = `600 ${size}px system-ui, "Segoe UI", sans-serif`;
    return fonts[size];
  }

  /**
   * The post at a point of the canvas.
   *
   * @param {number} x @param {number} y in CSS pixels
   * @param {any} picture @param {number} week
   * @returns {number} row; -1 for none within reach
   */
  at(x, y, picture, week) {
    const places = this.places;
    if (!places) return -1;
    const all = picture.arrays.kind.shape[1];
    const from = Math.max(0, Math.min(picture.arrays.gap.length - 1, week - picture.first)) * all;
    let best = -1;
    let nearest = Infinity;
    for (let row = 0; row < places.half.length; row++) {
      if (!places.half[row] || picture.arrays.kind[from + row] === CLOSED) continue;
      const distance = Math.hypot(places.x[row] - x, places.y[row] - y);
      if (distance < nearest && distance <= Math.max(13, places.half[row] * 1.5)) [best, nearest] = [row, distance];
    }
    return best;
  }
}

/** @type {Record<number, string>} */
const fonts = {};

/** A value between two weeks; that of the earlier where the later has none. */
function between(
  /** @type {Float32Array} */ values,
  /** @type {number} */ now,
  /** @type {number} */ next,
  /** @type {number} */ part,
) {
  const value = values[now];
  const then = values[next];
  return Number.isNaN(then) ? value : value + (then - value) * part;
}

/** @param {number} share @returns {number} level, 0 to 250 */
function levelWithin(share) {
  return share <= 0 ? 0 : share >= 1 ? LEVELS - 1 : Math.round(share * (LEVELS - 1));
}
