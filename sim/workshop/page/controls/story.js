// @ts-check
/** The story: its steps, and what this step says to the room. The arrow keys go through it too. */
import { goToStep } from "../state/actions.js";
import { el, setText } from "../parts/dom.js";
import { openNotes } from "./noteswindow.js";
import { followNotes } from "../state/remote.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const choice = el(
    "select",
    { class: "steps", "aria-label": "Step of the story", on: { change: () => goToStep(Number(choice.value)) } },
    story.steps.map((/** @type {any} */ step, /** @type {number} */ index) =>
      el("option", { value: index }, `${index + 1}. ${step.title}`),
    ),
  );
  const back = el(
    "button",
    { type: "button", class: "turn", on: { click: () => goToStep(store.get().step - 1) } },
    "◀ Back",
  );
  const on = el(
    "button",
    { type: "button", class: "turn", on: { click: () => goToStep(store.get().step + 1) } },
    "Next ▶",
  );
  const title = el("strong", { class: "unseen" });
  const say = el("span");
  const notes = el(
    "button",
    {
      type: "button",
      id: "notes-button",
      class: "turn notes",
      title: "Notes for the trainer, in a window of their own",
      on: { click: () => openNotes(store) },
    },
    "Trainer's notes",
  );
  element.append(
    back,
    choice,
    on,
    el("p", { class: "say", role: "status", "aria-live": "polite" }, el("span", {}, title, " ", say)),
    notes,
  );

  function update() {
    const { step } = store.get();
    choice.value = String(step);
    setText(title, `${story.steps[step].title}.`);
    setText(say, story.steps[step].say);
    back.toggleAttribute("disabled", step === 0);
    on.toggleAttribute("disabled", step === story.steps.length - 1);
  }
  followNotes((by) => goToStep(store.get().step + by));
  store.subscribe(["step"], update);
  update();
}
