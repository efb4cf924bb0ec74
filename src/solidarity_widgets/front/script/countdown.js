// <sw-countdown>: the server's own steps, from the data it wrote.

const words = (data, counts) => {
  const units = [...data.u], has = (unit) => counts[unit], isDigital = (unit) => data.s && "his".includes(unit);
  const word = (unit) => fill(form(data.w[unit], data.p, counts[unit]), number(data, counts[unit]));
  const named = units.filter((unit) => !isDigital(unit)), digital = units.filter(isDigital), begin = named.findIndex(has);
  const parts = named.slice(begin, data.k && begin + data.k).filter(has).map(word);
  if (digital[0]) parts.push(digital.map((unit, i) => number(data, counts[unit], i ? 2 : 1)).join(fill(data.s)));
  if (!parts[0]) parts.push(word(units.pop()));
  const [two, start, middle, end] = data.l;
  return parts.reduceRight((text, part, i) => fill(i ? i < parts.length - 2 ? middle : end : parts[2] ? start : two, part, text));
};

const texts = (data, counts) => [...data.u].map((unit) => [
  number(data, counts[unit]),
  fill(form(data.w[unit], data.p, counts[unit])),
]);

const boxes = (time, texts) => texts.forEach((pair, i) => {
  if (!time.children[i]) time.append(i ? " " : "", make("span", "sw-countdown__box"));
  const box = time.children[i];
  if (!box.children[1]) box.append(make("span", "sw-countdown__number"), " ", make("span", "sw-countdown__unit"));
  pair.forEach((text, j) => write(box.children[j], text));
});

// Where a countdown stands: before, under way, over, counting up; and its moment's start and end.
const standing = ({ t, c }, now) => {
  const [start, end] = t.find(([, end]) => end > now) || t[t.length - 1];
  if (!Number.isFinite(start) || !Number.isFinite(end)) throw 0;
  return [c == 2 ? 3 : now < start ? 0 : now < end ? 1 : c ? 3 : 2, start, end];
};

const running = new Set();
let timer, due = 1 / 0;

// Brings one element up to date. There is one timer for all, set for the first that can change.
const tick = (element) => {
  let wait;
  try {
    wait = element._update();
  } catch {} // one that is damaged stops no other
  const at = performance.now() + wait;
  if (at < due) {
    clearTimeout(timer);
    due = at;
    timer = setTimeout(run, wait);
  }
};

// It sleeps while nobody looks.
const run = () => {
  clearTimeout(timer);
  due = 1 / 0;
  if (!document.hidden) running.forEach(tick);
};
document.addEventListener("visibilitychange", run);

// A script that does not wait for the page meets elements without their content.
document.addEventListener("DOMContentLoaded", run);

const isPaused = (pause) => pause?.getAttribute("aria-pressed") == "true";

define("sw-countdown", class extends HTMLElement {
  constructor() {
    super();
    onPress(this, (pause) => {
      pause.setAttribute("aria-pressed", !isPaused(pause));
      tick(this);
    });
  }

  connectedCallback() {
    try {
      this._data = JSON.parse(this.dataset.swCountdown);
      // No page is read before it was made: a clock that says so is slow.
      this._slow ??= Math.max(0, this._data.n - Date.now()) || 0;
      this._at ??= `${standing(this._data, this._data.n / 1e3)}`; // as the server wrote it
    } catch {
      return; // somebody took it apart: the server's text stands
    }
    running.add(this);
    tick(this); // and no other, or n elements would cost n * n
  }

  disconnectedCallback() {
    running.delete(this);
  }

  // Brings the text up to date; returns the milliseconds until it can change, or nothing.
  _update() {
    const data = this._data, { b, c, u } = data, find = (selector) => this.querySelector(selector);
    const time = find("time"), label = find(".sw-countdown__label"), pause = find("button");
    if (!time || document.hidden || isPaused(pause)) return;
    const ms = Date.now() + this._slow, now = ms / 1e3;
    const stands = standing(data, now), at = `${stands}`, [state, start, end] = stands;
    const [say, lang = "", dir = ""] = [].concat(data.x[state]);
    const counts = count(data.z, u, start, c == 2 ? Math.max(start, now) : now);
    const boxed = b && !(state % 3) && texts(data, counts);
    const text = boxed || say.replace(/{duration}/g, () => words(data, counts));
    // Nothing is written before this line, and nothing fails after it.
    if (this._at != at) {
      Object.assign(time, { lang, dir, textContent: "", dateTime: new Date(start * 1e3).toISOString().replace(/\.\d+/, "") });
      if (label) label.hidden = state % 3;
      if (!lang) time.removeAttribute("lang"); // an empty one would mean an unknown language
      const news = state < 3 ? state && say : this._at[0] == 0 && [].concat(data.x[1])[0];
      if (this._awake && news) write(find("[role=status]"), news);
    }
    this._at = at;
    this._awake = 1;
    if (boxed) boxes(time, boxed);
    else write(time, text);
    if (pause) pause.hidden = false;
    if (state == 2) return;
    const step = u.includes("s")
      ? window.matchMedia?.("(prefers-reduced-motion)").matches ? 1e4 : 1e3
      : u.includes("i") ? 6e4 : 18e5;
    return state == 1 ? Math.min(end * 1e3 - ms, DAY * 1e3) : (start * 1e3 - ms) % step + (state ? step : 1);
  }
});
