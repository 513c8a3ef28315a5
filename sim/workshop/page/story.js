// @ts-check
/** The story: its steps, and what this step says to the room. The arrow keys go through it too. */
import { goToStep } from "./actions.js";
import { el, setText } from "./dom.js";
import { followNotes } from "./remote.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("./store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const buttons = story.steps.map((/** @type {any} */ step, /** @type {number} */ index) =>
    el(
      "button",
      { type: "button", title: step.title, "aria-label": `${index + 1}: ${step.title}`, on: { click: () => goToStep(index) } },
      index + 1,
    ),
  );
  const back = el("button", { type: "button", class: "turn", on: { click: () => goToStep(store.get().step - 1) } }, "◀ Back");
  const on = el("button", { type: "button", class: "turn", on: { click: () => goToStep(store.get().step + 1) } }, "Next ▶");
  const title = el("strong");
  const say = el("span");
  const notes = el(
    "button",
    {
      type: "button",
      class: "turn notes",
      title: "Notes for the trainer, in a window of their own",
      on: { click: () => window.open("/notes", "notes", "width=760,height=900") },
    },
    "Trainer's notes",
  );
  element.append(
    el("ol", { class: "steps" }, buttons.map((/** @type {any} */ button) => el("li", {}, button))),
    back,
    on,
    el("p", { class: "say", role: "status", "aria-live": "polite" }, el("span", {}, title, " ", say)),
    notes,
  );

  function update() {
    const { step } = store.get();
    for (let index = 0; index < buttons.length; index++) {
      if (index === step) buttons[index].setAttribute("aria-current", "step");
      else buttons[index].removeAttribute("aria-current");
    }
    setText(title, `${story.steps[step].title}.`);
    setText(say, story.steps[step].say);
    back.toggleAttribute("disabled", step === 0);
    on.toggleAttribute("disabled", step === story.steps.length - 1);
  }
  followNotes((by) => goToStep(store.get().step + by));
  store.subscribe(["step"], update);
  update();
}
