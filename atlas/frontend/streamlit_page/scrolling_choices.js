// Choices in one scrolling line, as on a phone: keep the chosen one in view and mark the ends with more.
(function () {
  "use strict";

  const CHOSEN = '[aria-checked="true"]';
  // Chapters of programmes, or questions of planning: no page has both.
  const boxes = ["st-key-chapter", "st-key-plan_question"].map((name) =>
    document.getElementsByClassName(name)
  );
  /** @type {HTMLElement | null} */
  let row = null;
  /** @type {Element | null} */
  let shown = null;
  /** @type {number | null} */
  let goal = null; // the target of the current scrolling

  // Mark for the style sheet the ends that have more choices.
  function mark() {
    if (!row) return;
    const { scrollLeft, scrollWidth, clientWidth } = row, ends = [];
    if (scrollLeft > 1) ends.push("before");
    if (scrollLeft + clientWidth < scrollWidth - 1) ends.push("after");
    if (row.dataset.more !== ends.join(" ")) row.dataset.more = ends.join(" ");
  }

  /** @param {Element} choice */
  function show(choice) {
    if (!row) return;
    const room = row.getBoundingClientRect(), { left, width } = choice.getBoundingClientRect();
    row.scrollBy({ left: left + width / 2 - room.left - room.width / 2, behavior: "instant" });
  }

  const sizeWatch = new ResizeObserver(() => {
    if (shown?.isConnected) show(shown);
    mark();
  });

  /** @param {HTMLElement | null} newRow */
  function watchRow(newRow) {
    sizeWatch.disconnect();
    row = newRow;
    shown = null;
    if (!row) return;
    row.addEventListener("scroll", mark, { passive: true });
    for (const end of ["scrollend", "pointerdown"]) {
      row.addEventListener(end, () => {
        goal = null;
      }, { passive: true });
    }
    sizeWatch.observe(row);
  }

  new MutationObserver(() => {
    /** @type {HTMLElement | null} */
    const current = boxes.find((box) => box.length)?.[0].querySelector('[role="radiogroup"]') ?? null;
    if (current !== row) watchRow(current);
    const chosen = row?.querySelector(CHOSEN);
    if (!chosen || chosen === shown) return;
    shown = chosen;
    show(chosen);
    mark();
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-checked"],
  });

  // Only for keys: moving the row between press and release would lose a touch.
  document.addEventListener("focusin", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (row?.contains(target) && target.matches(":focus-visible")) show(target);
  });

  // The arrows are outside the row, because keys and screen readers do not need them.
  document.addEventListener("click", ({ target, clientX }) => {
    if (!row || target !== row.parentElement) return;
    const { left, width } = row.getBoundingClientRect();
    const step = (clientX > left + width / 2 ? 0.7 : -0.7) * width;
    goal = Math.max(0, Math.min((goal ?? row.scrollLeft) + step, row.scrollWidth - width));
    row.scrollTo({ left: goal });
  });
})();
