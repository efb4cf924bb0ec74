// <sw-progress>: asks for the count, ever more seldom while nothing changes, and never while nobody looks.

const SOON = 3e4, LATE = 6e5, MINUTE = 6e4;

define("sw-progress", class extends HTMLElement {
  connectedCallback() {
    try {
      this._data = JSON.parse(this.dataset.swProgress);
      if (typeof this._data.u != "string") return;
    } catch {
      return; // no live count, or somebody took it apart: the server's text stands
    }
    this._wait ??= SOON;
    document.addEventListener("visibilitychange", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this);
    clearTimeout(this._timer);
  }

  // Sleeps until the next question, or while nobody looks. It also listens for "visibilitychange".
  handleEvent() {
    clearTimeout(this._timer);
    this._due ??= Date.now() + Math.min(LATE, this._wait) * (.8 + Math.random() * .4); // not all readers at once
    if (!document.hidden && !this._asking) this._timer = setTimeout(() => this._ask(), this._due - Date.now());
  }

  async _ask() {
    this._asking = 1; // whoever looks away and back, or moves the element, does not ask twice
    try {
      // A request that takes longer than ten seconds is given up.
      const controller = window.AbortController && new AbortController();
      setTimeout(() => controller?.abort(), 1e4);
      const response = await fetch(this._data.u, { credentials: "omit", signal: controller?.signal });
      const { signed } = await response.json();
      if (!response.ok || !Number.isSafeInteger(signed)) throw 0;
      this._show(signed);
      this._wait = signed == this._signed ? this._wait * 1.5 : SOON;
      this._signed = signed;
    } catch {
      this._wait *= 2;
    }
    this._asking = this._due = null;
    if (this.isConnected) this.handleEvent();
  }

  // The server's own steps, see PetitionProgress.render.
  _show(signed) {
    const data = this._data, { s = [], r, c } = data, find = (selector) => this.querySelector(selector);
    const digits = number(data, signed), text = signed ? fill(form(data.f, data.p, signed), digits) : data.z;
    const [goal, step] = s.find(([goal]) => goal > signed) || r || s[s.length - 1] || [];
    const sentence = find(".sw-progress__signed"), bar = find("progress");
    const percent = Math.min(100, Math.floor(signed * 100 / goal));
    const share = bar && [fill(step), fill(c, number(data, percent))];
    fill(text);
    // Nothing is written before this line, and nothing fails after it.
    this._announced ??= sentence?.textContent; // the page has said it
    if (sentence && sentence.textContent != text) {
      const [before, after] = text.split(digits);
      sentence.textContent = before;
      if (after != undefined) sentence.append(make("strong", "sw-progress__number", digits), after);
    }
    if (bar) {
      write(find(".sw-progress__goal"), share[0]);
      bar.value = percent;
      write(bar, share[1]);
    }
    for (const step of this.querySelectorAll("[data-sw-at]")) step.hidden = !(signed >= parseFloat(step.dataset.swAt));
    const now = Date.now();
    if (text != this._announced && !(now - this._announcedAt < MINUTE)) {
      write(find("[role=status]"), this._announced = text);
      this._announcedAt = now;
    }
  }
});
