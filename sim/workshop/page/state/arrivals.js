// @ts-check
// What the server sends, brought into the store; what is out of date or withheld is left aside.

import { askThere, newestRequest, requestShow, sceneAsked, withhold } from "./actions.js";
import { connect, send } from "./connection.js";
import { store } from "./store.js";
import { has } from "../trees/moments.js";

/** Answers and pictures that came while the screen was frozen: the newest of each. @type {Map<string, any>} */
const kept = new Map();

/** The last picture that held all weeks. @type {any} */
let wholeRun = null;

/** Whether the page has just opened: what the room was asked before comes first, and then all else. */
let isFresh = true;
const FIRST = ["welcome", "hidden", "step", "phones", "votes"];

/** Open the line of the screen, and bring into the store what arrives. */
export function openLine() {
  connect("screen", { onMessage: receive, onLine: lineChanged });
}

/** Follow what the screen does with what has arrived, from a server or from a file. */
export function startArrivals() {
  store.subscribe(["frozen"], ({ frozen }) => {
    if (frozen) return;
    for (const message of kept.values()) receive(message);
    kept.clear();
  });
  store.subscribe(["week"], leaveOneWeek);
}

/**
 * All weeks of a picture come a moment after the week on screen, or never where something else was asked for meanwhile. Whoever
 * goes to another week before then sees that week of the whole run before, rather than the wrong week of this one.
 *
 * @param {import("./store.js").State} state
 */
function leaveOneWeek({ picture, week, hidden }) {
  if (!picture || has(picture, week) || !wholeRun || (hidden && wholeRun.arm === "changed")) return;
  store.set({ picture: wholeRun });
}

/** @param {boolean} online */
function lineChanged(online) {
  store.set({ online });
  if (!online) return;
  // A server that was started again knows nothing: tell it where the story is, and ask for all that is shown.
  const { step, hidden, votes } = store.get();
  if (hidden) send({ type: "hide" });
  send({ type: "step", step });
  // A vote that goes on at the server goes on there.
  for (const [question, vote] of Object.entries(votes)) if (vote.open) send({ type: "open", question });
  requestShow();
}

/** @param {any} message */
export function receive(message) {
  if (isFresh && !FIRST.includes(message.type)) {
    isFresh = false;
    askThere();
  }
  const { frozen, story, votes } = store.get();
  switch (message.type) {
    case "answer":
    case "picture":
      if (frozen && !completes(message)) kept.set(message.type + (message.arm ?? ""), message);
      else if (message.type === "answer") receiveAnswer(message);
      else receivePicture(message);
      break;
    case "ready":
      if (message.id !== newestRequest()) break;
      store.set({ ready: message.runs, pending: message.runs < (message.of ?? story?.runs ?? 0) });
      // Of an earlier answer only the service as now may be seen, and not under another demand.
      if (store.get().answer && store.get().answer.world !== worldOf(sceneAsked())) store.set({ answer: null });
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
      if (message.hidden) withhold();
      break;
    case "hidden":
      if (message.hidden) withhold();
      else store.set({ hidden: false, ready: 0 });
      break;
    case "leaving":
      store.set({ leaving: message });
      break;
    case "phones":
      store.set({ phones: message.count });
      break;
    case "refused":
      receiveRefusal(message);
      break;
  }
}

/** @param {any} answer */
function receiveAnswer(answer) {
  // Sent before the server heard that results are to be hidden.
  if (answer.id !== newestRequest() || store.get().hidden) return;
  answer.world = worldOf(sceneAsked());
  store.set({ answer, runs: answer.runs, pending: answer.runs < answer.of });
}

/** @param {any} refused without an id where it answers no wish */
function receiveRefusal({ id, about, words }) {
  // Wishes to know why people left are counted apart from those for a scene.
  if (about === "leaving") store.set({ leaving: { id, rows: null, words } });
  else if (id === undefined) store.set({ message: words, pending: false });
  // What was answered and drawn before does not belong to what is set now.
  else if (id === newestRequest()) store.set({ message: words, pending: false, answer: null, picture: null });
}

/** @param {any} message @returns {boolean} whether it is the whole run of which one week is on the screen */
function completes({ type, id, arm }) {
  const { picture } = store.get();
  return type === "picture" && !!picture && !picture.whole && picture.id === id && picture.arm === arm;
}

/** @param {any} picture */
function receivePicture(picture) {
  const { picture: present, hidden, story } = store.get();
  if (hidden && picture.arm === "changed") return;
  const whole = picture.arrays.gap.length >= story.weeks;
  // A picture of the week on screen never takes the place of the whole run that belongs to the same request.
  if (picture.id !== newestRequest() || (!whole && present?.id === picture.id && present.whole)) return;
  picture.whole = whole;
  picture.world = worldOf(sceneAsked());
  if (whole) wholeRun = picture;
  store.set(whole && picture.arm === "now" ? { picture, pictureOfNow: picture } : { picture });
}

/**
 * What happens in both arms of a scene: two pictures can be compared where it is the same.
 *
 * @param {import("./store.js").Scene} scene
 */
function worldOf({ demand, shock, assumptions }) {
  return JSON.stringify([demand, shock, assumptions]);
}
