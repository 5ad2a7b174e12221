// The small frames: receive messages from the server, which `Parts[name]` draws.
(function (Parts) {
  "use strict";

  /**
   * @param {string} type
   * @param {object} value
   */
  const tell = (type, value = {}) =>
    window.parent.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...value }, "*");

  Parts.height = (pixels) => tell("setFrameHeight", { height: Math.ceil(pixels) });
  Parts.send = (value) => tell("setComponentValue", { value, dataType: "json" });

  /** @param {Record<string, string>} theme */
  function setTheme({ backgroundColor, secondaryBackgroundColor, textColor, primaryColor, font }) {
    const values = {
      "--paper": backgroundColor,
      "--second": secondaryBackgroundColor,
      "--ink": textColor,
      "--accent": primaryColor,
      "--font": font,
    };
    for (const [name, value] of Object.entries(values)) {
      if (value) document.documentElement.style.setProperty(name, value);
    }
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.type !== "streamlit:render") return;
    if (data.theme) setTheme(data.theme);
    document.documentElement.lang = window.parent.document.documentElement.lang;
    const name = /** @type {"copy" | "view" | "drafts"} */ (data.args.part);
    Parts[name]?.(/** @type {HTMLElement} */ (document.getElementById("part")), data.args);
  });
  // Keys pressed in a frame do not reach the page, so forward Escape, which closes the dialog.
  window.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const outside = new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true });
    window.frameElement?.dispatchEvent(outside);
  });
  window.addEventListener("load", () => tell("componentReady", { apiVersion: 1 }));

  /** Put a text on the clipboard by selecting it. @param {string} text */
  function copiedBySelection(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("aria-hidden", "true");
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  }

  /** @param {string} text */
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedBySelection(text);
    }
  }

  // A button that copies a text, also where the browser restricts the clipboard to secure pages.
  Parts.copy = function (box, { text, label, done, failed }) {
    const button = document.createElement("button"), outcome = document.createElement("span");
    button.type = "button";
    button.textContent = label;
    outcome.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      outcome.textContent = (await copied(text)) ? `✓ ${done}` : failed;
    });
    box.replaceChildren(button, outcome);
    Parts.height(box.scrollHeight + 6);
  };

  let lastSent = "";

  // Send the view of the map to the server, because the browser writes it to the URL without a request.
  Parts.view = function (_box, { again }) {
    Parts.height(0);
    window.frameElement?.setAttribute("tabindex", "-1"); // the frame has no controls
    const view = { at: new URLSearchParams(window.parent.location.search).get("at") || "", again };
    const text = JSON.stringify(view);
    if (text === lastSent) return;
    lastSent = text;
    Parts.send(view);
  };
})(window.Parts ??= /** @type {SmallFrames} */ ({}));
