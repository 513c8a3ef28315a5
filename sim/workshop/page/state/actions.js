// @ts-check
// Everything that a person at the screen can do. Panels call these; nothing else changes the scene or talks to the server.

import { send } from "./connection.js";
import { bringForward, canRedo, canUndo, emptyScene, store, takeBack } from "./store.js";

/** @typedef {import("./store.js").Scene} Scene */

export { canRedo, canUndo };

const WEEKS_A_MONTH = 52 / 12;

/** Milliseconds between two requests. */
const FRAME = 16;

let lastId = 0;
let lastSent = -FRAME;
/** @type {Scene} */
let asked = emptyScene();
let scheduled = false;

/** @returns {number} identifier of the last request: an answer to an earlier one is out of date */
export function newestRequest() {
  return lastId;
}

/** @returns {Scene} what was set when the newest request was sent: what an answer to it belongs to */
export function sceneAsked() {
  return asked;
}

/**
 * Ask for what is set: at once, and of the positions of a slider within one frame only for the last. Not at the next frame: a tab
 * in the background gets none, yet the trainer's second window may cover this one.
 */
export function requestShow() {
  store.set({ pending: true });
  if (scheduled) return;
  scheduled = true;
  // From now on, not only once it is sent: what arrives in between belongs to what was set before.
  lastId += 1;
  const rest = FRAME - (performance.now() - lastSent);
  if (rest > 0) setTimeout(show, rest);
  else queueMicrotask(show);
}

function show() {
  scheduled = false;
  lastSent = performance.now();
  const { scene, arm, week } = store.get();
  asked = scene;
  send({ type: "show", id: lastId, scene, arm, week });
}

/**
 * A new scene on the screen. What is changed shows at once with the changes; nothing changed shows as now.
 *
 * @param {Scene} scene
 * @param {{undo?: boolean}} [options]
 */
export function setScene(scene, { undo = true } = {}) {
  store.set({ scene, arm: isChanged(scene) ? "changed" : "now", message: "" }, { undo });
  requestShow();
}

/** @param {Scene} scene @returns {boolean} whether the scene has changes of its own, beside what happens in both arms */
export function isChanged(scene) {
  return scene.goodwill || Object.keys(scene.levers).length > 0;
}

/**
 * Pull a lever, change its dose, or let it go.
 *
 * @param {string} name
 * @param {"properly"|"add_on"|null} mode null lets it go
 * @param {number} [dose] share of the full dose, 0 to 1; without it the present dose, or the full one
 */
export function setLever(name, mode, dose) {
  const { scene } = store.get();
  const levers = { ...scene.levers };
  if (mode === null) delete levers[name];
  else levers[name] = { mode, dose: dose ?? levers[name]?.dose ?? 1 };
  setScene({ ...scene, levers });
}

/** @param {number} demand ratio to the demand at the start */
export function setDemand(demand) {
  setScene({ ...store.get().scene, demand });
}

/** @param {boolean} shock whether the shock of the story happens, in both arms */
export function setShock(shock) {
  setScene({ ...store.get().scene, shock });
}

/** @param {boolean} goodwill whether goodwill is withdrawn: work to rule */
export function setGoodwill(goodwill) {
  setScene({ ...store.get().scene, goodwill });
}

/**
 * @param {string} path setting, such as mechanism.reporting.passing
 * @param {number|null} value null for the value of the model
 */
export function setAssumption(path, value) {
  const { scene } = store.get();
  const assumptions = { ...scene.assumptions };
  if (value === null) delete assumptions[path];
  else assumptions[path] = value;
  setScene({ ...scene, assumptions });
}

/** @param {import("./store.js").Arm} arm arm that the trees show */
export function setArm(arm) {
  if (store.get().arm === arm) return;
  store.set({ arm });
  requestShow();
}

export function undo() {
  const former = takeBack();
  if (!former) return;
  store.set({ ...former, message: "" });
  requestShow();
}

export function redo() {
  const former = bringForward();
  if (!former) return;
  store.set({ ...former, message: "" });
  requestShow();
}

/** @returns {number} the last week of the story */
function lastWeek() {
  return (store.get().story?.weeks ?? 260) - 1;
}

/** @param {number} week */
export function goToWeek(week) {
  store.set({ week: Math.round(Math.max(0, Math.min(lastWeek(), week))) });
}

let playUntil = Infinity;

/**
 * Play from the week on screen; from the start where that is the last week.
 *
 * @param {number} [until] week at which to stop; without it the end
 */
export function play(until = Infinity) {
  playUntil = until;
  const { week } = store.get();
  if (week >= lastWeek()) goToWeek(0);
  store.set({ playing: true });
}

export function pause() {
  playUntil = Infinity;
  store.set({ playing: false });
}

/** @returns {number} week at which the present playing stops */
export function playsUntil() {
  return Math.min(lastWeek(), playUntil);
}

/** @param {number} months forward, or back where negative; a month is a twelfth of 52 weeks, so twelve make a year */
export function stepMonths(months) {
  const { week } = store.get();
  const month = week / WEEKS_A_MONTH;
  // From within a month, a step goes to its edge first.
  const start =
    months > 0 ? Math.floor(month + 1e-9 + 0.5 / WEEKS_A_MONTH) : Math.ceil(month - 1e-9 - 0.5 / WEEKS_A_MONTH);
  pause();
  goToWeek((start + months) * WEEKS_A_MONTH);
}

/** @param {number} speed weeks a second */
export function setSpeed(speed) {
  store.set({ speed });
}

/**
 * Go to a step of the story: its scene, its week, its question, and whether results are hidden. A step without a scene of its
 * own goes on with what the step before has come to, which the room may have changed; who goes back or jumps to it finds the
 * scene that the story last set.
 *
 * @param {number} index
 */
export function goToStep(index) {
  const { story, hidden, step: from } = store.get();
  const steps = story?.steps ?? [];
  if (index < 0 || index >= steps.length) return;
  const step = steps[index];
  store.set({ step: index });
  send({ type: "step", step: index });
  closeOthers();
  if (step.hide && !hidden) hide();
  if (step.reveal && hidden) reveal();
  const scene = index === from + 1 ? step.scene : lastSceneBy(steps, index);
  if (scene) setScene(structuredClone(scene));
  if (step.keep) saveScene(step.keep);
  if (step.arm) setArm(step.arm);
  if (step.week !== null && step.week !== undefined) {
    pause();
    goToWeek(step.week);
  }
  if (step.play_to !== null && step.play_to !== undefined) play(step.play_to);
  if (step.question) openQuestion(step.question.id);
}

/** @param {any[]} steps @param {number} index @returns {Scene|null} the scene of a step, or of the last before it that has one */
function lastSceneBy(steps, index) {
  return steps.slice(0, index + 1).findLast(({ scene }) => scene)?.scene ?? null;
}

/** Large type for the back row, and back. */
export function togglePresenter() {
  store.set({ presenter: !store.get().presenter });
}

/** What is on the screen stays, until this is let go. */
export function toggleFrozen() {
  const frozen = !store.get().frozen;
  if (frozen) pause();
  store.set({ frozen });
}

/** @param {boolean} black whether the screen is black */
export function setBlack(black) {
  store.set({ black });
}

/** @param {string} letter A, B or C */
export function saveScene(letter) {
  const { saved, scene } = store.get();
  store.set({ saved: { ...saved, [letter]: structuredClone(scene) } });
}

/** @param {string} letter A, B or C */
export function loadScene(letter) {
  const scene = store.get().saved[letter];
  if (scene) setScene(structuredClone(scene));
}

/** Go where a shared address leads. @param {import("./address.js").Shared} shared */
export function openShared(shared) {
  pause();
  store.set(shared);
  send({ type: "step", step: shared.step });
  closeOthers();
  askThere();
  requestShow();
}

/** The question of the step that an address leads to is asked, with its result hidden, unless the room was asked before. */
export function askThere() {
  const { story, step, votes, hidden } = store.get();
  const { question, hide: isHidden } = story.steps[step];
  if (!question || votes[question.id]) return;
  if (isHidden && !hidden) hide();
  openQuestion(question.id);
}

/** A question that is still open belongs to the step that was left. */
function closeOthers() {
  const { story, step, votes } = store.get();
  const own = story.steps[step].question?.id;
  for (const [question, vote] of Object.entries(votes)) if (vote.open && question !== own) closeQuestion(question);
}

/** Back to the start of the story: nothing is changed by anybody. */
export function startAgain() {
  setScene(structuredClone(startingScene(store.get().story)));
}

/** @param {any} story @returns {Scene} what is set when the story opens */
export function startingScene(story) {
  return story?.start ?? story?.scene ?? story?.steps?.[0]?.scene ?? emptyScene();
}

/** Withhold results until the room has predicted. The server withholds them too: a phone cannot look ahead. */
export function hide() {
  withhold();
  send({ type: "hide" });
}

/** What was shown of a change goes at once, not only when the server has answered. */
export function withhold() {
  const { picture, pictureOfNow } = store.get();
  store.set({ hidden: true, ready: 0, picture: picture?.arm === "changed" ? pictureOfNow : picture });
}

export function reveal() {
  store.set({ hidden: false });
  send({ type: "reveal" });
  requestShow();
}

/** @param {string} question */
export function openQuestion(question) {
  const { votes } = store.get();
  const vote = votes[question];
  store.set({ votes: { ...votes, [question]: { counts: vote?.counts ?? [], by: vote?.by ?? "phones", open: true } } });
  send({ type: "open", question });
}

/** @param {string} [question] */
export function closeQuestion(question) {
  const { votes } = store.get();
  const closed = { ...votes };
  for (const id of question ? [question] : Object.keys(votes))
    if (closed[id]) closed[id] = { ...closed[id], open: false };
  store.set({ votes: closed });
  send({ type: "close" });
}

/**
 * Raised hands, counted in the room.
 *
 * @param {string} question
 * @param {number[]} counts one for each choice
 */
export function countHands(question, counts) {
  const { votes } = store.get();
  store.set({ votes: { ...votes, [question]: { counts, by: "hands", open: votes[question]?.open ?? false } } });
  send({ type: "count", question, counts });
}
