"""Layouts the plant made for itself, kept in the factory so that every station prints the same; the newest counts.

A layout of the kind's own name takes the place of the ordinary one. Draws nothing; judging stands in tag_layout.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.tag_content import TagContent
from app.documents.tag_elements import CodeElement, TagLayout
from app.documents.tag_layout import LAYOUT_DIR, judged_layout, kind_of
from app.documents.tag_placing import place_tag
from app.documents.tag_refusals import LAYOUT_NAME, LAYOUT_NOT_OURS, LAYOUT_OTHER_KIND, NO_LAYOUT
from app.documents.tags import KINDS, TagKind, layout_names, tag_kind, tag_layout
from app.rights import require
from app.texts import LANGUAGES, Language
from app.unit_of_work import UnitOfWork, number_key
from models.person import User
from models.tag import PlantTagLayout
from models.types import clean_text
from models.vocab import Noun, Role

_NAME: Final = re.compile(r"[\w][\w .()-]{0,59}")


@dataclass(frozen=True)
class LayoutRow:
    """One layout that can be chosen.

    Attributes:
        name: What it is chosen by.
        kind: Code of its tag.
        width: Of the page in mm; 0 where the layout cannot be read any more.
        height: Of the page in mm.
        counter: Version of the plant's own one; 0 for one that ships with the program.
        ships: Whether the program brings one of this name.
        kept_at: When the plant's one was kept.
        kept_by: Who kept it.
    """

    name: str
    kind: str
    width: float
    height: float
    counter: int
    ships: bool
    kept_at: datetime | None
    kept_by: str


def judge_layout(name: str, text: str) -> TagLayout:
    """Judge a layout as a whole, its fixed words and captions in both languages included.

    Args:
        name: What it is called.
        text: The file.

    Raises:
        PartproofError: ``tag.layout_…`` with the line, ``tag.no_kind``, ``tag.text_too_long``,
            ``documents.sign_missing``.
    """
    raw = text.encode("utf-8")
    kind = tag_kind(kind_of(name, raw))
    layout = judged_layout(name, name, raw, kind.vocabulary)
    plain = tuple(entry for entry in layout.elements if not isinstance(entry, CodeElement))
    for code in LANGUAGES:
        place_tag(replace(layout, elements=plain), TagContent(kind.kind, {}), Language(code))
    return layout


def keep_tag_layout(unit: UnitOfWork, name: str, text: str) -> int:
    """Put a layout in force for the whole plant, as the next version of its name, and return the version.

    Raises:
        PartproofError: no right, a name that is none or belongs to another tag, or what `judge_layout` refuses.
    """
    require(unit, Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)
    name = clean_text(name).strip()
    if not _NAME.fullmatch(name):
        raise LAYOUT_NAME(name=name[:60])
    layout = judge_layout(name, text)
    newest = _newest(unit.session, name)
    ships = next((kind for kind in _shipped_kinds(name)), layout.tag)
    taken = ships if newest is None or newest.withdrawn else newest.kind
    if taken != layout.tag:
        raise LAYOUT_OTHER_KIND(name=name, kind=taken)
    return _append(unit, name, layout.tag, text, withdrawn=False)


def withdraw_tag_layout(unit: UnitOfWork, name: str) -> None:
    """Do without a layout of the plant from now on; where the program brings one of this name, that one is used.

    Raises:
        PartproofError: no right, or ``tag.layout_not_ours``.
    """
    require(unit, Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)
    newest = _newest(unit.session, name)
    if newest is None or newest.withdrawn:
        raise LAYOUT_NOT_OURS(name=name)
    _append(unit, newest.name, newest.kind, newest.text, withdrawn=True)


def _append(unit: UnitOfWork, name: str, kind: str, text: str, *, withdrawn: bool) -> int:
    newest = _newest(unit.session, name)
    row = PlantTagLayout(
        name=name,
        name_key=number_key(name),
        counter=(newest.counter if newest else 0) + 1,
        kind=kind,
        text=text,
        withdrawn=withdrawn,
        kept_at=unit.now,
        kept_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()
    act = "tag_layout_withdrawn" if withdrawn else "tag_layout_kept"
    unit.record(act, Noun.PLANT, None, layout=name, kind=kind, counter=row.counter, text=text)
    unit.touched.add((Noun.PLANT, row.id))
    return row.counter


def layouts_of(session: Session, kind: str) -> tuple[LayoutRow, ...]:
    """Return the layouts of a tag that can be chosen now, the ordinary one first.

    Raises:
        PartproofError: ``tag.no_kind``.
    """
    tag = tag_kind(kind)
    shipped = layout_names(kind)
    own = {row.name: (row, who) for row, who in _in_force(session) if row.kind == kind}
    rows = []
    for name in sorted({*shipped, *own}, key=lambda name: (name != kind, name)):
        row, who = own.get(name, (None, ""))
        layout = tag_layout(tag, name) if row is None else _judged(name, row.text)
        rows.append(
            LayoutRow(
                name,
                kind,
                layout.width,
                layout.height,
                row.counter if row else 0,
                name in shipped,
                row.kept_at if row else None,
                who,
            )
        )
    return tuple(rows)


def all_layouts(session: Session) -> tuple[LayoutRow, ...]:
    """Return the layouts of all tags."""
    return tuple(row for kind in KINDS for row in layouts_of(session, kind))


def layout_in_force(session: Session, kind: TagKind, name: str = "") -> TagLayout:
    """Return a layout of a tag: the plant's own where there is one, else that of the program.

    Raises:
        PartproofError: ``tag.no_layout``.
    """
    wanted = name or kind.kind
    newest = _newest(session, wanted)
    if newest is not None and not newest.withdrawn and newest.kind == kind.kind:
        return _judged(newest.name, newest.text)
    if wanted in layout_names(kind.kind):
        return tag_layout(kind, wanted)
    known = ", ".join(row.name for row in layouts_of(session, kind.kind))
    raise NO_LAYOUT(layout=wanted, kind=kind.kind, known=known)


def layout_text(session: Session, kind: str, name: str = "") -> str:
    """Return the file of a layout, to be changed and kept again.

    Raises:
        PartproofError: ``tag.no_layout``.
    """
    wanted = layout_in_force(session, tag_kind(kind), name).name
    newest = _newest(session, wanted)
    if newest is not None and not newest.withdrawn:
        return newest.text
    return (LAYOUT_DIR / f"{wanted}.toml").read_text(encoding="utf-8")


def _newest(session: Session, name: str) -> PlantTagLayout | None:
    query = select(PlantTagLayout).where(PlantTagLayout.name_key == number_key(name))
    return session.scalars(query.order_by(PlantTagLayout.counter.desc()).limit(1)).one_or_none()


def _in_force(session: Session) -> list[tuple[PlantTagLayout, str]]:
    newest = (
        select(PlantTagLayout.name_key, func.max(PlantTagLayout.counter).label("counter"))
        .group_by(PlantTagLayout.name_key)
        .subquery()
    )
    query = (
        select(PlantTagLayout, User.name)
        .join(
            newest,
            (newest.c.name_key == PlantTagLayout.name_key) & (newest.c.counter == PlantTagLayout.counter),
        )
        .outerjoin(User, User.id == PlantTagLayout.kept_by_id)
        .where(PlantTagLayout.withdrawn.in_([False]))
    )
    return [(row, name or "") for row, name in session.execute(query)]


def _shipped_kinds(name: str) -> list[str]:
    path = LAYOUT_DIR / f"{name}.toml"
    return [kind_of(path.name, path.read_bytes())] if path.is_file() else []


@lru_cache(maxsize=128)
def _judged(name: str, text: str) -> TagLayout:
    """Judge a kept layout once; it was judged when it was kept, so only a newer program can refuse it."""
    raw = text.encode("utf-8")
    return judged_layout(name, name, raw, tag_kind(kind_of(name, raw)).vocabulary)
