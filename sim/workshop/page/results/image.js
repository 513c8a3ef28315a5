// @ts-check
/** The screen as one picture: both trees as they stand, the strip as charts, and below what was set and the limits. */
import { LineChart } from "./charts.js";
import { gapAt, has } from "../trees/moments.js";
import { ordered, sceneWords, verdict } from "./results.js";
import { capital, many, number, weekWords } from "../parts/words.js";

const WIDTH = 1600;
const EDGE = 40;
const CHART = { width: 370, height: 250, columns: 4 };
const FACE = 'system-ui, "Segoe UI", sans-serif';

/**
 * Write text within a width, over several lines where it must be.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height of a line
 * @returns {number} where the next line would be
 */
function paragraph(pen, text, x, y, width, height) {
  let row = "";
  for (const word of text.split(" ")) {
    const longer = row ? `${row} ${word}` : word;
    if (row && pen.measureText(longer).width > width) {
      pen.fillText(row, x, y);
      y += height;
      row = word;
    } else row = longer;
  }
  pen.fillText(row, x, y);
  return y + height;
}

/**
 * @param {import("../state/store.js").State} state
 * @returns {Promise<Blob>}
 */
export async function screenAsImage(state) {
  const { story, scene, answer, hidden, week, picture } = state;
  const trees = /** @type {HTMLCanvasElement[]} */ ([...document.querySelectorAll("#trees canvas")]).filter(
    (one) => one.clientWidth,
  );
  const half = (WIDTH - 3 * EDGE) / 2;
  const tall = Math.max(0, ...trees.slice(0, 2).map((tree) => (half * tree.height) / tree.width));
  const charts = answer && !hidden ? ordered(story.charts) : [];
  const rows = Math.ceil(charts.length / CHART.columns);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.ceil(250 + tall + rows * (CHART.height + 95) + 130);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#141b26";
  pen.font = `bold 34px ${FACE}`;
  pen.fillText(story.title, EDGE, 60);
  pen.font = `22px ${FACE}`;
  let y = paragraph(
    pen,
    `${weekWords(week)}. With your changes: ${sceneWords(scene, story)}.`,
    EDGE,
    98,
    WIDTH - 2 * EDGE,
    30,
  );
  const arm = picture?.arm === "changed" ? "with your changes" : "as now";
  const points = has(picture, week)
    ? ` The gap between what is and what the top believes: ${number(gapAt(picture, week), 0)} points of 100.`
    : "";
  y = paragraph(pen, `The trees show one run, ${arm}.${points}`, EDGE, y, WIDTH - 2 * EDGE, 30);
  pen.font = `bold 22px ${FACE}`;
  y += 14;
  if (tall) {
    pen.fillText("What is really happening", EDGE, y);
    pen.fillText("What leaders believe", EDGE * 2 + half, y);
    y += 14;
    trees.slice(0, 2).forEach((tree, at) => {
      pen.drawImage(tree, EDGE + at * (half + EDGE), y, half, (half * tree.height) / tree.width);
    });
    y += tall + 34;
  }
  charts.forEach(({ chart, index }, at) => {
    const x = EDGE + (at % CHART.columns) * (CHART.width + 13);
    const top = y + Math.floor(at / CHART.columns) * (CHART.height + 95);
    const said = verdict(answer, index, chart);
    pen.font = `bold 19px ${FACE}`;
    paragraph(pen, capital(chart.label), x, top + 20, CHART.width - 10, 23);
    pen.font = `18px ${FACE}`;
    pen.fillText(
      said.way === "same"
        ? "no change"
        : `${said.mark} ${said.word} ${said.difference}${said.unit}, ${said.low} to ${said.high}`,
      x,
      top + 68,
    );
    pen.drawImage(drawn(answer, index, chart, story), x, top + 78, CHART.width, CHART.height);
  });
  y += rows * (CHART.height + 95) + 30;
  pen.font = `18px ${FACE}`;
  y = paragraph(
    pen,
    "Broken line: as now. Whole line: with your changes. Band: 8 of 10 runs lie within. Differences with their 95% interval" +
      `${answer ? `, ${many(answer.runs, "pair")} of runs, ${story.window_words}` : ""}.`,
    EDGE,
    y,
    WIDTH - 2 * EDGE,
    25,
  );
  paragraph(pen, story.limits, EDGE, y, WIDTH - 2 * EDGE, 25);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture was made"))), "image/png"),
  );
}

/**
 * One chart at the size of the picture, drawn afresh so that its text is sharp.
 * @param {any} answer
 * @param {number} index
 * @param {any} chart
 * @param {any} story
 */
function drawn(answer, index, chart, story) {
  const place = document.createElement("div");
  place.className = "chart for-image";
  document.body.append(place);
  const lines = new LineChart(place);
  lines.show({
    series: answer.arrays.series,
    chart: index,
    weeks: story.weeks,
    changeWeek: story.change_week,
    both: answer.words[index].way !== "same",
  });
  const canvas = lines.base;
  lines.close();
  place.remove();
  return canvas;
}
