"""The window as a person uses it: places, Ctrl+K, scans, notices, language, theme, station, and what it remembers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import RefusalKind
from tests.ui.gallery import KeptMemory, PartGallery, make_window
from tests.ui.pages import WindowPage, shown
from ui import seen_lists
from ui.bridge import OutsideChanges
from ui.i18n import Texts, Words
from ui.navigation import Count
from ui.theme.theme import Theme, current_theme
from ui.widgets.dialogs import ConfirmDialog, FailureDialog, Question
from ui.widgets.label import Label
from ui.widgets.list_menu import LIST_ACT
from ui.widgets.tables import RowTable
from ui.widgets.window_bars import DeviceFact

REPOSITORY = Path(__file__).resolve().parents[2]
PLACES = ["home", "parts", "drawings", "changes", "plans", "gauges", "assessments", "station"]


def test_a_click_on_a_place_shows_its_screen(page: WindowPage) -> None:
    page.click_place("부품")
    assert page.window.current_key == "parts"
    assert page.title == "허브 브래킷 ASSY"
    assert page.window.navigation.current == "parts"


def test_places_are_reached_by_keys_alone(page: WindowPage) -> None:
    page.window.navigation.list.setFocus()
    page.key(Qt.Key.Key_Down)
    assert page.window.current_key == "home"
    page.key(Qt.Key.Key_Return)
    assert page.window.current_key == "parts"
    page.key(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page.window.current_key == "drawings"


def test_ctrl_k_finds_records_and_opens_them(page: WindowPage) -> None:
    page.search("hb-2210")
    assert page.offers[0] == "HB-2210-01"
    page.key(Qt.Key.Key_Return)
    page.settle()
    assert page.window.current_key == "parts"
    assert not page.offers


def test_ctrl_k_lists_what_can_be_done_here(page: WindowPage) -> None:
    page.window.open_place("parts")
    page.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert page.offers[:3] == ("비교", "엑셀로", "승인 요청")
    assert "Full screen" in page.offers
    page.type("승인")
    page.settle()
    assert page.offers == ("승인 요청",)
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Return)
    assert page.toasts == ["승인을 요청했습니다."]


def test_a_click_on_an_offer_takes_it(page: WindowPage, qtbot: QtBot) -> None:
    page.search("HB-2230")
    offers = page.offer_list
    centre = offers.visualRect(offers.model().index(0, 0)).center()
    with qtbot.waitSignal(page.window.place_changed) as told:
        QTest.mouseClick(offers.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert told.args == ["parts"]


def test_escape_closes_the_list_and_empties_the_line(page: WindowPage) -> None:
    page.search("HB")
    page.key(Qt.Key.Key_Escape)
    assert page.window.search.text() == ""
    assert not page.offers


@pytest.mark.parametrize("key", PLACES)
def test_a_scan_opens_what_was_scanned_on_every_screen(page: WindowPage, key: str) -> None:
    page.window.open_place(key)
    page.scan("HB-2210-01")
    assert page.window.current_key == "parts"


def test_a_code_typed_into_the_search_box_is_a_scan(page: WindowPage) -> None:
    page.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    page.type("ZZ-unknown")
    page.key(Qt.Key.Key_Return)
    page.settle()
    assert page.toasts == ["Nothing here has the code ZZ-unknown."]


def test_a_screen_that_takes_the_scan_keeps_it(page: WindowPage, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    def take(_screen: object, scan: object) -> bool:
        taken.append(getattr(scan, "text", ""))
        return True

    monkeypatch.setattr("ui.panels.Screen.scan", take)
    page.scan("HB-2210-01")
    assert taken == ["HB-2210-01"]
    assert page.window.current_key == "home"


def test_an_unfinished_job_holds_the_window(page: WindowPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.panels.Screen.may_leave", lambda _screen: False)
    assert not page.window.open_place("parts")
    assert page.window.navigation.current == "home"
    page.window.close()
    assert page.window.isVisible()
    monkeypatch.undo()


def test_the_language_switches_everywhere_at_once(page: WindowPage, memory: KeptMemory) -> None:
    page.press("language")
    assert memory.kept["window.language"] == "ko"
    assert page.window.search.placeholderText().startswith("부품·도면")
    assert page.window.status.audit.text() == "감사 로그 48,213건 · 체인 정상"
    assert "보기" in page.place_titles
    page.press("language")
    assert page.window.status.audit.text() == "Audit log 48,213 entries, chain whole"


def test_the_theme_switches_at_run_time(page: WindowPage, memory: KeptMemory, look: Theme) -> None:
    page.press("theme")
    assert look.choice == "dark"
    assert memory.kept["window.theme"] == "dark"
    palette = QApplication.palette()
    assert palette.window().color().name().upper() == look.tokens.colors["window"]


def test_a_refusal_is_a_toast_with_the_next_step(page: WindowPage) -> None:
    # Not marked: a test's own refusal needs no translation.
    kind = RefusalKind("test.refused", "The lot {lot} is on hold.", "Ask quality to release it.")
    page.window.failed(kind(lot="2611-22A"))
    assert page.toasts == ["The lot 2611-22A is on hold. Ask quality to release it."]
    assert not page.window.findChildren(FailureDialog)


def test_a_failure_is_one_dialog_with_its_number_in_the_log(
    page: WindowPage, caplog: pytest.LogCaptureFixture
) -> None:
    page.window.failed(ZeroDivisionError("a broken promise"))
    page.window.failed(ZeroDivisionError("the same again"))
    dialogs = [d for d in page.window.findChildren(FailureDialog) if d.isVisible()]
    assert len(dialogs) == 1
    words = " ".join(label.text() for label in dialogs[0].findChildren(QLabel))
    number = caplog.records[0].getMessage().split()[-1]
    assert number in words
    assert "Your data is safe" in words
    assert "Traceback" not in words + dialogs[0].detail.toPlainText()
    assert caplog.records[0].exc_info is not None
    dialogs[0].accept()


def test_only_four_questions_are_ever_asked(qtbot: QtBot, texts: Texts) -> None:
    assert {question.value for question in Question} == {
        "release",
        "sign_off",
        "withdraw_evidence",
        "leave_unfinished",
    }
    sources = [file.read_text(encoding="utf-8") for file in (REPOSITORY / "ui").rglob("*.py")]
    assert not [source for source in sources if "QMessageBox" in source or "QInputDialog" in source]
    dialog = ConfirmDialog(texts, Question.RELEASE, "HB-2200-00 Rev D")
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.accepted):
        dialog.yes.click()


class _Counted:
    """Counts how often a screen refreshed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        monkeypatch.setattr(PartGallery, "refresh", lambda _screen: self._add())

    def _add(self) -> None:
        self.times += 1


def test_a_shown_screen_refreshes_for_its_nouns_only(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = _Counted(monkeypatch)
    page.window.open_place("parts")
    assert counted.times == 1
    page.window.bridge.changed.emit(OutsideChanges(frozenset({"lot"})))
    assert counted.times == 1
    page.window.bridge.changed.emit(OutsideChanges(frozenset({"bom", "lot"})))
    assert counted.times == 2


def test_a_hidden_screen_refreshes_once_when_it_is_shown_again(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = _Counted(monkeypatch)
    page.window.open_place("parts")
    page.window.open_place("home")
    for _change in range(3):
        page.window.bridge.changed.emit(OutsideChanges(frozenset({"part"})))
    assert counted.times == 1
    page.window.open_place("parts")
    assert counted.times == 2
    page.window.open_place("home")
    page.window.open_place("parts")
    assert counted.times == 2


def test_asking_again_drops_the_older_answer(page: WindowPage) -> None:
    page.window.open_place("parts")
    screen, seen, go = page.window.shown_screen, list[int](), threading.Event()
    assert screen is not None

    def slow(number: int) -> int:
        go.wait(5)
        return number

    screen.ask(slow, 1, then=seen.append)
    screen.ask(slow, 2, then=seen.append)
    go.set()
    page.settle()
    assert seen == [2]


def test_a_verb_done_says_so_and_offers_undo(page: WindowPage) -> None:
    page.window.open_place("parts")
    screen, undone = page.window.shown_screen, list[int]()
    assert screen is not None
    changes = OutsideChanges(frozenset({"gauges"}))
    screen.do(lambda: changes, said="Renamed.", undo=lambda: undone.append(1))
    page.settle()
    assert page.toasts == ["Renamed."]
    page.press("undo")
    assert undone == [1]


def test_counts_are_asked_again_for_their_nouns(page: WindowPage, qtbot: QtBot) -> None:
    assert page.window.navigation.count_of("gauges") == Count(2, "ng")
    page.window.navigation.set_count("gauges", None)
    page.window.bridge.changed.emit(OutsideChanges(frozenset({"gauges"})))
    qtbot.waitUntil(lambda: page.window.navigation.count_of("gauges") == Count(2, "ng"))
    page.settle()


def test_trouble_comes_first_when_devices_are_too_many(page: WindowPage) -> None:
    page.window.set_devices([DeviceFact(f"G-{n}", "lost" if n == 9 else "connected") for n in range(10)])
    names = [child.accessibleName() for child in page.window.topbar.findChildren(QWidget)]
    assert "G-9: connection lost" in names
    assert "G-8" not in names


def test_the_station_takes_the_whole_window_and_gives_it_back(page: WindowPage, look: Theme) -> None:
    page.window.open_place("station")
    assert look.room == "station"
    assert not page.window.topbar.isVisible()
    assert not page.window.navigation.isVisible()
    assert page.window.isFullScreen()
    page.key(Qt.Key.Key_F11)
    assert page.window.current_key == "home"
    assert look.room == "office"
    assert page.window.topbar.isVisible()
    assert not page.window.isFullScreen()


def test_f11_is_full_screen_and_back(page: WindowPage) -> None:
    page.key(Qt.Key.Key_F11)
    assert page.window.isFullScreen()
    page.key(Qt.Key.Key_F11)
    assert not page.window.isFullScreen()


def test_the_size_is_remembered_by_the_machine(qtbot: QtBot, page: WindowPage, memory: KeptMemory) -> None:
    page.window.showNormal()
    page.window.resize(1111, 700)
    page.window.close()
    again = make_window(Texts("en"), memory)
    height = again.height()
    again.close()
    again.deleteLater()
    # The offscreen screen is narrower than the window, so only the height comes back whole.
    assert height == 700


def _walk(window: QWidget) -> Iterator[QWidget]:
    yield window
    for child in window.findChildren(QWidget):
        if child.isVisible():
            yield child


_NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractScrollArea)


@pytest.mark.parametrize("key", PLACES)
def test_every_control_has_an_accessible_name(page: WindowPage, key: str) -> None:
    page.window.open_place(key)
    page.settle()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in _walk(page.window)
        if isinstance(widget, _NAMED)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert not nameless


def test_every_act_has_words_and_stands_in_the_list(page: WindowPage) -> None:
    for key in PLACES:
        page.window.open_place(key)
        acts = page.window.acts()
        assert all(act.text() for act in acts)
        listed = {act.text() for act in acts}
        screen = page.window.shown_screen
        assert screen is not None
        assert {act.text() for act in screen.actions()} <= listed


@pytest.mark.parametrize(("key", "least"), [("parts", 9.0), ("home", 9.0), ("station", 20.0)])
def test_targets_are_large_enough(page: WindowPage, key: str, least: float) -> None:
    page.window.open_place(key)
    page.settle()
    too_small = [
        f"{button.accessibleName()} {button.width()}×{button.height()}"
        for button in _walk(page.window)
        if isinstance(button, QAbstractButton)
        and min(button.height(), button.width()) < current_theme().pixels(least)
    ]
    assert not too_small


@pytest.mark.parametrize(("key", "least"), [("parts", 10.0), ("assessments", 10.0), ("station", 18.0)])
def test_no_text_is_too_small_to_read(page: WindowPage, key: str, least: float) -> None:
    page.window.open_place(key)
    page.settle()
    fonts: list[tuple[str, QFont]] = [
        (widget.text(), widget.font())
        for widget in _walk(page.window)
        if isinstance(widget, QLabel | QPushButton) and widget.text()
    ]
    assert not [(text, font.pointSizeF()) for text, font in fonts if font.pointSizeF() < least]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_grey_is_normal(page: WindowPage, look: Theme, theme: str) -> None:
    look.choose(theme)
    page.window.open_place("drawings")
    page.settle()
    image = page.window.grab().toImage().scaled(320, 200)
    coloured = sum(
        1
        for x in range(320)
        for y in range(200)
        if (color := image.pixelColor(x, y)).hsvSaturationF() > 0.35 and color.valueF() > 0.25
    )
    assert coloured / (320 * 200) < 0.02


class _LongTexts(Texts):
    """Every translated text 40 % longer, as German would be."""

    def show(self, shown: str | Words) -> str:
        text = super().show(shown)
        return text + "~" * (len(text) * 2 // 5) if isinstance(shown, Words) else text


@pytest.mark.parametrize("key", ["home", "parts", "assessments"])
def test_nothing_is_cut_when_texts_are_longer(qtbot: QtBot, look: Theme, key: str) -> None:
    window = make_window(_LongTexts("en"))
    shown(qtbot, window, 1280, 800)
    page = WindowPage(window, qtbot)
    window.open_place(key)
    page.settle()
    cut = [
        widget.text()
        for widget in _walk(window)
        if isinstance(widget, QPushButton | Label)
        and widget.text()
        and not (isinstance(widget, Label) and (widget.wordWrap() or widget.shortens))
        and widget.width() < widget.sizeHint().width()
    ]
    assert not cut
    window.close()


def test_the_tab_key_follows_the_reading_order(page: WindowPage) -> None:
    page.window.open_place("parts")
    page.window.search.setFocus()
    order: list[str] = []
    for _stop in range(12):
        page.key(Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        order.append((widget.objectName() or type(widget).__name__) if widget else "")
    wanted = ["user", "places", "compare", "excel", "approve", "tab.b", "import", "bom"]
    assert [name for name in order if name in wanted][: len(wanted)] == wanted


def test_any_list_goes_to_excel_by_key_by_name_and_by_its_menu(
    page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "목록.xlsx"
    monkeypatch.setattr(seen_lists, "choose_target", lambda *_asked: target)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    page.window.open_place("assessments")
    page.settle()
    table = page.find(RowTable, "elements")
    page.key(Qt.Key.Key_E, both)
    page.settle()
    written = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert len(written) == len(table.rows_model.rows) + 1
    assert LIST_ACT in [act.objectName() for act in page.window.acts()]
    at = QPoint(20, 20)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), asked)
    menu = table.findChild(QMenu, "list.menu")
    assert isinstance(menu, QMenu)
    (act,) = menu.actions()
    menu.close()
    target.unlink()
    act.trigger()
    page.settle()
    assert target.exists()
