"""``verify``: a pack's bytes, or a factory's audit chain, rows and files. Reads only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.audit_trail import Problem, TrailReport, check_trail
from app.commands.acting import named_file, opened
from app.commands.console import DONE, FAILED, CommandParser, Console
from app.commands.refusals import NO_SUCH_FILE
from app.documents.writers.sign import FoundSignature
from app.factory import Factory
from app.packs.verify import PackReport, verify_pack
from app.snapshot import snapshot
from app.texts import mark
from app.unit_of_work import AuditHead
from app.vault_check import check_vault

_HEAD: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_SHOWN: Final = 50


def main(words: Sequence[str], console: Console) -> int:
    """Check what the command line names; 1 when something is wrong with it."""
    parser = console.parser("verify", mark("Check a pack, or a factory's audit chain, rows and files."))
    parser.add_argument("file", nargs="?", type=named_file, metavar="FILE.zip")
    parser.add_argument(
        "--expect", metavar="SHA256", help=parser.word(mark("manifest hash the sender told you"))
    )
    parser.add_argument(
        "--factory", type=Path, metavar="DIR", help=parser.word(mark("folder of the factory"))
    )
    parser.add_argument(
        "--head", metavar="SEQ:HASH", help=parser.word(mark("audit head you hold, from a print or a pack"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    if arguments.file is None and arguments.factory is None:
        parser.error(parser.word(mark("name a pack, --factory DIR, or both")))
    if arguments.file is not None:
        return _pack(arguments.file, arguments.expect, arguments.factory, arguments.json, console)
    held = None if arguments.head is None else _head(arguments.head, parser)
    return _factory(arguments.factory, held, arguments.json, console)


def _pack(file: Path, expected: str | None, folder: Path | None, as_json: bool, console: Console) -> int:
    """Check a pack alone, or also against the factory that is said to have issued it."""
    if not file.exists():
        raise NO_SUCH_FILE(file=str(file))
    if folder is None:
        report = verify_pack(file, expected=expected)
    else:
        with opened(folder) as factory:
            report = verify_pack(file, factory, expected=expected)
    if as_json:
        told = [_text(problem, console) for problem in report.problems]
        console.json(
            {
                **report.checked,
                "ok": report.sound,
                "issued_here": report.known,
                "factory_problems": told,
                "signatures": [
                    {
                        "file": name,
                        "intact": one.intact,
                        "whole_file": one.whole_file,
                        "certificate": None if one.facts is None else one.facts.to_json(),
                    }
                    for name, one in report.signatures
                ],
            }
        )
    else:
        _show_pack(report, file.name, console)
    return DONE if report.sound else FAILED


def _show_pack(report: PackReport, name: str, console: Console) -> None:
    result = report.checked
    if report.sound:
        console.say("{file}: sound, {count} {count:file|files}.", file=name, count=result["files"])
    else:
        console.say("{file}: NOT sound.", file=name)
    for problem in result["problems"]:
        console.write(f"  ✗ {problem['file']}: {problem[console.language.code]}")
    for contradiction in report.problems:
        console.write(f"  ✗ {_text(contradiction, console)}")
    for pdf, found in report.signatures:
        _show_signature(pdf, found, console)
    if report.known:
        console.say("This factory has it on record as issued.")
    if not result["manifest_sha256"]:
        return
    console.say("Manifest SHA-256: {hash}", hash=result["manifest_sha256"])
    console.say("Audit head: {head}", head=result["audit_head"] or "-")
    if report.known is None:
        console.say("Compare the manifest hash with the one the sender tells you another way.")


def _show_signature(pdf: str, found: FoundSignature, console: Console) -> None:
    """Say what a signature proves and what it does not."""
    if not (found.intact and found.whole_file):
        console.say("  ✗ {file}: its signature does not hold for what the file says now.", file=pdf)
        return
    facts = found.facts
    if facts is None:
        console.say("  {file}: signed, by a certificate that cannot be read.", file=pdf)
        return
    named = {"file": pdf, "subject": facts.subject, "fingerprint": facts.fingerprint}
    if facts.self_made:
        console.say(
            "  {file}: signed with a certificate that {subject} made itself (SHA-256 {fingerprint}). Nothing was "
            "changed since by anybody without that key; who holds the key is not proved. Compare the fingerprint.",
            **named,
        )
    else:
        console.say(
            "  {file}: signed with the certificate of {subject}, issued by {issuer} (SHA-256 {fingerprint}). Nothing "
            "was changed since; whether the issuer is to be trusted was not checked here.",
            issuer=facts.issuer,
            **named,
        )


def _factory(folder: Path, held: AuditHead | None, as_json: bool, console: Console) -> int:
    with opened(folder) as factory:
        report, files = verify_factory(factory, held, console)
    if as_json:
        console.json(
            {
                "sound": report.sound,
                "entries": report.entries,
                "rows": report.rows,
                "files": files,
                "head": str(report.head),
                "tail_checkable": report.tail_checkable,
                "problems": [_text(problem, console) for problem in report.problems],
            }
        )
    else:
        _show(report, files, console)
    return DONE if report.sound else FAILED


def verify_factory(factory: Factory, held: AuditHead | None, console: Console) -> tuple[TrailReport, int]:
    """Check chain, rows and files of one state of a factory; return the report and the number of files."""
    with snapshot(factory) as session:
        report = check_trail(session, held=held, progress=console.progress(mark("Audit entries")))
        files, problems = check_vault(session, factory.place, console.progress(mark("Files")))
    report.problems.extend(problems)
    return report, files


def _show(report: TrailReport, files: int, console: Console) -> None:
    facts = {"entries": report.entries, "rows": report.rows, "files": files}
    if report.sound:
        console.say(
            "Sound: {entries} audit {entries:entry|entries}, {rows} "
            "{rows:row|rows}, {files} {files:file|files}.",
            **facts,
        )
    else:
        console.say(
            "NOT sound: {entries} audit {entries:entry|entries}, {rows} "
            "{rows:row|rows}, {files} {files:file|files}.",
            **facts,
        )
    for problem in report.problems[:_SHOWN]:
        console.write(f"  ✗ {_text(problem, console)}")
    if len(report.problems) > _SHOWN:
        console.say("  … and {count} more (--json shows all)", count=len(report.problems) - _SHOWN)
    console.say("Audit head: {head}", head=str(report.head))
    if not report.tail_checkable:
        console.say(
            "Whether the end of the chain was cut off can only be seen with --head and a head kept elsewhere."
        )


def _text(problem: Problem, console: Console) -> str:
    return console.language.say(problem.sentence, **dict(problem.values))


def _head(text: str, parser: CommandParser) -> AuditHead:
    match = _HEAD.fullmatch(text.strip().lower())
    if match is None:
        parser.error(f"--head {text}: SEQ:HASH")
    return AuditHead(int(match[1]), match[2])
