"""Plant, people, approval lines, devices, own secrets, audit log and backup through their screens."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.changes.approval_line import RouteStep
from app.changes.deputies import deputy_rows
from app.changes.queries import approval_line, configured_steps
from app.factory import Factory
from app.machine import read_machine
from app.people.queries import user_rows
from app.people.sign_in import sign_in as prove_sign_in
from app.production.stations import station_rows
from app.settings import read_settings
from app.unit_of_work import SYSTEM
from models.vocab import Meaning, Noun, Role
from tests.crew import PASSWORD
from tests.desktop.pages import DesktopPage
from ui.devices.devices_screen import DevicesScreen
from ui.settings.audit_screen import AuditScreen
from ui.settings.people_screen import PeopleScreen
from ui.settings.plant_screen import PlantScreen

SignIn = Callable[[str], DesktopPage]


def test_plant_settings_are_saved_and_undone(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    page.go("plant")
    screen = page.window.shown_screen
    assert isinstance(screen, PlantScreen)
    screen.plant.set_values({"name": "대한정밀", "supplier_code": "D0427"})
    screen.days.set_values({"time_zone": "Asia/Tokyo", "work_day_start": "07:00"})
    screen.forms.set_values({"cover": "QF-08-03 Rev.2"})
    page.press("shift.2.remove")
    page.press("plant.save")
    page.settle()
    kept = factory.ask(read_settings)
    assert (kept.name, kept.supplier_code, kept.time_zone) == ("대한정밀", "D0427", "Asia/Tokyo")
    assert kept.work_day_start == "07:00"
    assert [shift.name for shift in kept.shifts] == ["주간"]
    assert kept.form_numbers == {"cover": "QF-08-03 Rev.2"}
    assert page.window.status.factory.text() == "대한정밀"
    page.press("undo")
    page.settle()
    assert factory.ask(read_settings).name == "시험 공장"


def test_a_wrong_time_is_refused_and_nothing_is_saved(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    page.go("plant")
    screen = page.window.shown_screen
    assert isinstance(screen, PlantScreen)
    screen.days.set_values({"work_day_start": "eight"})
    page.press("plant.save")
    page.settle()
    assert "eight" in page.toasts[0]
    assert factory.ask(read_settings).work_day_start == "08:00"


def test_only_an_administrator_changes_the_plant(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("quality")
    page.go("plant")
    screen = page.window.shown_screen
    assert isinstance(screen, PlantScreen)
    screen.plant.set_values({"name": "다른 이름"})
    page.press("plant.save")
    page.settle()
    assert "may not do this" in page.toasts[0]
    assert factory.ask(read_settings).name == "시험 공장"


def people(page: DesktopPage, record: object = None) -> PeopleScreen:
    """Open the people."""
    page.go("users", record)
    screen = page.window.shown_screen
    assert isinstance(screen, PeopleScreen)
    return screen


def test_a_person_is_added_and_can_sign_in(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    screen = people(page)
    page.press("people.new")
    screen.new_person.form.set_values(
        {"name": "오신입", "login": "oh", "password": PASSWORD, "badge": "PP:B:B-77", "title": "사원"}
    )
    screen.new_person.roles.boxes[Role.OPERATOR].click()
    page.press("person.save")
    page.settle()
    row = next(row for row in factory.ask(user_rows) if row.login == "oh")
    assert (row.name, row.badge, row.roles) == ("오신입", "B-77", (Role.OPERATOR,))
    chosen = screen.table.chosen()
    assert chosen is not None
    assert chosen.id == row.id
    assert factory.perform(prove_sign_in, "oh", PASSWORD, actor=SYSTEM).result.user_id == row.id


def test_roles_and_badge_of_a_person_change(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    reader = next(row for row in factory.ask(user_rows) if row.login == "reader")
    screen = people(page, reader.id)
    screen.person.roles.boxes[Role.OPERATOR].click()
    page.press("roles.save")
    page.settle()
    screen.person.form.set_values({"badge": "B-NEW"})
    page.press("badge.save")
    page.settle()
    after = next(row for row in factory.ask(user_rows) if row.id == reader.id)
    assert set(after.roles) == {Role.READER, Role.OPERATOR}
    assert after.badge == "B-NEW"


def test_a_person_taken_out_of_service_stays_in_the_list(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    reader = next(row for row in factory.ask(user_rows) if row.login == "reader")
    screen = people(page, reader.id)
    page.press("deactivate")
    page.settle()
    after = next(row for row in factory.ask(user_rows) if row.id == reader.id)
    assert not after.active
    assert reader.id in [row.id for row in screen.model.rows]


def test_the_last_administrator_stays(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    admin = next(row for row in factory.ask(user_rows) if row.login == "administrator")
    people(page, admin.id)
    page.press("deactivate")
    page.settle()
    assert "last active administrator" in page.toasts[0]


def test_the_approval_line_is_changed_in_order(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    screen = people(page, "routes")
    parts = screen.routes[0]
    parts.show_steps([(Meaning.PREPARED, Role.ENGINEER), (Meaning.APPROVED, Role.APPROVER)])
    page.press("route.part_revision.save")
    page.settle()
    steps = factory.ask(approval_line, Noun.PART_REVISION, 0)
    assert [(step.meaning, step.role) for step in steps] == [
        (Meaning.PREPARED, Role.ENGINEER),
        (Meaning.APPROVED, Role.APPROVER),
    ]


def test_two_of_three_who_agree_are_enough(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    parts = people(page, "routes").routes[0]
    agreed = (Role.ENGINEER, Role.QUALITY, Role.APPROVER)
    line = [RouteStep(Meaning.AGREED, role, 1, 3) for role in agreed]
    parts.show_steps([*line, RouteStep(Meaning.APPROVED, Role.APPROVER, 2)])
    assert [step.quorum for step in parts.steps()] == [3, 3, 3, 1]
    page.settle()
    # Nobody is asked how many of one person are enough.
    assert [row.enough.isVisible() for row in parts._steps] == [False, True, True, False]
    parts._steps[2].enough.set_value("2")
    parts._steps[2].enough.chosen.emit("2")
    assert [row.enough.value() for row in parts._steps] == ["2", "2", "2", "0"]
    page.press("route.part_revision.save")
    page.settle()
    steps = factory.ask(configured_steps, Noun.PART_REVISION)
    assert [(step.stage, step.quorum) for step in steps] == [(1, 2), (1, 2), (1, 2), (2, 1)]
    # Shown again as it was stored.
    parts.show_steps(steps)
    assert [step.quorum for step in parts.steps()] == [2, 2, 2, 1]


def test_an_approval_line_without_an_approver_is_refused(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    screen = people(page, "routes")
    screen.routes[0].show_steps([(Meaning.PREPARED, Role.ENGINEER)])
    page.press("route.part_revision.save")
    page.settle()
    assert page.toasts
    assert len(factory.ask(approval_line, Noun.PART_REVISION, 0)) == 3


@pytest.mark.parametrize(
    ("first", "again", "changed"), [("neues Passwort", "neues Passwort", True), ("a" * 9, "b" * 9, False)]
)
def test_ones_own_password(sign_in: SignIn, factory: Factory, first: str, again: str, changed: bool) -> None:
    page = sign_in("operator")
    screen = people(page, "own")
    screen.password.form.set_values({"first": first, "again": again})
    page.press("own.password.save")
    page.settle()
    secret = first if changed else PASSWORD
    assert factory.perform(prove_sign_in, "operator", secret, actor=SYSTEM).result.name == "최작업"
    assert bool(page.toasts) is changed


def test_a_station_is_added_and_this_pc_stands_at_it(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    page.go("devices")
    screen = page.window.shown_screen
    assert isinstance(screen, DevicesScreen)
    stations = screen.stations
    stations.station_form.set_values({"code": "ST-01", "name": "검사실"})
    page.press("station.add")
    page.settle()
    rows = factory.ask(station_rows)
    assert [(row.code, row.name) for row in rows] == [("ST-01", "검사실")]
    stations.here.set_values({"station": "ST-01"})
    stations.choice.chosen.emit("ST-01")  # type: ignore[attr-defined]
    page.settle()
    assert read_machine().station == "ST-01"


def audit(page: DesktopPage) -> AuditScreen:
    """Open the audit log."""
    page.go("audit")
    screen = page.window.shown_screen
    assert isinstance(screen, AuditScreen)
    return screen


def test_the_log_lists_the_newest_first_and_filters_by_noun(sign_in: SignIn) -> None:
    page = sign_in("administrator")
    screen = audit(page)
    seqs = [row.seq for row in screen.model.rows]
    assert seqs == sorted(seqs, reverse=True)
    assert screen.model.rows[0].action == "signed_in"
    screen.filter.set_value("plant")
    screen.filter.chosen.emit("plant")
    page.settle()
    assert {row.noun for row in screen.model.rows} == {"plant"}


def test_the_whole_chain_is_checked_on_demand(sign_in: SignIn) -> None:
    page = sign_in("administrator")
    screen = audit(page)
    page.press("chain.check")
    page.settle()
    assert screen.chain_said.text().startswith("Whole:")
    assert screen.chain_card.chip.tone == "ok"
    assert not screen.chain_work.isVisible()


def test_a_row_changed_outside_the_program_is_found(sign_in: SignIn, factory: Factory) -> None:
    import sqlite3

    page = sign_in("administrator")
    screen = audit(page)
    file = factory.place.database_file
    assert file is not None
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE user_account SET title = 'other' WHERE login = 'reader'")
    raw.close()
    page.press("chain.check")
    page.settle()
    assert screen.chain_card.chip.tone == "ng"
    assert "user_account" in screen.chain_said.text()


def test_a_backup_is_made_and_the_status_bar_knows_it(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    screen = audit(page)
    assert page.window.status.backup.text() == "No backup yet"
    page.press("backup.make")
    page.settle()
    files = list(factory.place.backups.glob("*.zip"))
    assert len(files) == 1
    assert zipfile.is_zipfile(files[0])
    assert str(files[0]) in screen.backup_said.text()
    page.window.refresh_status()
    page.settle()
    assert page.window.status.backup.text().endswith("checked")


def test_saving_by_key(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    page.go("plant")
    screen = page.window.shown_screen
    assert isinstance(screen, PlantScreen)
    line = screen.plant.rows["name"].field
    line.setFocus()
    screen.plant.set_values({"name": ""})
    page.type("한글 이름")
    page.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    assert factory.ask(read_settings).name == "한글 이름"


def test_an_approval_line_side_by_side_and_with_one_who_decides(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    card = people(page, "routes").routes[2]
    page.settle()
    card.show_steps(
        [
            RouteStep(Meaning.AGREED, Role.QUALITY, stage=1, quorum=2),
            RouteStep(Meaning.AGREED, Role.ENGINEER, stage=1, quorum=2, may_decide=True),
            RouteStep(Meaning.APPROVED, Role.APPROVER, stage=2),
        ]
    )
    page.press("route.change_order.save")
    page.settle()
    saved = factory.ask(configured_steps, Noun.CHANGE_ORDER)
    assert [(step.stage, step.quorum, step.may_decide) for step in saved] == [
        (1, 2, False),
        (1, 2, True),
        (2, 1, False),
    ]
    # One of the stage is enough.
    card._steps[1].enough.set_value("1")
    assert [step.quorum for step in card.steps()] == [1, 1, 1]


def test_somebody_stands_in(sign_in: SignIn, factory: Factory) -> None:
    page = sign_in("administrator")
    screen = people(page, "routes")
    page.settle()
    ids = {row.login: row.id for row in factory.ask(user_rows)}
    card = screen.deputies
    card.form.set_values({"person": str(ids["approver"]), "deputy": str(ids["quality"]), "reason": "출장"})
    page.press("deputy.add")
    page.settle()
    (row,) = factory.ask(deputy_rows, day=date(2026, 1, 1))
    assert row.reason == "출장"
    card.table.choose(row.id)
    page.press("deputy.end")
    page.settle()
    (row,) = factory.ask(deputy_rows, day=date(2026, 1, 1))
    assert row.to_on == row.from_on
