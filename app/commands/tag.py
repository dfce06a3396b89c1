"""``tag``: print one tag or label of a record into a PDF, as ZPL, or on a label printer this PC knows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.commands.acting import opened, signed_in, take_factory, take_user
from app.commands.console import DONE, CommandParser, Console
from app.documents.tag_content import title
from app.documents.tag_files import write_tag_file
from app.documents.tag_printers import find_printer
from app.documents.tag_printing import PrintedTag, TagOrder
from app.documents.tag_records import find_tag_record
from app.documents.tag_sending import send_tag
from app.documents.tags import KINDS, tag_kind
from app.factory import Factory
from app.texts import mark
from app.unit_of_work import Actor
from models.vocab import Noun


def main(words: Sequence[str], console: Console) -> int:
    """Print a tag as the command line says."""
    parser = console.parser("tag", mark("Print a tag or label: PDF, ZPL, or a label printer."))
    parser.add_argument("kind", metavar="KIND", help=_kinds(console))
    parser.add_argument(
        "id",
        nargs="?",
        default="",
        metavar="ID",
        help=parser.word(mark("number or id of the record; the command sheet has none")),
    )
    take_factory(parser)
    take_user(parser)
    _take_target(parser)
    parser.add_argument("--copies", type=int, default=1, metavar="N")
    parser.add_argument("--layout", default="", help=parser.word(mark("another layout of the tag")))
    parser.add_argument("--reason", default="", help=parser.word(mark("why it is printed again")))
    parser.add_argument(
        "--entry",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=parser.word(mark("what is typed for this print, e.g. box_number=3; may be given several times")),
    )
    arguments = parser.parse_args(words)
    kind = tag_kind(arguments.kind)
    if not arguments.id and kind.noun is not Noun.PLANT:
        parser.error("KIND ID")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        order = TagOrder(
            kind.kind,
            factory.ask(find_tag_record, kind, arguments.id),
            arguments.layout,
            arguments.lang or "",
            _entries(arguments.entry, parser),
        )
        printed = _print(factory, order, arguments, actor)
    console.say(
        "{tag}: {copies} printed to {where}, print no. {number}.",
        tag=title(console.language, kind.kind),
        copies=printed.count,
        where=str(arguments.out or arguments.zpl or arguments.printer),
        number=printed.reprint + 1,
    )
    return DONE


def _print(factory: Factory, order: TagOrder, arguments: argparse.Namespace, actor: Actor) -> PrintedTag:
    copies, reason = arguments.copies, arguments.reason
    if arguments.printer is not None:
        printer = find_printer(arguments.printer)
        return send_tag(factory, order, printer, actor=actor, copies=copies, reason=reason)
    if arguments.out is not None:
        path: Path = arguments.out.absolute()
        return write_tag_file(
            factory, order, path, "pdf", actor=actor, copies=copies, reason=reason, sheet=arguments.sheet
        )
    path = arguments.zpl.absolute()
    return write_tag_file(
        factory, order, path, "zpl", actor=actor, copies=copies, reason=reason, dpi=arguments.dpi
    )


def _take_target(parser: CommandParser) -> None:
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", type=Path, metavar="FILE.pdf")
    target.add_argument("--zpl", type=Path, metavar="FILE")
    target.add_argument(
        "--printer", metavar="NAME", help=parser.word(mark("a label printer this PC knows, by its name"))
    )
    parser.add_argument(
        "--sheet", action="store_true", help=parser.word(mark("several small ones on an A4 sheet (PDF)"))
    )
    parser.add_argument(
        "--dpi",
        type=int,
        choices=(152, 203, 300, 600),
        default=203,
        help=parser.word(mark("dots per inch of the label printer (ZPL)")),
    )


def _entries(words: Sequence[str], parser: CommandParser) -> dict[str, str]:
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            parser.error(f"--entry {word}: NAME=VALUE")
        found[name.strip()] = value
    return found


def _kinds(console: Console) -> str:
    """Return the help text that lists every kind of tag with its title."""
    return "; ".join(f"{kind} ({title(console.language, kind)})" for kind in KINDS)
