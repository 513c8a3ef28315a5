// @ts-check
// The exported file: answers that were worked out beforehand, given as a server would give them. Nothing is computed here.

import { answerFrom } from "./connection.js";
import { decode } from "./frames.js";

/**
 * @typedef {object} Held
 * @property {any} story
 * @property {{scene: any, answer: number, changed: number, now: number}[]} scenes frames by their place
 * @property {string[]} frames base64 of zlib
 */

/** What the file holds, or null where the page came from a server. @returns {Held|null} */
export function held() {
  const element = document.getElementById("exported");
  return element ? JSON.parse(element.textContent ?? "") : null;
}

/**
 * Answer the page from the file.
 *
 * @param {Held} file
 * @param {(message: any) => void} receive
 */
export function answerFromFile(file, receive) {
  const scenes = new Map(file.scenes.map((one) => [keyOf(one.scene), one]));
  let newest = 0;
  let hidden = false;
  /** @type {any} */
  let wanted = null;

  /** @param {any} message */
  async function show(message) {
    wanted = message;
    newest = message.id;
    const one = scenes.get(keyOf(message.scene));
    if (!one) {
      receive({ type: "refused", id: message.id, words: ELSEWHERE });
      return;
    }
    const arm = hidden ? "now" : message.arm;
    const picture = await unpack(file.frames[arm === "now" ? one.now : one.changed]);
    const answer = hidden ? null : await unpack(file.frames[one.answer]);
    if (newest !== message.id) return;
    receive({ ...picture, id: message.id });
    receive(answer ? { ...answer, id: message.id } : { type: "ready", id: message.id, runs: file.story.runs });
  }

  /** @param {any} message */
  answerFrom((message) => {
    if (message.type === "show") show(message);
    else if (message.type === "hide" || message.type === "reveal") {
      hidden = message.type === "hide";
      if (wanted) show(wanted);
    } else if (message.type === "count") {
      receive({ type: "votes", question: message.question, counts: message.counts, by: "hands", open: false });
    }
  });
}

const ELSEWHERE =
  "This file holds one lever at a time, at three demands, and the scenes of the story. For anything else start coalface workshop.";

/** A scene as a key: levers at dose 0 are off, and the order of names does not count. @param {any} scene */
function keyOf({ demand, shock, goodwill, levers }) {
  const on = Object.entries(levers)
    .filter(([, { dose }]) => dose > 0)
    .map(([name, { mode, dose }]) => [name, mode, dose])
    .sort();
  return JSON.stringify([Number(demand.toFixed(6)), shock, goodwill, on]);
}

/** @param {string} packed */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const frame = decode(await new Response(stream).arrayBuffer());
  if (frame.turned) for (const [name, values] of Object.entries(frame.arrays)) frame.arrays[name] = turnBack(values);
  return frame;
}

/**
 * From post by post to week by week; whole numbers stand as steps from the week before, and run over as they were made.
 *
 * @param {any} values typed array with its shape
 */
function turnBack(values) {
  const weeks = values.shape[values.shape.length - 1];
  const rows = values.length / weeks;
  const whole = !(values instanceof Float32Array || values instanceof Float64Array);
  const turned = new values.constructor(values.length);
  // Sums are kept in the array itself, so that they run over at the same number as when they were made.
  const sum = new values.constructor(1);
  for (let row = 0; row < rows; row += 1) {
    sum[0] = 0;
    for (let week = 0; week < weeks; week += 1) {
      const value = values[row * weeks + week];
      sum[0] = whole ? sum[0] + value : value;
      turned[week * rows + row] = sum[0];
    }
  }
  return Object.assign(turned, { shape: values.shape.length > 1 ? [weeks, rows] : [weeks] });
}
