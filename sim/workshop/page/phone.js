// @ts-check
/** A phone in the room: it votes and sees one number and one chart. It steers nothing and keeps nothing. */
import { LineChart } from "./results/charts.js";
import { connect, send } from "./state/connection.js";
import { byId, el, fill, setText } from "./parts/dom.js";
import { codeOfAddress } from "./state/remote.js";
import { sentence, verdict } from "./results/results.js";
import { total, voteBars } from "./controls/votes.js";
import { capital, many } from "./parts/words.js";

const place = byId("phone");

/** Ask for the code that stands on the screen. @param {string} [fault] why the one before did not do */
function askForCode(fault = "") {
  const input = el("input", {
    type: "text",
    id: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    maxlength: "24",
    required: true,
  });
  fill(
    place,
    el("h1", {}, "Join the room"),
    fault && el("p", { role: "alert" }, fault),
    el(
      "form",
      {
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            join(input.value.trim());
          },
        },
      },
      el("label", { for: "code" }, "Code on the screen"),
      input,
      el("button", { type: "submit" }, "Join"),
    ),
  );
  input.focus();
}

/** @param {string} code */
async function join(code) {
  try {
    const response = await fetch(`/story.json?code=${encodeURIComponent(code)}`);
    if (!response.ok) throw new Error((await response.text()).trim());
    show(await response.json(), code);
  } catch (fault) {
    askForCode(/** @type {Error} */ (fault).message);
  }
}

/**
 * @param {any} story
 * @param {string} code
 */
function show(story, code) {
  const title = el("h1");
  const say = el("p", { class: "say" });
  const ask = el("section", { "aria-label": "Vote" });
  const result = el("section", { "aria-label": "Result", class: "result", hidden: true });
  const said = el("p", { class: "verdict" });
  const aloud = el("p", { class: "aloud" });
  const chartPlace = el("div", { class: "chart", role: "img" });
  const told = el("p", { class: "told", role: "status", "aria-live": "polite" });
  const resultTitle = el("h2");
  fill(
    place,
    title,
    say,
    ask,
    told,
    result,
    el("p", { class: "limits" }, `${story.limits} No names, no cookies: only counts are kept, until the server stops.`),
  );
  result.append(resultTitle, said, chartPlace, aloud);

  let step = 0;
  let online = false;
  let refused = "";
  /** By question. @type {Record<string, any>} */
  const votes = {};
  /** @type {any} */
  let answer = null;
  /** @type {Record<string, number>} */
  const chosen = {};
  /** @type {LineChart | null} */
  let lines = null;
  let asked = "";

  /** The question that is open, or the one of this step. */
  function question() {
    const all = story.steps.map((/** @type {any} */ one) => one.question).filter(Boolean);
    return all.find((/** @type {any} */ one) => votes[one.id]?.open) ?? story.steps[step].question ?? null;
  }

  /** @param {any} one */
  function drawQuestion(one) {
    const open = Boolean(one && votes[one.id]?.open);
    const key = one ? `${one.id} ${open}` : "";
    if (key === asked && key) return;
    asked = key;
    if (!one) return fill(ask);
    const buttons = one.choices.map((/** @type {string} */ choice, /** @type {number} */ index) =>
      el(
        "button",
        {
          type: "button",
          class: "choice",
          disabled: !open,
          "aria-pressed": String(chosen[one.id] === index),
          on: {
            click: () => {
              chosen[one.id] = index;
              send({ type: "vote", choice: index });
              for (let at = 0; at < buttons.length; at++)
                buttons[at].setAttribute("aria-pressed", String(at === index));
              setText(told, `Your vote: ${choice}. You can change it until the vote is closed.`);
            },
          },
        },
        choice,
      ),
    );
    fill(ask, el("h2", {}, one.text), el("div", { class: "choices" }, buttons), el("div", { class: "tally" }));
  }

  function update() {
    const now = story.steps[step];
    setText(title, now.title);
    setText(say, now.say);
    const one = question();
    drawQuestion(one);
    const vote = one ? votes[one.id] : null;
    const tally = ask.querySelector(".tally");
    if (tally && vote && !vote.open && total(vote.counts)) {
      const bars = voteBars(one.choices);
      bars.update(vote.counts);
      fill(tally, el("p", {}, `The room: ${many(total(vote.counts), "vote")}`), bars.node);
    } else if (tally) fill(tally);
    if (refused) setText(told, refused);
    else if (!online) setText(told, "The line is broken; trying again.");
    else if (one && !vote?.open) setText(told, vote ? "The vote is closed." : "The vote is not open.");
    else if (one && chosen[one.id] === undefined) setText(told, "The vote is open.");
    else if (!one) setText(told, "");
    drawResult();
  }

  function drawResult() {
    // The server sends a phone the one outcome that is read aloud.
    const chart = story.charts.find((/** @type {any} */ one) => one.name === answer?.chart);
    const index = 0;
    result.hidden = !chart;
    if (!chart) return;
    const one = verdict(answer, index, chart);
    setText(resultTitle, capital(chart.label));
    setText(said, one.way === "same" ? "= no change" : `${one.mark} ${one.word} ${one.size}${one.unit}`);
    setText(aloud, sentence(answer, index, chart, story));
    chartPlace.setAttribute("aria-label", aloud.textContent ?? "");
    lines ??= new LineChart(chartPlace);
    lines.measure();
    lines.range = null;
    lines.show({
      series: answer.arrays.series,
      chart: index,
      weeks: story.weeks,
      changeWeek: story.change_week,
      both: one.way !== "same",
    });
  }

  connect(
    "phone",
    {
      onMessage(message) {
        if (message.type === "step" && story.steps[message.step]) {
          step = message.step;
          answer = null;
        } else if (message.type === "votes") {
          // Asked again, it is asked from nothing; and what was refused before is no news.
          if (message.open && !votes[message.question]?.open) delete chosen[message.question];
          votes[message.question] = message;
          refused = "";
        } else if (message.type === "answer") answer = message;
        else if (message.type === "hidden") answer = message.hidden ? null : answer;
        else if (message.type === "refused") refused = message.words;
        else if (message.type === "welcome") refused = "";
        update();
      },
      onLine(open) {
        online = open;
        update();
      },
    },
    code,
  );
  update();
}

const code = codeOfAddress();
if (code) join(code);
else askForCode();
