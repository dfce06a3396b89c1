"""What a command speaks with: lines and JSON on stdout, progress and refusals on stderr, in one language.

Knows no command. Nothing here decides; it only says.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final, NoReturn, TextIO

from app.causes import Cause
from app.commands.refusals import NO_PASSWORD, NO_USER
from app.errors import PartproofError
from app.texts import Language, mark

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
BROKEN: Final = 4
STOPPED: Final = 130

_REDRAW_SECONDS: Final = 0.1
# What the parser of the standard library says, in English only.
_WRONG_USES: Final = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), mark("{names} must be given")),
    (re.compile(r"unrecognized arguments: (?P<words>.+)"), mark("{words} is not understood")),
    (re.compile(r"argument (?P<name>[^:]+): expected .*argument.*"), mark("{name} needs a value")),
    (
        re.compile(
            r"argument (?P<name>[^:]+): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)"
        ),
        mark("{name} cannot be {value}; it is one of {choices}"),
    ),
    (re.compile(r"argument (?P<name>[^:]+): (?P<value>.+)"), mark("{name} cannot be {value}")),
)
Progress = Callable[[int, int], None]


def speak_utf8() -> None:
    """Let both streams take every sign, whatever locale or code page the shell has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


class Console:
    """Speaks one language on the streams of this process.

    Attributes:
        language: In which it speaks.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._drawn = 0

    def say(self, message: str, /, **values: object) -> None:
        """Write a translated line on stdout."""
        self.write(self.language.say(message, **values))

    def write(self, text: str = "") -> None:
        """Write a line on stdout as it is."""
        self.clear()
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def json(self, value: object) -> None:
        """Write a value for machines on stdout."""
        self.write(json.dumps(value, ensure_ascii=False, indent=1))

    def note(self, message: str, /, **values: object) -> None:
        """Write a translated line on stderr: for people only, never part of the result."""
        self._err(self.language.say(message, **values))

    def refuse(self, refusal: PartproofError) -> None:
        """Write a refusal as one line on stderr: code, sentence, next step."""
        self._err(f"{refusal.code}: {one_line(self.language.explain(refusal))}")

    def progress(self, message: str) -> Progress:
        """Return a function that shows (done, total) on a terminal, and nothing elsewhere.

        Args:
            message: A marked source text that says what is going on.
        """
        label = self.language.say(message)
        if not sys.stderr.isatty():
            return lambda _done, _total: None
        last = 0.0

        def show(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _REDRAW_SECONDS or done >= total:
                last = now
                self._draw(f"{label} {done:,} / {total:,}" if total else label)

        return show

    def step(self, label: str) -> None:
        """Show on a terminal what goes on now; ``label`` is shown as it is."""
        if sys.stderr.isatty():
            self._draw(label)

    def clear(self) -> None:
        """Take the progress line off the terminal."""
        if self._drawn:
            self._drawn = 0
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _draw(self, text: str) -> None:
        self._drawn = len(text)
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()

    def _err(self, text: str) -> None:
        self.clear()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def answer(self, message: str, variable: str) -> str:
        """Return what a variable holds, or what somebody types on a terminal.

        Args:
            message: A marked source text: what is asked for.
            variable: Environment variable that may hold it.

        Raises:
            PartproofError: neither is there.
        """
        given = os.environ.get(variable, "").strip()
        if not given and sys.stdin.isatty():
            sys.stderr.write(self.language.say(message) + " ")
            sys.stderr.flush()
            given = sys.stdin.readline().strip()
        if not given:
            raise NO_USER(variable=variable)
        return given

    def secret(self, message: str, variable: str, **values: object) -> str:
        """Return a password from a variable or typed on a terminal.

        Args:
            message: A marked source text: what is asked for.
            variable: Environment variable that may hold it.
            **values: Placeholders of the message.

        Raises:
            PartproofError: neither is there.
        """
        given = os.environ.get(variable)
        if given:
            return given
        if not sys.stdin.isatty():
            raise NO_PASSWORD(variable=variable)
        return getpass.getpass(self.language.say(message, **values) + " ")

    def parser(self, command: str, summary: str, *, writes: bool = False) -> CommandParser:
        """Return the parser of one command; every command takes ``--lang``.

        Args:
            command: Its words after ``python -m app``.
            summary: Its marked source text.
            writes: It writes documents, which can be in both languages side by side.
        """
        parser = CommandParser(
            prog=f"python -m app {command}".strip(), description=self.language.say(summary), console=self
        )
        says = mark("language of everything it says and writes; both: documents side by side")
        parser.add_argument(
            "--lang",
            choices=("ko", "en", "both") if writes else ("ko", "en"),
            help=self.language.say(says if writes else mark("language of everything it says")),
        )
        return parser


class CommandParser(argparse.ArgumentParser):
    """A parser whose usage errors are one line in the console's language; exit code 2."""

    def __init__(self, *, prog: str, description: str, console: Console) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)
        self._console = console

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end with 2."""
        self._console.note(
            mark("The command line is not right: {reason}. See: {command} --help"),
            reason=_usage(one_line(message).rstrip(".")),
            command=self.prog,
        )
        raise SystemExit(USAGE)

    def word(self, message: str) -> str:
        """Return the help text of an argument in the console's language."""
        # A literal % in a translated help text would be read as a placeholder by argparse.
        return self._console.language.say(message).replace("%", "%%")

    def _print_message(self, message: str, file: TextIO | None = None) -> None:  # type: ignore[override]
        if message:
            (file or sys.stdout).write(message)


def _usage(message: str) -> Cause | str:
    """Return what argparse finds wrong with a command line in words that can be said in any language."""
    for pattern, words in _WRONG_USES:
        found = pattern.fullmatch(message)
        if found is not None:
            return Cause(words, dict(found.groupdict()))
    return message


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())


def pairs(words: Sequence[str], parser: CommandParser, option: str = "--map") -> dict[str, str]:
    """Return ``COLUMN=FIELD`` words as a mapping; an empty field leaves the column out."""
    mapping = {}
    for word in words:
        column, sign, field = word.rpartition("=")
        if not sign or not column:
            parser.error(f"{option} {word}: …=…")
        mapping[column] = field.strip()
    return mapping
