"""Evidence rules about the change ledger: what was put through, what waits, what was measured before. Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.certification.hashes import four_m_hash, order_change_hash
from app.certification.rule_kinds import Asked, Finding, Found, Overtaken, Sentence, rule
from app.settings import read_settings
from app.texts import mark
from models.certification import Assessment
from models.change import ChangeOrder, ChangePart, FourMChange
from models.inspection import Inspection
from models.part import PartRevision
from models.vocab import ChangeOrderState, FourMState, Noun

_FEW: Final = 5
_DONE_4M: Final = (FourMState.EFFECTIVE, FourMState.CLOSED)
_DONE_ORDER: Final = (ChangeOrderState.IMPLEMENTED, ChangeOrderState.CLOSED)
_OVER_4M: Final = (*_DONE_4M, FourMState.REJECTED)
_OVER_ORDER: Final = (
    ChangeOrderState.RELEASED,
    *_DONE_ORDER,
    ChangeOrderState.REJECTED,
    ChangeOrderState.CANCELED,
)


def _of_part(noun: Noun, part_id: int) -> Select[Any]:
    return select(ChangePart.entity_id).where(ChangePart.noun == noun, ChangePart.part_id == part_id)


def waiting_changes(session: Session, part_id: int, finding: Finding) -> None:
    """Say which 4M changes and change orders of a part are under way."""
    four_m = select(FourMChange).where(
        FourMChange.id.in_(_of_part(Noun.FOUR_M_CHANGE, part_id)), FourMChange.state.not_in(_OVER_4M)
    )
    for change in session.scalars(four_m.order_by(FourMChange.id)):
        finding.lacks(mark("4M change {number} is under way; its records are needed."), number=change.number)
    orders = select(ChangeOrder).where(
        ChangeOrder.id.in_(_of_part(Noun.CHANGE_ORDER, part_id)), ChangeOrder.state.not_in(_OVER_ORDER)
    )
    for order in session.scalars(orders.order_by(ChangeOrder.id)):
        finding.lacks(
            mark("Change order {number} is under way; its records are needed."), number=order.number
        )


def measured_before(session: Session, part_id: int, inspection: Inspection, finding: Finding) -> None:
    """Say which 4M changes of a part took effect after an inspection; that of its first lot shows the change."""
    query = select(FourMChange).where(
        FourMChange.id.in_(_of_part(Noun.FOUR_M_CHANGE, part_id)),
        FourMChange.state.in_(_DONE_4M),
        FourMChange.effective_on > inspection.work_day,
    )
    for change in session.scalars(query.order_by(FourMChange.id)):
        if change.trial_lot_id != inspection.lot_id:
            finding.lacks(
                mark("{inspection} was measured before 4M change {number} took effect on {day}."),
                inspection=inspection.number,
                number=change.number,
                day=change.effective_on,
            )


def changes_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the changes of the assessed part that began after a moment and were put through."""
    if assessment.part_revision_id is None:
        return ()
    part_id = session.get_one(PartRevision, assessment.part_revision_id).part_id
    four_m = select(FourMChange).where(
        FourMChange.id.in_(_of_part(Noun.FOUR_M_CHANGE, part_id)),
        FourMChange.state.in_(_DONE_4M),
        FourMChange.created_at > moment,
    )
    orders = select(ChangeOrder).where(
        ChangeOrder.id.in_(_of_part(Noun.CHANGE_ORDER, part_id)),
        ChangeOrder.state.in_((ChangeOrderState.RELEASED, *_DONE_ORDER)),
        ChangeOrder.created_at > moment,
    )
    came = mark("4M change {number} came after the paper was attached.")
    found = [
        Overtaken(Sentence(came, (("number", row.number),)), Noun.FOUR_M_CHANGE, row.id)
        for row in session.scalars(four_m.order_by(FourMChange.id))
    ]
    came = mark("Change order {number} came after the paper was attached.")
    found += [
        Overtaken(Sentence(came, (("number", row.number),)), Noun.CHANGE_ORDER, row.id)
        for row in session.scalars(orders.order_by(ChangeOrder.id))
    ]
    return tuple(found)


@rule(
    "change_records",
    mark("Changes and 4M changes were put through within {months} {months:month|months}."),
    "months",
)
def change_records(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """The newest changes that took effect in the period; of a part, what waits is named."""
    finding = Finding()
    since, settings = asked.since(12), read_settings(session)
    four_m = select(FourMChange).where(FourMChange.state.in_(_DONE_4M))
    orders = select(ChangeOrder).where(ChangeOrder.state.in_(_DONE_ORDER))
    if assessment.part_revision_id is not None:
        part_id = session.get_one(PartRevision, assessment.part_revision_id).part_id
        four_m = four_m.where(FourMChange.id.in_(_of_part(Noun.FOUR_M_CHANGE, part_id)))
        orders = orders.where(ChangeOrder.id.in_(_of_part(Noun.CHANGE_ORDER, part_id)))
        waiting_changes(session, part_id, finding)
    for change in session.scalars(four_m.order_by(FourMChange.id.desc()).limit(_FEW)):
        if settings.local(change.created_at).date() >= since:
            finding.evidence.append(
                Found(Noun.FOUR_M_CHANGE, change.id, change.number, four_m_hash(session, change.id))
            )
    for order in session.scalars(orders.order_by(ChangeOrder.id.desc()).limit(_FEW)):
        if settings.local(order.created_at).date() >= since:
            finding.evidence.append(
                Found(Noun.CHANGE_ORDER, order.id, order.number, order_change_hash(session, order.id))
            )
    if not finding.evidence:
        finding.lacks(
            mark("No change was put through in the last {months} {months:month|months}."),
            months=asked.number("months", 12),
        )
    return finding


OF_CHANGES: Final = ("change_records",)
