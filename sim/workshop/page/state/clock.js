// @ts-check
// The clock of playback: one loop that moves the week on and tells those who draw at every frame. It makes nothing anew.

import { pause, playsUntil } from "./actions.js";
import { store } from "./store.js";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const WEEKS_A_MONTH = 52 / 12;
/** A tab that slept goes on where it was, not a minute later. */
const LONGEST_FRAME = 0.1;

/** @type {((position: number) => void)[]} */
const drawers = [];
const patch = { week: 0 };
let position = 0;
let last = 0;
let running = false;

/** @returns {number} week on the screen with the part of it that has passed */
export function now() {
  return position;
}

/** Call `draw(position)` whenever the moment on the screen has changed. @param {(position: number) => void} draw */
export function onFrame(draw) {
  drawers.push(draw);
}

/** Draw the present moment again. */
export function redraw() {
  for (let index = 0; index < drawers.length; index++) drawers[index](position);
}

/** @param {number} time milliseconds */
function frame(time) {
  const { playing, speed, week } = store.get();
  if (!playing) {
    running = false;
    return;
  }
  // The first frame may have begun before the button was pressed: time never runs back.
  const passed = Math.max(0, Math.min(LONGEST_FRAME, (time - last) / 1000));
  last = time;
  // Somebody else set the week: go on from there.
  if (week !== Math.floor(shown(position))) position = week;
  position = Math.min(playsUntil(), position + passed * speed);
  const moment = shown(position);
  patch.week = Math.floor(moment);
  store.set(patch);
  for (let index = 0; index < drawers.length; index++) drawers[index](moment);
  if (position >= playsUntil()) pause();
  requestAnimationFrame(frame);
}

/** Where motion is to be reduced, pictures change once a month and do not glide. @param {number} place */
function shown(place) {
  if (!STILL.matches || place >= playsUntil()) return place;
  return Math.floor(Math.floor((place + 1e-9) / WEEKS_A_MONTH) * WEEKS_A_MONTH);
}

/** Start listening to the store. */
export function startClock() {
  store.subscribe(["playing", "week"], ({ playing, week }) => {
    if (playing && !running) {
      running = true;
      position = week;
      last = performance.now();
      requestAnimationFrame(frame);
    } else if (!playing) {
      position = week;
      redraw();
    }
  });
}
