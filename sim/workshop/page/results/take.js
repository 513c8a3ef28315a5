// @ts-check
/** What a room takes home: figures, a picture, the address of this screen, the command, the hand-out. */
import { newestRequest, sceneAsked } from "../state/actions.js";
import { addressOf } from "../state/address.js";
import { resultsAsCsv, weeksAsCsv } from "./csv.js";
import { el, setText } from "../parts/dom.js";
import { lift } from "../controls/lift.js";
import { printHandout } from "./handout.js";
import { screenAsImage } from "./image.js";
import { has } from "../trees/moments.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  lift(element);
  const { story } = store.get();
  const told = el("p", { class: "told", role: "status", "aria-live": "polite" });
  const command = el("code", { class: "command", tabindex: "0" });
  const address = el("input", { type: "text", readonly: true, id: "address", on: { focus: () => address.select() } });

  /**
   * @param {string} words
   * @param {() => any} act
   */
  const button = (words, act) =>
    el(
      "button",
      {
        type: "button",
        on: {
          click: async () => {
            try {
              await act();
            } catch (fault) {
              setText(told, `That did not work: ${/** @type {Error} */ (fault).message}`);
            }
          },
        },
      },
      words,
    );

  /** The answer, unless there is none or it is withheld. */
  function answer() {
    const { answer: held, hidden } = store.get();
    if (hidden) throw new Error("the result is hidden until you reveal it");
    if (!held || held.id !== newestRequest()) throw new Error("the answer to what is set is still on its way");
    return held;
  }

  /** The state with an answer only where it belongs to what is set. */
  function present() {
    const state = store.get();
    return { ...state, answer: state.answer?.id === newestRequest() ? state.answer : null };
  }

  /** The state, where the trees are those of what is set: a picture says both. */
  function drawn() {
    const { picture, week } = store.get();
    if (picture?.id !== newestRequest() || !has(picture, week))
      throw new Error("the trees of what is set are not on the screen yet");
    return present();
  }

  /**
   * @param {Blob} blob
   * @param {string} name
   */
  function save(blob, name) {
    const link = el("a", { href: URL.createObjectURL(blob), download: `${story.name}-${name}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    setText(told, `${story.name}-${name} is in your downloads.`);
  }
  const text = (/** @type {string} */ content) => new Blob([content], { type: "text/csv;charset=utf-8" });

  /**
   * @param {string} words
   * @param {string} what
   */
  async function copy(words, what) {
    try {
      await navigator.clipboard.writeText(words);
      setText(told, `${what} is copied.`);
    } catch {
      setText(told, "This browser lets no page copy: select the text and press Ctrl and C.");
    }
  }

  element.append(
    el("h2", {}, "Take away"),
    el(
      "div",
      { class: "take-buttons" },
      button("Hand-out and debrief sheet (print)", () => printHandout(present())),
      button("Picture of the screen (PNG)", async () => save(await screenAsImage(drawn()), "screen.png")),
      button("Results (CSV)", () => save(text(resultsAsCsv(answer(), story, sceneAsked())), "results.csv")),
      button("Every week (CSV)", () => save(text(weeksAsCsv(answer(), story)), "weeks.csv")),
    ),
    el("label", { for: "address" }, "Address of this screen: opens as it stands"),
    el(
      "div",
      { class: "copied" },
      address,
      button("Copy address", () => copy(addressOf(store.get()), "The address")),
    ),
    el("p", { class: "label" }, "The same figures from a command line"),
    el(
      "div",
      { class: "copied" },
      command,
      button("Copy command", () => copy(command.textContent ?? "", "The command")),
    ),
    told,
    el("p", { class: "limits" }, story.limits),
  );

  function update() {
    const { answer: held, hidden } = store.get();
    setText(
      command,
      hidden ? "hidden until you reveal it" : held?.command || "nothing is changed: there is nothing to compare",
    );
    address.value = addressOf(store.get());
  }
  store.subscribe(["answer", "hidden", "scene", "step"], update);
  // The address follows the screen a moment later.
  window.addEventListener("hashchange", update);
  for (const event of ["focusin", "pointerenter"]) element.addEventListener(event, update);
  update();
}
