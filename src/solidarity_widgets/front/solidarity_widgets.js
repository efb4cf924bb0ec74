// No storage, no globals; no requests, but for a live count that a page asks for.
(() => {
  // What to call, if the browser can.
  const actions = {
    copy: ({ swUrl }) => isSecureContext && navigator.clipboard?.writeText?.bind(navigator.clipboard, swUrl),
    share: ({ swUrl, swTitle, swText }) => {
      const content = { url: swUrl, title: swTitle || undefined, text: swText || undefined };
      return navigator.canShare?.(content) && navigator.share?.bind(navigator, content);
    },
    print: () => window.print,
  };
  const actionOf = (button) => actions[button?.dataset.swAction]?.(button.dataset);

  const say = (button, text) => {
    const status = button.parentNode.querySelector("[role=status]");
    if (!status) return;
    status.textContent = text;
    clearTimeout(status.swTimer);
    if (text) status.swTimer = setTimeout(say, 4000, button);
  };

  const scan = () => {
    for (const button of document.querySelectorAll("[hidden] > [data-sw-action]"))
      button.parentNode.hidden = !actionOf(button);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-sw-action]");
    const action = actionOf(button);
    if (!action || event.defaultPrevented) return;
    event.preventDefault(); // if loaded twice
    say(button);
    try {
      await action();
      say(button, button.dataset.swDone);
    } catch (error) {
      if (error.name != "AbortError") say(button, button.dataset.swFailed);
    }
  });

  document.addEventListener("sw:scan", scan); // for later widgets
  scan();

  // --- what widgets with numbers share
  const number = ({ g: [separator, from, size, sizes], d }, count, width) => {
    let text = `${count}`.padStart(width, 0);
    if (!width && text.length >= from) {
      let head = text.slice(0, -size);
      for (text = text.slice(-size); head; head = head.slice(0, -sizes)) text = head.slice(-sizes) + separator + text;
    }
    return d ? text.replace(/\d/g, (digit) => [...d][digit]) : text;
  };

  const fill = (pattern, ...values) => pattern.replace(/{(\d)}/g, (_, i) => values[i]);
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
    const word = (unit) => fill(form(data.w[unit], data.p, counts[unit] || 0), number(data, counts[unit] || 0));
    let shown = data.s ? units.filter((unit) => has(unit) && !"his".includes(unit)) : units;
    if (!data.s) {
      const begin = units.findIndex(has);
      shown = shown.slice(begin, data.k && begin + data.k).filter(has);
    }
    const parts = shown.map(word), clock = units.filter((unit) => data.s && "his".includes(unit));
    if (clock[0]) parts.push(clock.map((unit, i) => number(data, counts[unit] || 0, i ? 2 : 1)).join(data.s));
    if (!parts[0]) parts.push(word(units.pop()));
    const [two, start, middle, end] = data.l;
    return parts.reduceRight((text, part, i) => fill(i ? i < parts.length - 2 ? middle : end : parts[2] ? start : two, part, text));
  };

  const boxes = (time, data, counts) => {
    [...data.u].forEach((unit, i) => {
      const box = time.children[i] || time.appendChild(document.createElement("span"));
      ["number", "unit"].forEach((name, j) => {
        if (!box.children[j]) {
          box.className = "sw-countdown__box";
          if (j) box.append(" ");
          box.appendChild(document.createElement("span")).className = "sw-countdown__" + name;
        }
        write(box.children[j], j ? form(data.w[unit], data.p, counts[unit] || 0) : number(data, counts[unit] || 0));
      });
    });
  };

  // Where a countdown stands: before, under way, over, counting up; and its moment's start and end.
  const standing = ({ t, c }, now) => {
    const [start, end] = t.find(([, end]) => end > now) || t[t.length - 1];
    return [c == 2 ? 3 : now < start ? 0 : now < end ? 1 : c ? 3 : 2, start, end];
  };

  const running = new Set();
  let timer;

  // One timer for all; it sleeps while nobody looks.
  const run = () => {
    clearTimeout(timer);
    const wait = Math.min(...[...running].map((element) => element.update()));
    if (!document.hidden && wait < 1 / 0) timer = setTimeout(run, wait);
  };
  document.addEventListener("visibilitychange", run);

  customElements.get("sw-countdown") || customElements.define("sw-countdown", class extends HTMLElement {
    connectedCallback() {
      try {
        this.data = JSON.parse(this.dataset.swCountdown);
      } catch {
        return; // somebody took it apart: the server's text stands
      }
      // No page is read before it was made: a clock that says so is slow.
      this.slow ??= Math.max(0, this.data.n - Date.now());
      this.at ??= `${standing(this.data, this.data.n / 1e3)}`; // as the server wrote it
      this.pause = this.querySelector("[data-sw-action=pause]");
      if (this.pause) {
        this.pause.hidden = false;
        this.pause.onclick = () => {
          this.pause.ariaPressed = this.pause.ariaPressed != "true";
          run();
        };
      }
      running.add(this);
      run();
    }

    disconnectedCallback() {
      running.delete(this);
    }

    // Brings the text up to date; returns the milliseconds until it can change.
    update() {
      const { data, pause } = this, { c, u } = data;
      const time = this.querySelector("time"), label = this.querySelector(".sw-countdown__label");
      if (!time || document.hidden || pause?.ariaPressed == "true") return 1 / 0;
      const ms = Date.now() + this.slow, now = ms / 1e3;
      const stands = standing(data, now), at = `${stands}`, [state, start, end] = stands;
      const [say, lang = "", dir = ""] = [].concat(data.x[state]);
      if (this.at != at) {
        Object.assign(time, { lang, dir, textContent: "", dateTime: new Date(start * 1e3).toISOString().replace(/\.\d+/, "") });
        if (label) label.hidden = state == 1 || state == 2;
        if (!lang) time.removeAttribute("lang"); // an empty one would mean an unknown language
        const news = state < 3 ? state && say : this.at[0] == 0 && [].concat(data.x[1])[0];
        if (this.awake && news) write(this.querySelector("[role=status]"), news);
      }
      this.at = at;
      this.awake = 1;
      const counts = count(data.z, u, start, c == 2 ? Math.max(start, now) : now);
      if (data.b && state % 3 == 0) boxes(time, data, counts);
      else write(time, say.replace(/{duration}/g, () => words(data, counts)));
      const calm = matchMedia("(prefers-reduced-motion:reduce)").matches;
      const step = u.includes("s") ? calm ? 1e4 : 1e3 : u.includes("i") ? 6e4 : 18e5;
      if (state == 2) return 1 / 0;
      return state == 1 ? Math.min(end * 1e3 - ms, DAY * 1e3) : (start * 1e3 - ms) % step + (state ? step : 1);
    }
  });

  // --- end of countdown

  // --- progress: asks for the count, ever more seldom while nothing changes, and never while nobody looks.
  const SOON = 3e4, LATE = 6e5, MINUTE = 6e4;

  customElements.get("sw-progress") || customElements.define("sw-progress", class extends HTMLElement {
    connectedCallback() {
      try {
        this.data = JSON.parse(this.dataset.swProgress);
      } catch {
        return; // no live count, or somebody took it apart: the server's text stands
      }
      this.wait ??= SOON;
      this.said ??= this.querySelector(".sw-progress__signed")?.textContent; // told by the page itself
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
        const response = await fetch(this.data.u, { credentials: "omit", signal: AbortSignal.timeout(1e4) });
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
      const text = signed ? fill(form(data.f, data.p, signed), number(data, signed)) : data.z;
      const [goal, said] = s.find(([goal]) => goal > signed) || r || s[s.length - 1] || [];
      const bar = find("progress"), percent = Math.min(100, Math.floor(signed * 100 / goal));
      write(find(".sw-progress__signed"), text);
      if (bar) {
        write(find(".sw-progress__goal"), said);
        bar.value = percent;
        write(bar, fill(c, number(data, percent)));
      }
      for (const step of this.querySelectorAll("[data-sw-at]")) step.hidden = signed < step.dataset.swAt;
      const now = Date.now();
      if (text != this.said && !(now - this.told < MINUTE)) {
        write(find("[role=status]"), this.said = text);
        this.told = now;
      }
    }
  });

  // --- end of progress
})();
