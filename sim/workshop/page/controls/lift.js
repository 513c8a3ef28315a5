// @ts-check
/**
 * A panel that a step of the story needs, or that somebody asks for, is brought up: on one screen it stands beside the results,
 * else above the trees. There is one at a time; afterwards it goes back to its place.
 */
import { byId } from "../parts/dom.js";

/** @typedef {{element: HTMLElement, home: Comment, wanted: boolean, told: (up: boolean) => void, title: string}} Panel */

/** @type {Map<string, Panel>} */
const panels = new Map();
/** What was asked for by hand; empty for none. */
let chosen = "";
/** What was put away by hand although its step wants it; empty for none. */
let refused = "";
let up = "";
let isOneScreen = false;
/** @type {((up: string) => void)[]} */
const listeners = [];

/**
 * @param {HTMLElement} element
 * @param {(up: boolean) => void} [told] called whenever it is brought up or put away
 * @returns {(wanted: boolean) => void} whether a step wants it
 */
export function lift(element, told = () => {}) {
  const home = document.createComment("");
  element.before(home);
  const panel = { element, home, wanted: false, told, title: element.getAttribute("aria-label") ?? "" };
  panels.set(element.id, panel);
  return (wanted) => {
    panel.wanted = wanted;
    settle();
  };
}

/**
 * A step that bears the name of a panel is about that panel: it is up for as long.
 *
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function liftAtItsStep(element, store) {
  const raise = lift(element);
  const update = () => {
    const { story, step } = store.get();
    raise(story.steps[step]?.id === element.id);
  };
  store.subscribe(["step"], update);
  update();
}

/** Bring a panel up by hand, or put it away. @param {string} id @returns {boolean} whether it is up now */
export function toggleLift(id) {
  const isUp = up === id;
  chosen = isUp ? "" : id;
  refused = isUp ? id : "";
  settle();
  return up === id;
}

/** Another step: what was asked for by hand goes back. */
export function forgetChosen() {
  chosen = "";
  refused = "";
  settle();
}

/** @param {boolean} now whether everything stands on one screen */
export function liftOnOneScreen(now) {
  isOneScreen = now;
  settle();
}

/** @param {(up: string) => void} listener called with the panel that is up; empty for none */
export function onLift(listener) {
  listeners.push(listener);
  listener(up);
}

function settle() {
  const wanted = [...panels.values()].find((panel) => panel.wanted && panel.element.id !== refused);
  const next = chosen || (wanted?.element.id ?? "");
  for (const [id, { element, home, told }] of panels) {
    const isUp = id === next;
    const was = element.classList.toggle("lifted", isUp) ? id === up : id !== up;
    if (isUp) {
      const beside = byId(isOneScreen ? "strip" : "stage");
      if (element.nextElementSibling !== beside) beside.before(element);
    } else if (home.nextSibling !== element) home.after(element);
    if (was) continue;
    told(isUp);
    if (isUp && !isOneScreen) element.scrollIntoView({ block: "nearest" });
  }
  if (next === up) return;
  up = next;
  for (const listener of listeners) listener(up);
}
