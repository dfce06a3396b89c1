"""Who acts on the command line: ``--user`` or ``PARTPROOF_USER``, and a password from the terminal or a variable.

Nobody acts without both; what neither names is asked for where somebody sits at a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.commands.console import CommandParser, Console
from app.factory import Factory
from app.people.sign_in import sign_in
from app.texts import mark
from app.transfer.files import on_disk
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks

USER_VARIABLE: Final = "PARTPROOF_USER"
PASSWORD_VARIABLE: Final = "PARTPROOF_PASSWORD"


def take_factory(parser: CommandParser, *, required: bool = True) -> None:
    """Let a command take ``--factory DIR``."""
    parser.add_argument(
        "--factory",
        type=Path,
        metavar="DIR",
        required=required,
        help=parser.word(mark("folder of the factory")),
    )


def take_user(parser: CommandParser) -> None:
    """Let a command take ``--user LOGIN``."""
    parser.add_argument(
        "--user",
        metavar="LOGIN",
        help=parser.word(
            mark(
                "who acts; asked for, or taken from the variable PARTPROOF_USER; "
                "the password likewise, or from PARTPROOF_PASSWORD"
            )
        ),
    )


def named_file(text: str) -> Path:
    """Return a path that was typed, as the disk spells it: names of a Mac's archives are taken apart into letters."""
    path = Path(text)
    if path.exists():
        return path
    return path.parent / on_disk(path.parent, unicodedata.normalize("NFC", path.name))


@contextmanager
def opened(folder: Path) -> Iterator[Factory]:
    """Open a factory for one command and let go of it afterwards."""
    factory = Factory.open(folder, build_hooks())
    try:
        yield factory
    finally:
        factory.close()


def user_named(login: str | None, console: Console) -> str:
    """Return the login as given, or as the variable or somebody at the terminal says."""
    return console.answer(mark("User:"), USER_VARIABLE) if login is None else login


def signed_in(factory: Factory, login: str | None, console: Console) -> Actor:
    """Return the person who acts.

    Args:
        factory: Where the person is known.
        login: As given on the command line; None asks for it.
        console: Where it is asked.

    Raises:
        PartproofError: wrong password, locked, inactive, or nobody there to type it.
    """
    login = user_named(login, console)
    password = console.secret(mark("Password of {login}:"), PASSWORD_VARIABLE, login=login)
    return factory.perform(sign_in, login, password, actor=SYSTEM).result
