"""A new factory is whole, with administrator and approval lines, or is not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.factory import Factory
from app.people.sign_in import sign_in
from app.settings import read_settings
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from models.review import ReviewRoute
from models.vocab import Meaning, Noun, Role
from tests import postgres
from tests.commands.conftest import Run


def _routes(session: Session) -> list[tuple[Noun, Meaning, Role]]:
    query = select(ReviewRoute).order_by(ReviewRoute.noun, ReviewRoute.position)
    return [(row.noun, row.meaning, row.role) for row in session.scalars(query)]


def test_a_new_factory_has_settings_administrator_and_routes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "새 공장"
    said = run(
        "new",
        folder,
        "--name",
        "대한정밀",
        "--language",
        "en",
        "--admin",
        "chief",
        PARTPROOF_ADMIN_PASSWORD="긴 비밀번호 하나",
    )
    assert said.code == 0, said.err
    assert "긴 비밀번호" not in said.out + said.err
    factory = Factory.open(folder, build_hooks())
    settings = factory.ask(read_settings)
    assert (settings.name, settings.language, settings.time_zone) == ("대한정밀", "en", "Asia/Seoul")
    actor = factory.perform(sign_in, "chief", "긴 비밀번호 하나", actor=SYSTEM).result
    assert actor.roles == {Role.ADMINISTRATOR}
    line = [
        (Meaning.PREPARED, Role.ENGINEER),
        (Meaning.REVIEWED, Role.QUALITY),
        (Meaning.APPROVED, Role.APPROVER),
    ]
    for noun in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION):
        assert [row[1:] for row in factory.ask(_routes) if row[0] is noun] == line
    factory.close()


def test_a_generated_password_is_shown_once_and_works(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "f", "--name", "A")
    assert said.code == 0
    password = said.out.partition("password ")[2].split()[0]
    factory = Factory.open(tmp_path / "f", build_hooks())
    assert factory.perform(sign_in, "admin", password, actor=SYSTEM).result.name == "admin"
    factory.close()


@pytest.mark.parametrize(
    ("words", "variables", "code"),
    [
        ([], {"PARTPROOF_ADMIN_PASSWORD": "kurz"}, "people.weak_password"),
        (["--time-zone", "Mars/Olympus"], {}, "setting.wrong"),
        (["--admin", " "], {}, "field.empty"),
        (["--name", " "], {}, "field.empty"),
    ],
)
def test_nothing_stays_of_a_refused_factory(
    run: Run, tmp_path: Path, words: list[str], variables: dict[str, str], code: str
) -> None:
    folder = tmp_path / "place" / "f"
    folder.parent.mkdir()
    assert run("new", folder, "--name", "A", *words, **variables).refusal == code
    assert list(folder.parent.iterdir()) == []


def test_places_that_cannot_hold_a_factory_are_refused(run: Run, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    assert run("new", full, "--name", "A").refusal == "factory.exists"
    assert (full / "letter.txt").read_text() == "mine"
    said = run("new", full / "letter.txt" / "below", "--name", "A")
    assert said.refusal in ("factory.not_writable", "command.cannot_write")
    assert "below" in said.err


def test_a_shared_database_is_made_once_and_keeps_no_password(
    run: Run, tmp_path: Path, postgres_server: postgres.Server
) -> None:
    postgres_server.run("CREATE DATABASE made_by_command TEMPLATE template0 ENCODING 'UTF8'")
    url = postgres_server.url("made_by_command", postgres.STATION).set(password="geheim")
    text = url.render_as_string(hide_password=False)
    said = run("new", tmp_path / "a", "--name", "A", "--database", text, "--owner", "owner")
    assert said.code == 0, said.err
    assert "geheim" not in (tmp_path / "a" / "factory.toml").read_text()
    assert run("verify", "--factory", tmp_path / "a").code == 0
    assert run("migrate", "--factory", tmp_path / "a", "--owner", "owner").code == 0
    again = run("new", tmp_path / "b", "--name", "B", "--database", text, "--owner", "owner")
    assert again.refusal == "command.database_in_use"
    assert not (tmp_path / "b").exists()
