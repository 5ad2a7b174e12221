"""Find layout errors in a page: functions for a browser."""

SIDEWAYS = """() => [document.documentElement, document.querySelector(".stMain")]
    .filter((one) => one.scrollWidth > one.clientWidth).length"""

CUT = """() => [...document.querySelectorAll(".stMain *")].filter((one) => {
    if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (one.matches("input") || one.closest("canvas, svg, [class*=st-key-unseen]")) return false;
    const style = getComputedStyle(one), isCut = ["hidden", "clip"].includes(style.overflowX);
    return isCut && one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 2 && one.textContent.trim();
}).map((one) => `${one.dataset.testid ?? one.className}: ${one.textContent.slice(0, 60)}`)"""

SMALL = """() => {
    const LEAST = 43.5;
    const FRAME = "label, [data-testid=stMultiSelectTagsContainer]";
    const APART = "[data-testid=stSkipToContent], .atlas-places, [inert]";
    const isThere = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && !one.closest(APART) && one.getBoundingClientRect().right > 0;
    // What is around a symbol belongs to it.
    const more = (one, sides) => {
        const around = getComputedStyle(one, "::after");
        if (around.content === "none" || around.position !== "absolute") return 0;
        return sides.reduce((sum, side) => sum - Math.min(0, parseFloat(around[side]) || 0), 0);
    };
    const isSmall = (one) => {
        const frames = [one, one.closest(FRAME), one.closest(FRAME)?.parentElement].filter(Boolean);
        const boxes = frames.map((frame) => frame.getBoundingClientRect());
        const width = Math.max(...boxes.map((box) => box.width)) + more(one, ["left", "right"]);
        const height = Math.max(...boxes.map((box) => box.height)) + more(one, ["top", "bottom"]);
        return width < LEAST || height < LEAST;
    };
    return [...document.querySelectorAll("a[href], button, input, select, summary, textarea, .atlas-site")]
        .filter((one) => isThere(one) && isSmall(one))
        .map((one) => [one.dataset.testid ?? one.className, one.ariaLabel ?? one.textContent].join(": "));
}"""

OUT_OF_REACH = """(root) => [...document.querySelector(root).querySelectorAll(
    "a[href], button, input, select, textarea, summary, [role=radio], h2, h3, p")]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && one.getClientRects().length && !one.closest("[class*=st-key-unseen], .atlas-places, [inert]"))
    .filter((one) => {
        one.scrollIntoView({ block: "center" });
        const { left, right, top, bottom, height } = one.getBoundingClientRect();
        const isBelow = bottom > innerHeight + 1 && height < innerHeight;
        return left < -1 || right > innerWidth + 1 || top < -1 || isBelow;
    }).map((one) => `${one.tagName}: ${one.ariaLabel ?? one.textContent}`)"""

COVERED = """([over, under]) => [...document.querySelectorAll(under)].filter((one) => {
    const box = one.getBoundingClientRect();
    return [...document.querySelectorAll(over)].some((other) => {
        const { left, right, top, bottom } = other.getBoundingClientRect();
        return left < box.right - 1 && right > box.left + 1 && top < box.bottom - 1 && bottom > box.top + 1;
    });
}).map((one) => one.textContent.slice(0, 60))"""

AROUND = """(one) => {
    const REACH = 21;
    const { left, top, width, height } = one.getBoundingClientRect();
    return [[-REACH, 0], [REACH, 0], [0, -REACH], [0, REACH]].filter(([x, y]) =>
        !one.contains(document.elementFromPoint(left + width / 2 + x, top + height / 2 + y)));
}"""
