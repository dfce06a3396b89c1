"""What the transfer's screen and command ask: the open transfer, past ones, numbers there, layouts read before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.settings import read_settings
from app.transfer.planning import Existing
from app.transfer.preview import FileChoice, PlanLine, Reading, plan_hash
from models.document import Document
from models.gauge import Gauge
from models.part import Part
from models.person import Signature
from models.plant import VaultFile
from models.transfer import Transfer, TransferLayout, TransferLine
from models.vocab_transfer import TransferKind, TransferState


@dataclass(frozen=True)
class TransferRow:
    """One transfer.

    Attributes:
        files: How many different files its plan names.
        stored: How many of them are in the vault.
        signer: Who signed; "" before.
    """

    id: int
    kind: TransferKind
    state: TransferState
    folder: str
    register_name: str
    register_hash: str
    plan_hash: str
    signer: str
    signed_at: datetime | None
    ended_at: datetime | None
    parts: int
    revisions: int
    gauges: int
    files: int
    stored: int


def transfer_rows(session: Session) -> tuple[TransferRow, ...]:
    """Return all transfers, the newest first."""
    query = select(Transfer, Signature).outerjoin(Signature, Signature.id == Transfer.signature_id)
    rows = session.execute(query.order_by(Transfer.id.desc())).all()
    return tuple(_row(session, transfer, signature) for transfer, signature in rows)


def open_transfer(session: Session) -> TransferRow | None:
    """Return the signed transfer that is not finished, or None."""
    return next((row for row in transfer_rows(session) if row.state is TransferState.SIGNED), None)


def _row(session: Session, transfer: Transfer, signature: Signature | None) -> TransferRow:
    contents = session.execute(
        select(TransferLine.content, TransferLine.file_hash).where(TransferLine.transfer_id == transfer.id)
    ).all()
    whats = [content["what"] for content, _ in contents]
    hashes = {file_hash for _, file_hash in contents if file_hash is not None}
    stored = session.scalar(
        select(func.count(func.distinct(TransferLine.file_hash)))
        .join(VaultFile, VaultFile.hash == TransferLine.file_hash)
        .where(TransferLine.transfer_id == transfer.id)
    )
    return TransferRow(
        id=transfer.id,
        kind=transfer.kind,
        state=transfer.state,
        folder=transfer.folder,
        register_name=transfer.register_name,
        register_hash=transfer.register_hash,
        plan_hash=transfer.plan_hash or "",
        signer=signature.printed_name if signature is not None else "",
        signed_at=signature.at if signature is not None else None,
        ended_at=transfer.ended_at,
        parts=whats.count("part"),
        revisions=whats.count("revision"),
        gauges=whats.count("gauge"),
        files=len(hashes),
        stored=stored or 0,
    )


def waiting_files(session: Session, transfer_id: int, limit: int) -> tuple[tuple[str, str], ...]:
    """Return (path, hash) of files of a plan that are not in the vault yet, each content once."""
    query = (
        select(func.min(TransferLine.file_path), TransferLine.file_hash)
        .outerjoin(VaultFile, VaultFile.hash == TransferLine.file_hash)
        .where(
            TransferLine.transfer_id == transfer_id,
            TransferLine.file_hash.is_not(None),
            VaultFile.hash.is_(None),
        )
        .group_by(TransferLine.file_hash)
        .order_by(func.min(TransferLine.position))
        .limit(limit)
    )
    return tuple((path, str(file_hash)) for path, file_hash in session.execute(query))


def stored_plan(session: Session, transfer: Transfer) -> tuple[list[tuple[int, PlanLine]], str]:
    """Return a stored plan's lines with their ids, and the hash they have now."""
    query = (
        select(TransferLine).where(TransferLine.transfer_id == transfer.id).order_by(TransferLine.position)
    )
    lines = [
        (row.id, PlanLine(row.row, row.content, row.file_path, row.file_hash))
        for row in session.scalars(query)
    ]
    listed = [line.to_json() for _, line in lines]
    now = plan_hash(transfer.kind, transfer.folder, transfer.register_hash, transfer.reading, listed)
    return lines, now


def existing_numbers(session: Session) -> Existing:
    """Return every number of the factory by the form in which numbers are compared."""
    parts = session.execute(select(Part.number_key, Part.number)).all()
    documents = session.execute(select(Document.number_key, Document.number)).all()
    return Existing(dict(parts), dict(documents))


def existing_gauges(session: Session) -> Mapping[str, str]:
    """Return the number of every gauge by the form in which numbers are compared."""
    return dict(session.execute(select(Gauge.number_key, Gauge.number)).all())


def any_part(session: Session) -> bool:
    """Tell whether the factory has a part at all."""
    return session.scalar(select(Part.id).limit(1)) is not None


def plant_day(session: Session, now: datetime) -> date:
    """Return the plant's calendar day of an instant."""
    return read_settings(session).local(now).date()


def remembered_reading(session: Session, layout: str) -> Reading | None:
    """Return how a register of this layout was read last time; choices about single files are not kept."""
    row = session.get(TransferLayout, layout)
    return None if row is None else reading_of(row.reading)


def reading_of(stored: Mapping[str, Any]) -> Reading:
    """Return a reading from its plain values."""
    return Reading(
        mapping=dict(stored["mapping"]),
        sheet=stored["sheet"],
        patterns=tuple(stored["patterns"]),
        kinds=dict(stored["kinds"]),
        choices={path: FileChoice(**choice) for path, choice in stored["choices"].items()},
        drafts=bool(stored["drafts"]),
        unlisted=bool(stored["unlisted"]),
    )
