"""Every screen of a demo factory as PNG, offscreen, in both languages and themes and at the usual sizes."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import uuid
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from app.certification.queries import assessment_rows
from app.commands.console import DONE, Console
from app.demo.crew import PASSWORD
from app.demo.run import STAGES, run_demo
from app.desktop.application import make_application, make_texts
from app.desktop.certification_pictures import take_certification
from app.desktop.changes_pictures import take_changes
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.parts_pictures import take_parts
from app.desktop.places import known_places
from app.desktop.quality_pictures import take_dispositions
from app.desktop.settle import settle, wait_until
from app.desktop.shipping_pictures import take_shipments
from app.desktop.transfer_pictures import take_transfer
from app.documents.tag_printers import keep_printer
from app.documents.tag_printing import TagOrder, print_tag
from app.documents.tag_sending import TagPrinter
from app.drawings.queries import document_rows
from app.factory import Factory
from app.inspection.queries import inspection_rows
from app.nonconformance.queries import nonconformance_rows
from app.parts.queries import part_id_of
from app.production.lots import create_lot
from app.production.queries import lot_rows, order_rows
from app.texts import mark
from app.unit_of_work import SYSTEM
from devices.barcodes.partproof import badge_code, gauge_code, lot_code, order_code
from devices.events import ScanReceived
from ui.bridge import OutsideChanges
from ui.i18n import Texts
from ui.main_window import MainWindow
from ui.sign_in.demo_page import DemoPage
from ui.station.station_screen import StationScreen
from ui.tags.print_dialog import PrintDialog
from ui.theme.theme import current_theme

LANGUAGES: Final = ("ko", "en")
THEMES: Final = ("light", "dark")
SIZES: Final = ((1280, 800), (1920, 1080))
_WHO: Final = "lee"
_BADGE: Final = "B-1004"
_GAUGE: Final = "G-014"
_PART: Final = "HB-2200-00"
# Tabs of the part workspace; one that nobody offers is left out.
_TABS: Final = (
    "overview",
    "bom",
    "compare",
    "details",
    "fields",
    "drawings",
    "characteristics",
    "certification",
    "where-used",
    "history",
)
Tell = Callable[[str], object]
Size = tuple[int, int]


@dataclass(frozen=True)
class Look:
    """One language, theme and size."""

    language: str
    theme: str
    size: Size

    def file(self, screen: str) -> str:
        """Return the name of a screen's picture in this look."""
        return f"{screen}-{self.language}-{self.theme}-{self.size[0]}x{self.size[1]}.png"


class Photographer:
    """Takes pictures of the door and the window in every look.

    Attributes:
        files: What was written.
    """

    def __init__(self, texts: Texts, door: Door, desktop: Desktop, out: Path, looks: Sequence[Look]) -> None:
        self._texts, self.door, self.desktop = texts, door, desktop
        self._out, self._looks = out, looks
        self.files: list[Path] = []

    @property
    def window(self) -> MainWindow:
        """The window of the person signed in."""
        window = self.desktop.window
        if window is None:
            raise RuntimeError("nobody is signed in")
        return window

    @property
    def factory(self) -> Factory:
        """The factory that is open."""
        workplace = self.door.workplace
        if workplace is None:
            raise RuntimeError("no factory is open")
        return workplace.factory

    def door_page(self, screen: str, show: Callable[[], object]) -> None:
        """Take a page of the door."""
        for look in self._looks:
            self._dress(look)
            show()
            settle(self.door.window, self.door.tasks)
            self._take(self.door.window, screen, look)

    def place(self, screen: str, key: str, record: object = None, tab: str = "") -> None:
        """Take a place with a record, and with a tab where one is named."""
        window = self.window
        if not window.open_place(key, record):
            return
        settle(window, window.tasks)
        if tab:
            found = [b for b in window.findChildren(QPushButton, f"tab.{tab}") if b.isVisible()]
            if not found:
                return
            found[0].click()
            settle(window, window.tasks)
        self.as_it_is(screen)

    def as_it_is(self, screen: str) -> None:
        """Take the window as it stands."""
        window = self.window
        for look in self._looks:
            self._dress(look)
            self._take(window, screen, look)

    def widget(self, screen: str, widget: QWidget) -> None:
        """Take a dialog over the window at its own size."""
        for look in self._looks:
            self._dress(look)
            widget.adjustSize()
            settle(widget, self.window.tasks)
            file = self._out / look.file(screen)
            widget.grab().save(str(file))
            self.files.append(file)

    def _dress(self, look: Look) -> None:
        self._texts.switch(look.language)
        if current_theme().choice != look.theme:
            current_theme().choose(look.theme)

    def _take(self, widget: QWidget, screen: str, look: Look) -> None:
        # The offscreen screen is small: full screen would shrink the window to it.
        widget.showNormal()
        widget.resize(QSize(*look.size))
        window = self.desktop.window
        settle(widget, window.tasks if window is not None else self.door.tasks)
        if window is not None:
            window.toasts.clear()
        file = self._out / look.file(screen)
        widget.grab().save(str(file))
        self.files.append(file)


def make_screenshots(
    out: Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = THEMES,
    sizes: Sequence[Size] = SIZES,
    factory: Path | None = None,
    tell: Tell = lambda _screen: None,
) -> list[Path]:
    """Write every screen in every language, theme and size.

    Args:
        out: Folder of the pictures; made where it is missing.
        languages: Of ``ko`` and ``en``.
        themes: Of ``light``, ``dark`` and ``contrast``.
        sizes: Width and height in pixels.
        factory: A demo factory, of which a copy is used; None makes one.
        tell: Told the name of each screen as it begins.

    Returns:
        The files, in the order they were made.
    """
    out.mkdir(parents=True, exist_ok=True)
    looks = [Look(language, theme, size) for language in languages for theme in themes for size in sizes]
    with own_machine() as folder:
        tell("demo")
        factory = demo_copy(factory, folder)
        memory = MachineMemory()
        application = make_application(memory, looks[0].theme)
        texts = make_texts(application, looks[0].language)
        door = Door(texts, memory, home=Path("Partproof"))
        desktop = Desktop(texts, memory, door)
        taker = Photographer(texts, door, desktop, out, looks)
        try:
            _take_door(taker, factory, tell)
            _take_places(taker, tell)
            _take_station(taker, tell)
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    return taker.files


def _take_door(taker: Photographer, factory: Path, tell: Tell) -> None:
    tell("door")
    door = taker.door
    taker.door_page("first-start", door.show_choice)
    taker.door_page("new-factory", door.show_new)
    stages = tuple(STAGES.values())

    def demo() -> None:
        page = DemoPage(door.texts, stages, Path("Partproof/demo"))
        page.put_stage(stages[2])
        page.put_step(3, 5)
        door.show_page(page)

    taker.door_page("demo", demo)
    door.open(factory)
    settle(door.window, door.tasks)
    taker.door_page("sign-in", door.show_sign_in)
    door.sign_in(_WHO, PASSWORD)
    wait_until(lambda: taker.desktop.window is not None)
    chain = taker.desktop.chain
    wait_until(lambda: chain is None or chain.ended)


def _take_places(taker: Photographer, tell: Tell) -> None:
    for row in known_places():
        if not row.station:
            tell(row.key)
            taker.place(row.key, row.key)
    ask = taker.window.desk.ask
    part = ask(part_id_of, _PART)
    for tab in _TABS:
        taker.place(f"part-{tab}", "parts", part, tab)
    if part is not None:
        take_parts(taker.window, part, taker.as_it_is, taker.widget)
    records: tuple[tuple[str, str, Any], ...] = (
        ("drawing", "documents", document_rows),
        ("order", "orders", order_rows),
        ("inspection", "inspections", inspection_rows),
        ("nonconformance", "nonconformances", nonconformance_rows),
    )
    for screen, key, query in records:
        rows = ask(query)
        if rows:
            tell(screen)
            taker.place(screen, key, rows[0].id)
    take_dispositions(taker.window, taker.widget)
    for audit in ask(assessment_rows):
        if audit.code != "ppap":
            tell(audit.code)
            taker.place(f"assessment-{audit.code}", "assessments", audit.id)
    for tab in ("routes", "own"):
        taker.place(f"people-{tab}", "users", tab, tab)
    for tab in ("connect", "generic", "scanner", "codes", "simulator", "recordings"):
        taker.place(f"devices-{tab}", "devices", tab)
    _take_tags(taker, tell)
    tell("changes-order")
    take_changes(taker.factory, taker.window.desk.actor(), part, taker.place)
    tell("shipment")
    take_shipments(taker.factory, taker.window, taker.as_it_is)
    tell("forms")
    take_certification(taker.window, taker.factory, taker.place, taker.widget)
    tell("transfer")
    take_transfer(taker.window, taker.as_it_is)


def _take_tags(taker: Photographer, tell: Tell) -> None:
    """Take the place of tags with a few prints, its tabs, and the print dialog of a lot."""
    tell("tags")
    factory, window = taker.factory, taker.window
    lot = factory.ask(lot_rows)[-1].id
    quality = window.desk.actor()
    for kind, reason in (("lot", ""), ("identification", ""), ("identification", "훼손")):
        factory.perform(print_tag, TagOrder(kind, lot), reason=reason, printer="라벨 1", actor=quality)
    window.bridge.publish(OutsideChanges(frozenset({"tag_print"})))
    keep_printer(TagPrinter("라벨 1", "tcp://192.168.0.30:9100"))
    keep_printer(TagPrinter("출하장", "serial:COM5", dpi=300, width=60))
    for tab in ("prints", "printers", "layouts"):
        taker.place(f"tags-{tab}", "tags", tab, tab)
    dialog = PrintDialog(window.desk, "lot", lot, window)
    dialog.open()
    wait_until(lambda: bool(dialog.picture.pages))
    taker.widget("tags-dialog", dialog)
    dialog.reject()


def _take_station(taker: Photographer, tell: Tell) -> None:
    tell("station")
    window = taker.window
    taker.place("station-waiting", "station")
    screen, link = window.shown_screen, taker.desktop.station_link
    if not isinstance(screen, StationScreen) or link is None:
        return
    for code in job_codes(taker.factory):
        answered(screen, partial(link.scan, scan_of(code)))
        settle(window, window.tasks)
    wanted = link.view().next
    if wanted is None or wanted.upper_limit is None or wanted.lower_limit is None:
        return
    good = str((wanted.upper_limit + wanted.lower_limit) / 2)
    answered(screen, lambda: link.typed_value(good))
    wait_until(lambda: not screen.cover.isVisible())
    taker.as_it_is("station-measuring")
    too_large = str(wanted.upper_limit + 1)
    answered(screen, lambda: link.typed_value(too_large))
    if screen.cover.stays:
        taker.as_it_is("station-verdict")


def answered(screen: StationScreen, act: Callable[[], object]) -> None:
    """Do something at the station and wait for its answer."""
    heard: list[object] = []
    connection = screen.answered.connect(heard.append)
    act()
    wait_until(lambda: bool(heard))
    screen.answered.disconnect(connection)


def scan_of(code: str) -> ScanReceived:
    """Return a scan as a serial scanner reports it."""
    return ScanReceived(
        uuid.uuid4(), code.encode(), code, datetime.now(UTC), time.monotonic(), source="scanner"
    )


def demo_copy(factory: Path | None, folder: Path) -> Path:
    """Return a demo factory that may be worked on: a copy of the one given, or a new one."""
    if factory is None:
        return run_demo(folder / "demo").factory
    return Path(shutil.copytree(factory, folder / "factory"))


def job_codes(factory: Factory) -> tuple[str, str, str, str]:
    """Return the codes that arm the demo's station: badge, order, a new lot, gauge.

    The demo's own lot is on hold since its bad reading.
    """
    order = factory.ask(order_rows)[0]
    made = factory.perform(
        create_lot, part_id=order.part_id, quantity=order.quantity, order_id=order.id, actor=SYSTEM
    ).result
    lot = next(row for row in factory.ask(lot_rows) if row.id == made)
    return badge_code(_BADGE), order_code(order.number), lot_code(lot.number), gauge_code(_GAUGE)


@contextmanager
def own_machine() -> Iterator[Path]:
    """Keep this machine's own settings out of the pictures, and the pictures out of them."""
    former = os.environ.get("PARTPROOF_MACHINE_DIR")
    with tempfile.TemporaryDirectory(prefix="partproof-", ignore_cleanup_errors=True) as folder:
        os.environ["PARTPROOF_MACHINE_DIR"] = str(Path(folder) / "machine")
        try:
            yield Path(folder)
        finally:
            if former is None:
                del os.environ["PARTPROOF_MACHINE_DIR"]
            else:
                os.environ["PARTPROOF_MACHINE_DIR"] = former


def main(words: Sequence[str], console: Console) -> int:
    """Run ``python -m app screenshots DIR``."""
    parser = console.parser("screenshots", mark("Draw every screen of the demo factory into PNG files."))
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--theme", choices=(*THEMES, "contrast"), action="append")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", action="append")
    parser.add_argument(
        "--factory",
        type=Path,
        metavar="DIR",
        help=parser.word(mark("a demo factory; without it one is made")),
    )
    arguments = parser.parse_args(words)
    began = time.monotonic()
    files = make_screenshots(
        arguments.folder,
        languages=(arguments.lang,) if arguments.lang else LANGUAGES,
        themes=arguments.theme or THEMES,
        sizes=arguments.size or SIZES,
        factory=arguments.factory,
        tell=lambda screen: console.note(mark("Drawing {screen}"), screen=screen),
    )
    console.say(
        "{n} {n:picture|pictures} in {folder}, {seconds} s.",
        n=len(files),
        folder=str(arguments.folder),
        seconds=f"{time.monotonic() - began:.0f}",
    )
    return DONE


def _size(text: str) -> Size:
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if found is None:
        raise ArgumentTypeError(text)
    return int(found[1]), int(found[2])
