"""``transfer``: parts and drawings (or gauges) from before the program enter by one previewed, signed act."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.commands.acting import PASSWORD_VARIABLE, opened, take_factory, take_user, user_named
from app.commands.console import DONE, CommandParser, Console, pairs
from app.commands.refusals import PASSWORD_FILE
from app.drawings.import_guard import read_bytes
from app.factory import Factory, utc_now
from app.jobs import Progress, Step
from app.people.sign_in import sign_in
from app.texts import mark
from app.transfer.acts import give_up, sign_transfer
from app.transfer.gauge_register import plan_gauges
from app.transfer.planning import NOTHING_THERE, plan_parts, read_sources
from app.transfer.preview import FileChoice, ListedRow, MatchState, Reading, TransferPreview
from app.transfer.queries import existing_gauges, existing_numbers, open_transfer, plant_day
from app.transfer.refusals import NOT_RUNNING
from app.transfer.run import run_transfer
from app.unit_of_work import SYSTEM, Actor
from models.vocab import PartKind
from models.vocab_transfer import TransferKind

_SHOWN: Final = 20
_COUNTED: Final = (
    mark("{count} {count:part|parts}, {released} of them released"),
    mark(
        "{count} {count:revision|revisions} of {documents} "
        "{documents:document|documents}, {files} {files:file|files}"
    ),
)


def main(words: Sequence[str], console: Console) -> int:
    """Preview, sign and carry out a transfer, or go on with the one that was signed."""
    parser = _parser(console)
    arguments = parser.parse_args(words)
    if arguments.resume or arguments.give_up is not None:
        return _go_on(arguments, parser, console)
    if arguments.register is None:
        parser.error(parser.word(mark("it needs a register, or --resume")))
    if arguments.preview:
        _show(_preview(arguments, parser, None, console), arguments.json, console)
        return DONE
    _need(arguments, parser, "factory")
    arguments.user = user_named(arguments.user, console)
    with opened(arguments.factory) as factory:
        preview = _preview(arguments, parser, factory, console)
        if not arguments.json:
            _show(preview, False, console)
        secret = _secret(arguments, console)
        actor = factory.perform(sign_in, arguments.user, secret, actor=SYSTEM).result
        register = read_bytes(arguments.register)
        factory.perform(sign_transfer, preview, register, secret=secret, actor=actor)
        return _carry_out(factory, actor, arguments, console, preview)


def _parser(console: Console) -> CommandParser:
    parser = console.parser("transfer", mark("Bring in what was approved before: parts, drawings, gauges."))
    word = parser.word
    parser.add_argument("register", type=Path, nargs="?", metavar="REGISTER")
    parser.add_argument("--files", type=Path, metavar="DIR", help=word(mark("folder of the drawings")))
    take_factory(parser, required=False)
    take_user(parser)
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help=word(mark("file whose first line is the password"))
    )
    parser.add_argument("--gauges", action="store_true", help=word(mark("the register is one of gauges")))
    parser.add_argument(
        "--pattern",
        action="append",
        default=[],
        metavar="PATTERN",
        help=word(
            mark("how file names are built, such as {number}_{revision}_{name}; may be given several times")
        ),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=word(mark("read a column (title or letter) as this field; may be given several times")),
    )
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="WORD=KIND",
        help=word(mark("what a word of the kind column means, such as standard")),
    )
    parser.add_argument(
        "--leave", action="append", default=[], metavar="FILE", help=word(mark("leave this file out"))
    )
    parser.add_argument(
        "--file-is",
        action="append",
        default=[],
        metavar="FILE=NUMBER:REVISION",
        help=word(mark("say of a file what it is, where its name is in doubt")),
    )
    parser.add_argument("--sheet", help=word(mark("name of the sheet, if not the one that fits best")))
    parser.add_argument(
        "--unlisted", action="store_true", help=word(mark("also take files that the register does not name"))
    )
    parser.add_argument(
        "--no-drafts", action="store_true", help=word(mark("leave parts out that lack their drawing"))
    )
    parser.add_argument("--preview", action="store_true", help=word(mark("only show what it would bring in")))
    parser.add_argument("--resume", action="store_true", help=word(mark("go on with the signed transfer")))
    parser.add_argument(
        "--give-up", metavar="REASON", help=word(mark("end the signed transfer, bringing nothing in"))
    )
    parser.add_argument("--json", action="store_true", help=word(mark("for machines")))
    return parser


def _need(arguments: Namespace, parser: CommandParser, *names: str) -> None:
    missing = [name for name in names if getattr(arguments, name) is None]
    if missing:
        text = parser.word(mark("without --preview it needs {names}"))
        parser.error(text.format(names=", ".join(f"--{name}" for name in missing)))


def _preview(
    arguments: Namespace, parser: CommandParser, factory: Factory | None, console: Console
) -> TransferPreview:
    kinds = pairs(arguments.kind, parser)
    for kind in kinds.values():
        if kind not in set(PartKind):
            parser.error(f"--kind {kind}: {', '.join(PartKind)}")
    reading = Reading(
        mapping=pairs(arguments.map, parser),
        sheet=arguments.sheet,
        patterns=tuple(arguments.pattern),
        kinds=kinds,
        choices=_choices(arguments, parser),
        drafts=not arguments.no_drafts,
        unlisted=arguments.unlisted,
    )
    if factory is None and arguments.factory is not None:
        with opened(arguments.factory) as opened_factory:
            return _planned(arguments, opened_factory, reading, console)
    return _planned(arguments, factory, reading, console)


def _choices(arguments: Namespace, parser: CommandParser) -> dict[str, FileChoice]:
    choices = {path: FileChoice(leave=True) for path in arguments.leave}
    for path, said in pairs(arguments.file_is, parser, "--file-is").items():
        number, _, revision = said.rpartition(":") if ":" in said else (said, "", "")
        choices[path] = FileChoice(number=number, revision=revision)
    return choices


def _planned(
    arguments: Namespace, factory: Factory | None, reading: Reading, console: Console
) -> TransferPreview:
    today = factory.ask(plant_day, factory.clock()) if factory is not None else utc_now().date()
    if arguments.gauges:
        register_hash = hashlib.sha256(read_bytes(arguments.register)).hexdigest()
        known = factory.ask(existing_gauges) if factory is not None else {}
        return plan_gauges(arguments.register, register_hash, reading, today=today, existing=known)
    sources = read_sources(arguments.register, arguments.files, _progress(console))
    existing = factory.ask(existing_numbers) if factory is not None else NOTHING_THERE
    return plan_parts(sources, reading, today=today, existing=existing)


def _progress(console: Console) -> Progress:
    shown: dict[str, object] = {}

    def tell(step: Step) -> None:
        show = shown.setdefault(step.what, console.progress(step.what))
        assert callable(show)
        show(step.done, step.total)

    return Progress(tell)


def _secret(arguments: Namespace, console: Console) -> str:
    """Return the password from the file, the variable or the terminal; never from the command line itself."""
    file: Path | None = arguments.password_file
    if file is None:
        return console.secret(mark("Password of {login}:"), PASSWORD_VARIABLE, login=arguments.user)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise PASSWORD_FILE(file=file.name, cause=str(error)) from error
    if not lines or not lines[0]:
        raise PASSWORD_FILE(file=file.name, cause="0")
    return lines[0]


def _go_on(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    _need(arguments, parser, "factory")
    arguments.user = user_named(arguments.user, console)
    with opened(arguments.factory) as factory:
        secret = _secret(arguments, console)
        actor = factory.perform(sign_in, arguments.user, secret, actor=SYSTEM).result
        if arguments.give_up is None:
            return _carry_out(factory, actor, arguments, console, None)
        running = factory.ask(open_transfer)
        if running is None:
            raise NOT_RUNNING()
        factory.perform(give_up, running.id, reason=arguments.give_up, actor=actor)
        console.say("Given up; nothing was brought in.")
        return DONE


def _carry_out(
    factory: Factory, actor: Actor, arguments: Namespace, console: Console, preview: TransferPreview | None
) -> int:
    done = run_transfer(factory, actor=actor, progress=_progress(console), folder=arguments.files)
    if arguments.json:
        told = preview.to_json(console.language) if preview is not None else {}
        facts = {"id": done.id, "state": done.state.value, "plan_hash": done.plan_hash}
        counts = {
            "parts": done.parts,
            "revisions": done.revisions,
            "gauges": done.gauges,
            "files": done.files,
        }
        console.json({**told, **facts, **counts})
    else:
        console.say(
            "Transferred: {parts} {parts:part|parts}, {revisions} document "
            "{revisions:revision|revisions}, {files} {files:file|files}, {gauges} {gauges:gauge|gauges}.",
            parts=done.parts,
            revisions=done.revisions,
            files=done.files,
            gauges=done.gauges,
        )
    return DONE


def _show(preview: TransferPreview, as_json: bool, console: Console) -> None:
    if as_json:
        console.json(preview.to_json(console.language))
        return
    where = preview.sheet or preview.encoding or ""
    console.say("Header in row {row} ({where}).", row=preview.header_row, where=where)
    for column in preview.columns:
        if column.field:
            console.write(f"  {column.title} → {column.field}")
    for pattern in preview.reading.patterns:
        console.write(f"  {pattern}")
    if preview.kind is TransferKind.GAUGES:
        console.say("{count} {count:gauge|gauges}", count=preview.count("gauge"))
    else:
        console.say(_COUNTED[0], count=preview.count("part"), released=preview.count("part", release=True))
        console.say(
            _COUNTED[1],
            count=preview.count("revision"),
            documents=preview.count("revision", current=True),
            files=preview.count("file"),
        )
    doubts = [
        f"{match.path}: {match.reason.say(console.language)}"
        for match in preview.matches
        if match.state is not MatchState.TAKEN
    ]
    _list(mark("Files to look at: {count}"), doubts, console)
    _list(mark("Missing files: {count}"), _said(preview.missing, console), console)
    _list(mark("Left out: {count}"), _said(preview.left_out, console), console)
    notes = [*_said(preview.notes, console), *(remark.say(console.language) for remark in preview.warnings)]
    _list(mark("To look at: {count}"), notes, console)
    console.say("Hash of the plan: {hash}", hash=preview.plan_hash)


def _said(rows: Sequence[ListedRow], console: Console) -> list[str]:
    return [f"{row.row or '·'} {row.what}: {row.reason.say(console.language)}" for row in rows]


def _list(title: str, lines: Sequence[str], console: Console) -> None:
    if not lines:
        return
    console.write(console.language.say(title, count=len(lines)))
    for line in lines[:_SHOWN]:
        console.write(f"  {line}")
    if len(lines) > _SHOWN:
        console.say("  … and {count} more (--json shows all)", count=len(lines) - _SHOWN)
