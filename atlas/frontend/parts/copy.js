// A button that puts a text on the clipboard, also where the browser keeps its clipboard for secure pages.
(function (Parts) {
  "use strict";

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
    button.addEventListener("click", async () => { said.textContent = (await copied(text)) ? `✓ ${done}` : failed; });
    box.replaceChildren(button, said);
    Parts.height(box.scrollHeight + 6);
  };
})((window.Parts = window.Parts || {}));
