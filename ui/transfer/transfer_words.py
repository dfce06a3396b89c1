"""What the transfer's screens call states, fields and remarks. Sentences only."""

from __future__ import annotations

from typing import Final

from app.drawings.import_remarks import Remark
from app.transfer.columns import FIELDS
from app.transfer.columns import VOCABULARY as PARTS
from app.transfer.gauge_columns import VOCABULARY as GAUGES
from app.transfer.preview import MatchState
from models.vocab_transfer import TransferKind, TransferState
from ui.i18n import Shown, Words, term
from ui.theme.tokens import Tone

STATES: Final[dict[MatchState, tuple[Words, Tone]]] = {
    MatchState.TAKEN: (term("match", "Taken"), "neutral"),
    MatchState.CHECK: (term("match", "Please check"), "info"),
    MatchState.CONTRADICTION: (term("match", "Contradiction"), "warn"),
    MatchState.LEFT: (term("match", "Left out"), "neutral"),
}
TRANSFER_STATES: Final[dict[TransferState, tuple[Words, Tone]]] = {
    TransferState.DRAFT: (term("transfer", "Being prepared"), "neutral"),
    TransferState.SIGNED: (term("transfer", "Signed, running"), "warn"),
    TransferState.DONE: (term("transfer", "Done"), "neutral"),
    TransferState.CANCELED: (term("transfer", "Canceled"), "neutral"),
}
KINDS: Final[dict[TransferKind, Words]] = {
    TransferKind.PARTS: term("transfer kind", "Parts and documents"),
    TransferKind.GAUGES: term("transfer kind", "Gauges"),
}
_FIELDS_OF: Final = {TransferKind.PARTS: PARTS.titles, TransferKind.GAUGES: GAUGES.titles}


def fields_of(kind: TransferKind) -> tuple[tuple[str, Shown], ...]:
    """Return the fields a column of a register can be read as, "not read" first."""
    named = [(name, Words(FIELDS[name], "register")) for name in _FIELDS_OF[kind]]
    return (("", term("column", "not read")), *named)


def sentence(remark: Remark) -> Words:
    """Return a remark to be translated where it is shown."""
    return Words(remark.sentence, "", tuple(remark.values.items()))
