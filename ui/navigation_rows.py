"""The rows of the side list: places under headings that can be folded. Holds no widget and paints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.i18n import Texts, Words, say
from ui.theme.tokens import Tone

if TYPE_CHECKING:
    from ui.panels import Desk, Screen

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Count:
    """A number beside a place; a tone other than ``neutral`` says that somebody must act."""

    number: int
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Place:
    """One place of the window.

    Attributes:
        key: Stable name, e.g. ``parts``.
        group: Heading it stands under; None stands above all headings.
        title: Its name.
        icon: An icon of resources/icons.
        factory: Makes its screen when it is first opened.
        count: Asked on a read thread; None where there is nothing to count.
        nouns: A change of one of these asks ``count`` again.
        station: Shown over the whole screen, with the sizes of the station.
    """

    key: str
    group: Words | None
    title: Words
    icon: str
    factory: Callable[[Desk], Screen]
    count: Callable[[], Count | None] | None = None
    nouns: frozenset[str] = frozenset()
    station: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading with the places under it."""

    title: Words
    keys: tuple[str, ...]


class PlacesModel(QAbstractListModel):
    """Places and headings; the places of a folded heading are left out.

    Attributes:
        rows: What is shown, from the top.
        headings: All headings, from the top.
        folded: Headings that are folded now.
    """

    def __init__(self, texts: Texts, places: Sequence[Place], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._places = tuple(places)
        self.counts: dict[str, Count | None] = {}
        self.headings = _headings(self._places)
        self.folded: frozenset[Heading] = frozenset()
        self.rows: list[Place | Heading] = self._rows(self.folded)
        texts.language_changed.connect(self._all_changed)

    def place(self, index: Index) -> Place | None:
        """Return the place of a row, or None for a heading."""
        row = self.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Place) else None

    def heading(self, index: Index) -> Heading | None:
        """Return the heading of a row, or None for a place."""
        row = self.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Heading) else None

    def heading_of(self, key: str) -> Heading | None:
        """Return the heading a place stands under."""
        return next((heading for heading in self.headings if key in heading.keys), None)

    def fold(self, folded: frozenset[Heading]) -> None:
        """Leave out the places of these headings and of no others."""
        if folded != self.folded:
            self.beginResetModel()
            self.folded = folded
            self.rows = self._rows(folded)
            self.endResetModel()

    def set_count(self, key: str, count: Count | None) -> None:
        """Keep the number beside a place."""
        self.counts[key] = count
        self._all_changed()

    def shown_count(self, row: Place | Heading) -> Count | None:
        """Return the number beside a row; a folded heading shows the loud numbers it hides, added up."""
        if isinstance(row, Place):
            return self.counts.get(row.key)
        if row not in self.folded:
            return None
        loud = [count for key in row.keys if (count := self.counts.get(key)) and count.tone != "neutral"]
        if not loud:
            return None
        worst: Tone = "ng" if any(count.tone == "ng" for count in loud) else loud[0].tone
        return Count(sum(count.number for count in loud), worst)

    def _rows(self, folded: frozenset[Heading]) -> list[Place | Heading]:
        rows: list[Place | Heading] = []
        last: Heading | None = None
        for place in self._places:
            heading = self.heading_of(place.key)
            if heading is not None and heading is not last:
                rows.append(heading)
            last = heading
            if heading not in folded:
                rows.append(place)
        return rows

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        title = self._texts.show(row.title)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self.shown_count(row)
            shown = f"{title}, {count.number}" if count else title
            if isinstance(row, Heading) and row in self.folded:
                return self._texts.show(say("{heading}, folded", heading=shown))
            return shown
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = self.heading(index)
        if heading is not None and heading not in self.folded:
            # The arrow keys go past it, from place to place.
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _headings(places: Sequence[Place]) -> tuple[Heading, ...]:
    found: list[tuple[Words, list[str]]] = []
    for place in places:
        if place.group is None:
            continue
        if found and found[-1][0] == place.group:
            found[-1][1].append(place.key)
        else:
            found.append((place.group, [place.key]))
    return tuple(Heading(title, tuple(keys)) for title, keys in found)
