"""``form``: keep a customer's own form with its cells, fill it in for an inspection, and list the register."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands.acting import opened, signed_in, take_factory, take_user
from app.commands.console import DONE, CommandParser, Console
from app.commands.export import find_inspection
from app.commands.refusals import NO_SUCH_FILE
from app.documents.customer_forms import form_rows, issue_form, issue_rows, keep_form, withdraw_form
from app.documents.form_layout import keep_layout, read_layout
from app.documents.form_mapping import FormMapping
from app.documents.form_values import FIELDS, ROW_FIELDS
from app.documents.registry import builder_of
from app.parts.parts import find_part
from app.refusals import NOT_FOUND
from app.texts import mark
from models.part import Customer


def main(words: Sequence[str], console: Console) -> int:
    """Keep, issue or list as the command line says."""
    word = console.parser("form", mark("Keep customers' own forms, fill them in, and list what was issued."))
    word.add_argument("act", choices=("keep", "kept", "withdraw", "issue", "list", "fields", "layout"))
    take_factory(word, required=False)
    take_user(word)
    word.add_argument("--customer", metavar="CODE", help=word.word(mark("code of the customer")))
    word.add_argument("--part", metavar="NUMBER")
    word.add_argument("--file", type=Path, metavar="FILE.xlsx")
    word.add_argument(
        "--cells",
        type=Path,
        metavar="FILE.json",
        help=word.word(
            mark("list of fields and cells, JSON: sheet, cells, columns, first_row, last_row, step")
        ),
    )
    word.add_argument(
        "--layout", type=Path, metavar="FILE.toml", help=word.word(mark("columns, order, wording"))
    )
    word.add_argument("--kind", metavar="DOCUMENT")
    word.add_argument("--inspection", metavar="NUMBER")
    word.add_argument("--form", type=int, metavar="ID", help=word.word(mark("a kept form, as kept shows it")))
    word.add_argument("--out", type=Path, metavar="DIR")
    word.add_argument("--recipient", default="", help=word.word(mark("for whom; printed on it")))
    word.add_argument(
        "--reason", default="", help=word.word(mark("why it is issued again, or taken out of use"))
    )
    word.add_argument("--json", action="store_true", help=word.word(mark("for machines")))
    arguments = word.parse_args(words)
    if arguments.act == "fields":
        return _fields(console)
    if arguments.factory is None:
        word.error("--factory DIR")
    acts = {
        "keep": _keep,
        "kept": _kept,
        "withdraw": _withdraw,
        "issue": _issue,
        "list": _list,
        "layout": _layout,
    }
    return acts[arguments.act](arguments, word, console)


def _fields(console: Console) -> int:
    for code, word in {**FIELDS, **ROW_FIELDS}.items():
        console.write(f"  {code:22} {console.language.term('form', word)}")
    return DONE


def _keep(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    if None in (arguments.customer, arguments.file, arguments.cells):
        parser.error("--customer CODE, --file FILE.xlsx, --cells FILE.json")
    for file in (arguments.file, arguments.cells):
        if not file.is_file():
            raise NO_SUCH_FILE(file=str(file))
    try:
        stored = json.loads(arguments.cells.read_text("utf-8-sig"))
    except ValueError as error:
        parser.error(f"--cells: {error}")
    if not isinstance(stored, dict):
        parser.error("--cells: {}")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        part = arguments.part
        done = factory.perform(
            keep_form,
            customer_id=factory.ask(_customer, arguments.customer),
            part_id=None if part is None else factory.ask(lambda session: find_part(session, part).id),
            name=arguments.file.stem,
            content=arguments.file.read_bytes(),
            file_name=arguments.file.name,
            mapping=FormMapping.from_json(stored),
            actor=actor,
        )
    console.write(str(done.result))
    return DONE


def _kept(arguments: Namespace, _parser: CommandParser, console: Console) -> int:
    with opened(arguments.factory) as factory:
        rows = factory.ask(form_rows)
    for row in rows:
        console.write(f"  {row.id}  {row.name}  {row.customer}  {row.part or '*'}  {row.file_name}")
    return DONE


def _withdraw(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    if arguments.form is None:
        parser.error("--form ID, --reason")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        factory.perform(withdraw_form, arguments.form, reason=arguments.reason, actor=actor)
    return DONE


def _customer(session: Session, code: str) -> int:
    rows = session.execute(select(Customer.id, Customer.code)).all()
    for row_id, known in rows:
        if known.casefold() == code.casefold():
            return int(row_id)
    raise NOT_FOUND(what=code)


def _issue(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    if None in (arguments.inspection, arguments.out):
        parser.error("--inspection NUMBER, --out DIR")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        path = issue_form(
            factory,
            factory.ask(find_inspection, arguments.inspection),
            arguments.out.absolute(),
            actor=actor,
            recipient=arguments.recipient,
            language=arguments.lang or "",
            reason=arguments.reason,
        )
    console.write(str(path))
    return DONE


def _list(arguments: Namespace, _parser: CommandParser, console: Console) -> int:
    with opened(arguments.factory) as factory:
        rows = factory.ask(issue_rows)
    if arguments.json:
        console.json(
            [
                {
                    "number": row.number,
                    "issue": row.issue,
                    "form": row.form,
                    "customer": row.customer,
                    "inspection": row.inspection,
                    "recipient": row.recipient,
                    "reason": row.reason,
                    "sha256": row.file_hash,
                }
                for row in rows
            ]
        )
        return DONE
    for row in rows:
        console.write(
            f"  {row.number} ({row.issue})  {row.customer}  {row.inspection}  {row.recipient}  {row.reason}"
        )
    return DONE


def _layout(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    if None in (arguments.kind, arguments.layout):
        parser.error("--kind DOCUMENT, --layout FILE.toml")
    if not arguments.layout.is_file():
        raise NO_SUCH_FILE(file=str(arguments.layout))
    layout = read_layout(arguments.layout.read_text("utf-8-sig"))
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        factory.perform(keep_layout, builder_of(arguments.kind).kind, layout, actor=actor)
    return DONE
