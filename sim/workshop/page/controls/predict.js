// @ts-check
/** Predict before you see: the question of this step, votes by phone or raised hands, and hiding the result until then. */
import { closeQuestion, countHands, hide, openQuestion, reveal } from "../state/actions.js";
import { el, fill, setText } from "../parts/dom.js";
import { lift } from "./lift.js";
import { isSecret, total, voteBars } from "./votes.js";
import { many } from "../parts/words.js";

const MOST = 999;

/**
 * One question: its bars, and a place to type how many hands were raised.
 * @param {any} question
 * @param {typeof import("../state/store.js").store} store
 */
function questionBox(question, store) {
  const bars = voteBars(question.choices);
  const counts = question.choices.map((/** @type {string} */ choice, /** @type {number} */ at) =>
    el("input", {
      type: "number",
      min: 0,
      max: MOST,
      step: 1,
      value: 0,
      inputmode: "numeric",
      id: `hands-${question.id}-${at}`,
    }),
  );
  const use = el("button", { type: "submit" }, "Use these counts");
  const hands = el(
    "form",
    {
      class: "hands",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          countHands(
            question.id,
            counts.map((/** @type {HTMLInputElement} */ input) => whole(input.value)),
          );
          details.open = false;
        },
      },
    },
    question.choices.map((/** @type {string} */ choice, /** @type {number} */ at) =>
      el("label", { for: `hands-${question.id}-${at}` }, el("span", {}, choice), counts[at]),
    ),
    use,
  );
  const details = el("details", {}, el("summary", {}, "Count raised hands"), hands);
  const state = el("p", { class: "vote-state", role: "status", "aria-live": "polite" });
  const door = el("button", {
    type: "button",
    on: {
      click: () => (store.get().votes[question.id]?.open ? closeQuestion(question.id) : openQuestion(question.id)),
    },
  });
  const node = el(
    "div",
    { class: "question" },
    el("div", {}, el("p", { class: "asked" }, question.text), el("div", { class: "question-tools" }, door, details)),
    el("div", {}, bars.node, state),
    joining(store.get().story),
  );

  /** @param {import("../state/store.js").State} all */
  function update({ votes, phones, story }) {
    const vote = votes[question.id];
    const held = vote?.counts ?? [];
    // Bars that grow in view of the room draw the next votes after them: while phones vote it sees how many have.
    bars.update(held, !total(held) || isSecret(vote));
    door.hidden = !story.room;
    setText(door, vote?.open ? "Close the vote" : "Open the vote to phones");
    const by = vote?.by === "hands" ? "raised hands" : many(phones, "phone") + " in the room";
    const counted = story.room || vote?.by === "hands" ? `, ${by}` : "";
    const open = vote?.open && story.room ? (isSecret(vote) ? ", open. Bars come when it is closed." : ", open") : "";
    setText(state, `${many(total(held), "vote")}${counted}${open}`);
  }
  return { node, update };
}

/**
 * A question of the step before, with what the room said.
 * @param {any} question
 */
function whatWasSaid(question) {
  const bars = voteBars(question.choices);
  const node = el("div", { class: "question" }, el("p", { class: "asked" }, `You said: ${question.text}`), bars.node);
  /** @param {import("../state/store.js").State} all */
  const update = ({ votes }) => bars.update(votes[question.id]?.counts ?? [], isSecret(votes[question.id]));
  return { node, update };
}

/**
 * How phones join, where a room is open.
 * @param {any} story
 */
function joining(story) {
  if (!story.room) return null;
  return el(
    "figure",
    { class: "joining" },
    el("img", { src: "/qr.svg", alt: "Picture code with the address for phones", width: 140, height: 140 }),
    el(
      "figcaption",
      {},
      "Join with your phone",
      story.phones ? el("span", { class: "phone-address" }, story.phones.replace(/^https?:\/\//, "")) : null,
    ),
  );
}

/**
 * A count as typed: whole, and not negative.
 * @param {string} text
 */
function whole(text) {
  const number = Math.floor(Number(text));
  return Number.isFinite(number) ? Math.max(0, Math.min(MOST, number)) : 0;
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const asked = el("div");
  const switched = el("button", {
    type: "button",
    class: "reveal",
    on: { click: () => (store.get().hidden ? reveal() : hide()) },
  });
  const words = el("p", { class: "hidden-words", role: "status", "aria-live": "polite" });
  element.append(el("h2", {}, "Ask the room, then look"), asked, el("div", { class: "revealing" }, switched, words));
  const raise = lift(element);
  /** @type {{node: HTMLElement, update: (all: import("../state/store.js").State) => void} | null} */
  let box = null;

  function ask() {
    const { step, votes } = store.get();
    const question = story.steps[step]?.question;
    // What the room said stays beside what came of it.
    const before = question ? null : story.steps[step - 1]?.question;
    const said = before && total(votes[before.id]?.counts ?? []) ? before : null;
    box = question ? questionBox(question, store) : said ? whatWasSaid(said) : null;
    raise(Boolean(box));
    // What is asked takes the room of the results; what was said only stands beside them.
    element.classList.toggle("asking", Boolean(question));
    fill(
      asked,
      box
        ? box.node
        : el(
            "p",
            { class: "no-question" },
            "This step has no question. You can hide the result, ask the room, and then reveal it.",
          ),
    );
    update();
  }

  function update() {
    const state = store.get();
    box?.update(state);
    element.classList.toggle("is-hidden", state.hidden);
    setText(switched, state.hidden ? "Reveal the result" : "Hide the result");
    setText(
      words,
      state.hidden ? `Hidden: nobody sees it${state.ready ? `, ${many(state.ready, "run")} ready` : ""}.` : "",
    );
  }
  store.subscribe(["step"], ask);
  store.subscribe(["votes", "phones", "hidden", "ready"], update);
  ask();
}
