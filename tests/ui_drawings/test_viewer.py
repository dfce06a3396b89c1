"""Whatever people have, as the drawing screen shows it: links, layers, phone photos, foreign and locked files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.drawings.pages import render
from tests.drawings_pages.conftest import written
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.drawings.drawing_screen import DrawingScreen
from ui.drawings.page_view import PageTool

pytestmark = pytest.mark.slow
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LINKED = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<<>>/Annots[%b]>>"
INSIDE = b"<</Type/Annot/Subtype/Link/Rect[20 150 80 170]/Dest[4 0 R/Fit]>>"
OUTSIDE = b"<</Type/Annot/Subtype/Link/Rect[100 150 180 170]/A<</S/URI/URI(https://example.org/a)>>>>"


@pytest.fixture
def empty(page: DesignPage, stage: Stage) -> DrawingScreen:
    """A new drawing without any file."""
    page.open("documents")
    page.press("documents.new")
    page.fill(number="DW-900", title="받은 것", label="A")
    page.answer()
    screen: DrawingScreen = page.documents.drawing
    return screen


def attach(page: DesignPage, screen: DrawingScreen, content: bytes, name: str, *, shown: bool = True) -> None:
    """Attach a file as the screen does when it is dropped or chosen."""
    if shown:
        with page.qtbot.waitSignal(screen.sheet.view.sharp):
            screen.acts.attach(content, name)
            page.settle()
    else:
        screen.acts.attach(content, name)
        page.settle()


def click(screen: DrawingScreen, x: float, y: float) -> None:
    """Click on the sheet with the hand, in points of the page."""
    view = screen.sheet.view
    place: QPoint = view.mapFromScene(QPointF(x, y))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_link_turns_the_page_and_an_address_is_told_not_visited(
    page: DesignPage, stage: Stage, empty: DrawingScreen
) -> None:
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    attach(page, empty, written([catalogue, pages, LINKED % (INSIDE + OUTSIDE), LINKED % b""]), "l.pdf")
    view = empty.sheet.view
    empty.sheet.tools[PageTool.MOVE].click()
    click(empty, 140, 40)
    page.settle()
    assert any("https://example.org/a" in toast for toast in page.toasts)
    assert view.page == 0
    click(empty, 50, 40)
    page.settle()
    assert view.page == 1


@pytest.mark.parametrize("shown", [True, False])
def test_layers_are_drawn_as_they_were_saved(shown: bool) -> None:
    state = b"" if shown else b"/OFF[6 0 R]"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</Order[6 0 R]%b>>>>>>" % state
    named = b"/Properties<</L 6 0 R>>"
    stream = b"/OC /L BDC 0 0 0 rg 50 50 100 60 re f EMC"
    content = written(
        [
            catalogue,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<<%b>>>>" % named,
            b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
            b"<<>>",
            b"<</Type/OCG/Name(Hilfslinien)>>",
        ]
    )
    picture = render(content, 0, 1.0, name="layers.pdf")
    at = 120 * picture.stride + 4 * 100
    assert (picture.content[at] < 60) is shown


def test_a_phone_photo_stands_upright_on_the_screen(page: DesignPage, empty: DrawingScreen) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(file, "JPEG", exif=exif)
    attach(page, empty, file.getvalue(), "IMG_2210.jpg")
    (facts,) = empty.sheet.pages
    assert facts.width < facts.height
    page.tab("files")
    assert page.cells("files", 0) == ["IMG_2210.jpg"]


def test_foreign_files_are_kept_with_their_facts_and_opened_outside(
    page: DesignPage, stage: Stage, empty: DrawingScreen
) -> None:
    hwp = OLE + b"HWP Document File".ljust(32, b"\0") + bytes((0, 3, 0, 5)) + bytes(204)
    hwpx = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/hwp+zip"
    files = {
        "사양서.hwp": (hwp, "5.0.3.0"),
        "사양서.hwpx": (hwpx, "HWPX"),
        "bracket.CATPart": (b"V5_CFV2\x00\x00\x01" + bytes(60), "V5_CFV2"),
        "plate.dwg": (b"AC1032" + bytes(50), "2018"),
    }
    opened: list[bytes] = []

    def open_outside(path: Path) -> bool:
        opened.append(path.read_bytes())
        return True

    empty.files.open_outside = open_outside
    page.tab("files")
    for at, (name, (content, told)) in enumerate(files.items()):
        attach(page, empty, content, name, shown=False)
        assert page.cells("files", 0)[at] == name
        assert told in page.cells("files", 1)[at]
        page.choose("files", at)
        assert empty.files.about.text(), "what to do with it"
        page.press("file.open")
        page.settle()
        assert opened[-1] == content


def test_a_file_locked_by_document_security_is_named_as_such(
    page: DesignPage, stage: Stage, empty: DrawingScreen
) -> None:
    locked = b"\x9b DRMONE  This Document is encrypted and protected by Fasoo DRM "
    attach(page, empty, locked, "DW-900.pdf", shown=False)
    assert any("Fasoo" in toast for toast in page.toasts)
    page.tab("files")
    page.settle()
    assert "Fasoo" in page.cells("files", 1)[0]
    assert empty.files.about.text()
