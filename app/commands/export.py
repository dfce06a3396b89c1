"""``export``: one document as xlsx and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands.acting import opened, signed_in, take_factory, take_user
from app.commands.console import DONE, CommandParser, Console
from app.commands.pack import assessment_id
from app.commands.refusals import NO_REVISION
from app.documents.issue import FORMATS, issue_document
from app.documents.registry import Scope, builder_of, builders
from app.drawings.documents import find_document
from app.parts.parts import find_part
from app.refusals import NOT_FOUND
from app.texts import mark
from app.unit_of_work import number_key
from models.change import ChangeOrder, FourMChange
from models.inspection import Inspection
from models.nonconformance import Nonconformance
from models.production import Lot
from models.shipping import Shipment
from models.vocab import RevisionState


def _part_revision(session: Session, number: str) -> int:
    """Return the released revision of a part, else its newest."""
    part = find_part(session, number)
    newest = sorted(part.revisions, key=lambda row: row.counter)
    released = [row for row in newest if row.state is RevisionState.RELEASED]
    return (released or newest)[-1].id


def _document_revision(session: Session, number: str) -> int:
    """Return the released revision of a document, else its newest."""
    document = find_document(session, number)
    if not document.revisions:
        raise NO_REVISION(number=document.number)
    released = [row for row in document.revisions if row.state is RevisionState.RELEASED]
    return (released or document.revisions)[-1].id


def find_inspection(session: Session, number: str) -> int:
    """Return an inspection by its number.

    Raises:
        PartproofError: there is none.
    """
    query = select(Inspection.id).where(Inspection.number_key == number_key(number))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NOT_FOUND(what=number)
    return found


def _nonconformance(session: Session, number: str) -> int:
    return _by_number(session, Nonconformance, number)


def _lot(session: Session, number: str) -> int:
    return _by_number(session, Lot, number)


def _change_order(session: Session, number: str) -> int:
    return _by_number(session, ChangeOrder, number)


def _four_m_change(session: Session, number: str) -> int:
    return _by_number(session, FourMChange, number)


def _shipment(session: Session, number: str) -> int:
    return _by_number(session, Shipment, number)


def _by_number(
    session: Session, mapped: type[Nonconformance | Lot | ChangeOrder | FourMChange | Shipment], number: str
) -> int:
    query = select(mapped.id).where(mapped.number_key == number_key(number))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NOT_FOUND(what=number)
    return found


# Which option names the record a document is about, and how it is found.
_OPTIONS: Final[dict[Scope, tuple[str, Callable[[Session, str], int]]]] = {
    Scope.PART_REVISION: ("part", _part_revision),
    Scope.DOCUMENT_REVISION: ("document", _document_revision),
    Scope.INSPECTION: ("inspection", find_inspection),
    Scope.ASSESSMENT: ("assessment", assessment_id),
    Scope.NONCONFORMANCE: ("nonconformance", _nonconformance),
    Scope.LOT: ("lot", _lot),
    Scope.CHANGE_ORDER: ("change", _change_order),
    Scope.FOUR_M_CHANGE: ("four-m", _four_m_change),
    Scope.SHIPMENT: ("shipment", _shipment),
}
# The id of a document about the whole plant is that of no record.
_PLANT: Final = 0


def main(words: Sequence[str], console: Console) -> int:
    """Export a document as the command line says."""
    parser = console.parser("export", mark("Write one document as xlsx and PDF."), writes=True)
    parser.add_argument("kind", metavar="DOCUMENT", help=_kinds(console))
    take_factory(parser)
    take_user(parser)
    for option, _ in _OPTIONS.values():
        parser.add_argument(f"--{option}", metavar="NUMBER")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    _take_formats(parser)
    parser.add_argument("--recipient", default="", help=parser.word(mark("for whom; printed on it")))
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    scope = builder_of(arguments.kind).scope
    find = None
    number = ""
    if scope in _OPTIONS:
        option, find = _OPTIONS[scope]
        number = getattr(arguments, option.replace("-", "_"))
        if number is None:
            parser.error(f"--{option} NUMBER")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        paths = issue_document(
            factory,
            arguments.kind,
            _PLANT if find is None else factory.ask(find, number),
            arguments.out.absolute(),
            actor=actor,
            language=arguments.lang or "",
            formats=arguments.format or tuple(FORMATS),
            recipient=arguments.recipient,
        )
    if arguments.json:
        console.json({"files": [str(path) for path in paths]})
    else:
        for path in paths:
            console.write(str(path))
    return DONE


def _take_formats(parser: CommandParser) -> None:
    parser.add_argument(
        "--format",
        action="append",
        choices=sorted(FORMATS),
        help=parser.word(mark("only this format; may be given several times")),
    )


def _kinds(console: Console) -> str:
    """Return the help text that lists every kind of document with its title."""
    return "; ".join(f"{kind} ({entry.called(console.language)})" for kind, entry in builders().items())
