"""The window on a real factory: language, theme, scans, search, names, what others change, the station's ports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QWidget

from app.audit_queries import Touch
from app.desktop.desktop import Desktop
from app.desktop.follow import without_own
from app.desktop.places import TABLE, known_places, make_places
from app.desktop.settle import wait_until
from app.desktop.status import ChainWatch
from app.factory import Factory
from app.machine import change_machine, read_machine
from app.parts.parts import add_part
from app.production.stations import add_device, add_station
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from devices.simulated_port import SimulatedPort
from devices.simulator import SimulatedScanner
from models.vocab import DeviceKind, PartKind, Source
from tests.crew import Crew
from tests.desktop.pages import DesktopPage
from tests.ui.pages import scan_of
from ui.parts.parts_screen import PartsScreen
from ui.tags.print_dialog import PrintDialog
from ui.theme.icons import ICON_DIR
from ui.theme.theme import current_theme

SignIn = Callable[[str], DesktopPage]


@pytest.fixture
def part(factory: Factory, engineer: Actor) -> int:
    """A part to be found."""
    made: int = factory.perform(
        add_part,
        number="HB-2210-01",
        name="허브 하우징",
        kind=PartKind.COMPONENT,
        source=Source.MADE,
        actor=engineer,
    ).result
    return made


def shown_part(page: DesktopPage) -> int | None:
    """Return the part whose workspace is shown."""
    screen = page.window.shown_screen
    if not isinstance(screen, PartsScreen) or screen.pages.currentWidget() is not screen.workspace:
        return None
    return screen.workspace.part_id


def test_language_switches_the_whole_window_and_is_kept(sign_in: SignIn) -> None:
    page = sign_in("engineer")
    assert page.title == "To do today"
    assert page.place_titles[:3] == ["Home", "Design", "Parts"]
    page.press("language")
    page.settle()
    assert page.title == "오늘 할 일"
    assert page.place_titles[:3] == ["홈", "설계", "부품"]
    assert read_machine().language == "ko"
    page.go("users")
    assert page.title == "사용자·권한"


def test_theme_switches_at_run_time_and_is_kept(sign_in: SignIn) -> None:
    page = sign_in("engineer")
    before = page.window.palette().window().color()
    page.press("theme")
    page.settle()
    assert current_theme().choice == "dark"
    assert page.window.palette().window().color() != before
    assert read_machine().theme == "dark"


def test_every_place_opens_for_every_role(sign_in: SignIn) -> None:
    page = sign_in("reader")
    for row in known_places():
        page.go(row.key)
        assert page.window.current_key == row.key
    assert page.toasts == []
    assert page.window._failure is None


@pytest.mark.slow
def test_a_scan_on_any_screen_opens_what_was_scanned(sign_in: SignIn, part: int) -> None:
    page = sign_in("engineer")
    for row in known_places():
        if row.station:
            continue
        page.go("home")
        page.go(row.key)
        page.keyed_scan("PP:P:HB-2210-01")
        assert (page.window.current_key, shown_part(page)) == ("parts", part), row.key


@pytest.mark.parametrize("code", ["HB-2210-01", "hb-2210-01", "ㅔㅔ:ㅔ:ㅗㅠ-2210-01"])
def test_a_code_in_any_spelling_opens_the_part(sign_in: SignIn, part: int, code: str) -> None:
    page = sign_in("engineer")
    page.keyed_scan(code)
    assert shown_part(page) == part
    # A code typed in Hangul mode was repaired: that is said, never kept silent.
    assert [toast.startswith("The keyboard was in Hangul mode") for toast in page.toasts] == (
        [True] if code.startswith("ㅔ") else []
    )


def test_a_refused_code_says_why_and_what_it_may_have_been(sign_in: SignIn) -> None:
    page = sign_in("engineer")
    page.keyed_scan("[)>06V2812P89131CU210SET2509052000A0000010M")
    said = page.toasts[0].replace("\u200b", "")
    assert "The scanner dropped the separators between the fields." in said
    assert "It was probably meant as “[)>␞06␝V2812␝P89131CU210␝S␝E␝T2509052000A0000010␝M␝␞␄”." in said
    page.keyed_scan("]d20112312312312334")
    assert "The check digit is wrong: (01)12312312312334" in page.toasts[-1]


def test_a_scan_goes_to_the_dialog_in_front_and_opens_nothing_behind_it(sign_in: SignIn, part: int) -> None:
    page = sign_in("engineer")
    window = page.window
    dialog = PrintDialog(window.desk, parent=window)
    dialog.open()
    page.settle()
    dialog.what.kind_field.set_value("part")
    dialog.what._kind_chosen()
    page.settle()
    page.keyed_scan("PP:P:HB-2210-01")
    assert dialog.what.search.text() == "PP:P:HB-2210-01"
    wait_until(lambda: "허브 하우징" in dialog.what.record_field.currentText())
    assert (shown_part(page), page.toasts) == (None, [])
    dialog.reject()
    known = PrintDialog(window.desk, "part_revision", int(dialog.what.record_field.value()), window)
    known.open()
    page.settle()
    page.keyed_scan("PP:P:HB-2210-01")
    assert shown_part(page) is None
    assert page.toasts == ["A dialog is open: close it, then scan PP:P:HB-2210-01 again."]
    known.reject()
    page.settle()
    page.keyed_scan("PP:P:HB-2210-01")
    assert shown_part(page) == part


def test_a_code_nobody_knows_is_said(sign_in: SignIn) -> None:
    page = sign_in("engineer")
    page.keyed_scan("PP:L:NOWHERE")
    assert page.toasts == ["Nothing here has the code PP:L:NOWHERE."]


def test_the_search_finds_the_part_and_enter_opens_it(sign_in: SignIn, part: int) -> None:
    page = sign_in("engineer")
    page.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    wait_until(page.window.search.hasFocus)
    page.type("하우징")
    page.settle()
    assert any("HB-2210-01" in offer for offer in page.offers)
    page.key(Qt.Key.Key_Return)
    page.settle()
    assert shown_part(page) == part


def test_everything_that_takes_the_focus_has_a_name(sign_in: SignIn, part: int) -> None:
    page = sign_in("administrator")
    nameless: list[str] = []
    for row in known_places():
        page.go(row.key)
        for widget in page.window.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
            inside = isinstance(widget.parent(), QComboBox | QAbstractScrollArea)
            if takes and not inside and not widget.accessibleName() and widget.focusProxy() is None:
                nameless.append(f"{row.key}: {type(widget).__name__} {widget.objectName()}")
    assert not nameless, "\n".join(sorted(set(nameless)))


def test_a_factory_in_a_sync_folder_is_warned_of(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desktop.desktop.cloud_folder", lambda folder: "OneDrive - 회사")
    page = sign_in("engineer")
    assert [toast for toast in page.toasts if "sync folder OneDrive - 회사" in toast]


def test_what_another_process_did_is_shown(sign_in: SignIn, factory: Factory, engineer: Actor) -> None:
    page = sign_in("engineer")
    page.go("parts")
    other = Factory.open(factory.place.folder, build_hooks())
    try:
        other.perform(
            add_part,
            number="ELSEWHERE-1",
            name="다른 PC",
            kind=PartKind.COMPONENT,
            source=Source.MADE,
            actor=engineer,
        )
    finally:
        other.close()
    follower = page.desktop.follower
    assert follower is not None
    screen = page.window.shown_screen
    assert isinstance(screen, PartsScreen)
    follower.poll()
    page.settle()
    assert "ELSEWHERE-1" in [row.number for row in screen.list.rows.rows]


def test_own_acts_are_not_taken_for_those_of_others() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    touches = [
        Touch(seq, at + timedelta(seconds=second), noun, seq)
        for seq, second, noun in ((1, 0, "part"), (2, 1, "lot"), (3, 1, "lot"), (4, 2, "gauge"))
    ]
    assert [touch.seq for touch in without_own(touches, {3})] == [1, 4]
    assert [touch.seq for touch in without_own(touches, set())] == [1, 2, 3, 4]
    assert without_own(touches, {1, 3, 4}) == []


def test_the_chain_is_checked_in_the_background(sign_in: SignIn) -> None:
    page = sign_in("engineer")
    chain = page.desktop.chain
    assert chain is not None
    wait_until(lambda: chain.ended)
    page.settle()
    assert chain.state == "whole"
    assert page.window.status.audit.text().endswith("chain whole")


def test_a_check_that_is_given_up_says_nothing(qapp: QApplication, factory: Factory) -> None:
    watch = ChainWatch(factory)
    watch.start()
    watch.stop()
    assert watch.state == "unchecked"
    assert not watch.ended


def test_a_scanner_at_a_port_opens_records_in_the_office_and_its_loss_is_shown(
    desktop: Desktop, factory: Factory, crew: Crew, part: int, sign_in: SignIn
) -> None:
    assert crew.actors
    with SimulatedPort() as port:
        station = factory.perform(add_station, code="ST-1", name="검사실", actor=SYSTEM).result
        factory.perform(add_device, station, kind=DeviceKind.SCANNER, port=port.name, actor=SYSTEM)
        change_machine(station="ST-1")
        page = sign_in("engineer")
        ports = desktop.ports
        assert ports is not None
        language = desktop.door.texts.language
        wait_until(lambda: [fact.state for fact in ports.facts(language)] == ["connected"])
        SimulatedScanner(port).scan("PP:P:HB-2210-01")
        wait_until(lambda: page.window.current_key == "parts")
        page.settle()
        assert shown_part(page) == part
        port.unplug()
        wait_until(lambda: page.window.banner.isVisible())
        assert "does not answer" in page.window.banner.label.text()
        port.replug()
        wait_until(lambda: not page.window.banner.isVisible())


def test_the_station_takes_scans_for_itself(desktop: Desktop, factory: Factory, sign_in: SignIn) -> None:
    factory.perform(add_station, code="ST-1", name="검사실", actor=SYSTEM)
    change_machine(station="ST-1")
    page = sign_in("engineer")
    page.go("station")
    assert desktop.capture.capture_mode
    page.window.take_scan(scan_of("PP:B:B-OPERATOR"))
    link = desktop.station_link
    assert link is not None
    wait_until(lambda: link.view().operator == "최작업")
    page.settle()
    assert page.window.current_key == "station"
    page.go("home")
    assert not desktop.capture.capture_mode


def test_the_table_of_places_holds(factory: Factory) -> None:
    keys = [row.key for row in TABLE]
    assert len(set(keys)) == len(keys)
    assert [place.key for place in make_places(factory)] == [row.key for row in known_places()]
    for row in TABLE:
        assert (ICON_DIR / f"{row.icon}.svg").is_file(), row.icon
        if row.count is not None:
            factory.ask(row.count)
