// @ts-check
// What the server sends, brought into the store; what is out of date or withheld is left aside.

import { newestRequest, requestShow } from "./actions.js";
import { connect, send } from "./connection.js";
import { store } from "./store.js";

/** Answers and pictures that came while the screen was frozen: the newest of each. @type {Map<string, any>} */
const kept = new Map();

/** Open the line of the screen, and bring into the store what arrives. */
export function openLine() {
  connect("screen", { onMessage: receive, onLine: lineChanged });
  store.subscribe(["frozen"], ({ frozen }) => {
    if (frozen) return;
    for (const message of kept.values()) receive(message);
    kept.clear();
  });
}

/** @param {boolean} online */
function lineChanged(online) {
  store.set({ online });
  if (!online) return;
  // A server that was started again knows nothing: tell it where the story is, and ask for all that is shown.
  const { step, hidden } = store.get();
  if (hidden) send({ type: "hide" });
  send({ type: "step", step });
  requestShow();
}

/** @param {any} message */
export function receive(message) {
  const { frozen, story, votes } = store.get();
  switch (message.type) {
    case "answer":
    case "picture":
      if (frozen) kept.set(message.type + (message.arm ?? ""), message);
      else if (message.type === "answer") receiveAnswer(message);
      else receivePicture(message);
      break;
    case "ready":
      if (message.id !== newestRequest()) break;
      store.set({ ready: message.runs, pending: message.runs < (message.of ?? story?.runs ?? 0) });
      break;
    case "busy":
      if (message.id === newestRequest()) store.set({ pending: true });
      break;
    case "votes":
      store.set({
        votes: { ...votes, [message.question]: { counts: message.counts, by: message.by, open: message.open } },
      });
      break;
    case "welcome":
      // Another screen hides the result from the room, and so from this one.
      if (message.hidden) store.set({ hidden: true, ready: 0 });
      break;
    case "hidden":
      store.set({ hidden: message.hidden, ready: 0 });
      break;
    case "leaving":
      store.set({ leaving: message });
      break;
    case "phones":
      store.set({ phones: message.count });
      break;
    case "refused":
      store.set({ message: message.words, pending: false });
      // What was answered before does not belong to what is set now.
      if (message.id !== undefined && message.id === newestRequest()) store.set({ answer: null });
      break;
  }
}

/** @param {any} answer */
function receiveAnswer(answer) {
  // Sent before the server heard that results are to be hidden.
  if (answer.id !== newestRequest() || store.get().hidden) return;
  store.set({ answer, runs: answer.runs, pending: answer.runs < answer.of });
}

/** @param {any} picture */
function receivePicture(picture) {
  const { picture: present, hidden, story } = store.get();
  if (hidden && picture.arm === "changed") return;
  const whole = picture.arrays.gap.length >= story.weeks;
  // A picture of the week on screen never takes the place of the whole run that belongs to the same request.
  if (picture.id !== newestRequest() || (!whole && present?.id === picture.id && present.whole)) return;
  picture.whole = whole;
  picture.world = worldOf(store.get().scene);
  store.set(picture.arm === "now" ? { picture, pictureOfNow: picture } : { picture });
}

/**
 * What happens in both arms of a scene: two pictures can be compared where it is the same.
 *
 * @param {import("./store.js").Scene} scene
 */
function worldOf({ demand, shock, assumptions }) {
  return JSON.stringify([demand, shock, assumptions]);
}
