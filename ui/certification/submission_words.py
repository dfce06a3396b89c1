"""What submissions say on the screen: attempt, what may still leave, tones of answers."""

from __future__ import annotations

from typing import Final

from app.certification.submission_queries import SubmissionRow
from models.types import decimal_text
from models.vocab import CustomerVerdict
from ui.i18n import Shown, say, term
from ui.theme.tokens import Tone

VERDICT_TONES: Final[dict[CustomerVerdict, Tone]] = {
    CustomerVerdict.PENDING: "warn",
    CustomerVerdict.INTERIM: "warn",
    CustomerVerdict.APPROVED: "neutral",
    CustomerVerdict.REJECTED: "ng",
}


def attempt_words(row: SubmissionRow) -> Shown:
    """Return scheme, level and number of the attempt."""
    scheme = row.scheme.upper()
    if row.level:
        return say(
            "{scheme} level {level}, attempt {count}", scheme=scheme, level=row.level, count=row.attempt
        )
    return say("{scheme}, attempt {count}", scheme=scheme, count=row.attempt)


def left_words(row: SubmissionRow) -> Shown:
    """Return what may still leave under the answer that holds."""
    answer = row.answer
    if not row.newest:
        return term("submissions", "followed by a later attempt")
    if row.verdict is CustomerVerdict.APPROVED:
        return term("submissions", "mass shipment")
    if row.verdict is not CustomerVerdict.INTERIM or answer is None or answer.interim_quantity is None:
        return term("submissions", "nothing but samples")
    left = answer.interim_quantity - answer.shipped
    return say(
        "{left} of {allowed} until {day}",
        left=decimal_text(left),
        allowed=decimal_text(answer.interim_quantity),
        day=f"{answer.interim_until:%Y-%m-%d}",
    )
