// <sw-progress>: asks for the count, ever more seldom while nothing changes, and never while nobody looks.

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
    if (text != this.announced && !(now - this.announcedAt < MINUTE)) {
      write(find("[role=status]"), this.announced = text);
      this.announcedAt = now;
    }
  }
});
