"""``doctor``: looks the machine and a factory over and says what is wrong and what to do. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from app.commands.console import DONE, FAILED, Console
from app.commands.doctor_factory import look_at_factory
from app.commands.doctor_findings import Finding, State
from app.commands.doctor_machine import look_at_machine
from app.logging_setup import versions
from app.texts import mark

_SIGNS: Final = {State.GOOD: "✓", State.NOTE: "!", State.BAD: "✗"}


def main(words: Sequence[str], console: Console) -> int:
    """Look around as the command line says; 1 when something is wrong."""
    parser = console.parser("doctor", mark("Look this machine and a factory over, and say what is wrong."))
    parser.add_argument(
        "--factory", type=Path, metavar="DIR", help=parser.word(mark("folder of the factory"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    known = versions()
    findings = list(_all(arguments.factory))
    bad = any(finding.state is State.BAD for finding in findings)
    if arguments.json:
        console.json(
            {
                "sound": not bad,
                "versions": known,
                "findings": [finding.to_json(console.language) for finding in findings],
            }
        )
        return FAILED if bad else DONE
    console.write(" · ".join(f"{name} {version or '—'}" for name, version in known.items()))
    for finding in findings:
        console.write(f"{_SIGNS[finding.state]} {finding.said(console.language)}")
        if finding.next_step:
            console.write(f"    → {finding.step(console.language)}")
    console.say(mark("Something is wrong; see the lines with ✗.") if bad else mark("Nothing is wrong."))
    return FAILED if bad else DONE


def _all(folder: Path | None) -> Iterator[Finding]:
    yield from look_at_machine()
    if folder is not None:
        yield from look_at_factory(folder)
