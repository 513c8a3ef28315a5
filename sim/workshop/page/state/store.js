// @ts-check
// What the page knows at this moment, in one place. Panels read it, subscribe to keys, and change it through actions.js.

/**
 * What is set on the screen.
 * @typedef {{demand: number, shock: boolean, goodwill: boolean,
 *   levers: Record<string, {mode: "properly"|"add_on", dose: number}>, assumptions: Record<string, number>}} Scene
 */

/** @typedef {"now"|"changed"} Arm */

/** What can be undone: the scene and the arm as they were. @typedef {{scene: Scene, arm: Arm}} Former */

/**
 * @typedef {object} State
 * @property {any} story            what the server says beforehand (story.json); null until it has come
 * @property {Scene} scene          what is set
 * @property {number} week          week on the screen, from 0
 * @property {boolean} playing
 * @property {number} speed         weeks a second
 * @property {number} step          step of the story
 * @property {Arm} arm              arm that the trees show
 * @property {any} answer           newest answer: series, differences, levels
 * @property {any} picture          newest picture: the shown run week by week
 * @property {any} pictureOfNow     last whole picture of the arm as now
 * @property {boolean} pending      whether an answer to what is set is still under way
 * @property {number} runs          runs behind the newest answer
 * @property {boolean} hidden       whether results are withheld until the room has predicted
 * @property {number} ready         runs computed while hidden
 * @property {Record<string, {counts: number[], by: string, open: boolean}>} votes  by question
 * @property {number} phones        phones in the room
 * @property {boolean} online       whether the server answers
 * @property {number|null} selected row of the chosen post
 * @property {number|null} pointed  row of the post under the pointer or the keyboard's place in the trees
 * @property {boolean} presenter    large type
 * @property {boolean} frozen       what is on the screen stays
 * @property {boolean} black        black screen
 * @property {string} message       a sentence for the person at the screen; empty for none
 * @property {any} leaving          why people left, in a scene that was asked about; without rows, why it cannot be said
 * @property {Record<string, Scene|null>} saved  scenes A, B and C
 */

/** @returns {Scene} a scene in which nothing is changed */
export function emptyScene() {
  return { demand: 1, shock: false, goodwill: false, levers: {}, assumptions: {} };
}

/** @type {State} */
const state = {
  story: null,
  scene: emptyScene(),
  week: 0,
  playing: false,
  speed: 8,
  step: 0,
  arm: "now",
  answer: null,
  picture: null,
  pictureOfNow: null,
  pending: false,
  runs: 0,
  hidden: false,
  ready: 0,
  votes: {},
  phones: 0,
  online: false,
  selected: null,
  pointed: null,
  presenter: false,
  frozen: false,
  black: false,
  message: "",
  leaving: null,
  saved: { A: null, B: null, C: null },
};

const MOST_UNDONE = 100;
/** @type {Former[]} */
const past = [];
/** @type {Former[]} */
const future = [];

/** @type {{keys: string[], tell: (state: State, changed: Set<string>) => void}[]} */
const subscribers = [];
// Two sets in turn, and one function for the microtask: telling of a new week allocates nothing.
let changed = new Set();
let telling = new Set();
let queued = false;

function tell() {
  queued = false;
  const told = changed;
  changed = telling;
  telling = told;
  for (let index = 0; index < subscribers.length; index++) {
    const { keys, tell: callback } = subscribers[index];
    for (let key = 0; key < keys.length; key++) {
      if (!told.has(keys[key])) continue;
      try {
        callback(state, told);
      } catch (fault) {
        // One panel at fault must not stop the others.
        console.error(fault);
      }
      break;
    }
  }
  told.clear();
}

export const store = {
  /** @returns {State} the state; to be read, not written */
  get() {
    return state;
  },

  /**
   * Change some keys. Subscribers hear of it once, after the present task.
   *
   * @param {Partial<State>} patch
   * @param {{undo?: boolean}} [options] undo: whether the former scene and arm can be brought back
   */
  set(patch, options) {
    if (options?.undo) {
      past.push({ scene: state.scene, arm: state.arm });
      if (past.length > MOST_UNDONE) past.shift();
      future.length = 0;
    }
    for (const key in patch) {
      // @ts-ignore a key of the patch is a key of the state
      if (Object.is(state[key], patch[key])) continue;
      // @ts-ignore
      state[key] = patch[key];
      changed.add(key);
    }
    if (changed.size && !queued) {
      queued = true;
      queueMicrotask(tell);
    }
  },

  /**
   * Call `callback(state, changed)` whenever one of the keys has changed.
   *
   * @param {(keyof State)[]} keys
   * @param {(state: State, changed: Set<string>) => void} callback
   */
  subscribe(keys, callback) {
    subscribers.push({ keys, tell: callback });
  },
};

/** @returns {boolean} whether there is a scene to go back to */
export function canUndo() {
  return past.length > 0;
}

/** @returns {boolean} whether an undone scene can be brought back */
export function canRedo() {
  return future.length > 0;
}

/** @returns {Former|null} the scene before the last change, now that it is undone; null where there is none */
export function takeBack() {
  const former = past.pop();
  if (!former) return null;
  future.push({ scene: state.scene, arm: state.arm });
  return former;
}

/** @returns {Former|null} the scene that was last undone; null where there is none */
export function bringForward() {
  const former = future.pop();
  if (!former) return null;
  past.push({ scene: state.scene, arm: state.arm });
  return former;
}
