// @ts-check
/**
 * Small line charts with bands on a canvas: 'as now' broken, 'with your changes' whole, so that colour is never the only
 * difference. A chart has two layers: what only changes with an answer, and the week on screen, redrawn during playback.
 */
import { number } from "../parts/words.js";
import { digitsOf, roundRange } from "./axis.js";

/** Rows of one chart in the series of an answer: mean, 10th and 90th percentile of the runs, of both arms. */
const NOW = 0;
const NOW_LOW = 1;
const NOW_HIGH = 2;
const CHANGED = 3;
const CHANGED_LOW = 4;
const CHANGED_HIGH = 5;
const ROWS = 6;

const DASH = [5, 4];
const WHOLE = /** @type {number[]} */ ([]);

/**
 * @typedef {object} Lines
 * @property {Float32Array} series all charts, six rows each, one value a week
 * @property {number} chart which chart of them
 * @property {number} weeks
 * @property {number} changeWeek week from which changes act
 * @property {boolean} both whether the changed arm is drawn
 */

/**
 * Colours of the page's style sheet.
 * @param {Element} element
 */
function palette(element) {
  const style = getComputedStyle(element);
  const colour = (/** @type {string} */ name, /** @type {string} */ otherwise) =>
    style.getPropertyValue(name).trim() || otherwise;
  return {
    ink: colour("--chart-ink", "#1c2430"),
    faint: colour("--chart-faint", "#d3d9e0"),
    now: colour("--arm-now", "#8a3a00"),
    nowBand: colour("--arm-now-band", "rgba(214,140,70,0.28)"),
    changed: colour("--arm-changed", "#0b3d91"),
    changedBand: colour("--arm-changed-band", "rgba(70,120,200,0.28)"),
    paper: colour("--chart-paper", "#ffffff"),
  };
}

/** One chart. */
export class LineChart {
  /** @param {HTMLElement} place element that the two layers fill */
  constructor(place) {
    this.place = place;
    this.base = document.createElement("canvas");
    this.over = document.createElement("canvas");
    for (const layer of [this.base, this.over]) {
      layer.setAttribute("aria-hidden", "true");
      place.append(layer);
    }
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    this.font = 12;
    this.left = 30;
    this.right = 6;
    this.top = 8;
    this.bottom = 20;
    /** @type {Lines | null} */
    this.lines = null;
    /** @type {{low: number, high: number, step: number} | null} */
    this.range = null;
    this.week = -1;
    this.colours = palette(place);
    this.observer = new ResizeObserver(() => this.measure() && this.draw());
    this.observer.observe(place);
    // Nothing is observed between this and the print: on paper a chart has another size.
    this.printed = () => this.measure() && this.draw();
    window.addEventListener("beforeprint", this.printed);
    this.measure();
  }

  /**
   * Reads the size of the place. A hidden place has none and is left alone.
   * @returns {boolean} whether there is something to draw on
   */
  measure() {
    const width = this.place.clientWidth;
    const height = this.place.clientHeight;
    if (!width || !height) return false;
    this.ratio = Math.min(window.devicePixelRatio || 1, 3);
    this.width = width;
    this.height = height;
    this.font = parseFloat(getComputedStyle(this.place).fontSize) || 12;
    for (const layer of [this.base, this.over]) {
      layer.width = Math.round(width * this.ratio);
      layer.height = Math.round(height * this.ratio);
    }
    this.colours = palette(this.place);
    return true;
  }

  /**
   * New lines. The range grows at once, and shrinks only when the lines have become much smaller: an answer from more runs
   * must not make the picture jump.
   * @param {Lines} lines
   */
  show(lines) {
    this.lines = lines;
    const { series, chart, weeks } = lines;
    let low = Infinity;
    let high = -Infinity;
    const last = (chart * ROWS + (lines.both ? ROWS : CHANGED)) * weeks;
    for (let at = chart * ROWS * weeks; at < last; at++) {
      const value = series[at];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!Number.isFinite(low)) {
      low = 0;
      high = 1;
    }
    if (low >= 0 && low < 0.6 * high) low = 0;
    const needed = roundRange(low, high);
    const old = this.range;
    if (!old || needed.low < old.low || needed.high > old.high || high - low < 0.5 * (old.high - old.low)) {
      this.range = needed;
    }
    this.draw();
  }

  /**
   * Horizontal place of a week, in CSS pixels.
   * @param {number} week
   */
  x(week) {
    const weeks = this.lines ? this.lines.weeks : 260;
    return this.left + ((this.width - this.left - this.right) * week) / Math.max(1, weeks - 1);
  }

  draw() {
    const { lines, range } = this;
    const pen = this.base.getContext("2d");
    if (!pen || !lines || !range || !this.width) return;
    const { colours, font } = this;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.font = `${font}px system-ui, "Segoe UI", sans-serif`;
    const digits = digitsOf(range.step);
    let widest = 0;
    const ticks = Math.round((range.high - range.low) / range.step);
    for (let tick = 0; tick <= ticks; tick++) {
      widest = Math.max(widest, pen.measureText(number(range.low + tick * range.step, digits)).width);
    }
    this.left = Math.ceil(Math.max(widest, pen.measureText("Year").width)) + 7;
    this.top = Math.ceil(font * 0.6) + 2;
    this.bottom = Math.ceil(font * 1.5);
    const floor = this.height - this.bottom;
    const tall = floor - this.top;
    const scale = tall / (range.high - range.low);

    pen.lineWidth = 1;
    pen.strokeStyle = colours.faint;
    pen.fillStyle = colours.ink;
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    // Figures that would touch each other: every second line has one then, or fewer, and nothing always has.
    const apart = Math.ceil((1.15 * font) / (range.step * scale));
    const nothing = Math.round(-range.low / range.step);
    for (let tick = 0; tick <= ticks; tick++) {
      const y = Math.round(floor - tick * range.step * scale) + 0.5;
      pen.beginPath();
      pen.moveTo(this.left, y);
      pen.lineTo(this.width - this.right, y);
      pen.stroke();
      if ((tick - nothing) % apart !== 0) continue;
      pen.fillText(number(range.low + tick * range.step, digits), this.left - 5, y);
    }
    this.years(pen, lines, floor);
    if (range.low > 0) this.broken(pen, floor);

    pen.save();
    pen.beginPath();
    pen.rect(this.left, 0, this.width - this.left - this.right + 2, floor + 2);
    pen.clip();
    this.band(pen, NOW_LOW, NOW_HIGH, colours.nowBand, floor, scale);
    if (lines.both) this.band(pen, CHANGED_LOW, CHANGED_HIGH, colours.changedBand, floor, scale);
    pen.lineJoin = "round";
    if (lines.both) this.line(pen, CHANGED, colours.changed, WHOLE, 2.4, floor, scale);
    this.line(pen, NOW, colours.now, DASH, 2, floor, scale);
    pen.restore();
    this.cursor(this.week, true);
  }

  /**
   * A zigzag on the upright axis: it does not start at nothing.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} floor
   */
  broken(pen, floor) {
    const x = this.left;
    pen.strokeStyle = this.colours.ink;
    pen.beginPath();
    pen.moveTo(x, floor);
    pen.lineTo(x, floor - 10);
    pen.lineTo(x + 4, floor - 12);
    pen.lineTo(x - 4, floor - 16);
    pen.lineTo(x, floor - 18);
    pen.lineTo(x, floor - 22);
    pen.stroke();
    pen.strokeStyle = this.colours.faint;
  }

  /**
   * Years along the foot, and the week from which changes act.
   * @param {CanvasRenderingContext2D} pen
   * @param {Lines} lines
   * @param {number} floor
   */
  years(pen, lines, floor) {
    const { colours, font } = this;
    const years = Math.max(1, Math.round(lines.weeks / 52));
    const y = floor + font * 0.85;
    const one = (this.width - this.left - this.right) / years;
    const every = one > pen.measureText("88 ").width ? 1 : 2;
    pen.textAlign = "right";
    pen.fillText("Year", this.left - 5, y);
    pen.textAlign = "center";
    for (let year = 0; year < years; year++) {
      const x = Math.round(this.x(year * 52)) + 0.5;
      pen.beginPath();
      pen.moveTo(x, floor);
      pen.lineTo(x, floor + 4);
      pen.stroke();
      if (year % every === 0) pen.fillText(String(year + 1), x + one / 2, y);
    }
    if (lines.both) {
      const x = Math.round(this.x(lines.changeWeek)) + 0.5;
      pen.strokeStyle = colours.changed;
      pen.setLineDash([1, 3]);
      pen.beginPath();
      pen.moveTo(x, this.top);
      pen.lineTo(x, floor);
      pen.stroke();
      pen.setLineDash(WHOLE);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} low row of the lower edge
   * @param {number} high row of the upper edge
   * @param {string} colour
   * @param {number} floor
   * @param {number} scale
   */
  band(pen, low, high, colour, floor, scale) {
    const { lines, range } = this;
    if (!lines || !range) return;
    const { series, weeks } = lines;
    const under = (lines.chart * ROWS + low) * weeks;
    const above = (lines.chart * ROWS + high) * weeks;
    const each = (this.width - this.left - this.right) / Math.max(1, weeks - 1);
    pen.fillStyle = colour;
    pen.beginPath();
    for (let week = 0; week < weeks; week++) {
      const value = series[above + week];
      if (value === value) pen.lineTo(this.left + each * week, floor - (value - range.low) * scale);
    }
    for (let week = weeks - 1; week >= 0; week--) {
      const value = series[under + week];
      if (value === value) pen.lineTo(this.left + each * week, floor - (value - range.low) * scale);
    }
    pen.fill();
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} row
   * @param {string} colour
   * @param {number[]} dash
   * @param {number} width
   * @param {number} floor
   * @param {number} scale
   */
  line(pen, row, colour, dash, width, floor, scale) {
    const { lines, range } = this;
    if (!lines || !range) return;
    const { series, weeks } = lines;
    const from = (lines.chart * ROWS + row) * weeks;
    const each = (this.width - this.left - this.right) / Math.max(1, weeks - 1);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.beginPath();
    for (let week = 0; week < weeks; week++) {
      const value = series[from + week];
      if (value === value) pen.lineTo(this.left + each * week, floor - (value - range.low) * scale);
    }
    pen.stroke();
    pen.setLineDash(WHOLE);
  }

  /**
   * The week on screen: an upright line and a dot on each line, on the layer above. No object is made here.
   * @param {number} week
   * @param {boolean} always draw although the week is the same
   */
  cursor(week, always) {
    if (week === this.week && !always) return;
    this.week = week;
    const { lines, range } = this;
    const pen = this.over.getContext("2d");
    if (!pen || !lines || !range || week < 0) return;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    const floor = this.height - this.bottom;
    const scale = (floor - this.top) / (range.high - range.low);
    const x = this.x(week);
    pen.fillStyle = this.colours.ink;
    pen.fillRect(Math.round(x), this.top - 2, 1, floor - this.top + 2);
    this.dot(pen, NOW, x, this.colours.now, floor, scale);
    if (lines.both) this.dot(pen, CHANGED, x, this.colours.changed, floor, scale);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} row
   * @param {number} x
   * @param {string} colour
   * @param {number} floor
   * @param {number} scale
   */
  dot(pen, row, x, colour, floor, scale) {
    if (!this.lines || !this.range) return;
    const value = this.lines.series[(this.lines.chart * ROWS + row) * this.lines.weeks + this.week];
    if (value !== value) return;
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(x, floor - (value - this.range.low) * scale, 3.5, 0, 6.2832);
    pen.fill();
  }

  /** Lets the place go. */
  close() {
    this.observer.disconnect();
    window.removeEventListener("beforeprint", this.printed);
    this.base.remove();
    this.over.remove();
  }
}
