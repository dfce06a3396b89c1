"""Proposes the fields of title block and revision table from a page's lines.

Chooses nothing: where block and table disagree, both are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.drawings.page_facts import PageFacts, Rectangle
from app.drawings.page_lines import Line


class TitleField(StrEnum):
    """What a field of the title block tells."""

    NUMBER = "number"
    TITLE = "title"
    REVISION = "revision"
    DATE = "date"
    MATERIAL = "material"
    SCALE = "scale"
    SHEET = "sheet"
    STATUS = "status"


class TitleSource(StrEnum):
    """Where a value stands."""

    BLOCK = "block"
    REVISION_TABLE = "revision_table"


@dataclass(frozen=True)
class TitleProposal:
    """One value for one field.

    Attributes:
        field: What it tells.
        value: As written.
        label: The words it was found by.
        rectangle: Where the value stands.
        source: Title block or the newest row of the revision table.
    """

    field: TitleField
    value: str
    label: str
    rectangle: Rectangle
    source: TitleSource


_LABELS: Final = {
    TitleField.NUMBER: r"(?:DWG|DRAWING|PART|FILE|DOC(?:UMENT)?)\.?\s?(?:NO|NUMBER|#)\.?|도면\s?번호|도번|품번",
    TitleField.TITLE: r"(?:DRAWING |PART )?TITLE|PART NAME|DESCRIPTION|NAME|도면명|도명|품명",
    TitleField.REVISION: r"REV(?:ISION)?\.?(?:\sNO\.?)?|개정(?:번호)?",
    TitleField.DATE: r"DATE(?: OF ISSUE)?|ISSUED?|작성일|일자|날짜",
    TitleField.MATERIAL: r"MATERIAL|MAT'?L\.?|재질",
    TitleField.SCALE: r"SCALE|척도",
    TitleField.SHEET: r"SHEET|PG\.? NO\.?|PAGE|매수|쪽",
    TitleField.STATUS: r"(?:DOCUMENT )?STATUS|상태",
}
_OTHER_LABELS: Final = (
    r"DEPT\.?|TECHNICAL REFERENCE|CREATED BY|APPROVED(?: BY)?|DOCUMENT TYPE|DESIGN(?:ED BY)?|DRAWN(?: BY)?|DWN"
    r"|CHECKED(?: BY)?|PROJECT|FINISH|COLOR|TOLERANCES|DIMENSIONS|WEIGHT|SIGNATURE|CHECKED|EDITION|FILENAME"
    r"|REVISION NOTE|작성|검토|승인|공차|표면처리|중량|투상법"
)
_ALONE: Final = {name: re.compile(rf"(?:{words})\s?:?", re.I) for name, words in _LABELS.items()}
_INLINE: Final = {
    name: re.compile(rf"(?:^|\s)(?:{words})\s?:\s?(?P<value>\S.*?)(?=\s+[A-Za-z]{{3,}}:|$)", re.I)
    for name, words in _LABELS.items()
}
_ANY_LABEL: Final = re.compile(rf"(?:{'|'.join(_LABELS.values())}|{_OTHER_LABELS})\s?:?", re.I)
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
# What a value of a field must look like; a neighbour that does not is another cell.
_SHAPES: Final = {
    TitleField.REVISION: re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,7}"),
    TitleField.DATE: _DATE,
    TitleField.SCALE: re.compile(r"\d+\s?:\s?\d+|N\.?T\.?S\.?|NONE|FULL", re.I),
    TitleField.SHEET: re.compile(r"\d+(?:\s?(?:/|OF)\s?\d+)?", re.I),
}
_ITEM_HEAD: Final = re.compile(r"ITEM(?:\s?(?:NO|REF)\.?)?|POS\.?|NO\.?|품번|번호", re.I)
_QUANTITY_HEAD: Final = re.compile(r"QTY\.?|QUANTITY|수량|개수", re.I)
_TABLE_HEAD: Final = re.compile(r"REV(?:ISION)?\.?|개정", re.I)
_TABLE_COLUMNS: Final = re.compile(r"DESCRIPTION|DATE|APPROVED|내용|일자|승인", re.I)


def title_proposals(lines: Sequence[Line], page: PageFacts) -> tuple[TitleProposal, ...]:
    """Return what title block and revision table offer, in reading order of the labels.

    Args:
        lines: Of the page.
        page: Its size.
    """
    level = [line for line in lines if line.angle == 0]
    table = _table(level)
    lists = [*_parts_lists(level), *([] if table is None else [table])]
    outside = [line for line in level if not any(line.rectangle.intersects(area) for area in lists)]
    found: list[TitleProposal] = []
    for line in outside:
        found += _inline(line)
        found += _labelled(line, outside)
    if table is not None:
        found += _newest_row([line for line in level if line.rectangle.intersects(table)])
    return tuple(dict.fromkeys(found))


def block_areas(lines: Sequence[Line], page: PageFacts) -> tuple[Rectangle, ...]:
    """Return where numbers are not dimensions: title block and revision table."""
    level = [line for line in lines if line.angle == 0]
    table = _table(level)
    areas = [] if table is None else [table]
    areas += _parts_lists(level)
    labels = [line for line in level if _ANY_LABEL.fullmatch(line.text)]
    if table is not None:
        labels = [line for line in labels if not line.rectangle.intersects(table)]
    for group in _clusters(labels, 0.2 * max(page.width, page.height)):
        if len(group) >= 3:
            areas.append(_grown(group, page))
    return tuple(areas)


def _grown(group: Sequence[Line], page: PageFacts) -> Rectangle:
    """Return the labels' area with room for the values below and right of them."""
    area = group[0].rectangle
    for line in group[1:]:
        area = area.united(line.rectangle)
    room = 2.5 * max(line.size for line in group)
    below = min(area.bottom + 3 * room, page.height) if area.y > page.height / 2 else area.bottom + room
    right = page.width if area.right > 0.6 * page.width else area.right + 6 * room
    left, top = area.x - room, area.y - room / 2
    return Rectangle(left, top, right - left, below - top)


def _clusters(labels: Sequence[Line], reach: float) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in labels:
        near = [g for g in groups if any(_apart(line.rectangle, other.rectangle) < reach for other in g)]
        merged = [line, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _apart(first: Rectangle, second: Rectangle) -> float:
    wide = max(first.x - second.right, second.x - first.right, 0.0)
    high = max(first.y - second.bottom, second.y - first.bottom, 0.0)
    return max(wide, high)


def _inline(line: Line) -> Iterable[TitleProposal]:
    for field, pattern in _INLINE.items():
        match = pattern.search(line.text)
        if match is not None and not _ANY_LABEL.fullmatch(match["value"]):
            label = match[0].strip().partition(":")[0]
            value = _shaped(field, match["value"])
            if value:
                yield TitleProposal(field, value, label, line.rectangle, TitleSource.BLOCK)


def _shaped(field: TitleField, text: str) -> str:
    """Return the part of a text that can be a value of the field, or nothing.

    Cells of one row may have come together as one line: "1.4 13/06/19" holds a revision and a date.
    """
    if field not in _SHAPES:
        return "" if _DATE.fullmatch(text) or not any(sign.isalnum() for sign in text) else text.strip()
    if field is TitleField.DATE:
        match = _DATE.search(text)
        return match[0] if match else ""
    plain = " ".join(_DATE.sub(" ", text).split())
    match = _SHAPES[field].fullmatch(plain)
    return match[0] if match else ""


def _labelled(label: Line, lines: Sequence[Line]) -> Iterable[TitleProposal]:
    """Find the value of a label that stands alone: right of it on its line, else the nearest below it."""
    fields = [field for field, pattern in _ALONE.items() if pattern.fullmatch(label.text)]
    if not fields:
        return
    best, value, cost = None, "", 6.0
    for line in lines:
        if line is label or _ANY_LABEL.fullmatch(line.text) or line.size < 0.8 * label.size:
            continue
        down = (line.base - label.base) / label.size
        right = (line.start - label.end) / label.size
        starts_in_cell = label.start - 2 * label.size < line.start < label.end + 6 * label.size
        spans_cell = line.start < label.start and line.end > label.end and fields[0] is TitleField.DATE
        if abs(down) < 0.8 and -0.5 < right < 6:
            price = max(right, 0)
        elif 0.5 < down < 4.5 and (starts_in_cell or spans_cell):
            price = down
        else:
            continue
        shaped = _shaped(fields[0], line.text)
        if shaped and price < cost:
            best, value, cost = line, shaped, price
    if best is not None:
        yield TitleProposal(fields[0], value, label.text.rstrip(" :"), best.rectangle, TitleSource.BLOCK)


def _parts_lists(lines: Sequence[Line]) -> Iterable[Rectangle]:
    """Find parts lists: a row with an item and a quantity head, and the numbered rows under (or over) it."""
    for head in lines:
        if not _ITEM_HEAD.fullmatch(head.text):
            continue
        level = [line for line in lines if abs(line.base - head.base) < 0.4 * head.size]
        # An item balloon may stand at the same height, far away.
        row = [line for line in level if not line.text.isdecimal()]
        if not any(_QUANTITY_HEAD.fullmatch(line.text) for line in row):
            continue
        column = [
            line
            for line in lines
            if line.text.isdecimal()
            and abs(line.rectangle.centre[0] - head.rectangle.centre[0]) < 2 * head.size
        ]
        ends = [head.base, *_without_gap(head, column)]
        left = min(line.start for line in row) - 2 * head.size
        right = max(line.end for line in row) + 6 * head.size
        top, bottom = min(ends) - 1.5 * head.size, max(ends) + 0.6 * head.size
        yield Rectangle(left, top, right - left, bottom - top)


def _without_gap(head: Line, column: Sequence[Line]) -> list[float]:
    """Return the baselines of the rows that follow a head, either way, until a row is missing."""
    reached: list[float] = []
    for way in (1, -1):
        last = head.base
        for line in sorted(column, key=lambda line: way * line.base):
            step = way * (line.base - last)
            if 0 < step < 4 * head.size:
                last = line.base
                reached.append(last)
    return reached


def _table(lines: Sequence[Line]) -> Rectangle | None:
    """Return the revision table: a row of heads with REV and two other columns, and the rows dated beside it."""
    for head in lines:
        if not _TABLE_HEAD.fullmatch(head.text):
            continue
        row = [line for line in lines if abs(line.base - head.base) < 0.3 * head.size and line is not head]
        columns = [line for line in row if _TABLE_COLUMNS.fullmatch(line.text)]
        if len(columns) < 2:
            continue
        left = head.rectangle.x - 2 * head.size
        right = max(line.rectangle.right for line in columns) + 3 * head.size
        rows = [line for line in lines if left < line.start < right and _DATE.fullmatch(line.text)]
        rows = [line for line in rows if abs(line.base - head.base) < 30 * head.size]
        top = min([head.base, *(line.base for line in rows)]) - 1.5 * head.size
        bottom = max([head.base, *(line.base for line in rows)]) + 0.6 * head.size
        return Rectangle(left, top, right - left, bottom - top)
    return None


def _newest_row(lines: Sequence[Line]) -> Iterable[TitleProposal]:
    head = next(line for line in lines if _TABLE_HEAD.fullmatch(line.text))
    marks = [
        line
        for line in lines
        if line is not head
        and abs(line.rectangle.centre[0] - head.rectangle.centre[0]) < 3 * head.size
        and abs(line.base - head.base) > 0.5 * head.size
    ]
    # Rows grow away from their head, upwards or downwards: the newest is the farthest.
    newest = max(marks, key=lambda line: abs(line.base - head.base), default=None)
    if newest is None:
        return
    yield TitleProposal(
        TitleField.REVISION, newest.text, head.text, newest.rectangle, TitleSource.REVISION_TABLE
    )
    for line in lines:
        if abs(line.base - newest.base) < 0.3 * newest.size and _DATE.fullmatch(line.text):
            yield TitleProposal(
                TitleField.DATE, line.text, head.text, line.rectangle, TitleSource.REVISION_TABLE
            )
