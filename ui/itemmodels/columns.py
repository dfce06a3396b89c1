"""What a column shows of a row and how; the same for tables and trees. Knows no noun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from ui.i18n import Shown, Texts
from ui.theme.tokens import Tone

R = TypeVar("R")
Kind = Literal["text", "number", "muted", "strong", "chip"]

KIND_ROLE: Final = Qt.ItemDataRole.UserRole + 1
TONE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
SECOND_ROLE: Final = Qt.ItemDataRole.UserRole + 3
LOOK_ROLE: Final = Qt.ItemDataRole.UserRole + 4
# Put together once: a flag of Qt's is a Python object, and a screen full of cells asks for hundreds.
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Look:
    """How a whole row differs from its neighbours.

    Attributes:
        tone: Faint ground, for rows that were added, changed or removed.
        struck: Crossed out, for what is gone.
        strong: Bold, for sums and heads.
    """

    tone: Tone | None = None
    struck: bool = False
    strong: bool = False


PLAIN: Final = Look()


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column over rows of one dataclass.

    Attributes:
        title: Heading.
        value: The cell's text; a ``str`` is data, ``Words`` are translated. An empty text stays empty.
        kind: ``number`` is right-aligned with digits of one width; ``chip`` is a framed word.
        weight: Share of the width that is left over; 0 keeps the natural width.
        tone: Tone of a chip.
        second: Quieter text after the value, e.g. the English name.
        sort: Key to sort by; without it numbers sort as numbers and the rest as text.
        edit: Called with the row and the typed text; makes the cell editable.
        tip: Longer text on hover.
        spare: Left out where the room is too narrow for all, since what it says stands elsewhere too.
        picture: A small picture before the text; an empty one keeps its room, None takes none.
    """

    title: Shown
    value: Callable[[R], Shown]
    kind: Kind = "text"
    weight: int = 0
    tone: Callable[[R], Tone] | None = None
    second: Callable[[R], Shown] | None = None
    sort: Callable[[R], Any] | None = None
    edit: Callable[[R, str], None] | None = None
    tip: Callable[[R], Shown] | None = None
    spare: bool = False
    picture: Callable[[R], QPixmap | None] | None = None


class Face(NamedTuple):
    """What a cell shows, asked for in one go: a screen full of cells is painted some 20 times a second.

    Attributes:
        text: What stands in it.
        kind: How it is shown.
        look: How its row differs.
        second: Quieter text after it.
        tone: Tone of a chip.
        picture: Before the text, or None.
        align: At which side the text stands.
    """

    text: str
    kind: Kind
    look: Look
    second: str
    tone: Tone
    picture: QPixmap | None
    align: Qt.AlignmentFlag


# What a cell shows whose row is on its way.
WAITING: Final = Face("…", "muted", PLAIN, "", "neutral", None, _LEFT)


def face(column: Column[R], row: R, texts: Texts, look: Look) -> Face:
    """Return what a cell shows; the roles of ``cell`` answer the same one by one."""
    show = texts.show
    return Face(
        show(column.value(row)),
        column.kind,
        look,
        show(column.second(row)) if column.second else "",
        column.tone(row) if column.tone else "neutral",
        column.picture(row) if column.picture else None,
        _RIGHT if column.kind == "number" else _LEFT,
    )


def face_by_roles(model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex) -> Face:
    """Return what a cell of any model shows that knows the roles."""
    # Asked of the model itself: by way of the index each answer would let other threads run in between.
    data = model.data
    picture = data(index, Qt.ItemDataRole.DecorationRole)
    align = data(index, Qt.ItemDataRole.TextAlignmentRole)
    return Face(
        str(data(index, Qt.ItemDataRole.DisplayRole) or ""),
        data(index, KIND_ROLE) or "text",
        data(index, LOOK_ROLE) or PLAIN,
        str(data(index, SECOND_ROLE) or ""),
        data(index, TONE_ROLE) or "neutral",
        picture if isinstance(picture, QPixmap) else None,
        _LEFT if align is None else Qt.AlignmentFlag(align),
    )


def cell(column: Column[R], row: R, role: int, texts: Texts, look: Look) -> Any:
    """Return what a model's ``data`` answers for one cell and role, or None."""
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
            return texts.show(column.value(row))
        case Qt.ItemDataRole.AccessibleTextRole:
            second = f" {texts.show(column.second(row))}" if column.second else ""
            return f"{texts.show(column.title)}: {texts.show(column.value(row))}{second}"
        case Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind == "number" else _LEFT
        case Qt.ItemDataRole.ToolTipRole:
            return texts.show(column.tip(row)) if column.tip else None
        case Qt.ItemDataRole.DecorationRole:
            return column.picture(row) if column.picture else None
        case _:
            return _own_roles(column, row, role, texts, look)


def _own_roles(column: Column[R], row: R, role: int, texts: Texts, look: Look) -> Any:
    if role == KIND_ROLE:
        return column.kind
    if role == TONE_ROLE:
        return column.tone(row) if column.tone else "neutral"
    if role == SECOND_ROLE:
        return texts.show(column.second(row)) if column.second else ""
    return look if role == LOOK_ROLE else None


def heading(column: Column[R], role: int, texts: Texts) -> Any:
    """Return what a model's ``headerData`` answers for one column and role, or None."""
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return texts.show(column.title)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.kind == "number" else _LEFT
    return None


def sort_key(column: Column[R], row: R, texts: Texts) -> Any:
    """Return a key by which rows of one column can be ordered."""
    if column.sort is not None:
        return column.sort(row)
    text = texts.show(column.value(row))
    if column.kind == "number":
        try:
            return (0, Decimal(text.split()[0].replace(",", "").replace("−", "-")), text)
        except (InvalidOperation, IndexError):
            return (1, Decimal(0), text)
    return text.casefold()
