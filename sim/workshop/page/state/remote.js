// @ts-check
/** The trainer's notes can turn the steps of the screens in the same browser. Nothing leaves the browser. */

const CHANNEL = "coalface-workshop";

/**
 * Follow the notes.
 * @param {(by: number) => void} turn called with 1 or -1
 */
export function followNotes(turn) {
  if (typeof BroadcastChannel === "undefined") return;
  new BroadcastChannel(CHANNEL).addEventListener("message", ({ data }) => {
    if (data === 1 || data === -1) turn(data);
  });
}

/** @returns {(by: 1 | -1) => void} turns the steps of the screens */
export function turner() {
  if (typeof BroadcastChannel === "undefined") return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  return (by) => channel.postMessage(by);
}

/**
 * Code of the room, from the address that was scanned or typed.
 * @returns {string | null}
 */
export function codeOfAddress() {
  const code = new URLSearchParams(location.search).get("code") ?? decodeURIComponent(location.hash.slice(1));
  return code.trim() || null;
}
