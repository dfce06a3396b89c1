"""Words and tones of the change ledger: kinds, states, what calls for somebody. Asks nothing, shows nothing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from app.changes.ledger import LedgerRow
from models.vocab import (
    ChangeOrderState,
    ConcessionState,
    CustomerChangeState,
    FourMState,
    Noun,
)
from ui.i18n import Shown, Words, say, term
from ui.theme.tokens import Tone
from ui.wording import worded

KINDS: Final[dict[Noun, Words]] = {
    Noun.CUSTOMER_CHANGE: term("ledger", "Customer EO"),
    Noun.CHANGE_REQUEST: term("ledger", "Request"),
    Noun.CHANGE_ORDER: term("ledger", "Design"),
    Noun.FOUR_M_CHANGE: term("ledger", "4M"),
    Noun.CONCESSION: term("ledger", "Concession"),
}
STEPS: Final = (
    ChangeOrderState.DRAFT,
    ChangeOrderState.IMPACT,
    ChangeOrderState.ROUTED,
    ChangeOrderState.APPROVED,
    ChangeOrderState.RELEASED,
    ChangeOrderState.IMPLEMENTED,
    ChangeOrderState.CLOSED,
)
_TONES: Final[dict[StrEnum, Tone]] = {
    CustomerChangeState.RECEIVED: "warn",
    CustomerChangeState.IN_WORK: "info",
    ChangeOrderState.IMPACT: "info",
    ChangeOrderState.ROUTED: "info",
    ChangeOrderState.APPROVED: "info",
    ChangeOrderState.HELD: "warn",
    FourMState.CUSTOMER_PENDING: "warn",
    FourMState.TRIAL: "info",
    ConcessionState.ROUTED: "info",
    ConcessionState.ACTIVE: "warn",
}


def kind_words(row: LedgerRow) -> Words:
    """Return what sort of entry it is; of a 4M change, what changes."""
    return KINDS[row.noun] if row.kind is None else worded(row.kind)


def state_words(row: LedgerRow) -> Shown:
    """Return the state, with the day of an answer or what is left of a concession."""
    state = worded(row.state)
    if row.left and row.state is ConcessionState.ACTIVE:
        return say("{state} {left}", state=state, left=row.left)
    if row.due_on is not None and row.noun is Noun.CUSTOMER_CHANGE:
        return say("{state} · by {day}", state=state, day=f"{row.due_on:%m-%d}")
    return state


def tone_of(row: LedgerRow, today: date) -> Tone:
    """Return the tone: red where it is late, else by its state."""
    if row.due_on is not None and row.due_on < today:
        return "ng"
    return _TONES.get(row.state, "neutral")


def tone_of_state(state: StrEnum) -> Tone:
    """Return the tone of a state by itself."""
    return _TONES.get(state, "neutral")
