// @ts-check
// The marks of a tree: somebody, nobody, somebody of whom nobody holds a picture, agency staff, and a manager's exhaustion.

import { NOBODY } from "./kinds.js";
import { COLOURS, LEVELS, ON_LEVEL } from "./ramp.js";

export const TURN = 2 * Math.PI;
export const INK = "#232b3e";
export const PAPER = "#ffffff";
export const DASHES = [2, 2];
/** @type {number[]} */
export const NO_DASHES = [];
const FAINT = "#8b93a5";

/**
 * The manager's own exhaustion, as an upright gauge beside the square.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x left edge @param {number} top
 * @param {number} half half of the side of the square
 * @param {number} level 0 to 250
 */
export function gauge(context, x, top, half, level) {
  if (level === NOBODY) return;
  const wide = Math.max(3, Math.min(7, half * 0.42));
  const high = (2 * half * level) / (LEVELS - 1);
  context.fillStyle = PAPER;
  context.fillRect(x, top, wide, 2 * half);
  context.fillStyle = INK;
  context.fillRect(x, top + 2 * half - high, wide, high);
  context.lineWidth = 0.8;
  context.strokeStyle = INK;
  context.strokeRect(x, top, wide, 2 * half);
}

/**
 * Somebody: a filled circle, with a mark for agency staff.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x @param {number} y @param {number} radius
 * @param {number} level 0 to 250
 * @param {boolean} agency
 */
export function filled(context, x, y, radius, level, agency) {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.fillStyle = COLOURS[level];
  context.fill();
  context.lineWidth = 0.8;
  context.strokeStyle = INK;
  context.stroke();
  if (agency) mark(context, x, y, Math.max(1.4, radius * 0.36), ON_LEVEL[level]);
}

/**
 * Nobody: an empty circle.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x @param {number} y @param {number} radius
 */
export function hollow(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius - 0.4, 0, TURN);
  context.fillStyle = PAPER;
  context.fill();
  context.lineWidth = 1.7;
  context.strokeStyle = INK;
  context.stroke();
}

/**
 * Somebody of whom nobody holds a picture, since the post above is vacant.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x @param {number} y @param {number} radius
 */
export function unpictured(context, x, y, radius) {
  context.setLineDash(DASHES);
  context.beginPath();
  context.arc(x, y, radius - 0.4, 0, TURN);
  context.lineWidth = 1;
  context.strokeStyle = FAINT;
  context.stroke();
  context.setLineDash(NO_DASHES);
}

/**
 * A dot: agency staff, or an acting manager.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x @param {number} y @param {number} radius
 * @param {string} colour
 */
export function mark(context, x, y, radius, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, TURN);
  context.fillStyle = colour;
  context.fill();
  if (colour !== PAPER) return;
  context.lineWidth = 0.8;
  context.strokeStyle = INK;
  context.stroke();
}
