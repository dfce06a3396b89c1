"""Refusals of the change ledger. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

WRONG_STATE = RefusalKind(
    "change.state",
    mark("{number} is {state}; this cannot be done now."),
    mark("Look at its state and at the next step shown beside it."),
)
EO_KNOWN = RefusalKind(
    "change.eo_known",
    mark("{customer} has sent {number} already, on {day}."),
    mark("Open that entry of the ledger; a correction by the customer gets a number of its own."),
)
NO_PART = RefusalKind(
    "change.no_part",
    mark("{number} names no part."),
    mark("Say which parts it is about."),
)
OPEN_ORDER = RefusalKind(
    "change.open_order",
    mark("{item} is in the open change order {number} already."),
    mark("Add what is new there, or end that change order first."),
)
NO_ITEMS = RefusalKind(
    "change.no_items",
    mark("The change order {number} has no affected item."),
    mark("Add the parts and drawings that get a new revision."),
)
NO_DRAFT = RefusalKind(
    "change.no_draft",
    mark("{item} has no draft that could become the new revision."),
    mark("Start the new revision, or let the change order start it."),
)
UNDISPOSED = RefusalKind(
    "change.undisposed",
    mark("{number} still has goods without a disposition: {what}."),
    mark("Decide for each: use up, rework, scrap, hold, send back, or not affected."),
)
DECIDED = RefusalKind(
    "change.decided",
    mark("It is decided already what happens with {what}."),
    mark(
        "A decision stays. What was put on hold can still be decided; for anything else make a change of its own."
    ),
)
TASKS_OPEN = RefusalKind(
    "change.tasks_open",
    mark("{number} still has open tasks: {what}."),
    mark("Do them, then try again."),
)
CUSTOMER_NEEDED = RefusalKind(
    "change.customer_needed",
    mark("{number} needs the customer's approval, with its number and file."),
    mark("Attach what the customer sent and type the number that stands on it."),
)
CUSTOMER_LOWERED = RefusalKind(
    "change.customer_lowered",
    mark("The customer must be told of {number}; this cannot be taken back."),
    mark("Ask the customer, and record the answer."),
)
ITEMS_NOT_READY = RefusalKind(
    "change.items_not_ready",
    mark("{number} cannot be released, because not every item is approved: {what}."),
    mark("Have these signed; all items are released together."),
)
RELEASED_TOGETHER = RefusalKind(
    "change.released_together",
    mark("{item} belongs to the open change order {number} and is released with it."),
    mark("Release the change order."),
)
LIMITLESS = RefusalKind(
    "concession.limitless",
    mark("A concession needs a last day or a quantity."),
    mark("Say until when, or for how many."),
)
LIMITS_CROSSED = RefusalKind(
    "concession.limits_crossed",
    mark("What is conceded from {lower} ends before it begins, at {upper}."),
    mark("Exchange the two values."),
)
NO_SUCH_NUMBER = RefusalKind(
    "change.no_such_number",
    mark("{number} cannot be a number here."),
    mark("Type a plain number with at most eight digits before the point and six behind it."),
)
REPLY_BEFORE = RefusalKind(
    "change.reply_before",
    mark("{number} came in on {day}; it cannot have been answered on {replied}."),
    mark("Type the day of the answer."),
)
TRIAL_OTHER_PART = RefusalKind(
    "change.trial_other_part",
    mark("{number} is about another part than the LOT {lot}."),
    mark("Name the first LOT of a part that is changed."),
)
EXPIRED = RefusalKind(
    "concession.expired",
    mark("The concession {number} ended on {day}."),
    mark("Use parts as required, or ask for a new concession."),
)
USED_UP = RefusalKind(
    "concession.used_up",
    mark("The concession {number} leaves {left}, and {quantity} {quantity:was|were} asked for."),
    mark("Take less, or ask for a new concession."),
)
OTHER_PART = RefusalKind(
    "concession.other_part",
    mark("The concession {number} is for another part than the LOT {lot}."),
    mark("Look for the right concession or the right LOT."),
)
NO_TRIAL = RefusalKind(
    "change.no_trial",
    mark("{number} takes effect only after its first LOT was tried."),
    mark("Name the LOT and what came of it."),
)
FIRST_PIECE_NEEDED = RefusalKind(
    "change.first_piece",
    mark(
        "The LOT {lot} was made after 4M change {number} took effect on {day}; no first piece has passed since."
    ),
    mark("Measure the first piece of a LOT made after the change and finish the inspection, then release."),
)
NO_RULE = RefusalKind(
    "change.no_rule",
    mark("There is no sort of 4M change {code}."),
    mark("Choose one of the list; the list can be added to."),
)
DEPUTY_DAYS = RefusalKind(
    "change.deputy_days",
    mark("Nobody can stand in from {first} to {last}."),
    mark("Give a first and a last day in that order, and two people."),
)
