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
NEEDS_DISPOSITION = RefusalKind(
    "nonconformance.needs_disposition",
    mark("The nonconformance {number} does not say yet what happens with the parts."),
    mark("Write down the disposition and sign it."),
)
NOT_SIGNED = RefusalKind(
    "nonconformance.not_signed",
    mark("Nobody signed the disposition of {number} as it stands now."),
    mark("Let the quality department sign it; every later edit needs a new signature."),
)
