"""The card with the drawing itself: tools, pages, zoom, and the files that can be shown. Runs no verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.file_facts import fact_rows
from app.drawings.page_facts import PageFacts, PageWarning
from app.drawings.pages import PageLink, PageSource, open_pages, page_links, page_source, render
from app.drawings.queries import FileRow
from app.factory import Factory
from ui.drawings.balloon_shapes import BalloonColours
from ui.drawings.measuring_tool import MeasuringTool
from ui.drawings.page_overlay import OverlayKind, OverlayShape, Places
from ui.drawings.page_scene import PageColours
from ui.drawings.page_view import PageTool, PageView
from ui.drawings.redlining import Redlining
from ui.drawings.sheet_search import SheetSearch
from ui.i18n import Shown, Words, say
from ui.panels import Desk
from ui.theme.theme import current_theme
from ui.theme.tokens import load_tokens
from ui.widgets.buttons import Button, IconButton, make_action
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

_TOOLS: Final = (
    (PageTool.MOVE, say("Move")),
    (PageTool.BALLOON, say("Balloon")),
    (PageTool.AREA, say("Area")),
)


class SheetCard(QWidget):
    """One PDF of a drawing at a time.

    Signals:
        seen_whole: Hash of a file of which every page was shown.
        shown: Pages are there (or are not, after ``put`` without a file).
    """

    seen_whole = Signal(str)
    shown = Signal()

    def __init__(self, desk: Desk, attach: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._files: tuple[FileRow, ...] = ()
        self._open_hash = ""
        self._seen: set[int] = set()
        self._viewer: int | None = None
        self._revision = 0
        self._drawn: dict[str, tuple[OverlayShape, ...]] = {}
        self._preview: QImage | None = None
        self._draft: bool | None = None
        self.source: PageSource | None = None
        self.pages: tuple[PageFacts, ...] = ()
        texts = desk.texts
        light = load_tokens("light", "office").colors
        colours = PageColours.of_tokens(current_theme().tokens.colors, light)
        self.view = PageView(texts, colours, BalloonColours.of_tokens(light))
        self.view.sharp.connect(self._page_seen)
        self.view.page_changed.connect(lambda _page: self._tell_place())
        self.view.zoom_changed.connect(lambda _zoom: self._tell_place())
        self.view.failed.connect(desk.notices.failed)
        self.card = Card(texts, say("Drawing"), flush=True)
        self._make_tools()
        self._make_strip()
        self.empty = EmptyState(
            texts,
            "file-text",
            say("No drawing file yet"),
            say("Drop a PDF here, or attach one."),
            (say("Attach a file"), attach),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._stack.setCurrentIndex(1)
        self.card.add(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 12, 2)
        foot.addWidget(self.said, 1)
        self.card.add(foot)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        current_theme().changed.connect(self._recolour)

    def _make_tools(self) -> None:
        texts = self._desk.texts
        head = self.card.head
        self.card.title.hide()
        self.card.note.hide()
        group = QButtonGroup(self)
        self.tools: dict[PageTool, Button] = {}
        for at, (tool, words) in enumerate(_TOOLS):
            button = Button(texts, words, kind="plain", name=f"tool.{tool.value}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, tool=tool: self._use(tool))
            group.addButton(button)
            head.insertWidget(at, button)
            self.tools[tool] = button
        self.tools[PageTool.BALLOON].setChecked(True)
        self.file_choice = ChoiceField(texts)
        self.file_choice.setObjectName("sheet.file")
        texts.bind(self.file_choice.setAccessibleName, say("File"))
        self.file_choice.chosen.connect(self._open)
        self.file_choice.hide()
        self.warning = Label(texts, "", "muted", elide=True)
        self.place = Label(texts, "", "muted")
        back = IconButton(texts, "chevron-left", say("Page before"), lambda: self._turn(-1), "page.before")
        on = IconButton(texts, "chevron-right", say("Next page"), lambda: self._turn(1), "page.next")
        fit = IconButton(texts, "maximize", say("Whole page"), self.view.fit, "page.fit")
        self._turners = (back, on)
        for widget in (self.warning, self.file_choice, back, self.place, on, fit):
            head.addWidget(widget)

    def _make_strip(self) -> None:
        """The line below the tools: search, measuring and redlining; what was measured stands under the sheet."""
        texts = self._desk.texts
        self.search = SheetSearch(self._desk, self.view)
        self.measuring = MeasuringTool(self._desk, self)
        self.redlining = Redlining(self._desk, self.view)
        self.redlining.hide()
        self.said = Label(texts, "", "muted", elide=True)
        self.said.setObjectName("sheet.said")
        self.measuring.said.connect(self._say)
        for name, source in (("hits", self.search), ("measure", self.measuring), ("redline", self.redlining)):
            source.marked.connect(lambda shapes, name=name: self._draw_over(name, shapes))
        self.view.path_drawn.connect(self._path_drawn)
        self.view.page_clicked.connect(self._follow)
        measure = IconButton(texts, "ruler-measure", say("Measure"), name="tool.measure")
        redline = IconButton(texts, "pencil", say("Redline"), name="tool.redline")
        for button, tool in ((measure, PageTool.MEASURE), (redline, PageTool.REDLINE)):
            button.setCheckable(True)
            button.clicked.connect(lambda checked, tool=tool: self._use(tool if checked else PageTool.MOVE))
        self._drawing = {PageTool.MEASURE: measure, PageTool.REDLINE: redline}
        self.acts = QHBoxLayout()
        self.acts.setSpacing(4)
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(6)
        line.addWidget(self.search, 1)
        line.addWidget(measure)
        line.addWidget(redline)
        line.addLayout(self.acts)
        self.strip = QWidget()
        self.strip.setLayout(line)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 4)
        below.addWidget(self.redlining, 1)
        self.card.add(self.strip)
        self.card.add(below)
        make_action(
            texts, say("Measure"), lambda: self._use(PageTool.MEASURE), self, "ruler-measure", "Ctrl+M"
        )
        make_action(texts, say("Redline"), lambda: self._use(PageTool.REDLINE), self, "pencil")
        make_action(texts, say("Calibrate the scale of this page"), self.measuring.calibrate, self)

    def _use(self, tool: PageTool) -> None:
        """Take a tool, from either line."""
        for known, button in self._drawing.items():
            button.setChecked(known is tool)
        self.redlining.setVisible(tool is PageTool.REDLINE)
        if tool in self.tools:
            self.tools[tool].setChecked(True)
        if tool is PageTool.REDLINE:
            self.redlining.begin()
        else:
            self.view.path_kind = OverlayKind.MEASURE
        self.view.set_tool(tool)

    def _say(self, shown: Shown) -> None:
        self.said.put(shown)
        self.said.setVisible(bool(shown))

    def _draw_over(self, name: str, shapes: tuple[OverlayShape, ...]) -> None:
        self._drawn[name] = tuple(shapes)
        self.view.set_overlays([shape for group in self._drawn.values() for shape in group])

    def _follow(self, x: float, y: float) -> None:
        """Go where a link leads inside the file; an address outside is told, not visited."""
        source, page = self.source, self.view.page
        if source is None:
            return

        def then(links: tuple[PageLink, ...]) -> None:
            link = next((link for link in links if link.holds(x, y)), None)
            if link is None or source is not self.source:
                return
            if link.page >= 0:
                self.view.set_page(link.page)
            else:
                self._desk.notices.toast(say("This link leads to {address}", address=link.address))

        self._desk.tasks.read(lambda: page_links(source, page), then, failed=lambda _error: None, owner=self)

    def _path_drawn(self, path: Places) -> None:
        facts = self.page_facts
        if facts is None:
            return
        if self.view.tool is PageTool.MEASURE:
            self.measuring.measure(path, facts, self.view.page)
        else:
            self.redlining.draw(path, self.view.page)

    def put(self, files: Sequence[FileRow], *, draft: bool, revision_id: int = 0) -> None:
        """Show the files of a revision; a file already open stays as it is."""
        self._revision = revision_id
        shown = tuple(row for row in files if row.page_count is not None)
        self._files = shown
        if self.empty.button is not None:
            self.empty.button.setVisible(draft)
        self.file_choice.set_choices([(row.file_hash, row.name) for row in shown])
        self.file_choice.setVisible(len(shown) > 1)
        wanted = self._open_hash if self._open_hash in {row.file_hash for row in shown} else ""
        if shown:
            self._open(wanted or shown[0].file_hash)
        else:
            self.close_file()

    def close_file(self) -> None:
        """Show no file."""
        self.view.close_document()
        self._open_hash, self.source, self.pages = "", None, ()
        self._drawn.clear()
        self.search.open_source(None, 0)
        self.measuring.open_source()
        self.strip.hide()
        self._stack.setCurrentIndex(1)
        self._tell_place()
        self.shown.emit()

    def _open(self, file_hash: str) -> None:
        if file_hash == self._open_hash:
            return
        self._open_hash, self._seen = file_hash, set()
        name = next((row.name for row in self._files if row.file_hash == file_hash), "")
        self.file_choice.set_value(file_hash)
        factory = self._desk.factory
        if factory is None:
            return

        def work() -> tuple[str, PageSource, tuple[PageFacts, ...], tuple[PageWarning, ...]]:
            source = page_source(factory.read_file(file_hash), name)
            opened = open_pages(source)
            return file_hash, source, opened.pages, opened.warnings

        def open_now() -> None:
            if file_hash == self._open_hash:
                self._desk.tasks.read(work, self._show, owner=self)

        self._show_preview_first(factory, file_hash, open_now)

    def _show_preview_first(self, factory: Factory, file_hash: str, afterwards: Callable[[], object]) -> None:
        """Show the picture kept at check-in, whatever the file itself still takes, and open that then."""

        def work() -> tuple[PageFacts, QImage] | None:
            row = factory.ask(fact_rows, (file_hash,)).get(file_hash)
            if row is None or row.preview_hash is None or "page" not in row.facts:
                return None
            width, height = (float(side) for side in row.facts["page"])
            image = QImage.fromData(factory.read_file(row.preview_hash))
            return PageFacts(width, height, 0, None, None), image

        def then(found: tuple[PageFacts, QImage] | None) -> None:
            if found is not None and file_hash == self._open_hash:
                self._preview = found[1]
                self._stack.setCurrentIndex(0)
                self.view.show_preview(*found)
            afterwards()

        self._preview = None
        self.source, self.pages = None, ()
        # A preview that is gone is no reason to show nothing.
        self._desk.tasks.read(work, then, failed=lambda _error: afterwards(), owner=self)

    def _show(self, found: tuple[str, PageSource, tuple[PageFacts, ...], tuple[PageWarning, ...]]) -> None:
        file_hash, source, pages, warnings = found
        if file_hash != self._open_hash:
            return
        self.source, self.pages = source, pages
        self._stack.setCurrentIndex(0)
        self._drawn.clear()
        self.view.open_document(
            pages, lambda page, scale, part: render(source, page, scale, part), self._preview
        )
        self._preview = None
        self.strip.show()
        self.search.open_source(source, len(pages))
        self.measuring.open_source()
        self.redlining.open_file(self._revision, file_hash)
        first = warnings[0] if warnings else None
        self.warning.put("" if first is None else Words(first.message, "", tuple(first.values.items())))
        self._tell_place()
        self.shown.emit()

    @property
    def page_facts(self) -> PageFacts | None:
        """The page now shown, or None."""
        return self.pages[self.view.page] if self.view.page < len(self.pages) else None

    def set_draft(self, draft: bool) -> None:
        """Offer balloon and area tools only where something may be placed."""
        for tool in (PageTool.BALLOON, PageTool.AREA):
            self.tools[tool].setVisible(draft)
        self.tools[PageTool.MOVE].setVisible(draft)
        if draft != self._draft:
            self._draft = draft
            self._use(PageTool.BALLOON if draft else PageTool.MOVE)

    def _turn(self, step: int) -> None:
        self.view.set_page(self.view.page + step)

    def _tell_place(self) -> None:
        several = len(self.pages) > 1
        for button in self._turners:
            button.setVisible(several)
        if not self.pages:
            self.place.put("")
            return
        pages = f"{self.view.page + 1}/{len(self.pages)}  " if several else ""
        facts = self.page_facts
        if facts is not None and facts.name:
            pages = f"{facts.name} {facts.scale}  {pages}"
        self.place.put(f"{pages}{round(self.view.zoom * 100)} %")

    def _page_seen(self) -> None:
        if not self.isVisible() or self.source is None:
            return
        viewer = self._desk.actor().user_id
        if viewer != self._viewer:
            # What another person looked at here says nothing about this one.
            self._viewer, self._seen = viewer, set()
        self._seen.add(self.view.page)
        if self.pages and len(self._seen) == len(self.pages):
            self.seen_whole.emit(self._open_hash)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What was drawn while another tab or place was in front is looked at only now.
        if self._seen or self.view.is_sharp:
            self._page_seen()

    def _recolour(self) -> None:
        light = load_tokens("light", "office").colors
        colours = PageColours.of_tokens(current_theme().tokens.colors, light)
        self.view.set_colours(colours, BalloonColours.of_tokens(light))
