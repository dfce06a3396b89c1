"""One act is one transaction with its audit entries; what goes wrong leaves nothing but its refusal."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import factory_folder
from app.audit_trail import check_trail
from app.errors import BugError, PartproofError
from app.factory import Factory
from app.parts.parts import add_customer, add_part, edit_part
from app.parts.queries import part_head, part_rows
from app.refusals import CONFLICT
from app.settings import PlantSettings, Shift, change_setting, read_settings
from app.unit_of_work import UnitOfWork
from app.wiring import build_hooks
from models.audit import AuditEntry
from models.part import Customer
from models.vocab import Noun, PartKind, Role, Source
from tests.beginnings import SteppingClock
from tests.crew import Crew


def _entries(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.seq)).all()
    return [(row.action, row.actor) for row in rows]


def _customers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Customer)) or 0


def test_a_verb_that_raises_leaves_neither_fact_nor_audit(factory: Factory, crew: Crew) -> None:
    before = factory.ask(_entries)

    def broken(unit: UnitOfWork) -> None:
        add_customer(unit, code="C1", name="고객")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        factory.perform(broken, actor=crew.actor(Role.ENGINEER))
    assert factory.ask(_customers) == 0
    assert factory.ask(_entries) == before


def test_a_refusal_is_rolled_back_and_then_on_record(factory: Factory, crew: Crew) -> None:
    def refused(unit: UnitOfWork) -> None:
        add_customer(unit, code="C1", name="고객")
        raise CONFLICT()

    with pytest.raises(PartproofError):
        factory.perform(refused, actor=crew.actor(Role.ENGINEER))
    assert factory.ask(_customers) == 0
    assert factory.ask(_entries)[-1] == ("refused", "김설계")


def test_a_change_that_no_verb_recorded_fails_loudly(factory: Factory, crew: Crew) -> None:
    def silent(unit: UnitOfWork) -> None:
        unit.session.add(Customer(code="C", code_key="c", name="C"))

    with pytest.raises(BugError, match="no verb recorded"):
        factory.perform(silent, actor=crew.actor(Role.ENGINEER))
    assert factory.ask(_customers) == 0


def test_a_verb_cannot_commit_and_a_reader_cannot_write(factory: Factory, crew: Crew) -> None:
    def committing(unit: UnitOfWork) -> None:
        unit.session.commit()

    with pytest.raises(BugError, match="never commit"):
        factory.perform(committing, actor=crew.actor(Role.ENGINEER))
    from sqlalchemy.exc import DBAPIError

    with factory.reading() as session:
        session.add(Customer(code="C", code_key="c", name="C", version=1))
        with pytest.raises(DBAPIError):
            session.flush()


def test_rights_are_checked_in_the_verbs(factory: Factory, crew: Crew) -> None:
    for role in (Role.OPERATOR, Role.READER, Role.APPROVER):
        with pytest.raises(PartproofError) as refused:
            factory.perform(
                add_part,
                number="P",
                name="P",
                kind=PartKind.COMPONENT,
                source=Source.MADE,
                actor=crew.actor(role),
            )
        assert refused.value.code == "right.missing"


def test_a_number_is_one_however_it_is_spelled(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    facts = {"name": "a", "kind": PartKind.COMPONENT, "source": Source.MADE}
    factory.perform(add_part, number="HB-22 00", actor=engineer, **facts)
    for same in ("hb-22 00", "ＨＢ-22  00", " HB-22 00 "):
        with pytest.raises(PartproofError) as refused:
            factory.perform(add_part, number=same, actor=engineer, **facts)
        assert refused.value.code == "part.exists"
    for empty in ("", "   ", "\x00"):
        with pytest.raises(PartproofError) as refused:
            factory.perform(add_part, number=empty, actor=engineer, **facts)
        assert refused.value.code == "field.empty"


def test_a_stale_copy_does_not_overwrite(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part_id = factory.perform(
        add_part, number="P", name="P", kind=PartKind.COMPONENT, source=Source.MADE, actor=engineer
    ).result
    head = factory.ask(part_head, part_id)
    assert head is not None
    factory.perform(edit_part, part_id, expected_version=head.version, reason="a", name="Q", actor=engineer)
    with pytest.raises(PartproofError) as refused:
        factory.perform(
            edit_part, part_id, expected_version=head.version, reason="b", name="R", actor=engineer
        )
    assert refused.value.code == "record.changed_meanwhile"
    assert refused.value.values["name"] == engineer.name


def test_many_threads_and_programs_write_one_chain(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    second = Factory(factory.place, build_hooks(), factory.clock)
    failures: list[BaseException] = []

    def work(through: Factory, name: str) -> None:
        try:
            for number in range(8):
                through.perform(add_customer, code=f"{name}{number}", name="고객", actor=engineer)
        except (PartproofError, BugError) as error:
            failures.append(error)

    threads = [
        threading.Thread(target=work, args=(through, name))
        for through, name in ((factory, "a"), (factory, "b"), (second, "c"), (second, "d"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert failures == []
    assert factory.ask(_customers) == 32
    assert factory.ask(check_trail).problems == []


def test_a_clock_that_goes_back_is_marked_and_order_stays(
    factory: Factory, crew: Crew, clock: SteppingClock
) -> None:
    clock.at -= timedelta(days=1)
    factory.perform(add_customer, code="C", name="C", actor=crew.actor(Role.ENGINEER))

    def marks(session: Session) -> list[bool]:
        return list(session.scalars(select(AuditEntry.clock_back).order_by(AuditEntry.seq.desc()).limit(1)))

    assert factory.ask(marks) == [True]
    assert factory.ask(check_trail).problems == []


def test_the_work_day_begins_when_the_plant_says(factory: Factory, crew: Crew) -> None:
    from datetime import UTC, date, datetime

    settings = factory.ask(read_settings)
    half_past_one = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert settings.work_day(half_past_one) == date(2026, 11, 24)
    assert settings.shift(half_past_one) == "야간"
    assert settings.stamp(half_past_one) == "2026-11-25 01:30:00 (Asia/Seoul, +0900)"
    shifts = (Shift("하나", "06:00", "14:00"), Shift("둘", "14:00", "22:00"))
    factory.perform(
        change_setting,
        reason="3교대",
        work_day_start="06:00",
        shifts=shifts,
        actor=crew.actor(Role.ADMINISTRATOR),
    )
    assert factory.ask(read_settings).shift(half_past_one) == ""
    for wrong in ({"time_zone": "Mars/Olympus"}, {"work_day_start": "25:00"}, {"language": "fr"}):
        with pytest.raises(PartproofError) as refused:
            factory.perform(change_setting, reason="x", actor=crew.actor(Role.ADMINISTRATOR), **wrong)
        assert refused.value.code == "setting.wrong"


def test_a_factory_on_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory_folder, "network_kind", lambda folder: "cifs")
    with pytest.raises(PartproofError) as refused:
        Factory.create(tmp_path / "share", PlantSettings("a"), build_hooks())
    assert refused.value.code == "factory.network_share"


def test_a_factory_in_a_sync_folder_is_refused(tmp_path: Path) -> None:
    assert factory_folder.cloud_folder(tmp_path / "OneDrive - 회사" / "f") == "OneDrive - 회사"
    assert factory_folder.cloud_folder(tmp_path / "공장") is None
    with pytest.raises(PartproofError) as refused:
        Factory.create(tmp_path / "OneDrive - 회사" / "f", PlantSettings("a"), build_hooks())
    assert refused.value.code == "factory.sync_folder"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_things_in_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PartproofError) as refused:
        Factory.create(tmp_path, PlantSettings("a"), build_hooks())
    assert refused.value.code == "factory.exists"
    with pytest.raises(PartproofError) as none:
        Factory.open(tmp_path, build_hooks())
    assert none.value.code == "factory.none"


def test_ids_of_deleted_drafts_are_never_given_again(factory: Factory, crew: Crew) -> None:
    from app.parts.parts import delete_draft

    engineer = crew.actor(Role.ENGINEER)
    facts = {"name": "a", "kind": PartKind.COMPONENT, "source": Source.MADE}
    first = factory.perform(add_part, number="P1", actor=engineer, **facts).result
    factory.perform(delete_draft, first, actor=engineer)
    second = factory.perform(add_part, number="P2", actor=engineer, **facts).result
    assert second > first
    assert [row.number for row in factory.ask(part_rows)] == ["P2"]
    changes = factory.perform(add_part, number="P3", actor=engineer, **facts)
    assert Noun.PART.value in changes.nouns
    assert factory.ask(check_trail).problems == []
