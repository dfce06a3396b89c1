"""Puts a tag's content into its layout: texts shrink, then wrap, then are refused; codes get whole printer dots.

Nothing is ever cut off. Knows no record and no file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.documents import fonts
from app.documents.tag_content import TagContent, title
from app.documents.tag_elements import (
    LEAST_MODULE,
    Area,
    BoxElement,
    CodeElement,
    RowsElement,
    TagLayout,
    TextElement,
    largest_module,
)
from app.documents.tag_page import MM_PER_POINT, PlacedBox, PlacedCode, PlacedText, TagPage
from app.documents.tag_refusals import CODE_IMPOSSIBLE, CODE_TOO_LONG, TEXT_TOO_LONG
from app.documents.tag_words import EMPTY, caption
from app.documents.text import clean_text
from app.errors import PartproofError
from app.texts import Language
from devices.barcodes.pictures import modules
from devices.printers.symbol_sizes import planned_side

_STEP: Final = 0.5
_IN_NUMBER: Final = re.compile(r"[0-9][.,]?\n[0-9]")
# A line of Korean needs 1.16 em from one baseline to the next; accents and descenders stay inside of 1.0 em.
_LEADING: Final = 1.16
# One line, a little smaller, reads better than two; below this share of the wanted size the largest letters win.
_ONE_LINE: Final = 0.85


@dataclass
class _Page:
    boxes: list[PlacedBox] = field(default_factory=list)
    texts: list[PlacedText] = field(default_factory=list)
    codes: list[PlacedCode] = field(default_factory=list)


def place_tag(layout: TagLayout, content: TagContent, language: Language) -> tuple[TagPage, ...]:
    """Return the pages of a tag; more than one only where its table goes on.

    Raises:
        PartproofError: ``tag.text_too_long``, ``tag.code_too_long``, ``tag.code_impossible``, or a sign that no
            font has.
    """
    placing = _Placing(content, language)
    table = next((entry for entry in layout.elements if isinstance(entry, RowsElement)), None)
    step = table.rows if table else 1
    starts = range(0, max(len(content.rows), 1), step) if table else range(1)
    return tuple(
        placing.page(layout, content.rows[start : start + step], f"{number} / {len(starts)}")
        for number, start in enumerate(starts, start=1)
    )


class _Placing:
    def __init__(self, content: TagContent, language: Language) -> None:
        self._content = content
        self._language = language
        self._codes: dict[str, str] = {}
        self._number = ""

    def page(self, layout: TagLayout, rows: tuple[Mapping[str, str], ...], number: str) -> TagPage:
        """Return one page with its share of the rows."""
        page = _Page()
        self._number = number
        for element in layout.elements:
            if isinstance(element, BoxElement):
                page.boxes.append(_box(element.area, element.line, element.fill, element.colour))
            elif isinstance(element, TextElement):
                page.texts.extend(self._text(element))
            elif isinstance(element, CodeElement):
                page.codes.append(self._code(element))
            else:
                self._rows(page, element, rows)
        return TagPage(layout.width, layout.height, tuple(page.boxes), tuple(page.texts), tuple(page.codes))

    def _text(self, element: TextElement) -> list[PlacedText]:
        name = element.field or element.caption_of
        if element.field == "page":
            text = self._number
        elif element.field:
            text = self._content.fields.get(element.field, EMPTY)
        elif element.caption_of:
            text = caption(self._language, element.caption_of)
        else:
            text = element.words[self._language.code]
        return self._fit(clean_text(text).strip(), name, element)

    def _fit(self, text: str, name: str, element: TextElement) -> list[PlacedText]:
        if not text:
            return []
        room = element.area.width / MM_PER_POINT
        height = element.area.height / MM_PER_POINT
        for size, most, may_break in _sizes(element, height):
            lines = fonts.wrap(text, room, size, element.bold)
            if len(lines) > most or any(fonts.width(line, size, element.bold) > room for line in lines):
                continue
            if _words_whole(text, lines) or (may_break and _numbers_whole(lines)):
                return list(_placed(lines, size, element))
        raise self._too_long(text, name)

    def _too_long(self, text: str, name: str) -> PartproofError:
        shown = caption(self._language, name) if name else name
        return TEXT_TOO_LONG(text=text[:60], length=len(text), field=shown, tag=self._called)

    @property
    def _called(self) -> str:
        return title(self._language, self._content.kind)

    def _code(self, element: CodeElement) -> PlacedCode:
        text = self._code_text(element.field)
        facts = {"field": caption(self._language, element.field), "tag": self._called, "text": text[:60]}
        try:
            symbol = modules(element.symbology, text, gs1=element.gs1)
        except ValueError as error:
            raise CODE_IMPOSSIBLE(**facts, reason=str(error)[:120]) from error
        across = len(symbol[0])
        # A label printer may encode less densely than we do: the place is planned for that.
        planned = max(across, planned_side(element.symbology, text, gs1=element.gs1))
        fits = largest_module(planned, element.symbology, element.area)
        module = min(fits, element.module or fits)
        if fits < LEAST_MODULE or module < element.module:
            raise CODE_TOO_LONG(**facts, length=len(text))
        area = element.area
        linear = len(symbol) == 1
        width = across * module
        height = area.height if linear else width
        return PlacedCode(
            area.x + (area.width - width) / 2,
            area.y if linear else area.y + (area.height - height) / 2,
            element.symbology,
            text,
            element.gs1,
            symbol,
            module,
            height,
        )

    def _code_text(self, name: str) -> str:
        if name not in self._codes:
            try:
                self._codes[name] = self._content.codes[name]()
            except ValueError as error:
                number = self._content.fields.get("lot_number") or self._content.fields.get("part_number", "")
                raise CODE_IMPOSSIBLE(
                    text=number[:60],
                    field=caption(self._language, name),
                    tag=self._called,
                    reason=str(error)[:120],
                ) from error
        return self._codes[name]

    def _rows(self, page: _Page, element: RowsElement, rows: tuple[Mapping[str, str], ...]) -> None:
        heading = {name: caption(self._language, name) for name, _ in element.columns}
        for number in range(element.rows + 1):
            row = heading if number == 0 else (rows[number - 1] if number <= len(rows) else {})
            x, y = element.area.x, element.area.y + number * element.row_height
            for name, width in element.columns:
                area = Area(x, y, width, element.row_height, element.area.line)
                page.boxes.append(_box(area, element.line, "", "black"))
                inner = Area(x + 0.8, y + 0.3, width - 1.6, element.row_height - 0.6, element.area.line)
                align = "centre" if number == 0 or width < 20 else "left"
                cell = TextElement(
                    inner,
                    name,
                    "",
                    {},
                    element.size,
                    element.smallest,
                    number == 0,
                    align,
                    "black",
                    False,
                )
                page.texts.extend(self._fit(clean_text(row.get(name, "")).strip(), name, cell))
                x += width


def _words_whole(text: str, lines: Sequence[str]) -> bool:
    """Whether lines were broken between words only."""
    return " ".join(text.split()) == " ".join(" ".join(lines).split())


def _numbers_whole(lines: Sequence[str]) -> bool:
    """Whether no number is broken: 123456. above 125 kg would be read as another quantity."""
    return not any(_IN_NUMBER.search(f"{line}\n{after}") for line, after in pairwise(lines))


def _sizes(element: TextElement, height: float) -> Iterator[tuple[float, int, bool]]:
    """Yield the sizes to try, with the most lines and whether words may break: one line, whole words, any."""
    size = element.size
    while size >= max(element.smallest, element.size * _ONE_LINE) - 1e-6:
        if size <= height:
            yield size, 1, False
        size -= _STEP
    for may_break in (False, True):
        size = element.size
        while size >= element.smallest - 1e-6:
            if size <= height:
                yield size, int((height - size) / (size * _LEADING) + 1e-6) + 1, may_break
            size -= _STEP


def _placed(lines: list[str], size: float, element: TextElement) -> Iterator[PlacedText]:
    area = element.area
    leading = size * _LEADING * MM_PER_POINT
    middle = area.y + area.height / 2 - (len(lines) - 1) * leading / 2
    baseline = middle + fonts.CAP_MIDDLE * size * MM_PER_POINT
    for number, line in enumerate(lines):
        width = fonts.width(line, size, element.bold) * MM_PER_POINT
        free = area.width - width
        x = area.x + {"left": 0.0, "centre": free / 2, "right": free}[element.align]
        yield PlacedText(x, baseline + number * leading, line, size, element.bold, element.colour)


def _box(area: Area, line: float, fill: str, colour: str) -> PlacedBox:
    return PlacedBox(area.x, area.y, area.width, area.height, line, fill, colour)
