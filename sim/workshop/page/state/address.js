// @ts-check
// The share address: what is set, the week and the step, after the # of the address. Nothing is kept anywhere else.

import { emptyScene } from "./store.js";

/** @typedef {import("./store.js").Scene} Scene */
/** @typedef {{scene: Scene, week: number, step: number, arm: "now"|"changed"}} Shared */

const VERSION = "v1.";
const LONGEST = 8000;

/** @param {string} text @returns {string} base64 as it stands in an address */
function packed(text) {
  const bytes = new TextEncoder().encode(text);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text @returns {string} */
function unpacked(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
}

/**
 * What stands after the # for what is on the screen.
 *
 * @param {Shared} state
 * @returns {string}
 */
export function fragmentOf({ scene, week, step, arm }) {
  return VERSION + packed(JSON.stringify({ scene, week, step, arm }));
}

/** @param {Shared} state @returns {string} the whole address, to be shared */
export function addressOf(state) {
  return `${location.href.split("#")[0]}#${fragmentOf(state)}`;
}

/**
 * Read what stands after the #.
 *
 * @param {string} fragment  with or without the #
 * @param {any} story        what the scene may hold
 * @returns {Shared}
 * @throws {Error} in plain words, where anything does not fit
 */
export function readFragment(fragment, story) {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith(VERSION)) throw new Error("it was not written by this page");
  if (text.length > LONGEST) throw new Error("it is too long");
  let given;
  try {
    given = JSON.parse(unpacked(text.slice(VERSION.length)));
  } catch {
    throw new Error("it is cut short or changed");
  }
  const { scene, week, step, arm, ...more } = whole(given, "address");
  if (Object.keys(more).length) throw new Error(`it holds something unknown (${Object.keys(more)[0].slice(0, 40)})`);
  if (!Number.isInteger(week) || week < 0 || week >= story.weeks) throw new Error("its week is not in this story");
  if (!Number.isInteger(step) || step < 0 || step >= story.steps.length)
    throw new Error("its step is not in this story");
  if (arm !== "now" && arm !== "changed") throw new Error("it says neither 'as now' nor 'with your changes'");
  return { scene: sceneFrom(scene, story), week, step, arm };
}

/** @param {any} given @param {any} story @returns {Scene} */
function sceneFrom(given, story) {
  const { demand, shock, goodwill, levers, assumptions, ...more } = whole(given, "scene");
  if (Object.keys(more).length)
    throw new Error(`its scene holds something unknown (${Object.keys(more)[0].slice(0, 40)})`);
  const scene = emptyScene();
  scene.demand = within(demand, story.demand.low, story.demand.high, "demand");
  scene.shock = yesOrNo(shock, "shock");
  scene.goodwill = yesOrNo(goodwill, "goodwill");
  for (const [name, one] of Object.entries(whole(levers, "levers"))) {
    const lever = story.levers.find((/** @type {any} */ known) => known.name === name);
    if (!lever) throw new Error(`this story has no lever '${name.slice(0, 40)}'`);
    const { mode, dose } = whole(one, name);
    if (mode !== "properly" && !(mode === "add_on" && lever.add_on))
      throw new Error(`${lever.title} cannot be done in that way`);
    scene.levers[name] = { mode, dose: within(dose, lever.low ?? 0, lever.high ?? 1, lever.title) };
  }
  for (const [path, value] of Object.entries(whole(assumptions, "assumptions"))) {
    const known = story.assumptions.find((/** @type {any} */ one) => one.path === path);
    if (!known) throw new Error(`'${path.slice(0, 60)}' cannot be changed in this story`);
    scene.assumptions[path] =
      typeof known.value === "boolean" ? yesOrNo(value, path) : within(value, known.low, known.high, path);
  }
  return scene;
}

/** @param {any} given @param {string} what @returns {Record<string, any>} */
function whole(given, what) {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new Error(`its part '${what}' is no list of settings`);
  return given;
}

/** @param {any} given @param {number} low @param {number} high @param {string} what */
function within(given, low, high, what) {
  if (typeof given !== "number" || !(given >= (low ?? -Infinity) && given <= (high ?? Infinity))) {
    throw new Error(`${what} is not from ${low} to ${high}`);
  }
  return given;
}

/** @param {any} given @param {string} what @returns {any} */
function yesOrNo(given, what) {
  if (typeof given !== "boolean") throw new Error(`${what} is neither on nor off`);
  return given;
}

/**
 * Keep the address in step with the screen, and follow it when somebody types or pastes another.
 *
 * @param {typeof import("./store.js").store} store
 * @param {(shared: Shared) => void} follow
 */
export function keepAddress(store, follow) {
  let written = "";
  /** @type {number|undefined} */
  let timer;
  const write = () => {
    written = fragmentOf(store.get());
    history.replaceState(null, "", `#${written}`);
  };
  store.subscribe(["scene", "week", "step", "arm", "playing"], ({ playing }) => {
    clearTimeout(timer);
    if (!playing) timer = window.setTimeout(write, 400);
  });
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === written || !location.hash) return;
    openAddress(store, follow);
  });
}

/**
 * Follow the address of the page; where it does not fit, say so and leave the screen as it is.
 *
 * @param {typeof import("./store.js").store} store
 * @param {(shared: Shared) => void} follow
 */
export function openAddress(store, follow) {
  // A link within the page, such as the one to the trees, is no address of a screen.
  if (!location.hash || document.getElementById(location.hash.slice(1))) return;
  try {
    follow(readFragment(location.hash, store.get().story));
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    store.set({ message: `The address could not be followed: ${reason}. The story stands as it is.` });
  }
}
