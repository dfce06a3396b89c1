"""Lock-out, badges, PINs, roles that were taken away, and the last administrator: no way round on either engine."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit_trail import check_trail
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import add_customer, add_part
from app.people.queries import user_rows
from app.people.sign_in import LOCK, TRIES, identify_by_badge, prove, sign_in
from app.people.signatures import sign
from app.people.users import (
    add_user,
    deactivate_user,
    find_user,
    set_badge,
    set_password,
    set_pin,
    set_roles,
    unlock_user,
)
from app.unit_of_work import SYSTEM, Actor, UnitOfWork, number_key
from app.wiring import build_hooks
from models.audit import AuditEntry
from models.person import Signature, User
from models.vocab import Meaning, Noun, PartKind, Role, SignMethod, Source
from tests.beginnings import SteppingClock
from tests.crew import PASSWORD, PIN, Crew


def _refused(factory: Factory, verb: Any, *args: Any, actor: Actor = SYSTEM, **facts: Any) -> PartproofError:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, actor=actor, **facts)
    return refused.value


def _failed(session: Session, login: str) -> tuple[int, bool]:
    user = session.scalars(select(User).where(User.login_key == login)).one()
    return user.failed_attempts, user.locked_until is not None


def test_five_wrong_tries_lock_for_five_minutes_over_programs_and_restarts(
    factory: Factory, crew: Crew, clock: SteppingClock
) -> None:
    second = Factory(factory.place, build_hooks(), clock)
    for number in range(TRIES):
        through = factory if number % 2 else second
        assert _refused(through, sign_in, "engineer", "wrong wrong").code == "people.wrong_password"
    second.close()
    assert factory.ask(_failed, "engineer") == (0, True)
    after_restart = Factory(factory.place, build_hooks(), clock)
    locked = _refused(after_restart, sign_in, "ENGINEER", PASSWORD)
    assert locked.code == "people.locked"
    assert str(locked.values["until"]).startswith("2026-11-24 09:3")
    assert "Asia/Seoul" in str(locked.values["until"])
    assert _refused(after_restart, identify_by_badge, "B-ENGINEER").code == "people.locked"
    assert _refused(after_restart, prove_as, crew.actor(Role.ENGINEER), PIN).code == "people.locked"
    clock.at += LOCK - timedelta(seconds=30)
    assert _refused(after_restart, sign_in, "engineer", PASSWORD).code == "people.locked"
    clock.at += timedelta(seconds=31)
    signed_in = after_restart.perform(sign_in, "engineer", PASSWORD, actor=SYSTEM).result
    assert signed_in.roles == {Role.ENGINEER}
    assert after_restart.ask(_failed, "engineer") == (0, False)
    after_restart.close()
    assert factory.ask(check_trail).problems == []


def prove_as(unit: UnitOfWork, actor: Actor, secret: str, method: SignMethod = SignMethod.PIN) -> None:
    """Prove a secret of somebody; the verb of these tests."""
    assert actor.user_id is not None
    prove(unit, find_user(unit.session, actor.user_id), secret, method)


def test_wrong_pins_and_wrong_passwords_count_together_and_a_right_one_begins_anew(
    factory: Factory, crew: Crew
) -> None:
    actor = crew.actor(Role.APPROVER)
    for number in range(TRIES - 1):
        method = SignMethod.PIN if number % 2 else SignMethod.PASSWORD
        _refused(factory, prove_as, actor, "000000", method)
    factory.perform(prove_and_record, actor, PIN, actor=actor)
    assert factory.ask(_failed, "approver") == (0, False)
    for _ in range(TRIES):
        _refused(factory, prove_as, actor, "000000")
    assert factory.ask(_failed, "approver") == (0, True)
    factory.perform(unlock_user, actor.user_id, actor=crew.actor(Role.ADMINISTRATOR))
    factory.perform(sign_in, "approver", PASSWORD, actor=SYSTEM)


def prove_and_record(unit: UnitOfWork, actor: Actor, secret: str) -> None:
    """Prove a secret rightly, which clears the count."""
    prove_as(unit, actor, secret)
    unit.record("proved", Noun.USER, actor.user_id)


def test_tries_at_the_same_moment_are_all_counted(factory: Factory, crew: Crew) -> None:
    stations = [Factory(factory.place, build_hooks(), factory.clock) for _ in range(2)]
    codes: list[str] = []

    def guess(station: Factory) -> None:
        for _ in range(TRIES):
            try:
                station.perform(sign_in, "quality", "wrong wrong", actor=SYSTEM)
            except PartproofError as refusal:
                codes.append(refusal.code)

    threads = [threading.Thread(target=guess, args=(station,)) for station in stations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for station in stations:
        station.close()
    assert len(codes) == 2 * TRIES
    # Nobody gets more tries by hurrying: at most one more than allowed was already on its way per station.
    assert codes.count("people.wrong_password") <= TRIES + len(stations)
    assert factory.ask(_failed, "quality")[1]


def test_a_badge_identifies_and_never_signs(factory: Factory, crew: Crew) -> None:
    actor = crew.actor(Role.APPROVER)
    identified = factory.perform(identify_by_badge, "B-APPROVER", actor=SYSTEM).result
    assert identified.user_id == actor.user_id
    assert _refused(factory, identify_by_badge, "B-NOBODY").code == "people.unknown_badge"
    for method in SignMethod:
        facts: dict[str, Any] = {"secret": "B-APPROVER", "method": method, "actor": identified}
        refused = _refused(factory, sign, Noun.PART, 1, "0" * 64, Meaning.APPROVED, **facts)
        assert refused.code in {"people.wrong_password", "people.wrong_pin"}
    assert factory.ask(lambda session: list(session.scalars(select(Signature)))) == []
    admin = crew.actor(Role.ADMINISTRATOR)
    factory.perform(set_badge, actor.user_id, "481629", actor=admin)
    assert _refused(factory, set_pin, actor.user_id, "481629", actor=actor).code == "people.badge_is_pin"
    assert _refused(factory, set_badge, actor.user_id, PIN, actor=admin).code == "people.badge_is_pin"
    person: dict[str, Any] = {
        "login": "x",
        "name": "x",
        "password": PASSWORD,
        "roles": [],
        "pin": "738164",
        "badge": "738164",
    }
    assert _refused(factory, add_user, actor=admin, **person).code == "people.badge_is_pin"


def test_a_person_without_a_pin_cannot_sign_by_one(factory: Factory, crew: Crew) -> None:
    admin = crew.actor(Role.ADMINISTRATOR)
    user_id = factory.perform(
        add_user, login="n", name="무핀", password=PASSWORD, roles=[Role.APPROVER], actor=admin
    ).result
    actor = Actor(user_id, "무핀", frozenset([Role.APPROVER]))
    for secret in ("", "None", PIN):
        assert _refused(factory, prove_as, actor, secret).code == "people.no_pin"


@pytest.mark.parametrize(
    "pin",
    ["", "12345", "123456", "654321", "111111", "00000000", "29518a", "２９５１８３", "29 5183", "295-183"],
)
def test_weak_pins_are_refused(factory: Factory, crew: Crew, pin: str) -> None:
    actor = crew.actor(Role.OPERATOR)
    assert _refused(factory, set_pin, actor.user_id, pin, actor=actor).code == "people.weak_pin"


@pytest.mark.parametrize("password", ["", "short", "1234567", "        ", "   abc   "])
def test_weak_passwords_are_refused(factory: Factory, crew: Crew, password: str) -> None:
    actor = crew.actor(Role.OPERATOR)
    assert (
        _refused(factory, set_password, actor.user_id, password, actor=actor).code == "people.weak_password"
    )


def test_roles_and_deactivation_hold_at_once_also_for_those_signed_in(factory: Factory, crew: Crew) -> None:
    admin, engineer = crew.actor(Role.ADMINISTRATOR), crew.actor(Role.ENGINEER)
    factory.perform(set_roles, engineer.user_id, [Role.READER], reason="옮김", actor=admin)
    facts: dict[str, Any] = {"number": "P", "name": "P", "kind": PartKind.COMPONENT, "source": Source.MADE}
    assert _refused(factory, add_part, actor=engineer, **facts).code == "right.missing"
    claiming = Actor(engineer.user_id, engineer.name, frozenset(Role))
    assert _refused(factory, add_part, actor=claiming, **facts).code == "right.missing"
    factory.perform(set_roles, engineer.user_id, [Role.ENGINEER], reason="돌아옴", actor=admin)
    factory.perform(add_part, actor=engineer, **facts)
    factory.perform(deactivate_user, engineer.user_id, reason="퇴사", actor=admin)
    assert _refused(factory, add_customer, code="C", name="C", actor=engineer).code == "right.missing"
    assert _refused(factory, sign_in, "engineer", PASSWORD).code == "people.inactive"
    assert _refused(factory, identify_by_badge, "B-ENGINEER").code == "people.inactive"
    signing: dict[str, Any] = {"secret": PASSWORD, "actor": engineer}
    assert (
        _refused(factory, sign, Noun.PART, 1, "0" * 64, Meaning.APPROVED, **signing).code == "people.inactive"
    )
    row = next(row for row in factory.ask(user_rows) if row.id == engineer.user_id)
    assert (row.active, row.name) == (False, "김설계")


def test_the_last_administrator_stays(factory: Factory, crew: Crew) -> None:
    admin = crew.actor(Role.ADMINISTRATOR)
    assert _refused(factory, deactivate_user, admin.user_id, reason="x", actor=admin).code == (
        "people.last_administrator"
    )
    facts: dict[str, Any] = {"reason": "x", "actor": admin}
    assert _refused(factory, set_roles, admin.user_id, [], **facts).code == "people.last_administrator"
    new = factory.perform(
        add_user, login="a2", name="둘째", password=PASSWORD, roles=[Role.ADMINISTRATOR], actor=admin
    ).result
    second = Actor(new, "둘째", frozenset([Role.ADMINISTRATOR]))
    factory.perform(deactivate_user, admin.user_id, reason="x", actor=second)
    assert (
        _refused(factory, deactivate_user, new, reason="x", actor=second).code == "people.last_administrator"
    )
    assert _refused(factory, deactivate_user, new, reason="x", actor=admin).code == "right.missing"


def test_only_administrators_manage_people_and_no_name_is_taken_twice(factory: Factory, crew: Crew) -> None:
    user_id = crew.actor(Role.READER).user_id
    facts = {"login": "new", "name": "새", "password": PASSWORD, "roles": [Role.ADMINISTRATOR]}
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = crew.actor(role)
        attempts: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
            (add_user, (), facts),
            (set_roles, (user_id, [Role.ADMINISTRATOR]), {"reason": "x"}),
            (deactivate_user, (crew.actor(Role.ADMINISTRATOR).user_id,), {"reason": "x"}),
            (set_password, (crew.actor(Role.ADMINISTRATOR).user_id, PASSWORD), {}),
            (set_pin, (crew.actor(Role.ADMINISTRATOR).user_id, "402817"), {}),
            (set_badge, (user_id, "B-ADMINISTRATOR"), {}),
            (unlock_user, (user_id,), {}),
        ]
        for verb, args, more in attempts:
            assert _refused(factory, verb, *args, actor=actor, **more).code == "right.missing"
    admin = crew.actor(Role.ADMINISTRATOR)
    for same in ("ENGINEER", "ｅｎｇｉｎｅｅｒ", " engineer "):
        refused = _refused(factory, add_user, actor=admin, **{**facts, "login": same})
        assert refused.code == "record.duplicate"
    assert _refused(factory, set_badge, user_id, "B-QUALITY", actor=admin).code == "record.duplicate"


def test_secrets_are_nowhere_in_the_audit_chain(factory: Factory, crew: Crew) -> None:
    def everything(session: Session) -> str:
        return "\n".join(str(row.payload) for row in session.scalars(select(AuditEntry)))

    written = factory.ask(everything)
    assert "argon2" not in written
    assert PIN not in written
    assert PASSWORD not in written
    assert "sha256:" in written


@example("\u0130\u0f19\u1b6d")
@given(st.text(max_size=40))
def test_a_number_has_one_key_however_it_is_spelled(number: str) -> None:
    key = number_key(number)
    assert number_key(key) == key
    assert number_key(f"  {number}\t") == key
    assert "  " not in key
    assert key == key.strip()


@given(st.text(alphabet="abcXYZ019-/ 가각힣ａＢ", max_size=20))
def test_case_width_and_blanks_do_not_make_another_number(number: str) -> None:
    import unicodedata

    key = number_key(number)
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in number)
    for same in (number.upper(), wide, unicodedata.normalize("NFD", number), number.replace(" ", "   ")):
        assert number_key(same) == key
