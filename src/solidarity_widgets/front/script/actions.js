// <sw-action>: a button that copies the page's address, opens the device's share sheet, or prints.

const contentOf = ({ swUrl: url, swTitle: title, swText: text }) => ({ url, title, text });

// Whether the browser can do what a button is for.
const able = (data) => {
  const action = data.swAction;
  try {
    if (action == "print") return window.print;
    if (!/^https?:\/\/[^\s\0-\x1f\x7f]+$/i.test(data.swUrl)) return;
    if (action == "copy") return navigator.clipboard?.writeText;
    if (action == "share") return navigator.share && navigator.canShare?.(contentOf(data));
  } catch {} // a browser's fault, or an extension's
};

// Says something for a few seconds; an address stays, so that it can be copied by hand.
const say = (action, text, url) => {
  const status = action.querySelector("[role=status]");
  if (!status) return;
  clearTimeout(status._timer);
  status.textContent = text;
  if (url) {
    const address = make("bdi", "", url);
    status.append(" ", address);
    getSelection()?.selectAllChildren(address);
  } else if (text) status._timer = setTimeout(say, 4000, action);
};

const act = async (action) => {
  const data = action.dataset;
  say(action);
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
    say(action, data.swDone);
  } catch {
    say(action, data.swFailed, data.swUrl);
  }
};

define("sw-action", class extends HTMLElement {
  constructor() {
    super();
    onPress(this, () => able(this.dataset) && act(this));
  }

  // Everything that is needed is in the attributes: the parser may not have reached the button yet.
  connectedCallback() {
    const item = this.parentNode;
    if (item.matches?.(".sw-share__item")) item.hidden = !able(this.dataset);
  }
});
