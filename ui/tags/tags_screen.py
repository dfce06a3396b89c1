"""The place of tags and labels: what was printed, the printers of this PC, the plant's layouts."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Words, term
from ui.panels import Desk, Screen
from ui.tags.layouts_card import LayoutsCard
from ui.tags.print_dialog import PrintDialog
from ui.tags.printers_card import PrintersCard
from ui.tags.prints_card import PrintsCard
from ui.widgets.tabs import TabStrip


class TagsScreen(Screen):
    """Tags and labels; ``open_record`` takes the name of a tab, or ``print`` for the dialog.

    A tab is built when it is first shown: all of them at once would stop the window.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("place", "Labels and tags"))
        self.add_action(
            term("tag", "Print a tag or label"),
            self.print_tag,
            icon_name="printer",
            shortcut="Ctrl+P",
            kind="primary",
            name="tags.print",
        )
        self.tabs = TabStrip(self.texts)
        self._holders: dict[str, QVBoxLayout] = {}
        titles: tuple[tuple[str, Words], ...] = (
            ("prints", term("tag", "Printed tags")),
            ("printers", term("tag", "Printers")),
            ("layouts", term("tag", "Layouts")),
        )
        for key, words in titles:
            holder = QWidget()
            self._holders[key] = QVBoxLayout(holder)
            self._holders[key].setContentsMargins(0, 0, 0, 0)
            self.tabs.add_tab(key, words, holder)
        self.tabs.changed.connect(self._shown)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tabs.pages, 1)
        self._shown("prints")

    @cached_property
    def prints(self) -> PrintsCard:
        """What was printed."""
        made = PrintsCard(self.desk)
        self._holders["prints"].addWidget(made)
        return made

    @cached_property
    def printers(self) -> PrintersCard:
        """The label printers of this PC."""
        made = PrintersCard(self.desk)
        self._holders["printers"].addWidget(made)
        return made

    @cached_property
    def layouts(self) -> LayoutsCard:
        """The layouts of tags."""
        made = LayoutsCard(self.desk)
        self._holders["layouts"].addWidget(made)
        return made

    def _shown(self, key: str) -> None:
        getattr(self, key).show()

    @override
    def open_record(self, record: object) -> None:
        if record == "print":
            self.print_tag()
        elif isinstance(record, str):
            self.tabs.show_tab(record)

    def print_tag(self) -> None:
        """Open the print dialog for any tag."""
        PrintDialog(self.desk, parent=self.window()).open()
