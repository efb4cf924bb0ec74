// No storage, no globals; no requests, but for a live count that a page asks for.
(() => {
  // Only buttons that the library made, and only web addresses: readers' comments may contain data- attributes too.
  const ITEM = ".sw-share__item", BUTTON = "button.sw-share__button[data-sw-action]";
  const contentOf = ({ swUrl, swTitle, swText }) => ({ url: swUrl, title: swTitle || undefined, text: swText || undefined });

  // Whether the browser can do what a button is for.
  const can = {
    __proto__: null, // or "constructor" would be an action
    copy: () => navigator.clipboard?.writeText,
    share: (data) => navigator.share && navigator.canShare?.(contentOf(data)),
  };
  const able = ({ dataset }) => {
    try {
      if (dataset.swAction == "print") return window.print;
      return /^https?:\/\/[^\s\0-\x1f\x7f]+$/i.test(dataset.swUrl) && can[dataset.swAction]?.(dataset);
    } catch {} // a browser's fault, or an extension's
  };

  // Says something for a few seconds; an address stays, so that it can be copied by hand.
  const say = (button, text, url) => {
    const status = button.parentNode.querySelector("[role=status]");
    if (!status) return;
    clearTimeout(status.swTimer);
    status.textContent = text;
    if (url) {
      const address = document.createElement("bdi");
      address.textContent = url;
      status.append(" ", address);
      getSelection()?.selectAllChildren(address);
    } else if (text) status.swTimer = setTimeout(say, 4000, button);
  };

  const scan = () => {
    for (const button of document.querySelectorAll(`${ITEM}[hidden] > ${BUTTON}`))
      button.parentNode.hidden = !able(button);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(`${ITEM} > ${BUTTON}`);
    if (!button || event.defaultPrevented || !able(button)) return;
    const data = button.dataset;
    event.preventDefault(); // if loaded twice
    say(button);
    try {
      if (data.swAction == "print") return print();
      if (data.swAction == "share") {
        try {
          return await navigator.share(contentOf(data));
        } catch (error) {
          if (error?.name == "AbortError") return; // the reader closed the sheet
        }
      }
      await navigator.clipboard.writeText(data.swUrl);
      say(button, data.swDone);
    } catch {
      say(button, data.swFailed, data.swUrl);
    }
  });

  document.addEventListener("sw:scan", scan); // for later widgets
  scan();

  const define = (name, element) => {
    const { customElements } = window;
    customElements && !customElements.get(name) && customElements.define(name, element);
  };

  // --- what widgets with numbers share
  // Functions that make text throw if the page's data are damaged, so that the server's text stays.
  const number = ({ g: [separator, from, size, sizes], d }, count, width) => {
    const digits = [...d || "0123456789"];
    if (!(count >= 0 && digits[9])) throw 0;
    let text = `${count}`.padStart(width, 0);
    if (!width && text.length >= from) {
      let head = text.slice(0, -size);
      for (text = text.slice(-size); head; head = head.slice(0, -Math.max(1, sizes))) text = head.slice(-sizes) + fill(separator) + text;
    }
    return text.replace(/\d/g, (digit) => digits[digit]);
  };

  const fill = (pattern, ...values) => {
    if (!pattern) throw 0;
    return pattern.replace(/{(\d)}/g, (_, i) => values[i]);
  };
  // The plural form of a count: the last two digits tell it, or that it is small, or a million.
  const form = (forms, p, count) => forms[p ? p[count < 200 ? count : count % 1e6 ? 100 + count % 100 : 200] : 0];

  const write = (node, text) => {
    if (node && node.textContent != text) node.textContent = text;
  };

  // --- countdown: the server's own steps, from the data it wrote. Times are seconds.
  const DAY = 86400;

  const offset = (zone, time) => {
    let i = 1;
    while (zone[i] <= time) i += 2;
    if (!(Math.abs(zone[i - 1]) < 2 * DAY)) throw 0;
    return zone[i - 1];
  };

  // Of a wall time that comes twice the first instant; one that is skipped moves on.
  const instant = (zone, wall) => {
    const before = offset(zone, wall - DAY), after = offset(zone, wall + DAY);
    return offset(zone, wall - before) == before || offset(zone, wall - after) != after ? wall - before : wall - after;
  };

  const wall = (zone, time) => {
    const seconds = time + offset(zone, time), day = Math.floor(seconds / DAY);
    return [day, seconds - day * DAY];
  };

  const monthOf = (day) => {
    const date = new Date(day * DAY * 1e3);
    return [(date.getUTCFullYear() - 2e3) * 12 + date.getUTCMonth(), date.getUTCDate()];
  };

  const count = (zone, units, anchor, now) => {
    const counts = {}, sign = now < anchor ? -1 : 1, has = (unit) => units.includes(unit);
    let [day, time] = wall(zone, anchor), [end, clock] = wall(zone, now), rest = now - anchor;
    if ((end - day) * sign > 0 && /[ymwd]/.test(units)) {
      if ((clock - time) * sign < 0) end -= sign;
      while ((rest = now - instant(zone, end * DAY + time)) * sign < 0) {
        if (end == day) {
          rest = now - anchor;
          break;
        }
        end -= sign;
      }
      if (has("y") || has("m")) {
        const [month, date] = monthOf(day), [endMonth, endDate] = monthOf(end);
        let months = Math.max(0, (endMonth - month) * sign - ((endDate - date) * sign < 0));
        if (!has("m")) months -= months % 12;
        const there = month + months * sign;
        day = Date.UTC(2e3, there, Math.min(date, new Date(Date.UTC(2e3, there + 1, 0)).getUTCDate())) / DAY / 1e3;
        if (has("y")) counts.y = Math.floor(months / 12), months %= 12;
        counts.m = months;
      }
      let days = (end - day) * sign;
      if (has("w")) counts.w = Math.floor(days / 7), days %= 7, day = end - days * sign;
      if (has("d")) counts.d = days;
      else if (days) rest = now - instant(zone, day * DAY + time);
    }
    rest = Math.floor(rest * sign);
    [["h", 3600], ["i", 60], ["s", 1]].forEach(([unit, size]) => {
      if (has(unit)) counts[unit] = Math.floor(rest / size), rest %= size;
    });
    return counts;
  };

  const words = (data, counts) => {
    const units = [...data.u], has = (unit) => counts[unit];
    const word = (unit) => fill(form(data.w[unit], data.p, counts[unit] ?? 0), number(data, counts[unit] ?? 0));
    let shown = data.s ? units.filter((unit) => has(unit) && !"his".includes(unit)) : units;
    if (!data.s) {
      const begin = units.findIndex(has);
      shown = shown.slice(begin, data.k && begin + data.k).filter(has);
    }
    const parts = shown.map(word), clock = units.filter((unit) => data.s && "his".includes(unit));
    if (clock[0]) parts.push(clock.map((unit, i) => number(data, counts[unit] ?? 0, i ? 2 : 1)).join(fill(data.s)));
    if (!parts[0]) parts.push(word(units.pop()));
    const [two, start, middle, end] = data.l;
    return parts.reduceRight((text, part, i) => fill(i ? i < parts.length - 2 ? middle : end : parts[2] ? start : two, part, text));
  };

  const texts = (data, counts) => [...data.u].map((unit) => {
    const count = counts[unit] ?? 0;
    return [number(data, count), fill(form(data.w[unit], data.p, count))];
  });

  const boxes = (time, texts) => texts.forEach((pair, i) => {
    const box = time.children[i] || time.appendChild(document.createElement("span"));
    ["number", "unit"].forEach((name, j) => {
      if (!box.children[j]) {
        box.className = "sw-countdown__box";
        if (j) box.append(" ");
        box.appendChild(document.createElement("span")).className = "sw-countdown__" + name;
      }
      write(box.children[j], pair[j]);
    });
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
      wait = element.update();
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
  if (document.readyState == "loading") document.addEventListener("DOMContentLoaded", () => (scan(), run()));

  define("sw-countdown", class extends HTMLElement {
    connectedCallback() {
      try {
        this.data = JSON.parse(this.dataset.swCountdown);
        // No page is read before it was made: a clock that says so is slow.
        this.slow ??= Math.max(0, this.data.n - Date.now()) || 0;
        this.at ??= `${standing(this.data, this.data.n / 1e3)}`; // as the server wrote it
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
    update() {
      const { data } = this, { b, c, u } = data, find = (selector) => this.querySelector(selector);
      const time = find("time"), label = find(".sw-countdown__label"), pause = find("[data-sw-action=pause]");
      const paused = () => pause.getAttribute("aria-pressed") == "true";
      if (!time || document.hidden || pause && paused()) return;
      const ms = Date.now() + this.slow, now = ms / 1e3;
      const stands = standing(data, now), at = `${stands}`, [state, start, end] = stands;
      const [say, lang = "", dir = ""] = [].concat(data.x[state]);
      const counts = count(data.z, u, start, c == 2 ? Math.max(start, now) : now);
      const boxed = b && state % 3 == 0 && texts(data, counts);
      const text = boxed || say.replace(/{duration}/g, () => words(data, counts));
      // Nothing is written before this line, and nothing fails after it.
      if (this.at != at) {
        Object.assign(time, { lang, dir, textContent: "", dateTime: new Date(start * 1e3).toISOString().replace(/\.\d+/, "") });
        if (label) label.hidden = state == 1 || state == 2;
        if (!lang) time.removeAttribute("lang"); // an empty one would mean an unknown language
        const news = state < 3 ? state && say : this.at[0] == 0 && [].concat(data.x[1])[0];
        if (this.awake && news) write(find("[role=status]"), news);
      }
      this.at = at;
      this.awake = 1;
      if (boxed) boxes(time, boxed);
      else write(time, text);
      if (pause && !pause.onclick) {
        pause.hidden = false;
        pause.onclick = () => {
          pause.setAttribute("aria-pressed", !paused());
          tick(this);
        };
      }
      if (state == 2) return;
      const calm = window.matchMedia?.("(prefers-reduced-motion:reduce)").matches;
      const step = u.includes("s") ? calm ? 1e4 : 1e3 : u.includes("i") ? 6e4 : 18e5;
      return state == 1 ? Math.min(end * 1e3 - ms, DAY * 1e3) : (start * 1e3 - ms) % step + (state ? step : 1);
    }
  });

  // --- end of countdown

  // --- progress: asks for the count, ever more seldom while nothing changes, and never while nobody looks.
  const SOON = 3e4, LATE = 6e5, MINUTE = 6e4;

  // A request that takes longer than ten seconds is given up, by browsers without AbortSignal.timeout too.
  const patience = () => {
    if (window.AbortSignal?.timeout) return AbortSignal.timeout(1e4);
    const controller = window.AbortController && new AbortController();
    if (controller) setTimeout(() => controller.abort(), 1e4);
    return controller?.signal;
  };

  define("sw-progress", class extends HTMLElement {
    connectedCallback() {
      try {
        this.data = JSON.parse(this.dataset.swProgress);
        if (typeof this.data.u != "string") return;
      } catch {
        return; // no live count, or somebody took it apart: the server's text stands
      }
      this.wait ??= SOON;
      this.onVisible = () => this.sleep();
      document.addEventListener("visibilitychange", this.onVisible);
      this.sleep();
    }

    disconnectedCallback() {
      document.removeEventListener("visibilitychange", this.onVisible);
      clearTimeout(this.timer);
    }

    sleep() {
      clearTimeout(this.timer);
      this.due ??= Date.now() + this.wait * (.8 + Math.random() * .4); // not all readers at once
      if (!document.hidden && !this.asking) this.timer = setTimeout(() => this.ask(), this.due - Date.now());
    }

    async ask() {
      const before = this.signed;
      this.asking = 1; // whoever looks away and back, or moves the element, does not ask twice
      try {
        const response = await fetch(this.data.u, { credentials: "omit", signal: patience() });
        this.signed = (await response.json()).signed;
        if (!response.ok || !(Number.isSafeInteger(this.signed) && this.signed >= 0)) throw 0;
        this.show();
        this.wait = before == this.signed ? Math.min(LATE, this.wait * 1.5) : SOON;
      } catch {
        this.signed = before;
        this.wait = Math.min(LATE, this.wait * 2);
      }
      this.asking = this.due = undefined;
      if (this.isConnected) this.sleep();
    }

    // The server's own steps, see PetitionProgress.render.
    show() {
      const { data, signed } = this, { s = [], r, c } = data, find = (selector) => this.querySelector(selector);
      const digits = number(data, signed), text = signed ? fill(form(data.f, data.p, signed), digits) : data.z;
      const [goal, step] = s.find(([goal]) => goal > signed) || r || s[s.length - 1] || [];
      const sentence = find(".sw-progress__signed"), bar = find("progress");
      const percent = Math.min(100, Math.floor(signed * 100 / goal));
      const share = bar && [fill(step), fill(c, number(data, percent))];
      fill(text);
      // Nothing is written before this line, and nothing fails after it.
      this.announced ??= sentence?.textContent; // the page has said it
      if (sentence && sentence.textContent != text) {
        const [before, after] = signed ? text.split(digits) : [text];
        sentence.textContent = before;
        if (after != undefined) {
          const strong = document.createElement("strong");
          strong.className = "sw-progress__number";
          strong.textContent = digits;
          sentence.append(strong, after);
        }
      }
      if (bar) {
        write(find(".sw-progress__goal"), share[0]);
        bar.value = percent;
        write(bar, share[1]);
      }
      for (const step of this.querySelectorAll("[data-sw-at]")) step.hidden = !(signed >= parseFloat(step.dataset.swAt));
      const now = Date.now();
      if (text != this.announced && !(now - this.announcedAt < MINUTE)) {
        write(find("[role=status]"), this.announced = text);
        this.announcedAt = now;
      }
    }
  });

  // --- end of progress
})();
