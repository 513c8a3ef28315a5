// @ts-check
/** The assumptions: each in its own unit, with its source and how good that is, and to be changed in the room. */
import { setAssumption } from "../state/actions.js";
import { el, setText } from "../parts/dom.js";
import { lift } from "./lift.js";
import { capital } from "../parts/words.js";

/** What the grades of evidence mean. */
const GRADES = /** @type {Record<string, string>} */ ({
  A: "official statistics",
  B: "several studies or a trial",
  C: "one study, or a poll",
  D: "a guess; no source settles it",
});

/**
 * A value in at most four figures that count, without idle noughts.
 * @param {number} value
 */
function short(value) {
  return String(Number(value.toPrecision(4)));
}

/**
 * @param {any} assumption
 * @param {number} index
 */
function row(assumption, index) {
  return typeof assumption.value === "boolean" ? switchRow(assumption, index) : numberRow(assumption, index);
}

/**
 * Where an assumption comes from.
 * @param {any} assumption
 * @param {string} id
 * @param {string} range
 */
function origin(assumption, id, range) {
  const grade = assumption.grade
    ? ` Grade ${assumption.grade}${GRADES[assumption.grade] ? `: ${GRADES[assumption.grade]}.` : "."}`
    : "";
  return [
    el("p", { id: `${id}-source`, class: "source" }, `${range}Source: ${assumption.source || "none given"}.${grade}`),
    el("p", { class: "path" }, el("code", {}, assumption.path)),
  ];
}

/**
 * What is so or not so.
 * @param {any} assumption
 * @param {number} index
 */
function switchRow(assumption, index) {
  const id = `assumption-${index}`;
  const box = el("input", {
    type: "checkbox",
    id,
    "aria-describedby": `${id}-source`,
    on: {
      change: () =>
        setAssumption(assumption.path, box.checked === assumption.value ? null : /** @type {any} */ (box.checked)),
    },
  });
  const state = el("span", { class: "state" });
  const node = el(
    "li",
    { class: "assumption" },
    el("div", { class: "setting" }, box, el("label", { for: id }, capital(assumption.label)), state),
    origin(assumption, id, `In the model: ${assumption.value ? "yes" : "no"}. `),
  );
  /** @param {any} scene */
  function update(scene) {
    const value = scene.assumptions[assumption.path];
    box.checked = value ?? assumption.value;
    node.classList.toggle("changed", value !== undefined);
    setText(state, value === undefined ? "" : "changed");
  }
  return { node, update };
}

/**
 * A number, to be moved or typed.
 * @param {any} assumption
 * @param {number} index
 */
function numberRow(assumption, index) {
  const id = `assumption-${index}`;
  const standard = short(assumption.value);
  const common = { min: assumption.low, max: assumption.high };
  const whole = Number.isInteger(assumption.step);
  const slide = el("input", {
    type: "range",
    id,
    ...common,
    step: assumption.step,
    "aria-describedby": `${id}-source`,
  });
  const exact = el("input", {
    type: "number",
    ...common,
    step: whole ? 1 : "any",
    "aria-label": `${capital(assumption.label)}, typed`,
  });
  const back = el(
    "button",
    {
      type: "button",
      "aria-label": `Back to ${standard}: ${assumption.label}`,
      on: { click: () => setAssumption(assumption.path, null) },
    },
    `Back to ${standard}`,
  );
  const state = el("span", { class: "state" });

  /** @param {string} text */
  function take(text) {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) return;
    const bounded = Number(
      short(Math.max(assumption.low, Math.min(assumption.high, whole ? Math.round(value) : value))),
    );
    setAssumption(assumption.path, bounded === assumption.value ? null : bounded);
  }
  slide.addEventListener("change", () => take(slide.value));
  slide.addEventListener("input", () => {
    exact.value = short(Number(slide.value));
    slide.setAttribute("aria-valuetext", `${exact.value} ${assumption.unit}`);
  });
  exact.addEventListener("change", () => take(exact.value));
  const node = el(
    "li",
    { class: "assumption" },
    el("label", { for: id }, capital(assumption.label)),
    el("div", { class: "setting" }, slide, exact, el("span", { class: "unit" }, assumption.unit), back, state),
    origin(assumption, id, `From ${short(assumption.low)} to ${short(assumption.high)}. `),
  );

  /** @param {any} scene */
  function update(scene) {
    const value = scene.assumptions[assumption.path];
    const present = String(value ?? assumption.value);
    slide.value = present;
    if (exact.value !== present) exact.value = present;
    slide.setAttribute("aria-valuetext", `${present} ${assumption.unit}`);
    node.classList.toggle("changed", value !== undefined);
    back.toggleAttribute("disabled", value === undefined);
    setText(state, value === undefined ? "" : "changed");
  }
  return { node, update };
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  lift(element);
  const { story } = store.get();
  const rows = story.assumptions.map(row);
  const count = el("span", { class: "state" });
  element.append(
    el(
      "details",
      { class: "assumptions" },
      el("summary", {}, el("h2", {}, "Where do the numbers come from? The assumptions"), " ", count),
      el(
        "p",
        {},
        "Each number that the model assumes and that you may doubt. Change one, and both lines are worked out again ",
        "with it. Does what you concluded still hold?",
      ),
      el(
        "ul",
        {},
        rows.map((/** @type {any} */ one) => one.node),
      ),
    ),
  );
  /** @param {import("../state/store.js").State} state */
  function update({ scene }) {
    for (const one of rows) one.update(scene);
    const changed = Object.keys(scene.assumptions).length;
    setText(count, changed ? `${changed} changed` : "");
  }
  store.subscribe(["scene"], update);
  update(store.get());
}
