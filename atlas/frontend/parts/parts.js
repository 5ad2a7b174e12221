// A part of a page in a frame of its own: what the server says arrives here, `Parts[name]` draws it.
(function (Parts) {
  "use strict";

  const tell = (type, value = {}) => window.parent.postMessage({ isStreamlitMessage: true, type: `streamlit:${type}`, ...value }, "*");

  Parts.height = (pixels) => tell("setFrameHeight", { height: Math.ceil(pixels) });
  Parts.send = (value) => tell("setComponentValue", { value, dataType: "json" });

  function theme({ backgroundColor, secondaryBackgroundColor, textColor, primaryColor, font }) {
    const style = document.documentElement.style;
    const values = { "--paper": backgroundColor, "--second": secondaryBackgroundColor, "--ink": textColor, "--accent": primaryColor, "--font": font };
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
    if (key === "Escape") window.frameElement?.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));
  });
  window.addEventListener("load", () => tell("componentReady", { apiVersion: 1 }));
})((window.Parts = window.Parts || {}));
