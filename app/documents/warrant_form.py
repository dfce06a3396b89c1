"""Lays the fields of a part submission warrant out as blocks: boxes to tick as a table, the rest in pairs.

Gets finished values and invents none: what has no value says so, what the customer fills in stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Final

from app.documents.blocks import Align, Block, Fact, KeyValues, Paragraph, Table
from app.documents.source import DocumentSource
from app.documents.warrant_fields import FOR_THE_CUSTOMER, SECTIONS, Field, Section
from app.documents.wording import NOT_ENTERED
from app.texts import mark, mark_term

TICKED: Final = "☑"
OPEN: Final = "☐"


def warrant_blocks(source: DocumentSource, values: Mapping[str, str]) -> list[Block]:
    """Return the whole form.

    Args:
        source: Of the document.
        values: By field name; a box holds `TICKED` or is left out.
    """
    blocks: list[Block] = []
    for section in SECTIONS:
        blocks.append(source.words.heading(section.title, 2))
        if any(field.name == "signature" for field in section.fields):
            blocks.append(Paragraph(_declared(source)))
        blocks += _section(source, section, values)
    missing = source.words.word(NOT_ENTERED)
    note = source.say(
        mark("Filled in from the records at the time of issue; what no record says is marked “{missing}”."),
        missing=missing,
    )
    return [*blocks, Paragraph(note, note=True)]


def _section(source: DocumentSource, section: Section, values: Mapping[str, str]) -> list[Block]:
    boxes = [field for field in section.fields if field.box]
    fields = [field for field in section.fields if not field.box]
    blocks: list[Block] = []
    if boxes:
        half = (len(boxes) + 1) // 2
        pairs = zip_longest(boxes[:half], boxes[half:])
        rows = [(*_box(source, left, values), *_box(source, right, values)) for left, right in pairs]
        column, tick = source.words.column, mark_term("form", "Tick")
        columns = [
            column("tick1", tick, 7, align=Align.CENTER),
            column("name1", section.title, 43),
            column("tick2", tick, 7, align=Align.CENTER),
            column("name2", section.title, 43),
        ]
        blocks.append(Table(columns, rows))
    if fields:
        blocks.append(
            KeyValues([_fact(source, field, values.get(field.name, "")) for field in fields], section.columns)
        )
    return blocks


def _box(source: DocumentSource, field: Field | None, values: Mapping[str, str]) -> tuple[str, str]:
    if field is None:
        return "", ""
    below = source.words.below(field.label)
    name = source.words.word(field.label)
    return values.get(field.name, OPEN), f"{name} ({below})" if below else name


def _fact(source: DocumentSource, field: Field, value: str) -> Fact:
    words = source.words
    if field.name in FOR_THE_CUSTOMER and not value:
        return Fact(words.word(field.label), "", words.below(field.label))
    return words.fact(field.label, value)


def _declared(source: DocumentSource) -> str:
    return source.say(
        mark(
            "We declare that the samples named here were made from our production tools and processes, meet the "
            "customer's drawings and specifications except where stated above, and that the records behind these "
            "results are kept and can be inspected."
        )
    )
