"""``import bom`` and ``import plan``: a preview of a table, and writing it into a factory."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy.orm import Session

from app.bom.import_bom import BomImported, import_bom
from app.bom.import_preview import BomPreview
from app.bom.import_xlsx import preview_bom
from app.commands.acting import named_file, opened, signed_in, take_factory, take_user
from app.commands.console import DONE, USAGE, CommandParser, Console, pairs
from app.commands.refusals import NO_REVISION
from app.drawings.documents import find_document
from app.drawings.import_characteristics import import_plan
from app.drawings.import_preview import PlanPreview
from app.drawings.import_remarks import Remark, Skipped
from app.drawings.import_xlsx import preview_plan
from app.factory import Factory
from app.files import store_file
from app.texts import Language, mark
from app.unit_of_work import UnitOfWork

_SHOWN: Final = 20


class _Preview(Protocol):
    """What both previews have."""

    @property
    def header_row(self) -> int: ...
    @property
    def mapping(self) -> dict[str, str]: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def rows(self) -> int: ...
    @property
    def skipped(self) -> tuple[Skipped, ...]: ...
    @property
    def warnings(self) -> tuple[Remark, ...]: ...
    def to_json(self, language: Language | None = None) -> dict[str, object]: ...


def main(words: Sequence[str], console: Console) -> int:
    """Read a parts list or a plan as the command line says."""
    kinds = {"bom": _bom, "plan": _plan}
    if words and words[0] in kinds:
        return kinds[words[0]](words[1:], console)
    parser = console.parser("import", mark("Read a parts list or a plan of characteristics, with a preview."))
    parser.add_argument("kind", choices=sorted(kinds))
    parser.parse_args(words[:1])
    return USAGE


def _bom(words: Sequence[str], console: Console) -> int:
    parser = console.parser("import bom", mark("Read a parts list (xlsx, xls, csv, or a folder of them)."))
    parser.add_argument("--parent", metavar="NUMBER", help=parser.word(mark("part that the list is for")))
    arguments = _parse(parser, words, "parent")
    mapping = pairs(arguments.map, parser)
    console.step(console.language.say("Reading {file}", file=arguments.file.name))
    preview = preview_bom(arguments.file, mapping=mapping, sheet=arguments.sheet)
    if arguments.preview:
        _show(preview, arguments.json, console)
        return DONE
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        console.step(console.language.say("Writing {rows} {rows:row|rows}", rows=preview.rows))
        done = factory.perform(
            store_and_import_bom, arguments.parent, preview, arguments.file, actor=actor
        ).result
    if arguments.json:
        console.json(
            {
                **preview.to_json(console.language),
                "lines": done.lines,
                "new_parts": list(done.new_parts),
                "known_parts": done.known_parts,
            }
        )
    else:
        _show(preview, False, console)
        console.say(
            "Written: {lines} BOM {lines:line|lines}, {new} new {new:part|parts}, {known} known {known:part|parts}.",
            lines=done.lines,
            new=len(done.new_parts),
            known=done.known_parts,
        )
    return DONE


def store_and_import_bom(unit: UnitOfWork, parent: str, preview: BomPreview, file: Path) -> BomImported:
    """Keep the file itself in the vault and write what it says, in one act; a folder of files is not kept."""
    file_hash = store_file(unit, file.read_bytes(), file.name) if file.is_file() else ""
    return import_bom(unit, parent, preview, source_name=file.name, file_hash=file_hash)


def _plan(words: Sequence[str], console: Console) -> int:
    parser = console.parser("import plan", mark("Read a plan of characteristics (xlsx, xls, csv)."))
    parser.add_argument(
        "--document", metavar="NUMBER", help=parser.word(mark("drawing whose draft gets the characteristics"))
    )
    arguments = _parse(parser, words, "document")
    mapping = pairs(arguments.map, parser)
    console.step(console.language.say("Reading {file}", file=arguments.file.name))
    preview = preview_plan(arguments.file, mapping, sheet=arguments.sheet)
    if arguments.preview:
        _show(preview, arguments.json, console)
        return DONE
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        revision = _newest_revision(factory, arguments.document)
        count = factory.perform(store_and_import_plan, revision, preview, arguments.file, actor=actor).result
    if arguments.json:
        console.json({**preview.to_json(console.language), "written": count})
    else:
        _show(preview, False, console)
        console.say("Written: {count} {count:characteristic|characteristics}.", count=count)
    return DONE


def store_and_import_plan(unit: UnitOfWork, revision_id: int, preview: PlanPreview, file: Path) -> int:
    """Keep the file itself in the vault and write its characteristics, in one act."""
    store_file(unit, file.read_bytes(), file.name)
    return import_plan(unit, revision_id, preview, source_name=file.name)


def _newest_revision(factory: Factory, number: str) -> int:
    def ask(session: Session) -> int:
        document = find_document(session, number)
        if not document.revisions:
            raise NO_REVISION(number=document.number)
        return document.revisions[-1].id

    return factory.ask(ask)


def _parse(parser: CommandParser, words: Sequence[str], target: str) -> Namespace:
    parser.add_argument("file", type=named_file, metavar="FILE")
    take_factory(parser, required=False)
    take_user(parser)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=parser.word(mark("read a column (title or letter) as this field; may be given several times")),
    )
    parser.add_argument("--sheet", help=parser.word(mark("name of the sheet, if not the one that fits best")))
    parser.add_argument(
        "--preview", action="store_true", help=parser.word(mark("only show what it would bring in"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    if not arguments.preview:
        missing = [name for name in ("factory", target) if getattr(arguments, name) is None]
        if missing:
            parser.error(
                parser.word(mark("without --preview it needs {names}")).format(
                    names=", ".join(f"--{name}" for name in missing)
                )
            )
    return arguments


def _show(preview: _Preview, as_json: bool, console: Console) -> None:
    if as_json:
        console.json(preview.to_json(console.language))
        return
    where = preview.sheet or preview.encoding or ""
    console.say("Header in row {row} ({where}).", row=preview.header_row, where=where)
    for column, field in preview.mapping.items():
        console.write(f"  {column} → {field}")
    if isinstance(preview, BomPreview):
        console.say(
            "{rows} {rows:row|rows}, quantity {total}, {levels} {levels:level|levels}.",
            rows=preview.rows,
            total=preview.quantity_total,
            levels=preview.levels,
        )
    else:
        console.say("{rows} {rows:characteristic|characteristics}.", rows=preview.rows)
    _list(
        mark("Skipped: {count} {count:row|rows}"),
        [_skipped(row, console) for row in preview.skipped],
        console,
    )
    _list(mark("To look at: {count}"), [remark.say(console.language) for remark in preview.warnings], console)


def _skipped(row: Skipped, console: Console) -> str:
    return f"{row.row}: {row.reason.say(console.language)}"


def _list(title: str, lines: list[str], console: Console) -> None:
    if not lines:
        return
    console.write(console.language.say(title, count=len(lines)))
    for line in lines[:_SHOWN]:
        console.write(f"  {line}")
    if len(lines) > _SHOWN:
        console.say("  … and {count} more (--json shows all)", count=len(lines) - _SHOWN)
