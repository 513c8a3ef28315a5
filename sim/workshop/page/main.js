// @ts-check
// Start of the page: read the story, mount the panels in their places, open the line.

import { openLine } from "./arrivals.js";
import { startingScene } from "./actions.js";
import { byId, el, fill } from "./dom.js";
import { store } from "./store.js";

/** Panels and the sections they stand in. Each module exports mount(element, store). */
const PANELS = {
  trees: "trees",
  gap: "gap",
  time: "time",
  poll: "poll",
  inspector: "inspector",
  middle: "middle",
  levers: "levers",
  strip: "cards",
  story: "story",
  predict: "predict",
  scenes: "scenes",
  take: "take",
  drawer: "drawer",
};

async function start() {
  const response = await fetch("/story.json");
  if (!response.ok) throw new Error(`The story could not be read (${response.status}).`);
  const story = await response.json();
  store.set({ story, scene: startingScene(story) });
  for (const [section, module] of Object.entries(PANELS)) {
    try {
      (await import(`./${module}.js`)).mount(byId(section), store);
    } catch (fault) {
      console.error(fault);
    }
  }
  openLine();
}

start().catch((fault) => fill(byId("message"), el("p", {}, `The page could not start: ${fault.message}`)));
