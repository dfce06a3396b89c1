"""First start, a new factory, signing in, the demo: as a person goes through the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.demo.run import STAGES
from app.desktop import door as door_module
from app.desktop.desktop import Desktop
from app.desktop.settle import wait_until
from app.factory import Factory
from app.jobs import Progress
from app.machine import read_machine
from app.people.sign_in import TRIES
from app.refusals import DISK_FULL
from models.vocab import Role
from tests.crew import PASSWORD, Crew
from tests.desktop.pages import DesktopPage, DoorPage, enter
from ui.sign_in.demo_page import DemoPage
from ui.sign_in.first_start_page import FirstStartPage
from ui.sign_in.new_factory_page import NewFactoryPage
from ui.sign_in.sign_in_page import SignInPage


def fill_new(page: DoorPage, folder: Path, password: str = PASSWORD) -> None:
    """Fill the form of a new factory in."""
    for field, text in (
        ("name", "대한정밀"),
        ("person", "한관리"),
        ("login", "admin"),
        ("password", password),
        ("again", password),
    ):
        page.type(field, text)
    assert isinstance(page.door.page, NewFactoryPage)
    page.door.page.set_folder(folder)


def test_from_first_start_to_a_new_factory_and_back_again(
    desktop: Desktop, door_page: DoorPage, home: Path, qtbot: QtBot
) -> None:
    desktop.door.start(None)
    door_page.settle()
    assert isinstance(desktop.door.page, FirstStartPage)
    door_page.press("choose.new")
    door_page.settle()
    fill_new(door_page, home / "공장")
    door_page.press("make")
    wait_until(lambda: desktop.window is not None)
    page = DesktopPage(desktop, qtbot)
    page.settle()
    assert page.title == "To do today"
    assert page.window.topbar.user.text() == "한관리"
    assert not desktop.door.window.isVisible()
    assert read_machine().factories == (str(home / "공장"),)
    desktop.sign_out()
    door_page.settle()
    assert door_page.title == "Sign in"
    desktop.door.sign_in("admin", PASSWORD)
    wait_until(lambda: desktop.window is not None)


def test_the_factory_opened_last_is_opened_at_the_next_start(
    desktop: Desktop, door_page: DoorPage, factory: Factory, crew: Crew, qtbot: QtBot
) -> None:
    assert crew.actors
    enter(desktop, factory.place.folder, "engineer", qtbot)
    desktop.sign_out()
    door_page.settle()
    desktop.door.let_go()
    desktop.door.start(None)
    door_page.settle()
    assert isinstance(desktop.door.page, SignInPage)
    assert desktop.door.page.form.values()["login"] == "engineer"


def test_a_weak_password_makes_nothing_and_says_so(desktop: Desktop, door_page: DoorPage, home: Path) -> None:
    desktop.door.show_new()
    door_page.settle()
    fill_new(door_page, home / "factory", "short")
    door_page.press("make")
    door_page.settle()
    page = desktop.door.page
    assert isinstance(page, NewFactoryPage)
    assert "too short" in page.wrong.text()
    assert page.make.isEnabled()
    assert not (home / "factory").exists()


def test_two_different_passwords_are_seen_before_anything_is_made(
    desktop: Desktop, door_page: DoorPage, home: Path
) -> None:
    desktop.door.show_new()
    door_page.settle()
    fill_new(door_page, home / "factory")
    door_page.type("again", "something else")
    door_page.press("make")
    page = desktop.door.page
    assert isinstance(page, NewFactoryPage)
    assert page.person.rows["again"].below.text() == "The two are not the same."
    assert not home.exists()


def test_a_wrong_password_is_said_and_the_field_is_empty_again(
    desktop: Desktop, door_page: DoorPage, factory: Factory, crew: Crew
) -> None:
    assert crew.actors
    desktop.door.open(factory.place.folder)
    door_page.settle()
    page = desktop.door.page
    assert isinstance(page, SignInPage)
    door_page.type("login", "engineer")
    door_page.type("password", "wrong")
    door_page.press("sign_in")
    door_page.settle()
    assert door_page.said.startswith("The name or the password is not right.")
    assert page.form.values() == {"login": "engineer", "password": ""}
    assert desktop.window is None


def test_after_five_tries_the_lock_is_said_in_plant_time(
    desktop: Desktop, door_page: DoorPage, factory: Factory, crew: Crew
) -> None:
    assert crew.actors
    desktop.door.open(factory.place.folder)
    door_page.settle()
    for _try in range(TRIES + 1):
        desktop.door.sign_in("quality", "wrong")
        door_page.settle()
    assert "이품질 is locked until" in door_page.said
    assert "Asia/Seoul" in door_page.said


def test_a_badge_names_the_person_and_asks_for_the_password(
    desktop: Desktop, door_page: DoorPage, factory: Factory, crew: Crew
) -> None:
    assert crew.actors
    desktop.door.open(factory.place.folder)
    door_page.settle()
    desktop.capture.scanned.emit(b"PP:B:B-OPERATOR")
    door_page.settle()
    page = desktop.door.page
    assert isinstance(page, SignInPage)
    assert page.form.values() == {"login": "operator", "password": ""}
    assert "최작업" in door_page.said
    assert desktop.window is None
    assert door_page.toasts == []
    desktop.capture.scanned.emit("ㅔㅔ:ㅠ:ㅠ-ㅐㅔㄸㄲㅁ새ㄱ".encode())
    door_page.settle()
    assert page.form.values()["login"] == "operator"
    assert [toast[:30] for toast in door_page.toasts] == ["The keyboard was in Hangul mod"]
    desktop.capture.scanned.emit(b"PP:B:NOBODY")
    door_page.settle()
    assert "Nobody has the badge NOBODY" in door_page.said


def test_an_ordinary_factory_shows_nobody_and_no_password(
    desktop: Desktop, door_page: DoorPage, factory: Factory, crew: Crew
) -> None:
    assert crew.actors
    desktop.door.open(factory.place.folder)
    door_page.settle()
    texts = [label.text() for label in desktop.door.window.findChildren(QLabel)]
    assert not any(PASSWORD in text or "김설계" in text for text in texts)


def test_a_folder_that_is_no_factory_leads_back_to_the_choice(
    desktop: Desktop, door_page: DoorPage, tmp_path: Path
) -> None:
    desktop.door.start(tmp_path / "nothing here")
    door_page.settle()
    assert isinstance(desktop.door.page, FirstStartPage)
    assert "is not a Partproof factory" in door_page.toasts[0]


def test_the_demo_can_be_stopped(
    desktop: Desktop, door_page: DoorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_out: Path, *, progress: Callable[[str], object], steps: Progress) -> None:
        progress(next(iter(STAGES.values())))
        while True:
            steps.step("measuring", 1, 40)

    monkeypatch.setattr(door_module, "run_demo", endless)
    desktop.door.make_demo()
    page = desktop.door.page
    assert isinstance(page, DemoPage)
    wait_until(lambda: page.bar.value() > 0)
    door_page.press("demo.cancel")
    door_page.settle()
    assert isinstance(desktop.door.page, FirstStartPage)
    assert "The demo was stopped" in door_page.toasts[0]


def test_a_demo_without_room_says_so(
    desktop: Desktop, door_page: DoorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_where: object, **_facts: object) -> None:
        raise DISK_FULL()

    monkeypatch.setattr(door_module, "run_demo", full)
    desktop.door.start(None, demo=True)
    door_page.settle()
    assert isinstance(desktop.door.page, FirstStartPage)
    assert "The disk is full" in door_page.toasts[0]


def test_language_and_theme_of_the_door_are_kept(desktop: Desktop, door_page: DoorPage) -> None:
    desktop.door.show_choice()
    door_page.settle()
    assert door_page.title == "Which factory?"
    door_page.press("language")
    assert door_page.title == "어느 공장을 여시겠습니까?"
    door_page.press("theme")
    kept = read_machine()
    assert (kept.language, kept.theme) == ("ko", "dark")


def test_nobody_else_is_signed_in_after_signing_out(
    desktop: Desktop, sign_in: Callable[[str], DesktopPage], door_page: DoorPage
) -> None:
    page = sign_in("engineer")
    workplace = desktop.door.workplace
    assert workplace is not None
    assert workplace.actor.roles == frozenset({Role.ENGINEER})
    page.desktop.sign_out()
    door_page.settle()
    assert workplace.actor.user_id is None
    assert workplace.actor.roles == frozenset()
