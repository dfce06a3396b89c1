"""Which tag is made from which record: the kinds of tags with their fields, rights and layouts.

To add a layout, add a file to ``resources/tags``; to add a tag, add its builder and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.documents.tag_boxes import box_series
from app.documents.tag_content import TagContent, TagSource, title
from app.documents.tag_elements import TagLayout, Vocabulary
from app.documents.tag_layout import LAYOUT_DIR, load_layout, tag_of
from app.documents.tag_lots import (
    LOT_CODES,
    LOT_FIELDS,
    PART_FIELDS,
    build_box,
    build_delivery,
    build_first_submission,
    build_four_m_change,
    build_lot,
    build_part,
)
from app.documents.tag_others import (
    COMMAND_FIELDS,
    OPERATION_COLUMNS,
    build_badge,
    build_calibration,
    build_commands,
    build_nonconforming,
    build_traveller,
    plant_fields,
)
from app.documents.tag_refusals import NO_KIND, NO_LAYOUT
from app.settings import PlantSettings
from app.texts import Language
from models.vocab import Noun, Role

_FLOOR: Final = (Role.OPERATOR, Role.QUALITY, Role.ENGINEER, Role.APPROVER, Role.ADMINISTRATOR)
_QUALITY: Final = (Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)
_ALWAYS: Final = ("title", "subtitle", "plant", "supplier_code", "printed", "print_number", "page")


@dataclass(frozen=True)
class TagKind:
    """One kind of tag.

    Attributes:
        kind: Stable code; also the name of its ordinary layout.
        noun: What its record is.
        roles: Who may print it.
        fields: Names of its fields, beside those every tag has.
        codes: Names of its codes.
        build: Makes its content.
        entries: What is typed for a print, by name; True where it must be.
        columns: Columns of its table.
        series: Says what is typed for each tag where one act prints several; None where it prints one.
    """

    kind: str
    noun: Noun
    roles: tuple[Role, ...]
    fields: tuple[str, ...]
    codes: tuple[str, ...]
    build: Callable[[TagSource, int], TagContent]
    entries: Mapping[str, bool]
    columns: tuple[str, ...] = ()
    series: Callable[[TagSource, int], tuple[Mapping[str, str], ...]] | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """What its layouts may name."""
        return Vocabulary(
            frozenset(self.fields) | frozenset(_ALWAYS), frozenset(self.codes), frozenset(self.columns)
        )


_CHANGE: Final = ("change_number", "change_kind", "change_content", "effective_on")
_FOUND: Final = ("nonconformance_number", "defect", "description", "disposition", "found_by", "found_at")
_CALIBRATED: Final = (
    "gauge_number", "gauge_name", "serial_number", "calibrated_on", "next_due", "certificate", "laboratory",
)  # fmt: skip
_KINDS: Final = (
    TagKind("identification", Noun.LOT, _FLOOR, LOT_FIELDS, LOT_CODES, build_lot, {}),
    TagKind("lot", Noun.LOT, _FLOOR, LOT_FIELDS, LOT_CODES, build_lot, {}),
    TagKind("part", Noun.PART_REVISION, _FLOOR, PART_FIELDS, ("part",), build_part, {}),
    TagKind(
        "box",
        Noun.LOT,
        _FLOOR,
        (*LOT_FIELDS, "box_number", "box_quantity", "gtin"),
        (*LOT_CODES, "gs1"),
        build_box,
        {"box_number": False, "boxes": True, "box_quantity": False, "gtin": False, "customer": False},
        series=box_series,
    ),
    TagKind(
        "delivery",
        Noun.LOT,
        _FLOOR,
        (*LOT_FIELDS, "delivery_note", "delivered_number", "delivered_on", "delivered_quantity"),
        (*LOT_CODES, "hkmc"),
        build_delivery,
        {
            "delivery_note": True,
            "delivered_on": False,
            "delivered_quantity": False,
            "m4": False,
            "customer": False,
        },
    ),
    TagKind(
        "first_submission",
        Noun.LOT,
        _FLOOR,
        (*LOT_FIELDS, "attempt", "reason"),
        LOT_CODES,
        build_first_submission,
        {"engineering_order": False, "reason": False},
    ),
    TagKind(
        "four_m_change",
        Noun.LOT,
        _FLOOR,
        (*LOT_FIELDS, *_CHANGE),
        LOT_CODES,
        build_four_m_change,
        {"change_number": True, "change_kind": True, "change_content": True, "effective_on": False},
    ),
    TagKind(
        "traveller",
        Noun.ORDER,
        _FLOOR,
        (*PART_FIELDS, "order_number", "order_quantity", "order_state", "due_on"),
        ("order",),
        build_traveller,
        {},
        OPERATION_COLUMNS,
    ),
    TagKind(
        "nonconforming",
        Noun.NONCONFORMANCE,
        _FLOOR,
        (*LOT_FIELDS, *_FOUND),
        ("thing",),
        build_nonconforming,
        {},
    ),
    TagKind("calibration", Noun.GAUGE, _QUALITY, _CALIBRATED, ("gauge",), build_calibration, {}),
    TagKind(
        "badge",
        Noun.USER,
        (Role.ADMINISTRATOR,),
        ("person_name", "person_title", "badge"),
        ("badge",),
        build_badge,
        {},
    ),
    TagKind("commands", Noun.PLANT, _FLOOR, COMMAND_FIELDS, COMMAND_FIELDS, build_commands, {}),
)
KINDS: Final[Mapping[str, TagKind]] = {entry.kind: entry for entry in _KINDS}


def tag_kind(kind: str) -> TagKind:
    """Return a kind of tag.

    Raises:
        PartproofError: ``tag.no_kind``, naming those there are.
    """
    if kind not in KINDS:
        raise NO_KIND(kind=kind, known=", ".join(sorted(KINDS)))
    return KINDS[kind]


def layout_names(kind: str, folder: Path = LAYOUT_DIR) -> tuple[str, ...]:
    """Return the names of a tag's layouts, the ordinary one first.

    Raises:
        PartproofError: a layout file cannot be read.
    """
    found = (path.stem for path in sorted(folder.glob("*.toml")) if tag_of(path) == kind)
    return tuple(sorted(found, key=lambda name: name != kind))


def tag_layout(kind: TagKind, name: str = "", folder: Path = LAYOUT_DIR) -> TagLayout:
    """Return a layout of a tag, judged; the ordinary one where no name is given.

    Raises:
        PartproofError: ``tag.no_layout`` or ``tag.layout_…``.
    """
    wanted = name or kind.kind
    known = layout_names(kind.kind, folder)
    if wanted not in known:
        raise NO_LAYOUT(layout=wanted, kind=kind.kind, known=", ".join(known))
    path = folder / f"{wanted}.toml"
    return _loaded(path, path.stat().st_mtime_ns, kind.kind)


@cache
def _loaded(path: Path, _changed: int, kind: str) -> TagLayout:
    """Read a file once for each of its states."""
    return load_layout(path, KINDS[kind].vocabulary)


def build_tags(
    session: Session,
    kind: TagKind,
    entity_id: int,
    *,
    language: Language,
    settings: PlantSettings,
    now: datetime,
    entries: Mapping[str, str],
) -> tuple[TagContent, ...]:
    """Return what the tags of one act say, without the line of the print; one where the kind has no series.

    Raises:
        PartproofError: no such record, a record that may not have this tag now, or a wrong entry.
    """
    source = TagSource(session, language, settings, now, kind.kind, entries)
    source.check_entries(kind.entries)
    typed = (entries,) if kind.series is None else kind.series(source, entity_id)
    other = Language("en" if language.code == "ko" else "ko")
    always = {"title": title(language, kind.kind), "subtitle": title(other, kind.kind)}
    made = []
    for each in typed:
        content = kind.build(replace(source, entries=each), entity_id)
        fields = {**content.fields, **always, **plant_fields(settings)}
        made.append(TagContent(content.kind, fields, content.codes, content.rows, content.piece))
    return tuple(made)
