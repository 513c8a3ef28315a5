// @ts-check
// For the room: large type, a picture that stays, a black screen, and which keys do what.

import { setBlack, toggleFrozen, togglePresenter } from "../state/actions.js";
import { el, fill, setText } from "../parts/dom.js";
import { KEYS, keysOn, turnKeys } from "../state/keys.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const presenter = toggle("Large type", "For the back row: large type, three cards at a time (P)", togglePresenter);
  const freeze = toggle("Freeze", "What is on the screen stays until this is let go (F)", toggleFrozen);
  const black = toggle("Black", "A black screen (B)", () => setBlack(true));
  const keys = toggle("Keys", "Which keys do what (?)", () => keyHelp.showModal());
  const keyHelp = keysDialog(() => toggleKeys());
  const dark = darkDialog(() => setBlack(false));
  const frozenNote = el("p", { class: "frozen-note", role: "status" });
  fill(element, presenter, freeze, black, keys, keyHelp.node, dark, frozenNote);

  function toggleKeys() {
    turnKeys(!keysOn());
    keyHelp.show();
  }

  store.subscribe(["presenter"], ({ presenter: large }) => {
    document.documentElement.classList.toggle("presenter", large);
    presenter.setAttribute("aria-pressed", String(large));
  });
  store.subscribe(["frozen"], ({ frozen }) => {
    document.documentElement.classList.toggle("frozen", frozen);
    freeze.setAttribute("aria-pressed", String(frozen));
    setText(frozenNote, frozen ? "Frozen: new results wait until you let go." : "");
  });
  store.subscribe(["black"], ({ black: isBlack }) => {
    if (isBlack && !dark.open) dark.showModal();
    if (!isBlack && dark.open) dark.close();
  });
  document.addEventListener("coalface-keys", () => keyHelp.showModal());
}

/** @param {string} words @param {string} title @param {() => void} click */
function toggle(words, title, click) {
  const pressed = words === "Large type" || words === "Freeze" ? "false" : null;
  return el("button", { type: "button", title, "aria-pressed": pressed, on: { click } }, words);
}

/** A black screen; any key, or the button, brings the page back. @param {() => void} back */
function darkDialog(back) {
  const node = el(
    "dialog",
    { class: "dark", "aria-label": "Black screen", on: { close: back, click: () => node.close() } },
    el("button", { type: "button" }, "Back to the screen"),
  );
  return node;
}

/** @param {() => void} change */
function keysDialog(change) {
  const state = el("p", {});
  const button = el("button", { type: "button", on: { click: change } });
  const node = el(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title" },
    el("h2", { id: "keys-title" }, "Keys"),
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Key"), el("th", { scope: "col" }, "What it does"))),
      el(
        "tbody",
        {},
        KEYS.map(({ name, words }) =>
          el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, name)), el("td", {}, words)),
        ),
      ),
    ),
    state,
    el("p", { class: "row" }, button, el("button", { type: "button", on: { click: () => node.close() } }, "Close")),
  );
  const show = () => {
    setText(
      state,
      keysOn() ? "Single letters are on." : "Single letters are off; arrows, Page Up and Page Down still work.",
    );
    setText(button, keysOn() ? "Turn single letters off" : "Turn single letters on");
  };
  show();
  return { node, show, showModal: () => node.showModal() };
}
