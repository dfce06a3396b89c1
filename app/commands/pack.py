"""``pack`` and ``certificate``: an assessment's evidence as one zip, given out again, compared with today, signed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.commands.acting import opened, signed_in, take_factory, take_user
from app.commands.console import DONE, CommandParser, Console
from app.commands.refusals import NO_SUCH_FILE
from app.documents.terms import LeftOut, Terms
from app.documents.writers.atomic import write_atomically
from app.documents.writers.sign import make_certificate
from app.factory import Factory
from app.jobs import Progress, Step
from app.labels import label
from app.packs.assemble import IssuedPack, issue_pack, reissue_pack
from app.packs.compare import compare_pack
from app.packs.preview import preview_pack
from app.packs.signing import Signer, open_signer
from app.refusals import NOT_FOUND
from app.snapshot import snapshot
from app.texts import mark, mark_term
from app.unit_of_work import number_key
from models.certification import Assessment, EvidencePack

CERTIFICATE_VARIABLE: Final = "PARTPROOF_CERTIFICATE_PASSWORD"
_ASKED: Final = mark("Password of the certificate {name}:")


def assessment_id(session: Session, number: str) -> int:
    """Return an assessment by its number, or by its id.

    Raises:
        PartproofError: there is none.
    """
    rows = session.execute(select(Assessment.id, Assessment.number)).all()
    for row_id, known in rows:
        if number_key(known) == number_key(number):
            return row_id
    if number.isascii() and number.isdigit() and any(row_id == int(number) for row_id, _ in rows):
        return int(number)
    raise NOT_FOUND(what=number)


def _pack_id(session: Session, named: str) -> int:
    """Return a pack by its id, or by the beginning of its UUID."""
    rows = session.execute(select(EvidencePack.id, EvidencePack.uuid)).all()
    for row_id, identity in rows:
        if named == str(row_id) or (len(named) >= 6 and str(identity).startswith(named.lower())):
            return row_id
    raise NOT_FOUND(what=named)


def pack_main(words: Sequence[str], console: Console) -> int:
    """Make, preview, compare or give out again a pack as the command line says."""
    parser = console.parser(
        "pack", mark("Put an assessment's evidence into one pack that can be verified offline."), writes=True
    )
    _take(parser)
    arguments = parser.parse_args(words)
    if arguments.again is not None or arguments.compare is not None:
        return _kept(arguments, parser, console)
    if arguments.assessment is None:
        parser.error("--assessment ID")
    if arguments.preview:
        return _preview(arguments, parser, console)
    if arguments.out is None:
        parser.error("--out FILE.zip")
    with opened(arguments.factory) as factory:
        actor = signed_in(factory, arguments.user, console)
        issued = issue_pack(
            factory,
            factory.ask(assessment_id, arguments.assessment),
            arguments.out.absolute(),
            actor=actor,
            recipient=arguments.recipient,
            languages=(arguments.lang,) if arguments.lang else (),
            terms=_terms(arguments, parser),
            signer=_signer(arguments.sign, factory, console),
            progress=_steps(console),
        )
    _tell(issued, arguments.json, console)
    return DONE


def _take(parser: CommandParser) -> None:
    word = parser.word
    take_factory(parser)
    take_user(parser)
    parser.add_argument("--assessment", metavar="ID", help=word(mark("its number or id")))
    parser.add_argument("--out", type=Path, metavar="FILE.zip")
    parser.add_argument("--recipient", default="", help=word(mark("for whom; printed on it")))
    parser.add_argument("--purpose", default="", help=word(mark("what for; printed on it")))
    parser.add_argument("--until", metavar="YYYY-MM-DD", help=word(mark("last day of use; printed on it")))
    parser.add_argument("--watermark", default="", help=word(mark("printed pale across every page")))
    parser.add_argument(
        "--leave-out",
        action="append",
        choices=[one.value for one in LeftOut],
        default=[],
        help=word(mark("left out as confidential; may be given several times")),
    )
    parser.add_argument(
        "--sign", type=Path, metavar="FILE.p12", help=word(mark("certificate that signs the PDF"))
    )
    parser.add_argument("--preview", action="store_true", help=word(mark("only say what would go in")))
    parser.add_argument("--again", metavar="PACK", help=word(mark("give an issued pack out again")))
    parser.add_argument("--compare", metavar="PACK", help=word(mark("compare an issued pack with today")))
    parser.add_argument("--json", action="store_true", help=word(mark("for machines")))


def _terms(arguments: Namespace, parser: CommandParser) -> Terms:
    until: date | None = None
    if arguments.until is not None:
        try:
            until = date.fromisoformat(arguments.until)
        except ValueError:
            parser.error(f"--until {arguments.until}: YYYY-MM-DD")
    left_out = frozenset(LeftOut(one) for one in arguments.leave_out)
    return Terms(arguments.purpose, until, arguments.watermark, left_out)


def _signer(file: Path | None, factory: Factory, console: Console) -> Signer | None:
    if file is None:
        return None
    if not file.is_file():
        raise NO_SUCH_FILE(file=str(file))
    password = console.secret(_ASKED, CERTIFICATE_VARIABLE, name=file.name)
    return open_signer(file.read_bytes(), password, file.name, factory.clock())


def _tell(issued: IssuedPack, as_json: bool, console: Console) -> None:
    if as_json:
        console.json(
            {
                "pack": str(issued.path),
                "uuid": str(issued.uuid),
                "pages": issued.pages,
                "manifest_sha256": issued.manifest_hash,
                "sha256": issued.sha256,
                "audit_head": str(issued.head),
                "documents": list(issued.documents),
                "files": list(issued.files),
                "open": list(issued.open_codes),
            }
        )
        return
    console.say(
        "The pack {file} holds {count} {count:document|documents}.",
        file=str(issued.path),
        count=len(issued.documents),
    )
    console.say("Manifest SHA-256: {hash}", hash=issued.manifest_hash)
    console.say("Audit head: {head}", head=str(issued.head))
    if issued.open_codes:
        console.say("Requirements not settled yet: {codes}", codes=", ".join(issued.open_codes))
    console.say("Tell the recipient the manifest hash another way; check with: python -m app verify FILE.zip")


def _preview(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    with opened(arguments.factory) as factory:
        wanted = factory.ask(assessment_id, arguments.assessment)
        with snapshot(factory) as session:
            found = preview_pack(
                session,
                wanted,
                languages=(arguments.lang,) if arguments.lang else (),
                recipient=arguments.recipient,
                terms=_terms(arguments, parser),
                read_file=factory.read_file,
                read_pieces=factory.read_pieces,
                progress=_steps(console),
            )
    if arguments.json:
        console.json(
            {
                "documents": [[one.kind, one.code, one.language] for one in found.documents],
                "files": [one.path for one in found.files],
                "stale": list(found.stale),
                "open": list(found.open_codes),
                "kept": list(found.kept),
                "pages": found.pages,
                "bytes": found.size,
            }
        )
        return DONE
    for one in found.documents:
        refused = f" ✗ {console.language.explain(one.refused)}" if one.refused is not None else ""
        title = console.language.term("form", one.title)
        console.write(f"  {one.code:4} {title} ({one.language}){refused}")
    for file in found.files:
        console.write(f"  {file.code:4} {file.path}")
    console.say("Evidence changed since it was accepted: {codes}.", codes=", ".join(found.stale) or "—")
    console.say("Requirements not settled yet: {codes}", codes=", ".join(found.open_codes) or "—")
    if found.pages is not None:
        console.say("The PDF would have {count} {count:page|pages}.", count=found.pages)
    return DONE


def _kept(arguments: Namespace, parser: CommandParser, console: Console) -> int:
    with opened(arguments.factory) as factory:
        if arguments.again is not None:
            if arguments.out is None:
                parser.error("--out FILE.zip")
            out = reissue_pack(factory, factory.ask(_pack_id, arguments.again), arguments.out.absolute())
            console.write(str(out))
            return DONE
        found = factory.ask(lambda session: compare_pack(session, _pack_id(session, arguments.compare)))
    if arguments.json:
        told = [
            [one.code, one.then, one.now, list(one.added), one.gone, list(one.changed)]
            for one in found.changed
        ]
        console.json({"recipient": found.recipient, "terms": found.terms.to_json(), "changed": told})
        return DONE
    if not found.changed:
        console.say("Nothing is otherwise today: the pack would say the same.")
    absent = console.language.term("pack", mark_term("pack", "not there"))
    for one in found.changed:
        then = absent if one.then is None else label(console.language, one.then)
        now = absent if one.now is None else label(console.language, one.now)
        changed = [*one.changed, *(f"+ {text}" for text in one.added), *(["−"] * one.gone)]
        console.write(f"  {one.code:4} {then} → {now}  {', '.join(changed)}".rstrip())
    return DONE


def _steps(console: Console) -> Progress:
    def show(step: Step) -> None:
        counted = f" {step.done} / {step.total}" if step.total else ""
        console.step(console.language.say(step.what) + counted)

    return Progress(show)


def certificate_main(words: Sequence[str], console: Console) -> int:
    """Make a certificate of one's own for signing packs."""
    parser = console.parser("certificate", mark("Make a certificate of your own for signing packs."))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.p12")
    parser.add_argument("--name", required=True, help=parser.word(mark("who signs, e.g. the quality team")))
    parser.add_argument("--organization", required=True, help=parser.word(mark("name of the company")))
    arguments = parser.parse_args(words)
    password = console.secret(_ASKED, CERTIFICATE_VARIABLE, name=arguments.out.name)
    now = datetime.now(UTC)
    content = make_certificate(arguments.name, arguments.organization, password, now)
    write_atomically(arguments.out.absolute(), content)
    facts = open_signer(content, password, arguments.out.name, now).facts
    console.write(str(arguments.out))
    console.say("SHA-256 of the certificate: {fingerprint}", fingerprint=facts.fingerprint)
    console.say(
        "Nobody but you vouches for it: it proves that a PDF was not changed, not who signed it. Tell recipients "
        "the fingerprint another way, and keep the file and its password safe."
    )
    return DONE
