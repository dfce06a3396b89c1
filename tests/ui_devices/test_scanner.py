"""The scanner page: limits of keys, measured gaps, the test sheet, live check, pictures, own labels, HKMC rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.documents.scanner_sheet import CODES, scanner_sheet, scanner_sheet_pdf
from app.factory import Factory
from app.machine import change_machine, read_machine
from app.settings import read_settings
from app.texts import LANGUAGES, Language
from devices.barcodes.pictures import png, read_codes
from devices.barcodes.registry import parse
from devices.barcodes.scanner_check import TEST_SYMBOL, findings
from devices.events import ScanReceived
from tests.desktop.pages import DesktopPage
from tests.devices_barcodes.two_set import compose
from tests.documents.tools import rendered
from tests.ui.pages import scan_of
from tests.ui_devices.devices_page import DevicesPage
from ui.devices.codes_panel import FLAWS
from ui.devices.scanner_panel import limits_of
from ui.input.wedge import GapReport, WedgeLimits

SignIn = Callable[[str], DesktopPage]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_code_of_the_sheet_reads_back(code: str, tmp_path: Path) -> None:
    picture = rendered(scanner_sheet_pdf(Language(code)), tmp_path, 203)
    found = {read.raw for read in read_codes(picture)}
    wanted = {each.content.encode() for each in CODES if not each.gs1}
    assert wanted <= found
    gs1 = next(read for read in read_codes(picture) if read.aim == "]d2")
    answer = parse(gs1.as_scanned)
    assert [name for name, _value in getattr(answer, "fields", ())] == ["01", "17", "10", "21"]
    assert findings(next(raw for raw in found if raw.startswith(b"PP:T"))) == ("no_symbology_identifier",)
    assert "GS = Alt+029" in " ".join(placed.text for placed in scanner_sheet(Language(code)).texts)


def scanner(devices: DevicesPage, raw: bytes, source: str = "scanner COM4") -> None:
    """Let a scanner read a code while the page is shown."""
    scan = scan_of("x")
    text = raw.decode("utf-8", "replace")
    devices.page.window.take_scan(ScanReceived(scan.event_id, raw, text, scan.at, scan.monotonic, source))
    devices.page.settle()


def shown(devices: DevicesPage) -> str:
    """Return all that is said about the code shown."""
    view = devices.screen.scanner.view
    labels = [label.text() for label in view.findChildren(type(view.hint)) if label.isVisible()]
    return "\n".join([*labels, view.received.toPlainText()])


def test_the_test_symbol_tells_what_is_wrong(sign_in: SignIn, ground: Factory) -> None:
    assert ground.ask(read_settings).name
    devices = DevicesPage(sign_in("engineer"))
    devices.tab("scanner")
    scanner(devices, b"]Q1" + TEST_SYMBOL.encode())
    assert "set up right" in shown(devices)
    assert "<GS>" in shown(devices)
    scanner(devices, TEST_SYMBOL.replace("\x1d", "").replace("\x1e", "").encode())
    assert "GS and RS do not arrive" in shown(devices)
    hangul = compose("PP:T:aZ1@#/BC")
    scanner(devices, hangul.encode(), "keyboard")
    assert "Hangul mode" in shown(devices)
    scanner(devices, TEST_SYMBOL.swapcase().encode(), "keyboard")
    assert "Caps Lock" in shown(devices)
    scanner(devices, b"[)>\x1e06\x1dV2812\x1dP89231CU1000\x1dS\x1dE\x1dT2510022000A0000001\x1dM\x1d\x1e\x04")
    assert devices.cells("code.fields", 0)[:2] == ["Supplier", "Part"]
    view = devices.screen.scanner.view
    assert view.meant.isHidden()
    scanner(devices, b"[)>06V2812P89131CU210SET2509052000A0000010M")
    assert "dropped the separators" in shown(devices)
    assert "probably meant as" in shown(devices)
    assert view.table.isHidden()
    devices.press("code.meant")
    assert devices.cells("code.fields", 1)[:2] == ["2812", "89131CU210"]
    assert "suggestion, not scanned" in shown(devices)
    assert view.meant.isHidden()
    assert devices.unnamed() == []
    devices.leave()


def test_a_code_in_a_picture_is_read_from_a_file_a_drop_and_the_clipboard(
    sign_in: SignIn, ground: Factory, tmp_path: Path
) -> None:
    assert ground.ask(read_settings).name
    devices = DevicesPage(sign_in("engineer"))
    devices.tab("scanner")
    view = devices.screen.scanner.view
    file = tmp_path / "사진.png"
    file.write_bytes(png("datamatrix", "PP:L:L2611-001"))
    view.ask_file = lambda _parent, _title: str(file)
    devices.press("code.picture")
    assert devices.cells("code.fields", 1) == ["L2611-001"]
    file.write_bytes(png("qr", "PP:O:WO-7"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(drop)
    devices.page.settle()
    assert devices.cells("code.fields", 1) == ["WO-7"]
    assert view.further.isHidden()
    pair = Image.new("L", (700, 300), 255)
    for place, content in enumerate(("PP:O:WO-7", "PP:L:L2611-002")):
        pair.paste(Image.open(io.BytesIO(png("qr", content))), (20 + 350 * place, 20))
    pair.save(file)
    devices.press("code.picture")
    first = devices.cells("code.fields", 1)
    devices.press("code.next")
    assert sorted([*first, *devices.cells("code.fields", 1)]) == ["L2611-002", "WO-7"]
    assert "Code 2 of 2" in devices.said("code.hint")
    image = QImage()
    assert image.loadFromData(png("qr", "PP:O:WO-8"))
    QGuiApplication.clipboard().setImage(image)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    devices.page.settle()
    assert devices.cells("code.fields", 1) == ["WO-8"]
    devices.press("code.open")
    assert devices.page.toasts == ["Nothing here has the code ]Q1PP:O:WO-8."]
    image.loadFromData(png("qr", "PP:G:G-015"))
    QGuiApplication.clipboard().setImage(image)
    devices.press("code.paste")
    devices.press("code.open")
    assert devices.page.window.current_key == "gauges"
    devices.page.go("devices")
    QGuiApplication.clipboard().clear()
    devices.press("code.paste")
    assert "no picture" in devices.said("code.hint")
    file.write_text("no picture", encoding="ascii")
    devices.press("code.picture")
    assert "no picture that can be read" in devices.said("code.hint")
    devices.leave()


def test_limits_are_kept_for_this_pc_and_count_at_once(sign_in: SignIn, ground: Factory) -> None:
    assert ground.ask(read_settings).name
    page = sign_in("engineer")
    devices = DevicesPage(page)
    devices.tab("scanner")
    panel = devices.screen.scanner
    page.desktop.capture.measured.emit(GapReport((5, 6, 5)))
    page.desktop.capture.measured.emit(GapReport((120, 118, 121)))
    assert devices.cells("wedge.gaps", 3) == ["typing", "scan"]
    assert devices.cells("wedge.gaps", 2) == ["121", "6"]
    panel.form.set_values({"gap": "130", "least": "2", "prefix": "<STX>"})
    panel.ends["\t"].setChecked(False)
    devices.press("wedge.save")
    wanted = WedgeLimits(130, 2, "\x02", "\r\n\x04")
    assert page.desktop.capture.limits == wanted
    assert limits_of(read_machine()) == wanted
    panel.form.set_values({"gap": "0"})
    devices.press("wedge.save")
    assert "1 to 1000" in panel.form.rows["gap"].below.text()
    assert page.desktop.capture.limits == wanted
    devices.press("wedge.usual")
    devices.press("wedge.save")
    assert page.desktop.capture.limits == WedgeLimits()
    change_machine(wedge_gap_ms=-3)
    assert limits_of(read_machine()) == WedgeLimits()
    devices.leave()


def table_of_fields_grows_and_shrinks(devices: DevicesPage, ground: Factory) -> None:
    """Add a field, take one out, try it on a code, and bring all back."""
    panel = devices.screen.codes
    devices.write("hkmc.letter", "1t")
    devices.press("hkmc.add")
    panel.hkmc_table.choose("E")
    devices.press("hkmc.remove")
    assert devices.cells("hkmc", 0) == ["V", "P", "S", "T", "M", "C", "1T"]
    book = ground.ask(read_settings).code_book
    assert ([rule.letter for rule in book.hkmc], book.hkmc_without) == (["1T"], ("E",))
    code = "[)><RS>06<GS>VLF32<GS>P89131CU210<GS>S<GS>T2509052000A0000010<GS>M<GS>1T4711<GS><RS><EOT>"
    devices.write("code.sample", code)
    devices.press("code.try")
    assert "4711" in devices.cells("code.fields", 1)
    panel.hkmc_table.choose("T")
    assert not panel.take_out.isEnabled()
    for wrong in ("1T", "한글"):
        devices.write("hkmc.letter", wrong)
        devices.press("hkmc.add")
        assert "data identifier" in devices.page.toasts[-1]
    devices.write("hkmc.letter", "E")
    devices.press("hkmc.add")
    assert ground.ask(read_settings).code_book.hkmc_without == ()
    devices.press("hkmc.reset")
    assert ground.ask(read_settings).code_book.hkmc == ()
    assert devices.cells("hkmc", 0) == ["V", "P", "S", "E", "T", "M", "C"]


def test_own_labels_and_hkmc_rows_are_kept_and_count(sign_in: SignIn, ground: Factory) -> None:
    page = sign_in("administrator")
    devices = DevicesPage(page)
    devices.tab("codes")
    panel = devices.screen.codes
    panel.form.set_values({"name": "외주 라벨", "kind": "lot", "pattern": "K(?P<part>.+)", "aim": ""})
    devices.press("pattern.save")
    assert "named group" in panel.form.rows["pattern"].below.text()
    panel.form.set_values({"pattern": "K(?P<lot>[0-9]{6})/(?P<part>[A-Z0-9-]+)"})
    devices.write("code.sample", "K261101/HB-22")
    devices.press("code.try")
    assert devices.cells("code.fields", 1) == ["261101", "HB-22"]
    devices.press("pattern.save")
    book = ground.ask(read_settings).code_book
    assert [(each.name, each.kind) for each in book.patterns] == [("외주 라벨", "lot")]
    scanner(devices, b"K261102/HB-23")
    assert devices.cells("code.fields", 1) == ["261102", "HB-23"]
    row = next(row for row in panel.hkmc_model.rows if row.letter == "S")
    panel._change_rule(row, "longest", "12")
    page.settle()
    (own,) = ground.ask(read_settings).code_book.hkmc
    assert (own.letter, own.longest) == ("S", 12)
    panel._change_rule(row, "longest", "99")
    page.settle()
    assert any("1 to 60" in toast for toast in page.toasts)
    devices.press("hkmc.reset")
    assert ground.ask(read_settings).code_book.hkmc == ()
    table_of_fields_grows_and_shrinks(devices, ground)
    panel.table.choose("외주 라벨")
    devices.press("pattern.remove")
    assert ground.ask(read_settings).code_book.patterns == ()
    assert set(FLAWS) >= {"pattern.groups", "hkmc.length", "aim"}
    assert devices.unnamed() == []
    devices.leave()
