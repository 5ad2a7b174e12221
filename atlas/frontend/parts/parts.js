// The small frames: what the server says arrives here, `Parts[name]` draws it.
(function (Parts) {
  "use strict";

  const tell = (type, value = {}) =>
    window.parent.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...value }, "*");

  Parts.height = (pixels) => tell("setFrameHeight", { height: Math.ceil(pixels) });
  Parts.send = (value) => tell("setComponentValue", { value, dataType: "json" });

  function theme({ backgroundColor, secondaryBackgroundColor, textColor, primaryColor, font }) {
    const style = document.documentElement.style;
    const values = {
      "--paper": backgroundColor,
      "--second": secondaryBackgroundColor,
      "--ink": textColor,
      "--accent": primaryColor,
      "--font": font,
    };
    for (const [name, value] of Object.entries(values)) if (value) style.setProperty(name, value);
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.type !== "streamlit:render") return;
    if (data.theme) theme(data.theme);
    document.documentElement.lang = window.parent.document.documentElement.lang;
    Parts[data.args.part]?.(document.getElementById("part"), data.args);
  });
  // A key pressed in here is not heard outside: Escape closes the dialog that a part stands in.
  window.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      window.frameElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }),
      );
    }
  });
  window.addEventListener("load", () => tell("componentReady", { apiVersion: 1 }));

  // A button that puts a text on the clipboard, also where the browser keeps its clipboard for secure pages.

  function selected(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("aria-hidden", "true");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return selected(text);
    }
  }

  Parts.copy = function (box, { text, label, done, failed }) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.textContent = label;
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      said.textContent = (await copied(text)) ? `✓ ${done}` : failed;
    });
    box.replaceChildren(button, said);
    Parts.height(box.scrollHeight + 6);
  };

  // Tells the server which view the map has: the browser writes it into its address without asking anyone.

  let told = null;

  Parts.view = function (_box, { again }) {
    Parts.height(0);
    window.frameElement?.setAttribute("tabindex", "-1"); // nothing to be reached
    const now = { at: new URLSearchParams(window.parent.location.search).get("at") || "", again };
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    Parts.send(now);
  };
})(window.Parts = window.Parts || {});
