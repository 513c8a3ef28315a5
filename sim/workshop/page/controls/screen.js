// @ts-check
/**
 * One screen or one column. Where a window is wide and high enough everything that a room looks at stands on one screen, and the
 * other panels are brought up by buttons; else the page is one column. Nodes are moved, so that the order in which the keyboard
 * goes about is the order that is seen.
 */
import { byId, el } from "../parts/dom.js";
import { forgetChosen, liftOnOneScreen, onLift, toggleLift } from "./lift.js";

/** Room for the trees, the gap, time, levers and results at a readable size. */
const ONE_SCREEN = "(min-width: 75em) and (min-height: 40em)";

/** Panels and what their buttons say. */
const PANELS = [
  ["predict", "Ask the room"],
  ["poll", "Poll"],
  ["middle", "Middle"],
  ["exits", "Why they left"],
  ["scenes", "Scenes"],
  ["take", "Take away"],
  ["drawer", "Assumptions"],
];

const root = document.documentElement;
const wide = window.matchMedia(ONE_SCREEN);
let isPrinted = false;

// Before anything else hears of the print: charts and trees measure themselves afterwards, at the width of the paper.
window.addEventListener("beforeprint", () => onPaper(true));
window.addEventListener("afterprint", () => onPaper(false));

/** @type {((layout: {one: boolean, large: boolean}) => void)[]} */
const listeners = [];
let layout = { one: false, large: false };

/** @param {(layout: {one: boolean, large: boolean}) => void} listener called with the kind of layout, and whenever it changes */
export function onLayout(listener) {
  listeners.push(listener);
  listener(layout);
}

/** @param {boolean} now */
function onPaper(now) {
  isPrinted = now;
  root.classList.toggle("on-paper", now);
  root.classList.toggle("one-screen", wide.matches && !now);
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const buttons = PANELS.map(([id, words]) => panelButton(id, words));
  element.append(...buttons.map(({ node }) => node));
  onLift((up) => {
    for (const { id, node } of buttons) node.setAttribute("aria-pressed", String(id === up));
    root.dataset.up = up;
  });
  store.subscribe(["step"], forgetChosen);
  const arrange = () => place(store.get().presenter);
  store.subscribe(["presenter"], arrange);
  wide.addEventListener("change", arrange);
  arrange();
}

/** @param {string} id @param {string} words */
function panelButton(id, words) {
  const panel = byId(id);
  const node = el(
    "button",
    { type: "button", "aria-pressed": "false", "aria-controls": id, on: { click: () => bring() } },
    words,
  );
  function bring() {
    if (!toggleLift(id)) return;
    for (const details of panel.querySelectorAll("details.assumptions")) details.setAttribute("open", "");
    panel.tabIndex = -1;
    panel.focus();
  }
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !panel.classList.contains("lifted")) return;
    toggleLift(id);
    node.focus();
  });
  return { id, node };
}

/** Put every part where it belongs in this kind of window. @param {boolean} large large type */
function place(large) {
  const one = wide.matches;
  root.classList.toggle("one-screen", one && !isPrinted);
  const focused = document.activeElement;
  const [screen, bar, story, buttons] = ["screen", "bar", "story", "time-buttons"].map(byId);
  // What others stand before comes first.
  if (!one) put(byId("time-more"), buttons);
  put(byId("tools"), one ? bar : byId("head"));
  put(byId("speed"), one ? bar : buttons, one ? byId("tools") : byId("time-more"));
  if (one) put(byId("time-more"), bar, byId("speed"));
  put(byId("notes-button"), one ? byId("tools") : story);
  const levers = byId("levers");
  if (one && large) screen.after(levers);
  else screen.insertBefore(levers, byId(one ? "stage" : "foot"));
  liftOnOneScreen(one);
  layout = { one, large };
  for (const listener of listeners) listener(layout);
  if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/** @param {HTMLElement} node @param {HTMLElement} parent @param {HTMLElement|null} before */
function put(node, parent, before = null) {
  if (node.parentElement !== parent || node.nextElementSibling !== before) parent.insertBefore(node, before);
}
