"""Refusals about nonconformances. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

CLOSED = RefusalKind(
    "nonconformance.closed",
    mark("The nonconformance {number} is closed."),
    mark("Open a new one; what is closed stays as it is."),
)
NO_SUCH_STEP = RefusalKind(
    "nonconformance.no_such_step",
    mark("This step is not possible for the nonconformance {number} in its present state."),
    mark("Take the next step of its course."),
)
NEEDS_CONTAINMENT = RefusalKind(
    "nonconformance.needs_containment",
    mark("The nonconformance {number} does not say yet what was done at once."),
    mark("Write down the containment, then take the step."),
)
NEEDS_CAUSE = RefusalKind(
    "nonconformance.needs_cause",
    mark("The nonconformance {number} does not say yet why it came about."),
    mark("Write down the cause, then take the step."),
)
NEEDS_ACTION = RefusalKind(
    "nonconformance.needs_action",
    mark("The nonconformance {number} does not say yet what is done against its cause."),
    mark("Write down the corrective action, then take the step."),
)
NEEDS_VERIFICATION = RefusalKind(
    "nonconformance.needs_verification",
    mark("The nonconformance {number} does not say yet how the action was seen to work."),
    mark("Write down the verification, then take the step."),
)
NEEDS_QUANTITY = RefusalKind(
    "nonconformance.needs_quantity",
    mark("The nonconformance {number} does not say yet how many parts are not as required."),
    mark("Enter the nonconforming quantity; 0 where no part is nonconforming after all."),
)
NEEDS_REASON = RefusalKind(
    "nonconformance.needs_reason",
    mark("The nonconformance {number} counts no nonconforming part and does not say why."),
    mark("Write the reason into the remarks on the disposition."),
)
NEEDS_DISPOSITION = RefusalKind(
    "nonconformance.needs_disposition",
    mark(
        "Of the {quantity} nonconforming {quantity:part|parts} of {number}, {left} {left:has|have} "
        "no disposition yet."
    ),
    mark("Choose a disposition for all of them and sign it."),
)
MORE_THAN_COUNTED = RefusalKind(
    "nonconformance.more_than_counted",
    mark("{number} counts {counted} nonconforming {counted:part|parts}; dispositions for {asked} are more."),
    mark("Correct the quantity of the disposition, or the nonconforming quantity."),
)
MORE_THAN_LOT = RefusalKind(
    "nonconformance.more_than_lot",
    mark("The lot {lot} holds {held}; {quantity} nonconforming {quantity:part is|parts are} more."),
    mark("Enter at most the quantity of the lot."),
)
TAKES_MORE_THAN_LOT = RefusalKind(
    "nonconformance.takes_more_than_lot",
    mark("The lot {lot} holds {held}; scrapping or sending back {out} altogether is more."),
    mark("Look at the other nonconformances of the lot: a part is scrapped or sent back once."),
)
CONCESSION_MISSING = RefusalKind(
    "nonconformance.concession_missing",
    mark("Parts of {number} are used under a concession, but none is named."),
    mark("Choose the concession it rests on, or ask for one first."),
)
CONCESSION_NOT_MEANT = RefusalKind(
    "nonconformance.concession_not_meant",
    mark("Only use under a concession names a concession."),
    mark("Leave the concession out, or choose the other disposition."),
)
CONCESSION_NOT_IN_FORCE = RefusalKind(
    "nonconformance.concession_not_in_force",
    mark("The concession is not in force for the part of the lot {lot}."),
    mark("Choose one that is signed, not past its day and not used up."),
)
CONCESSION_TOO_SMALL = RefusalKind(
    "nonconformance.concession_too_small",
    mark("The concession {concession} leaves {left} for this lot, not {quantity}."),
    mark("Use fewer under it, or ask for a further concession."),
)
NEEDS_LOT = RefusalKind(
    "nonconformance.needs_lot",
    mark("The nonconformance {number} names no lot, so nothing of it can be counted against a concession."),
    mark("Choose another disposition, or open a nonconformance about the lot."),
)
NOT_SIGNED = RefusalKind(
    "nonconformance.not_signed",
    mark("Nobody signed the disposition of {number} as it stands now."),
    mark("Let the quality department sign it; every later edit needs a new signature."),
)
