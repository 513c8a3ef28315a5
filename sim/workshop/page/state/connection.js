// @ts-check
// The line to the server: open, say who we are, hand on what arrives, and open again when it breaks.

import { decode } from "./frames.js";

/**
 * @typedef {object} Listener
 * @property {(message: any) => void} onMessage  a message in words, or a decoded frame: both have a `type`
 * @property {(online: boolean) => void} onLine   called when the line opens and when it breaks
 */

/** Waits between attempts, in milliseconds: quick at first, since a laptop that wakes is back at once. */
const WAITS = [250, 500, 1000, 2000, 4000];

/** @type {WebSocket|null} */
let socket = null;
/** @type {((message: any) => void)|null} */
let baked = null;
let attempts = 0;

/**
 * Open the line, and keep it open.
 *
 * @param {"screen"|"notes"|"phone"} role
 * @param {Listener} listener
 * @param {string|null} [code] code of the room
 */
export function connect(role, listener, code = null) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const line = new WebSocket(`${scheme}//${location.host}/live`);
  line.binaryType = "arraybuffer";
  socket = line;
  line.addEventListener("open", () => {
    attempts = 0;
    line.send(JSON.stringify({ type: "hello", role, code }));
    listener.onLine(true);
  });
  line.addEventListener("message", (event) => {
    listener.onMessage(typeof event.data === "string" ? JSON.parse(event.data) : decode(event.data));
  });
  line.addEventListener("close", () => {
    listener.onLine(false);
    const wait = WAITS[Math.min(attempts, WAITS.length - 1)];
    attempts += 1;
    setTimeout(() => connect(role, listener, code), wait);
  });
}

/**
 * Answer from results that were baked into the file, instead of a server.
 *
 * @param {(message: any) => void} answer called with what would have been sent
 */
export function answerFrom(answer) {
  baked = answer;
}

/**
 * Send a message; one that cannot be sent now is dropped, since on opening the line the page asks for all that it shows.
 *
 * @param {any} message
 */
export function send(message) {
  if (baked) baked(message);
  else if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
