"""Searching the text of a drawing: hits on all pages, one after another, marked on the sheet. Stores nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.drawings.pages import FoundText, PageSource, find_text
from ui.drawings.page_overlay import OverlayKind, OverlayShape
from ui.drawings.page_view import PageView
from ui.i18n import say
from ui.panels import Desk
from ui.widgets.buttons import IconButton, make_action
from ui.widgets.fields import LineField
from ui.widgets.label import Label

_MOST_PAGES = 60


class SheetSearch(QWidget):
    """A field and the way from hit to hit.

    Signals:
        marked: The shapes to be drawn over the pages.
    """

    marked = Signal(object)

    def __init__(self, desk: Desk, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = desk.texts
        self._desk, self._view = desk, view
        self._source: PageSource | None = None
        self._pages = 0
        self._hits: tuple[FoundText, ...] = ()
        self._at = -1
        self._asked = ""
        self.field = LineField()
        self.field.setObjectName("sheet.search")
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(90)
        texts.bind(self.field.setPlaceholderText, say("Find on the sheet"))
        texts.bind(self.field.setAccessibleName, say("Find on the sheet"))
        self.field.returnPressed.connect(self.go_on)
        self.field.textChanged.connect(self._changed)
        self.count = Label(texts, "", "muted")
        self.count.setObjectName("sheet.hits")
        on = IconButton(texts, "chevron-down", say("Next hit"), self.go_on, "sheet.next_hit")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.field, 1)
        line.addWidget(self.count)
        line.addWidget(on)
        make_action(texts, say("Find on the sheet"), self.begin, self, "search", "Ctrl+F")

    def open_source(self, source: PageSource | None, pages: int) -> None:
        """Search this file from now on."""
        self._source, self._pages = source, pages
        self._forget()

    def begin(self) -> None:
        """Go into the field."""
        self.field.setFocus()
        self.field.selectAll()

    def go_on(self) -> None:
        """Show the next hit; the first time, look for all."""
        words = self.field.value().strip()
        if not words or self._source is None:
            return
        if words == self._asked and self._hits:
            self._show((self._at + 1) % len(self._hits))
            return
        self._asked = words
        source, pages = self._source, min(self._pages, _MOST_PAGES)
        self._desk.tasks.read(
            lambda: tuple(hit for page in range(pages) for hit in find_text(source, words, page)),
            self._found,
            owner=self,
        )

    def _found(self, hits: tuple[FoundText, ...]) -> None:
        self._hits = hits
        if hits:
            self._show(0)
        else:
            self.count.put("0")
            self.marked.emit(())
            self._desk.notices.toast(say("“{words}” does not stand on this drawing.", words=self._asked))

    def _show(self, at: int) -> None:
        self._at = at
        self.count.put(f"{at + 1}/{len(self._hits)}")
        hit = self._hits[at]
        self._view.set_page(hit.page)
        box = hit.rectangles[0]
        self._view.look_at(box)
        self.marked.emit(
            tuple(
                OverlayShape(found.page, OverlayKind.HIT, ((box.x, box.y), (box.right, box.bottom)))
                for found in self._hits
                for box in found.rectangles
            )
        )

    def _changed(self, words: str) -> None:
        if not words:
            self._forget()

    def _forget(self) -> None:
        self._hits, self._at, self._asked = (), -1, ""
        self.count.put("")
        self.marked.emit(())
