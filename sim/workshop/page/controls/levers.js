// @ts-check
/** Levers with a dose, done properly or as an add-on; demand, a shock, goodwill; and undoing. */
import {
  canRedo,
  canUndo,
  redo,
  setDemand,
  setGoodwill,
  setLever,
  setScene,
  setShock,
  startAgain,
  undo,
} from "../state/actions.js";
import { el, setText } from "../parts/dom.js";
import { doseWords } from "../results/results.js";
import { tip } from "../parts/tip.js";
import { capital, weekWords } from "../parts/words.js";

/** @typedef {import("../state/store.js").State} State */

/**
 * A slider whose movement can be undone in one go: only its first position remembers the former scene.
 * @param {HTMLInputElement} input
 * @param {(value: number, scene: any) => any} sceneWith the scene with the slider there
 * @param {(value: number) => void} first what the first position does
 * @param {typeof import("../state/store.js").store} store
 */
function smooth(input, sceneWith, first, store) {
  let moving = false;
  input.addEventListener("input", () => {
    const value = Number(input.value);
    if (moving) setScene(sceneWith(value, store.get().scene), { undo: false });
    else first(value);
    moving = true;
  });
  for (const end of ["change", "blur"]) input.addEventListener(end, () => (moving = false));
}

/**
 * One lever.
 * @param {any} lever
 * @param {typeof import("../state/store.js").store} store
 */
function leverBox(lever, store) {
  const id = `lever-${lever.name}`;
  const ways = [
    { mode: "", words: ["Off"] },
    { mode: "properly", words: ["Properly"] },
    // Where there is little room, eyes read 'add-on', and the name stays the whole.
    ...(lever.add_on ? [{ mode: "add_on", words: [el("span", { class: "as-an" }, "As an "), "add-on"] }] : []),
  ];
  const inputs = ways.map(({ mode }) =>
    el("input", {
      type: "radio",
      name: id,
      value: mode,
      on: { change: () => setLever(lever.name, /** @type {any} */ (mode || null)) },
    }),
  );
  const dose = el("input", { type: "range", id: `${id}-dose`, min: lever.low, max: lever.high, step: lever.step });
  const amount = el("output", { for: `${id}-dose` });
  const how = el("p", { class: "how" });
  const doseRow = el("div", { class: "dose" }, el("label", { for: `${id}-dose` }, "Dose"), amount, dose);
  smooth(
    dose,
    (value, scene) => ({
      ...scene,
      levers: { ...scene.levers, [lever.name]: { ...scene.levers[lever.name], dose: value } },
    }),
    (value) => setLever(lever.name, store.get().scene.levers[lever.name]?.mode ?? "properly", value),
    store,
  );
  const node = el(
    "fieldset",
    { class: "lever" },
    el("legend", {}, lever.title),
    tip(lever.title, [
      `${lever.words}.`,
      `Properly: ${lever.properly}.`,
      lever.add_on ? `As an add-on: ${lever.add_on}.` : "",
      `Full dose: ${doseWords(lever, 1)}.`,
      lever.objection ? `What is said against it: ${lever.objection}` : "",
      lever.source ? `Source: ${lever.source}${lever.grade ? `, grade ${lever.grade}` : ""}` : "",
    ]),
    el(
      "div",
      { class: "ways" },
      ways.map(({ words }, at) => el("label", {}, inputs[at], el("span", {}, words))),
    ),
    doseRow,
    how,
  );

  /** @param {State} state */
  function update({ scene }) {
    const set = scene.levers[lever.name];
    const mode = set?.mode ?? "";
    for (const input of inputs) input.checked = input.value === mode;
    node.classList.toggle("on", Boolean(set));
    doseRow.hidden = !set;
    how.hidden = !set;
    if (!set) return;
    if (Number(dose.value) !== set.dose) dose.value = String(set.dose);
    const words = doseWords(lever, set.dose);
    setText(amount, words);
    dose.setAttribute("aria-valuetext", words);
    setText(how, capital(mode === "add_on" ? lever.add_on : lever.properly));
  }
  return { node, update };
}

/**
 * A button that is on or off.
 * @param {string} name
 * @param {any} what title, words and week
 * @param {(on: boolean) => void} press
 */
function toggle(name, what, press) {
  const state = el("span", { class: "state" });
  const button = el(
    "button",
    {
      type: "button",
      class: `toggle ${name}`,
      "aria-pressed": "false",
      on: { click: () => press(button.getAttribute("aria-pressed") !== "true") },
    },
    el("span", {}, what.title),
    state,
  );
  const node = el("div", { class: "toggle-row" }, button, tip(what.title, [what.words]));
  /** @param {boolean} on */
  function update(on) {
    button.setAttribute("aria-pressed", String(on));
    setText(state, `${on ? "✓ on" : "off"}, ${weekWords(what.week).toLowerCase()}`);
  }
  return { node, update };
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const boxes = story.levers.map((/** @type {any} */ lever) => leverBox(lever, store));

  const demand = el("input", {
    type: "range",
    id: "demand",
    min: story.demand.low,
    max: story.demand.high,
    step: story.demand.step,
    "aria-describedby": "demand-words",
  });
  const share = el("output", { for: "demand" });
  smooth(
    demand,
    (value, scene) => ({ ...scene, demand: rounded(value) }),
    (value) => setDemand(rounded(value)),
    store,
  );

  const shock = toggle("shock", story.shock, setShock);
  const goodwill = toggle("goodwill", story.goodwill, setGoodwill);
  const back = el("button", { type: "button", on: { click: undo } }, "↶ Undo");
  const forth = el("button", { type: "button", on: { click: redo } }, "↷ Redo");
  const afresh = el(
    "button",
    { type: "button", title: "Back to as now: no lever, no shock, demand as it is", on: { click: startAgain } },
    "Back to start",
  );

  element.append(
    el("h2", {}, "Change the organisation"),
    el("p", { class: "from" }, `Acts from ${weekWords(story.change_week).toLowerCase()} on.`),
    el("div", { class: "undoing", role: "group", "aria-label": "Undo" }, back, forth, afresh),
    el(
      "div",
      { class: "boxes" },
      boxes.map((/** @type {any} */ box) => box.node),
    ),
    goodwill.node,
    el("h3", { class: "both" }, "In both, as now and with changes"),
    el(
      "div",
      { class: "demand" },
      el("label", { for: "demand" }, "Demand"),
      tip("Demand", [`${story.demand.words}.`]),
      share,
      demand,
      el("p", { id: "demand-words", class: "how" }, `${story.demand.words}.`),
    ),
    shock.node,
  );

  /** @param {State} state */
  function update(state) {
    const { scene } = state;
    for (const box of boxes) box.update(state);
    if (Number(demand.value) !== scene.demand) demand.value = String(scene.demand);
    const words = `${Math.round(scene.demand * 100)}% of now`;
    setText(share, words);
    demand.setAttribute("aria-valuetext", words);
    shock.update(scene.shock);
    goodwill.update(scene.goodwill);
    back.toggleAttribute("disabled", !canUndo());
    forth.toggleAttribute("disabled", !canRedo());
  }
  store.subscribe(["scene", "arm"], update);
  update(store.get());
}

/**
 * Without the crumbs of a step of 0.05 in binary.
 * @param {number} value
 */
function rounded(value) {
  return Math.round(value * 1000) / 1000;
}
