// No requests, no storage, no globals.
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
})();
