// Drives Firefox over WebDriver BiDi: a line of JSON in, a line of JSON out, until the input ends.
// Arguments: the folder of puppeteer-core, Firefox, its preferences as JSON.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const [folder, executablePath, preferences] = process.argv.slice(2);
const puppeteer = createRequire(import.meta.url)(folder);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  extraPrefsFirefox: JSON.parse(preferences),
  timeout: 60_000,
  protocolTimeout: 30_000,
});
const page = await browser.newPage();
let heard = [];
page.on("console", (message) => heard.push(`${message.type()}: ${message.text()}`));
page.on("pageerror", (error) => heard.push(String(error)));
page.on("dialog", (dialog) => (heard.push(dialog.message()), dialog.dismiss()));

const run = (source, ...words) => page.evaluate(`(${source})(...${JSON.stringify(words)})`);
// Puppeteer's own way to click waits for a promise, which never comes in a page without scripts.
const place = `(selector) => {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}`;
// The part of Firefox that takes the click learns a little later that the page has scrolled.
const click = async (selector) => {
  let at, before;
  do {
    before = String(at);
    at = await run(place, selector);
    await sleep(100);
  } while (String(at) !== before);
  await page.mouse.click(...at);
};

const commands = {
  version: () => browser.version(),
  open: async (url) => { await page.goto(url); },
  path: () => new URL(page.url()).pathname,
  run,
  click,
  type: async (selector, text) => { await click(selector); await page.keyboard.type(text); },
  paste: async (selector) => {
    await click(selector);
    await page.keyboard.down("Control");
    await page.keyboard.press("v");
    await page.keyboard.up("Control");
  },
  picture: async (url, width) => {
    await page.setViewport({ width, height: 800 });
    await page.goto(url);
    return page.screenshot({ fullPage: true, encoding: "base64" });
  },
  console: () => { const all = heard; heard = []; return all; },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...words] = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[name](...words)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await browser.close();
