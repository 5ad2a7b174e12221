"""Refresh a presentation that the atlas made: replace what changed, keep what people edited.

The deck is made again from its own record and compared part by part. A part whose facts are as they were is
left alone. A changed part is replaced at its place, unless somebody edited its text: then it stays and its
slide is marked. Slides and shapes that people added, and parts that they deleted, stay as they are.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from geo.briefings import Briefing
from geo.briefings.briefing_files import from_json
from geo.dataset.atlas_data import AtlasData
from geo.exports.documents.deck_parts import (
    FAULTS,
    FOOTER,
    HEADLINE,
    MAP,
    MARK,
    NOTES,
    DeckError,
    DeckPart,
    DeckRecord,
    content_of,
    digest_of,
    name_parts,
    notes_of,
    parts_of,
    place_of,
    read_record,
    record_xml,
    write_xml,
)
from geo.exports.documents.deck_theme import add_titled_slide, adopt_colours
from geo.exports.documents.document_text import Words
from geo.exports.documents.slide_elements import BAR, MARGIN, WHITE, WIDTH, paragraphs, words_box
from geo.exports.documents.stamp import Stamp, facts_shown, read_stamp

Remake = Callable[[Briefing, bool], bytes]
"""Makes a deck of a briefing from the current data, with or without appendix."""


@dataclass(frozen=True)
class SlideChange:
    """A marked slide: its number, its title, and its parts that were replaced and kept."""

    number: int
    title: str
    replaced: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class RefreshedDeck:
    """The new presentation, its marked slides, and the titles of slides taken out."""

    content: bytes
    changes: tuple[SlideChange, ...]
    removed: tuple[str, ...]


def refreshed(content: bytes, file: str, atlas: AtlasData, words: Words, remake: Remake) -> RefreshedDeck:
    """Return a presentation with the current facts; `file` names it in errors.

    `words` are in the language of the file.

    Raises
    ------
    DeckError, StampError, BriefingError
        It is not a presentation of the atlas, or is damaged; nothing is lost.
    """
    record, stamp = read_record(content, file), read_stamp(content, file)
    briefing = from_json(record.briefing, file)
    fresh = remake(briefing, record.appendix)
    try:
        deck = Presentation(BytesIO(content))
        return _Refresh(deck, record, fresh, words).result(briefing, atlas, stamp)
    except FAULTS as error:
        raise DeckError(file, "is damaged; open it in PowerPoint and save it again", "damaged") from error


class _Refresh:
    """One run over an old `deck` and the `fresh` one."""

    def __init__(self, deck: Any, record: DeckRecord, fresh: bytes, words: Words) -> None:
        self.deck, self.then, self.words = deck, record, words
        self.fresh, self.now = Presentation(BytesIO(fresh)), read_record(fresh, "fresh")
        self.stamp = read_stamp(fresh, "fresh")
        if record.has_theme:
            adopt_colours(self.fresh)
        self.fresh_slides = dict(_by_key(self.fresh))
        self.parts: dict[str, DeckPart] = dict(self.now.parts)

    def result(self, briefing: Briefing, atlas: AtlasData, stamp: Stamp) -> RefreshedDeck:
        """Change the deck and return it with what changed."""
        removed = tuple(self._remove_slides())
        changes = [change for slide in self.deck.slides if (change := self._slide(slide))]
        changes += self._add_slides()
        numbers = {id(slide._element): number for number, slide in enumerate(self.deck.slides, start=1)}
        numbered = [replace(change, number=numbers[change.number]) for change in changes]
        write_xml(self.deck, 1, _stamp_xml(self._stamp(briefing, atlas, stamp, changes)))
        record = replace(self.now, parts=self.parts, has_theme=self.then.has_theme)
        write_xml(self.deck, 2, record_xml(record))
        out = BytesIO()
        self.deck.save(out)
        return RefreshedDeck(
            out.getvalue(), tuple(sorted(numbered, key=lambda change: change.number)), removed
        )

    def _slide(self, slide: Any) -> SlideChange | None:
        """Refresh one slide; return what changed, its number being the identity of its element."""
        _remove_mark(slide)
        shapes_of, lists = parts_of(slide), {"replaced": list[str](), "kept": list[str]()}
        for key in dict.fromkeys(key for key, _ in shapes_of):
            for part in self._parts(key):
                if verdict := self._part(slide, key, part, shapes_of.get((key, part), [])):
                    lists[verdict].append(part)
        change = SlideChange(
            id(slide._element), _title(slide), *(tuple(lists[name]) for name in ("replaced", "kept"))
        )
        if not (change.replaced or change.kept):
            return None
        self._mark(slide, change)
        return change

    def _parts(self, key: str) -> tuple[str, ...]:
        names = (*self.then.parts, *self.now.parts)
        return tuple(
            dict.fromkeys(part for name in names for at, part in [tuple(name.split(" "))] if at == key)
        )

    def _part(self, slide: Any, key: str, part: str, shapes: list[Any]) -> str:
        """Refresh one part; return `replaced`, `kept`, or nothing if there is nothing to mark."""
        name = f"{key} {part}"
        then, now = self.then.parts.get(name), self.now.parts.get(name)
        if then and now and then.basis == now.basis:
            self.parts[name] = then
            return ""
        if now is None and not shapes:
            return ""
        content = digest_of(notes_of(slide)) if part == NOTES else content_of(shapes)
        if then and not shapes and part != NOTES:
            # Somebody deleted it.
            self.parts[name] = replace(then, basis=now.basis if now else then.basis)
            return ""
        if then and content != then.content:
            self.parts[name] = replace(then, basis=now.basis if now else then.basis)
            return "" if part == FOOTER else "kept"
        self._replace(slide, (key, part), shapes, then)
        return "" if part in {FOOTER, NOTES} else "replaced"

    def _replace(self, slide: Any, at: tuple[str, str], shapes: list[Any], then: DeckPart | None) -> None:
        source = self.fresh_slides.get(at[0])
        if at[1] == NOTES:
            slide.notes_slide.notes_text_frame.text = notes_of(source) if source else ""
            return
        if at[1] == HEADLINE and source is not None and slide.shapes.title is not None:
            _write_title(slide, _title(source))
            return
        new = parts_of(source).get(at, []) if source is not None else []
        if any(getattr(shape, "has_chart", False) for shape in shapes):
            _replace_charts(shapes, new)
            return
        moved = place_of(shapes) if then and place_of(shapes) != then.place else ()
        for shape in shapes:
            shape._element.getparent().remove(shape._element)
        copies = [_copied(shape, slide) for shape in new]
        if moved and len(copies) == 1:
            (shape,) = copies
            shape.height = (
                Emu(round(shape.height * moved[2] / shape.width)) if at[1] == MAP else shape.height
            )
            shape.left, shape.top, shape.width = (Emu(side) for side in moved)

    def _remove_slides(self) -> Iterator[str]:
        """Take out slides that the fresh deck no longer has, unless somebody edited them."""
        slides = self.deck.slides._sldIdLst
        for entry, slide in zip(list(slides), list(self.deck.slides), strict=True):
            shapes_of = parts_of(slide)
            keys = {key for key, _ in shapes_of}
            added = sum(map(len, shapes_of.values())) != len(slide.shapes)
            if not keys or added or keys & set(self.fresh_slides) or not keys <= self._known_keys():
                continue
            if all(
                (then := self.then.parts.get(f"{key} {part}")) and content_of(shapes) == then.content
                for (key, part), shapes in shapes_of.items()
            ):
                yield _title(slide)
                self.deck.part.drop_rel(entry.rId)
                slides.remove(entry)

    def _known_keys(self) -> set[str]:
        return {name.split(" ")[0] for name in self.then.parts}

    def _add_slides(self) -> Iterator[SlideChange]:
        """Add slides that the deck did not have, each after the one that it follows."""
        before = ""
        for key, source in self.fresh_slides.items():
            if key not in self._known_keys():
                slide = add_titled_slide(self.deck)
                _write_title(slide, _title(source))
                name_parts(slide, key, HEADLINE)
                for (_, part), shapes in parts_of(source).items():
                    if part != HEADLINE:
                        for shape in shapes:
                            _copied(shape, slide)
                _move_last_after(self.deck, before)
                change = SlideChange(id(slide._element), _title(slide), ("slide",), ())
                self._mark(slide, change)
                yield change
            before = key

    def _mark(self, slide: Any, change: SlideChange) -> None:
        """Add a box in the upper right corner that says what happened to a slide."""
        lines = [self.words("refresh.mark", date=self.words.date(self.stamp.made))]
        if change.kept:
            kept = ", ".join(self.words(f"deck_part.{part}") for part in change.kept)
            lines.append(self.words("refresh.mark_kept", parts=kept))
        wide = 3.6
        box = words_box(slide, (WIDTH - MARGIN - wide, 0.08, wide, 0.22 * len(lines)))
        paragraphs(box, lines, size=10, colour=WHITE, space=0)
        shape = slide.shapes[-1]
        shape.fill.solid()
        shape.fill.fore_color.rgb = BAR
        box.margin_left = box.margin_right = Inches(0.08)
        name_parts(slide, MARK, MARK)

    def _stamp(self, briefing: Briefing, atlas: AtlasData, old: Stamp, changes: list[SlideChange]) -> Stamp:
        """Return the stamp; the facts of a scene with kept text stay those that the text was made from."""
        facts = dict(self.stamp.facts)
        kept = {change.number for change in changes if change.kept}
        for slide in self.deck.slides:
            if id(slide._element) not in kept:
                continue
            for number, scene in enumerate(briefing.scenes, start=1):
                if any(key.split("-")[:2] == ["scene", str(number)] for key, _ in parts_of(slide)):
                    for fact in facts_shown((scene,), atlas):
                        facts[fact] = old.facts.get(fact, facts[fact])
        return replace(self.stamp, facts=facts)


def _stamp_xml(stamp: Stamp) -> str:
    return f'<stamp xmlns="urn:atlas:stamp">{stamp.to_text()}</stamp>'


def _by_key(deck: Any) -> Iterator[tuple[str, Any]]:
    for slide in deck.slides:
        yield from ((key, slide) for key in dict.fromkeys(key for key, _ in parts_of(slide)))


def _title(slide: Any) -> str:
    title = slide.shapes.title
    return str(title.text_frame.text) if title is not None else ""


def _write_title(slide: Any, text: str) -> None:
    """Write a title and keep the style of its first run."""
    title = slide.shapes.title
    if title is None:
        return
    runs = [run for paragraph in title.text_frame.paragraphs for run in paragraph.runs]
    if not runs:
        title.text_frame.text = text
        return
    runs[0].text = text
    for run in runs[1:]:
        run._r.getparent().remove(run._r)


def _copied(shape: Any, slide: Any) -> Any:
    """Copy a shape with its picture to a slide of another presentation."""
    element = copy.deepcopy(shape._element)
    slide.shapes._spTree.insert_element_before(element, "p:extLst")
    for blip in element.iter(qn("a:blip")):
        _, identifier = slide.part.get_or_add_image_part(BytesIO(shape.image.blob))
        blip.set(qn("r:embed"), identifier)
    return slide.shapes[-1]


def _replace_charts(shapes: list[Any], new: list[Any]) -> None:
    """Put new values into native charts and new text next to them."""
    for old, current in zip(shapes, new, strict=False):
        if getattr(old, "has_chart", False) and getattr(current, "has_chart", False):
            data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
            data.categories = list(current.chart.plots[0].categories)
            for series in current.chart.series:
                data.add_series(series.name, list(series.values))
            old.chart.replace_data(data)
            plot, other = old.chart.plots[0], current.chart.plots[0]
            if plot.overlap != other.overlap:
                # The values are arranged otherwise: side by side in a category, or one in each.
                plot.overlap, plot.gap_width = other.overlap, other.gap_width
        elif old.has_text_frame and current.has_text_frame:
            fresh = copy.deepcopy(current.text_frame._txBody)
            old.text_frame._txBody.getparent().replace(old.text_frame._txBody, fresh)


def _remove_mark(slide: Any) -> None:
    for (key, _), shapes in parts_of(slide).items():
        if key == MARK:
            for shape in shapes:
                shape._element.getparent().remove(shape._element)


def _move_last_after(deck: Any, key: str) -> None:
    """Move the last slide after the one with a key; it stays last without such a slide."""
    slides = deck.slides._sldIdLst
    keys: list[Mapping[tuple[str, str], Any]] = [parts_of(slide) for slide in deck.slides]
    at = [number for number, parts in enumerate(keys) if any(name == key for name, _ in parts)]
    if at:
        last = slides[-1]
        slides.remove(last)
        slides.insert(at[-1] + 1, last)
