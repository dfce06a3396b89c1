"""The filter by vehicle, customer or EO that the lists of all rooms share: its choices, and what one means."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from typing_extensions import override

from app.parts.part_list import PartChoices, part_choices
from ui.bridge import Changes
from ui.i18n import Shown, say
from ui.panels import Panel
from ui.widgets.buttons import make_action
from ui.widgets.fields import ChoiceField
from ui.widgets.tables import RowTable

ANY = ""
_NAMED: Final = say("Vehicle, customer or EO")
_NOTHING_OF: Final = say("Nothing here belongs to this vehicle, customer or EO.")
_LINKS: Final = frozenset({"part", "customer"})
# Signs kept in a narrow head line, and pixels taken in a wide one.
_LEAST: Final = 9
_MOST: Final = 230


def link_choices(found: PartChoices) -> list[tuple[str, Shown]]:
    """Return the choices: everything first, then vehicles, customers and orders."""
    offered: list[tuple[str, Shown]] = [(ANY, say("All vehicles and customers"))]
    offered += [(f"vehicle:{word}", word) for word in found.vehicles]
    offered += [(f"customer:{word}", word) for word in found.customers]
    offered += [(f"engineering_order:{word}", word) for word in found.engineering_orders]
    return offered


def link_of(value: str) -> dict[str, str]:
    """Return what a choice asks for, as arguments of ``parts_linked``; empty where it takes everything."""
    field, found, word = value.partition(":")
    return {field: word} if found else {}


def begin_by_key(panel: Panel, field: ChoiceField) -> None:
    """Let a key and the Ctrl+K list open the field of a panel in which vehicle, customer and EO are chosen."""

    def begin() -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.showPopup()

    words = say("Filter by vehicle, customer or EO")
    make_action(panel.texts, words, begin, panel, "filter", "Ctrl+Shift+F")


class LinkFilter(ChoiceField):
    """The filter of one list; the panel asks again when another choice is made, with ``linked=filter.wanted()``.

    The list's export tells the choice, and Ctrl+K finds the filter.

    Args:
        panel: What asks for the rows.
        table: The list.
        name: objectName, for tests.
        empty: What the list says while it has no rows and everything is taken, where its screen does not.
        also: Another form of the list, shown in its place.
    """

    def __init__(
        self,
        panel: Panel,
        table: RowTable[Any],
        name: str,
        *,
        empty: Shown = "",
        also: RowTable[Any] | None = None,
    ) -> None:
        super().__init__(panel.texts, link_choices(PartChoices((), (), ())))
        self._panel, self._empty = panel, empty
        self._tables = (table,) if also is None else (table, also)
        self.setObjectName(name)
        panel.texts.bind(self.setAccessibleName, _NAMED)
        panel.texts.bind(self.setToolTip, _NAMED)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(_LEAST)
        self.setMaximumWidth(_MOST)
        self.chosen.connect(lambda _key: panel.renew())
        panel.desk.bridge.changed.connect(self._links_changed)
        for listed in self._tables:
            listed.seen_facts = self.facts
        self.currentIndexChanged.connect(lambda _at: self._tell())
        self._tell()
        begin_by_key(panel, self)

    @property
    def taken(self) -> bool:
        """Whether rows are left out."""
        return bool(self.value())

    def wanted(self) -> dict[str, str]:
        """Return what is asked for, as ``linked`` of a query; empty where everything is."""
        return link_of(self.value())

    def clear_choice(self) -> None:
        """Take everything again, without asking; for who opens a record that must be seen."""
        self.set_value(ANY)

    def line(self, *beside: QWidget) -> QHBoxLayout:
        """Return the filter and what stands beside it in a line of their own, for a card with a narrow head line."""
        line = QHBoxLayout()
        line.setContentsMargins(10, 6, 10, 6)
        for widget in (self, *beside):
            line.addWidget(widget)
        line.addStretch(1)
        return line

    def facts(self) -> list[tuple[str, str]]:
        """Return what is told beside the rows that are written out."""
        return [(self._panel.texts.say("Filter"), self.currentText())] if self.taken else []

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def _tell(self) -> None:
        for listed in self._tables:
            listed.when_empty(_NOTHING_OF if self.taken or not self._empty else self._empty)

    def _links_changed(self, changes: Changes) -> None:
        if changes.nouns & _LINKS:
            if self.isVisible():
                self._ask()
            if self.taken:
                self._panel.renew()

    def _ask(self) -> None:
        self._panel.ask(part_choices, then=self._offer, key="links")

    def _offer(self, found: PartChoices) -> None:
        former = self.value()
        self.set_choices(link_choices(found))
        if self.value() != former:
            # No part is linked so any more.
            self._panel.renew()
