"""The verbs of a transfer: sign the plan, store its files in steps, bring all of it in at once, or give it up.

One signature stands under the hash of the whole plan. Until the last act nothing of it is to be seen anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.files import store_file
from app.jobs import Progress
from app.people.signatures import sign
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.transfer.gauge_writing import write_gauges
from app.transfer.preview import TransferPreview
from app.transfer.queries import stored_plan, waiting_files
from app.transfer.refusals import FILE_CHANGED, FILES_LEFT, NOT_RUNNING, NOTHING, OPEN_ALREADY, PLAN_CHANGED
from app.transfer.writing import write_parts
from app.unit_of_work import UnitOfWork
from models.person import Signature
from models.transfer import Transfer, TransferLayout, TransferLine
from models.types import clean_text
from models.vocab import Meaning, Noun, Role, SignMethod
from models.vocab_transfer import TransferKind, TransferState

SIGNERS: Final = {
    TransferKind.PARTS: (Role.APPROVER, Role.ADMINISTRATOR),
    TransferKind.GAUGES: (Role.APPROVER, Role.QUALITY, Role.ADMINISTRATOR),
}
_RUNNERS: Final = (Role.ENGINEER, Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)
_OPEN: Final = (TransferState.DRAFT, TransferState.SIGNED)


def sign_transfer(
    unit: UnitOfWork,
    preview: TransferPreview,
    register: bytes,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
) -> int:
    """Store the plan as it was shown and sign it; return the transfer's id.

    Args:
        unit: The unit of work.
        preview: What the signer saw.
        register: Content of the register file.
        secret: Password or PIN, asked for at this moment.
        method: Which of the two.

    Raises:
        PartproofError: without the right, an empty plan, another open transfer, a register that changed since,
            or a wrong secret.
    """
    require(unit, *SIGNERS[preview.kind])
    if not preview.lines:
        raise NOTHING(register=preview.register_path.name)
    _refuse_second(unit, preview.kind)
    if hashlib.sha256(register).hexdigest() != preview.register_hash:
        raise FILE_CHANGED(file=preview.register_path.name)
    transfer = _stored(unit, preview, store_file(unit, register, preview.register_path.name))
    lines, plan_hash = stored_plan(unit.session, transfer)
    if plan_hash != preview.plan_hash:
        raise PLAN_CHANGED()
    signature = sign(
        unit, Noun.TRANSFER, transfer.id, plan_hash, Meaning.TRANSFERRED, secret=secret, method=method
    )
    transfer.plan_hash, transfer.signature_id = plan_hash, signature.id
    transfer.state = TransferState.SIGNED
    unit.record("transfer_signed", Noun.TRANSFER, transfer.id, plan_hash=plan_hash, lines=len(lines))
    _remember(unit, preview)
    return transfer.id


def _refuse_second(unit: UnitOfWork, kind: TransferKind) -> None:
    query = (
        select(Transfer, Signature)
        .outerjoin(Signature, Signature.id == Transfer.signature_id)
        .where(Transfer.kind == kind, Transfer.state.in_(_OPEN))
    )
    found = unit.session.execute(query).first()
    if found is not None:
        transfer, signature = found
        who = signature.printed_name if signature is not None else "–"
        raise OPEN_ALREADY(who=who, when=read_settings(unit.session).stamp(transfer.created_at))


def _stored(unit: UnitOfWork, preview: TransferPreview, register_hash: str) -> Transfer:
    transfer = Transfer(
        kind=preview.kind,
        state=TransferState.DRAFT,
        folder="" if preview.folder is None else clean_text(str(preview.folder)),
        register_name=clean_text(preview.register_path.name),
        register_hash=register_hash,
        reading=preview.reading.to_json(),
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(transfer)
    unit.session.flush()
    rows = [
        {
            "transfer_id": transfer.id,
            "position": position,
            "row": line.row,
            "content": dict(line.content),
            "file_path": line.file_path,
            "file_hash": line.file_hash,
        }
        for position, line in enumerate(preview.lines, start=1)
    ]
    unit.insert_many(TransferLine, rows)
    unit.record("transfer_planned", Noun.TRANSFER, transfer.id, register=transfer.register_name)
    return transfer


def _remember(unit: UnitOfWork, preview: TransferPreview) -> None:
    """Keep how this layout was read; what was said about single files is of this folder only."""
    reading = {**preview.reading.to_json(), "choices": {}}
    row = unit.session.get(TransferLayout, preview.layout)
    if row is None:
        row = TransferLayout(layout=preview.layout, reading=reading, used_at=unit.now)
        unit.session.add(row)
    row.reading, row.used_at = reading, unit.now
    unit.record("transfer_planned", Noun.TRANSFER, None, layout=preview.layout)


def store_transfer_files(
    unit: UnitOfWork, transfer_id: int, contents: Sequence[tuple[str, str, bytes]]
) -> int:
    """Store some files of a signed transfer in the vault and return how many.

    Args:
        unit: The unit of work.
        transfer_id: The transfer.
        contents: (path, hash in the plan, content read from the disk).

    Raises:
        PartproofError: a file is not what was signed, or there is no room for it.
    """
    require(unit, *_RUNNERS)
    _signed(unit, transfer_id)
    for path, planned, content in contents:
        if hashlib.sha256(content).hexdigest() != planned:
            raise FILE_CHANGED(file=path)
        store_file(unit, content, path)
    unit.record("transfer_files_stored", Noun.TRANSFER, transfer_id, count=len(contents))
    return len(contents)


def bring_in(unit: UnitOfWork, transfer_id: int, *, progress: Progress | None = None) -> None:
    """Make and release everything a signed plan says, in this one transaction.

    Raises:
        PartproofError: the stored plan is not what was signed, files are missing, or a number is taken.
    """
    require(unit, *_RUNNERS)
    transfer = _signed(unit, transfer_id)
    lines, plan_hash = stored_plan(unit.session, transfer)
    signature = unit.session.get(Signature, transfer.signature_id)
    if signature is None or plan_hash != transfer.plan_hash or signature.content_hash != plan_hash:
        raise PLAN_CHANGED()
    waiting = waiting_files(unit.session, transfer_id, len(lines))
    if waiting:
        raise FILES_LEFT(count=len(waiting))
    write = write_parts if transfer.kind is TransferKind.PARTS else write_gauges
    write(unit, transfer, lines, progress or Progress())
    transfer.state, transfer.ended_at = TransferState.DONE, unit.now
    unit.record("transfer_done", Noun.TRANSFER, transfer_id, plan_hash=plan_hash)


def give_up(unit: UnitOfWork, transfer_id: int, *, reason: str) -> None:
    """End a signed transfer without bringing anything in; its plan and signature stay on record.

    Raises:
        PartproofError: it is not running.
    """
    require(unit, *_RUNNERS)
    transfer = _signed(unit, transfer_id)
    transfer.state, transfer.ended_at = TransferState.CANCELED, unit.now
    unit.record("transfer_canceled", Noun.TRANSFER, transfer_id, reason=filled("reason", reason))


def _signed(unit: UnitOfWork, transfer_id: int) -> Transfer:
    transfer = unit.session.get(Transfer, transfer_id)
    if transfer is None:
        raise NOT_FOUND(what=f"transfer {transfer_id}")
    if transfer.state is not TransferState.SIGNED:
        raise NOT_RUNNING()
    return transfer
