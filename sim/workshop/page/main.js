// @ts-check
// Start of the page: read the story, mount the panels in their places, open the line.

import { askThere, isChanged, openShared, requestShow, startingScene, withhold } from "./state/actions.js";
import { keepAddress, openAddress } from "./state/address.js";
import { openLine, receive, startArrivals } from "./state/arrivals.js";
import * as cards from "./results/cards.js";
import { startClock } from "./state/clock.js";
import { byId, el, fill, setText } from "./parts/dom.js";
import * as drawer from "./controls/drawer.js";
import { answerFromFile, held } from "./state/exported.js";
import * as exits from "./results/exits.js";
import * as gap from "./trees/gap.js";
import * as inspector from "./trees/inspector.js";
import { listen } from "./state/keys.js";
import * as levers from "./controls/levers.js";
import * as middle from "./trees/middle.js";
import * as poll from "./trees/poll.js";
import * as predict from "./controls/predict.js";
import * as presenter from "./controls/presenter.js";
import * as scenes from "./results/scenes.js";
import * as screen from "./controls/screen.js";
import { store } from "./state/store.js";
import * as story from "./controls/story.js";
import * as tables from "./trees/tables.js";
import * as take from "./results/take.js";
import * as time from "./controls/time.js";
import * as trees from "./trees/trees.js";

/** Panels by the section they stand in. Each module exports mount(element, store); the last puts the others in their places. */
const PANELS = {
  tools: presenter,
  story,
  time,
  trees,
  gap,
  inspector,
  levers,
  strip: cards,
  predict,
  poll,
  middle,
  tables,
  exits,
  scenes,
  take,
  drawer,
  panels: screen,
};

async function start() {
  const file = held();
  if (file) {
    open(file.story);
    answerFromFile(file, receive);
    store.set({ online: true });
    askThere();
    requestShow();
    return;
  }
  const response = await fetch("/story.json");
  if (!response.ok) throw new Error(`the story could not be read (${response.status})`);
  open(await response.json());
  const { story, step } = store.get();
  // Where the address leads to a prediction nothing of its result is asked for before it is hidden.
  if (story.steps[step].hide) withhold();
  openLine();
}

/** @param {any} told the story */
function open(told) {
  const scene = startingScene(told);
  store.set({ story: told, scene, arm: isChanged(scene) ? "changed" : "now", week: told.steps[0]?.week ?? 0 });
  document.title = told.title;
  setText(byId("title-words"), told.title);
  setText(byId("subtitle"), told.subtitle);
  setText(byId("limits"), told.limits);
  for (const [section, panel] of Object.entries(PANELS)) {
    try {
      panel.mount(byId(section), store);
    } catch (fault) {
      // A panel at fault leaves its section empty and the others whole.
      console.error(fault);
    }
  }
  startClock();
  startArrivals();
  listen(store);
  store.subscribe(["message"], ({ message }) => sayMessage(message));
  store.subscribe(["online"], ({ online }) => document.documentElement.classList.toggle("offline", !online));
  // Nothing is asked for before the line is open; then it is asked for what this leads to.
  openAddress(store, (shared) => store.set(shared));
  keepAddress(store, openShared);
}

/** @param {string} message */
function sayMessage(message) {
  const close = el(
    "button",
    { type: "button", "aria-label": "Put this message away", on: { click: () => store.set({ message: "" }) } },
    "Close",
  );
  fill(byId("message"), message && el("p", {}, message), message && close);
}

start().catch((fault) => fill(byId("message"), el("p", {}, `The page could not start: ${fault.message}.`)));
