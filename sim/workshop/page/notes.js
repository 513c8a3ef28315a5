// @ts-check
/** The trainer's second window: what to say at this step, what comes next, the votes, and the time. */
import { connect } from "./state/connection.js";
import { byId, el, fill, setText } from "./parts/dom.js";
import { notesOfStep } from "./controls/notesofstep.js";
import { codeOfAddress, turner } from "./state/remote.js";
import { total, voteBars } from "./controls/votes.js";
import { many } from "./parts/words.js";

const started = Date.now();

/** @param {any} story */
function show(story) {
  const turn = turner();
  const notes = notesOfStep(story);
  const question = el("section", { "aria-label": "The vote" });
  const room = el("p", { class: "room", role: "status", "aria-live": "polite" });
  const clock = el("p", { class: "clock" });
  const back = el("button", { type: "button", on: { click: () => turn(-1) } }, "◀ Step back");
  const on = el("button", { type: "button", on: { click: () => turn(1) } }, "Next step ▶");
  fill(
    byId("notes"),
    el("h1", {}, "Trainer's notes"),
    el("div", { class: "tools" }, back, on, clock),
    notes.node,
    question,
    room,
    el("p", { class: "limits" }, story.limits),
  );

  let step = 0;
  let phones = 0;
  let online = false;
  /** @type {Record<string, any>} */
  const votes = {};

  function update() {
    const now = story.steps[step];
    notes.update(step);
    back.toggleAttribute("disabled", step === 0);
    on.toggleAttribute("disabled", step === story.steps.length - 1);
    setText(
      room,
      [online ? "" : "The line to the server is broken; trying again.", story.room ? many(phones, "phone") : ""]
        .join(" ")
        .trim(),
    );
    const asked = now.question;
    if (!asked) return fill(question);
    const bars = voteBars(asked.choices);
    const vote = votes[asked.id];
    bars.update(vote?.counts ?? []);
    const held = vote
      ? `${many(total(vote.counts), "vote")}, by ${vote.by === "hands" ? "raised hands" : "phones"}${vote.open ? ", open" : ""}`
      : "No votes yet";
    fill(question, el("h3", {}, "The question"), el("p", {}, asked.text), bars.node, el("p", {}, `${held}.`));
  }

  connect(
    "notes",
    {
      onMessage(message) {
        if (message.type === "step" && story.steps[message.step]) step = message.step;
        else if (message.type === "phones") phones = message.count;
        else if (message.type === "votes") votes[message.question] = message;
        else return;
        update();
      },
      onLine(open) {
        online = open;
        update();
      },
    },
    codeOfAddress(),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
  });
  const tick = () => setText(clock, `${Math.floor((Date.now() - started) / 60_000)} minutes`);
  setInterval(tick, 5_000);
  tick();
  update();
}

fetch("/story.json")
  .then((response) => {
    if (!response.ok) throw new Error(`The story could not be read (${response.status}).`);
    return response.json();
  })
  .then(show)
  .catch((fault) => fill(byId("notes"), el("h1", {}, "Trainer's notes"), el("p", { role: "alert" }, fault.message)));
