"""Printing from the window: preview, PDF, label printer, reprint with its reason, stop; printers and layouts kept."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.documents.tag_plant_layouts import layout_text, layouts_of
from app.documents.tag_printers import keep_printer, known_printers, last_target
from app.documents.tag_printing import preview_tag, tag_print_rows
from app.documents.tag_sending import TagPrinter
from app.documents.tags import KINDS
from devices.barcodes.pictures import CodeRead, read_codes
from models.vocab import Noun, Role
from tests.documents.tools import rendered
from tests.tags.shop import ENTRIES, Shop
from tests.tags.test_sending import _printer, _read_all, _says
from tests.tags.zpl_reader import read_labels
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.i18n import Texts
from ui.tags.print_dialog import PrintDialog
from ui.tags.printing import draw_on
from ui.tags.tags_screen import TagsScreen


@pytest.fixture
def page(shop: Shop, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    actor = shop.floor.crew.actor(Role.ADMINISTRATOR)
    with shown_screen(TagsScreen, shop.floor.factory, actor, texts, qtbot) as shown:
        yield shown


class DialogPage:
    """The print dialog as a person uses it."""

    def __init__(self, page: ScreenPage, dialog: PrintDialog) -> None:
        self.page, self.dialog = page, dialog
        for timer in (dialog.what._searching, dialog.what._settle):
            # Nobody types here: what was typed has settled at once.
            timer.setInterval(1)
        dialog.open()
        self.wait()

    def wait(self) -> None:
        """Wait until typing has settled and the picture is there, or the dialog is gone."""
        for _turn in range(3):
            if not isValid(self.dialog):
                break
            for timer in (self.dialog.what._searching, self.dialog.what._settle):
                if timer.isActive():
                    with self.page.qtbot.waitSignal(timer.timeout):
                        pass
            self.page.wait()
        self.page.wait()

    def kind(self, kind: str) -> None:
        self.dialog.what.kind_field.set_value(kind)
        self.dialog.what.kind_field.chosen.emit(kind)
        self.wait()
        self.dialog.what.entries.set_values(ENTRIES.get(kind, {}))
        if KINDS[kind].noun is Noun.LOT:
            self.dialog.what.search.setText("261124-02")
        else:
            self.dialog.what.search.setText("")
        self.wait()

    def target(self, key: str) -> None:
        self.dialog.target.set_value(key)
        self.dialog.target.chosen.emit(key)
        self.wait()

    def press(self) -> None:
        QTest.mouseClick(self.dialog.yes, Qt.MouseButton.LeftButton)
        self.wait()

    @property
    def refusal(self) -> str:
        label = self.dialog.refusal
        return label.text() if label.isVisible() else ""

    def codes(self) -> list[bytes]:
        return sorted(code.raw for code in _read(self.dialog.picture.pages[0]))


def _read(image: QImage) -> list[CodeRead]:
    from PIL import Image

    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    raw = bytes(rgb.constBits())
    lines = [raw[y * rgb.bytesPerLine() :][: rgb.width() * 3] for y in range(rgb.height())]
    return list(read_codes(Image.frombytes("RGB", (rgb.width(), rgb.height()), b"".join(lines))))


def _dialog(page: ScreenPage, shop: Shop, *, open_record: bool = True, **edges: Any) -> DialogPage:
    """Open the dialog for the shop's lot, or for any tag."""
    actor = shop.floor.crew.actor(Role.ADMINISTRATOR)
    desk = replace(page.window.desk, factory=shop.floor.factory, actor=lambda: actor)
    noun, record = ("lot", shop.lot_id) if open_record else ("", None)
    return DialogPage(page, PrintDialog(desk, noun, record, page.window, **edges))


def test_the_preview_is_what_prints(page: ScreenPage, shop: Shop) -> None:
    opened = _dialog(page, shop)
    assert opened.dialog.what.kind.kind == "identification"
    assert opened.codes() == [b"PP:L:261124-02"]
    keep_printer(TagPrinter("라벨 1", "tcp://127.0.0.1:1"))
    opened.dialog._put_targets(())
    opened.target("label:라벨 1")
    (image,) = opened.dialog.picture.pages
    assert image.format() == QImage.Format.Format_Grayscale8
    assert opened.codes() == [b"PP:L:261124-02"]
    assert shop.floor.factory.ask(tag_print_rows) == ()
    opened.dialog.reject()


def test_every_kind_can_be_chosen_and_seen(page: ScreenPage, shop: Shop) -> None:
    opened = _dialog(page, shop, open_record=False)
    for kind in KINDS:
        opened.kind(kind)
        assert opened.refusal == "", kind
        assert opened.dialog.picture.pages, kind
        assert opened.codes(), kind
    opened.dialog.reject()


def test_a_number_or_a_scan_finds_the_record(page: ScreenPage, shop: Shop) -> None:
    opened = _dialog(page, shop, open_record=False)
    opened.kind("lot")
    opened.dialog.what.search.setText("PP:L:261124-02")
    opened.wait()
    assert opened.codes() == [b"PP:L:261124-02"]
    # The Enter of a scanner does not print.
    QTest.keyClick(opened.dialog.what.search, Qt.Key.Key_Return)
    opened.wait()
    assert shop.floor.factory.ask(tag_print_rows) == ()
    opened.dialog.what.search.setText("없는 번호")
    opened.wait()
    assert not opened.dialog.yes.isEnabled()
    opened.dialog.reject()


def test_a_pdf_is_written_and_the_second_one_asks_why(page: ScreenPage, shop: Shop, tmp_path: Path) -> None:
    pdf = tmp_path / "식별표.pdf"
    for attempt in range(2):
        opened = _dialog(page, shop, to_file=lambda *_: pdf)
        opened.target("pdf")
        assert opened.dialog.why.isVisible() is (attempt > 0)
        if attempt:
            assert "print no. 2" in opened.dialog.again.text()
            opened.dialog.reason.set_value("other")
            opened.dialog.reason.chosen.emit("other")
            opened.press()
            # No words, no reprint.
            assert "needs its reason" in opened.refusal
            opened.dialog.words.set_value("세척 중 젖음")
        opened.press()
        assert not isValid(opened.dialog)
        read = read_codes(rendered(pdf.read_bytes(), tmp_path, 203))
        assert [code.raw for code in read] == [b"PP:L:261124-02"]
    rows = shop.floor.factory.ask(tag_print_rows)
    assert [(row.reprint, row.reason, row.printer) for row in rows] == [
        (1, "세척 중 젖음", "PDF"),
        (0, "", "PDF"),
    ]
    assert last_target("identification") == "pdf"
    shown = page.screen.prints.table.rows_model.rows
    assert [(row.number, row.print.reprint) for row in shown] == [("261124-02", 1), ("261124-02", 0)]


def test_a_label_printer_gets_what_was_shown(page: ScreenPage, shop: Shop) -> None:
    got = bytearray()
    with _printer(_says(), _read_all(got)) as address:
        keep_printer(TagPrinter("라벨 1", f"tcp://{address}"))
        opened = _dialog(page, shop)
        opened.target("label:라벨 1")
        opened.dialog.copies.set_value("2")
        opened.press()
    (label,) = read_labels(bytes(got))
    assert (label.copies, [code.content for code in label.codes]) == (2, ["PP:L:261124-02"])


def test_a_printer_without_paper_is_said_in_the_dialog_and_nothing_is_lost(
    page: ScreenPage, shop: Shop
) -> None:
    with _printer(_says(paper=1)) as address:
        keep_printer(TagPrinter("라벨 1", f"tcp://{address}"))
        opened = _dialog(page, shop)
        opened.kind("box")
        opened.target("label:라벨 1")
        opened.press()
    assert "it has no labels" in opened.refusal
    assert opened.dialog.isVisible()
    assert opened.dialog.yes.isVisible()
    assert opened.dialog.what.entries.values()["box_number"] == "3"
    assert shop.floor.factory.ask(tag_print_rows) == ()
    opened.dialog.reject()


def test_a_print_can_be_stopped_from_the_dialog(
    page: ScreenPage, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()
    monkeypatch.setattr("app.documents.tag_sending.tag_labels", lambda *_: [b"x" * 30_000_000])

    def stall(_line: socket.socket) -> None:
        begun.set()
        done.wait(20)

    with _printer(_says(), stall) as address:
        keep_printer(TagPrinter("라벨 1", f"tcp://{address}"))
        opened = _dialog(page, shop)
        opened.target("label:라벨 1")
        QTest.mouseClick(opened.dialog.yes, Qt.MouseButton.LeftButton)
        page.qtbot.waitUntil(begun.is_set)
        assert opened.dialog.halt.isVisible()
        # Esc stops too, and keeps the dialog until it is known what happened.
        opened.dialog.reject()
        assert opened.dialog.isVisible()
        opened.wait()
        done.set()
    assert "was stopped" in opened.refusal
    assert len(shop.floor.factory.ask(tag_print_rows)) == 1
    opened.dialog.reject()


@pytest.mark.parametrize("sheet", [False, True])
def test_an_office_printer_prints_true_to_size_with_codes_that_read_back(
    shop: Shop, qapp: QApplication, tmp_path: Path, sheet: bool
) -> None:
    factory = shop.floor.factory
    order = shop.order("lot")
    (tag,) = factory.ask(preview_tag, order, now=factory.clock(), actor_name="이품질")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    file = tmp_path / "office.pdf"
    printer.setOutputFileName(str(file))
    assert draw_on(printer, [tag] * 3, sheet=sheet) is None
    codes = read_codes(rendered(file.read_bytes(), tmp_path, 203))
    assert [code.raw for code in codes] == [b"PP:L:261124-02"] * (3 if sheet else 1)
    sizes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)", file.read_bytes())
    width, height = (round(float(part) * 25.4 / 72) for part in sizes[0])
    assert (width, height) == ((210, 297) if sheet else (60, 40))


def test_an_office_print_can_be_stopped(shop: Shop, qapp: QApplication, tmp_path: Path) -> None:
    factory = shop.floor.factory
    (tag,) = factory.ask(preview_tag, shop.order("lot"), now=factory.clock(), actor_name="이품질")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "office.pdf"))
    assert draw_on(printer, [tag] * 3, sheet=False, stop=lambda: True) == 0


def test_printers_are_kept_asked_and_tried(page: ScreenPage) -> None:
    page.press("tab.printers")
    card = page.screen.printers
    card.form.set_values({"name": "라벨 1", "address": "192.168.0.30"})
    page.push("printer.keep")
    assert "no address" in page.find(QLabel, "printer.said").text()
    got = bytearray()
    with _printer(_says(head=1), _says(), _read_all(got)) as address:
        card.form.set_values({"address": f"tcp://{address}", "dpi": "300", "width": "60"})
        page.push("printer.keep")
        assert [(row.name, row.dpi) for row in known_printers()] == [("라벨 1", 300)]
        page.push("printer.ask")
        assert "its head is open" in page.find(QLabel, "printer.said").text()
        page.push("printer.test")
    assert "handed over" in page.find(QLabel, "printer.said").text()
    (label,) = read_labels(bytes(got))
    assert {code.content for code in label.codes} == {"PARTPROOF-TEST", "TEST1"}
    page.push("printer.forget")
    assert known_printers() == ()
    page.press("undo")
    assert [row.name for row in known_printers()] == ["라벨 1"]


def test_a_layout_is_changed_judged_and_put_in_force(page: ScreenPage, shop: Shop) -> None:
    ask = shop.floor.factory.ask
    page.press("tab.layouts")
    page.wait()
    card = page.screen.layouts
    assert {row.kind for row in card.table.rows_model.rows} == set(KINDS)
    card.table.choose(("lot", "lot"))
    page.wait()
    assert card.picture.pages
    text = ask(layout_text, "lot")
    _change(page, card.file.setPlainText, text.replace("y = 1.5", "y = 14", 1))
    assert "line" in page.find(QLabel, "layout.wrong").text()
    assert not card.keep.isEnabled()
    _change(page, card.file.setPlainText, text.replace("height = 40", "height = 44", 1))
    assert card.keep.isEnabled()
    page.push("layout.keep")
    assert [(row.name, row.height, row.counter) for row in ask(layouts_of, "lot")] == [("lot", 44.0, 1)]
    card.table.choose(("lot", "lot"))
    page.wait()
    page.push("layout.withdraw")
    assert ask(layouts_of, "lot")[0].counter == 0


def _change(page: ScreenPage, set_text: Callable[[str], None], text: str) -> None:
    page.screen.layouts._settle.setInterval(1)
    set_text(text)
    with page.qtbot.waitSignal(page.screen.layouts._settle.timeout):
        pass
    page.wait()
