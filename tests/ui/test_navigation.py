"""The side list where there is no room for all places: headings fold from the bottom, open by hand, and warn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pages import shown
from ui.i18n import Texts, say
from ui.navigation import WIDTH, Count, Navigation, Place
from ui.panels import Desk, Screen
from ui.theme.theme import Theme


def _nowhere(desk: Desk) -> Screen:
    raise AssertionError(f"nothing is opened here {desk}")


PLACES = [Place("home", None, say("Home"), "home", _nowhere)] + [
    Place(f"{group}-{number}", say(group), say(f"{group} {number}"), "tag", _nowhere)
    for group in ("Design", "Quality", "Production")
    for number in range(5)
]


def titles(navigation: Navigation) -> list[str]:
    model = navigation.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount(QModelIndex()))]


def press(navigation: Navigation, title: str) -> None:
    row = navigation.list.model().index(titles(navigation).index(title), 0)
    navigation.list.scrollTo(row)
    QTest.mouseClick(
        navigation.list.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        navigation.list.visualRect(row).center(),
    )


def test_everything_is_open_where_there_is_room(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    navigation = Navigation(texts, PLACES)
    shown(qtbot, navigation, WIDTH, 900)
    assert len(titles(navigation)) == 1 + 3 + 15


def test_what_has_no_room_folds_from_the_bottom(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    navigation = Navigation(texts, PLACES)
    shown(qtbot, navigation, WIDTH, 480)
    assert "Design 4" in titles(navigation)
    assert titles(navigation)[-1] == "Production"
    assert not navigation.list.verticalScrollBar().isVisible()
    navigation.mark("Production-2")
    assert "Production 2" in titles(navigation)
    assert navigation.current == "Production-2"
    assert "Quality 0" not in titles(navigation)


def test_a_heading_is_opened_and_folded_by_hand(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    navigation = Navigation(texts, PLACES)
    shown(qtbot, navigation, WIDTH, 480)
    gone: list[str] = []
    navigation.chosen.connect(gone.append)
    press(navigation, "Production")
    assert "Production 4" in titles(navigation)
    press(navigation, "Production 4")
    assert gone == ["Production-4"]
    press(navigation, "Design")
    assert "Design 0" not in titles(navigation)
    navigation.mark("Design-0")
    assert "Design 0" in titles(navigation)


def test_a_folded_heading_opens_by_key(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    navigation = Navigation(texts, PLACES)
    shown(qtbot, navigation, WIDTH, 480)
    navigation.mark("home")
    navigation.list.setFocus()
    QTest.keyClick(navigation.list, Qt.Key.Key_End)
    QTest.keyClick(navigation.list, Qt.Key.Key_Return)
    assert "Production 0" in titles(navigation)


def test_a_folded_heading_shows_what_calls_for_somebody(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    navigation = Navigation(texts, PLACES)
    shown(qtbot, navigation, WIDTH, 480)
    for key, count in (
        ("Production-0", Count(7)),
        ("Production-1", Count(2, "warn")),
        ("Production-2", Count(1, "ng")),
    ):
        navigation.set_count(key, count)
    last = navigation.list.model().index(len(titles(navigation)) - 1, 0)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == "Production, 3, folded"
