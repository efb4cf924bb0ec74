// What all parts of the script need.

const define = (name, element) => {
  const elements = window.customElements;
  elements?.get(name) || elements?.define(name, element);
};

const make = (name, className, textContent) => Object.assign(document.createElement(name), { className, textContent });

// Listens for clicks on a widget's button. Each widget listens for itself, so it does not matter when the script runs
// or how the widget came into the page.
const onPress = (element, press) =>
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && !event.defaultPrevented) press(button);
  });

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
