"""``new``: a factory with its administrator and approval lines, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import OperationalError

from app.causes import cause_of
from app.changes.reviews import set_route
from app.commands.console import DONE, Console
from app.commands.refusals import CANNOT_WRITE, DATABASE_IN_USE, PASSWORDS_DIFFER
from app.errors import PartproofError
from app.factory import Factory
from app.machine import remember_factory
from app.people.refusals import WEAK_PASSWORD
from app.people.users import LEAST_PASSWORD, add_user
from app.refusals import FACTORY_EXISTS, UNREACHABLE
from app.restore import SharedDatabase
from app.settings import PlantSettings
from app.texts import LANGUAGES, mark
from app.unit_of_work import SYSTEM, UnitOfWork
from app.wiring import build_hooks
from models.migrations.runner import SchemaState, state_of, upgrade
from models.vocab import Meaning, Noun, Role

PASSWORD_VARIABLE: Final = "PARTPROOF_ADMIN_PASSWORD"
_ROUTE: Final = (
    (Meaning.PREPARED, Role.ENGINEER),
    (Meaning.REVIEWED, Role.QUALITY),
    (Meaning.APPROVED, Role.APPROVER),
)


@dataclass(frozen=True)
class Administrator:
    """The first person of a factory; ``generated`` says that nobody has seen the password yet."""

    login: str
    password: str
    generated: bool


def main(words: Sequence[str], console: Console) -> int:
    """Make a factory as the command line says."""
    parser = console.parser("new", mark("Make a new factory."))
    parser.add_argument("folder", type=Path, metavar="DIR", help=parser.word(mark("a new or empty folder")))
    parser.add_argument("--name", required=True, help=parser.word(mark("name of the plant")))
    parser.add_argument(
        "--language", choices=LANGUAGES, default="ko", help=parser.word(mark("language of its documents"))
    )
    parser.add_argument(
        "--time-zone", default="Asia/Seoul", help=parser.word(mark("IANA time zone of the plant"))
    )
    parser.add_argument(
        "--database", metavar="URL", help=parser.word(mark("an empty PostgreSQL database for several PCs"))
    )
    parser.add_argument(
        "--owner", metavar="ROLE", help=parser.word(mark("PostgreSQL role that owns the tables, if another"))
    )
    parser.add_argument(
        "--admin", default="admin", metavar="LOGIN", help=parser.word(mark("first administrator"))
    )
    arguments = parser.parse_args(words)
    settings = PlantSettings(arguments.name, arguments.language, arguments.time_zone)
    administrator = _administrator(arguments.admin, console)
    database = None if arguments.database is None else _database(arguments.database, arguments.owner)
    folder: Path = arguments.folder.absolute()
    make_factory(folder, settings, administrator, database)
    remember_factory(folder)
    console.say("The factory {name} is ready in {folder}.", name=arguments.name, folder=str(folder))
    if administrator.generated:
        console.say(
            "Administrator {login}, password {password} - shown only now; change it in the settings.",
            login=administrator.login,
            password=administrator.password,
        )
    # A path with a blank in it must be taken as it is by whoever copies the line.
    console.say("Open it with: python -m app --factory {folder}", folder=_quoted(folder))
    return DONE


def _quoted(folder: Path) -> str:
    return subprocess.list2cmdline([str(folder)]) if os.name == "nt" else shlex.quote(str(folder))


def make_factory(
    folder: Path, settings: PlantSettings, administrator: Administrator, database: str | None = None
) -> None:
    """Make a factory beside its place and move it there when it is whole; nothing stays of a failed one.

    Args:
        folder: Where it shall be; new or empty.
        settings: Of the plant.
        administrator: The first person.
        database: A PostgreSQL URL without password, or None for SQLite.

    Raises:
        PartproofError: the folder is not empty or not writable, or a setting, name or password is refused.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FACTORY_EXISTS(folder=str(folder))
    beside = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        factory = Factory.create(beside, settings, build_hooks(), database=database)
        try:
            factory.perform(_furnish, administrator, settings.name, actor=SYSTEM)
        finally:
            factory.close()
        if folder.exists():
            folder.rmdir()
        beside.replace(folder)
    except PartproofError as refusal:
        if refusal.values.get("folder") != str(beside):
            raise
        # Nobody knows the name it has until it is whole.
        raise refusal.kind(**{**refusal.values, "folder": str(folder)}) from refusal
    except OSError as error:
        raise CANNOT_WRITE(file=str(folder), reason=cause_of(error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _furnish(unit: UnitOfWork, administrator: Administrator, plant: str) -> None:
    add_user(
        unit,
        login=administrator.login,
        name=administrator.login,
        title=plant,
        password=administrator.password,
        roles=[Role.ADMINISTRATOR],
    )
    for noun in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION, Noun.CHANGE_ORDER, Noun.CONCESSION):
        set_route(unit, noun, _ROUTE)


def _administrator(login: str, console: Console) -> Administrator:
    if not os.environ.get(PASSWORD_VARIABLE) and not sys.stdin.isatty():
        return Administrator(login, secrets.token_urlsafe(12), generated=True)
    password = console.secret(mark("Password for the administrator {login}:"), PASSWORD_VARIABLE, login=login)
    if not password:
        return Administrator(login, secrets.token_urlsafe(12), generated=True)
    if len(password) < LEAST_PASSWORD:
        raise WEAK_PASSWORD(length=len(password), least=LEAST_PASSWORD)
    if console.secret(mark("The same password again:"), PASSWORD_VARIABLE) != password:
        raise PASSWORDS_DIFFER()
    return Administrator(login, password, generated=False)


def _database(text: str, owner: str | None) -> str:
    """Bring an empty PostgreSQL database to the schema and return its URL without the password.

    Raises:
        PartproofError: unreachable, or a factory's already.
    """
    shared = SharedDatabase.of(text, owner)
    try:
        if state_of(shared.owned) is not SchemaState.EMPTY:
            raise DATABASE_IN_USE(database=shared.url.database or "?")
        upgrade(shared.owned, station_role=shared.station)
    except OperationalError as error:
        raise UNREACHABLE(reason=str(error.orig).splitlines()[0]) from error
    return shared.named
