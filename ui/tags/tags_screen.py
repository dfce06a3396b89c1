"""The place of tags and labels: what was printed, the printers of this PC, the plant's layouts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.i18n import Words, term
from ui.panels import Desk, Screen
from ui.tags.layouts_card import LayoutsCard
from ui.tags.print_dialog import PrintDialog
from ui.tags.printers_card import PrintersCard
from ui.tags.prints_card import PrintsCard
from ui.widgets.tabs import TabStrip


class TagsScreen(Screen):
    """Tags and labels; ``open_record`` takes the name of a tab, or ``print`` for the dialog."""

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
        self.prints = PrintsCard(desk)
        self.printers = PrintersCard(desk)
        self.layouts = LayoutsCard(desk)
        self.tabs = TabStrip(self.texts)
        pages: tuple[tuple[str, Words, QWidget], ...] = (
            ("prints", term("tag", "Printed tags"), self.prints),
            ("printers", term("tag", "Printers"), self.printers),
            ("layouts", term("tag", "Layouts"), self.layouts),
        )
        for key, words, page in pages:
            self.tabs.add_tab(key, words, page)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tabs.pages, 1)

    @override
    def open_record(self, record: object) -> None:
        if record == "print":
            self.print_tag()
        elif isinstance(record, str):
            self.tabs.show_tab(record)

    def print_tag(self) -> None:
        """Open the print dialog for any tag."""
        PrintDialog(self.desk, parent=self.window()).open()
