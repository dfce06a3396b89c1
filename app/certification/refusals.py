"""Refusals about checklists, assessments and evidence. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NO_TEMPLATE = RefusalKind(
    "checklist.none",
    mark("There is no checklist {code}."),
    mark("Choose one of: {known}."),
)
BROKEN_TEMPLATE = RefusalKind(
    "checklist.broken",
    mark("The checklist {file} cannot be used: {reason}."),
    mark("Correct the file, or use the one that came with the program."),
)
NO_LEVEL = RefusalKind(
    "assessment.level",
    mark("{code} has no level {level}."),
    mark("Choose one of: {known}."),
)
NEEDS_PART = RefusalKind(
    "assessment.part",
    mark("This checklist is about a part revision."),
    mark("Choose the part revision first."),
)
NOT_OPEN = RefusalKind(
    "assessment.not_open",
    mark("The assessment {number} is closed."),
    mark("Open a new one; a closed one stays as it was."),
)
NOTHING_TO_ACCEPT = RefusalKind(
    "requirement.nothing",
    mark("Requirement {code} has no complete evidence to accept."),
    mark("Settle what it lacks first: {why}"),
)
NEEDS_CUSTOMER = RefusalKind(
    "submission.customer",
    mark("The assessment {number} names no customer to submit to."),
    mark("Open an assessment for the customer."),
)
NO_SUBMISSION_OF = RefusalKind(
    "submission.scheme",
    mark("{checklist} is not submitted to a customer."),
    mark("PPAP and ISIR are; audits are closed instead."),
)
WHOLE_NOT_DONE = RefusalKind(
    "submission.open",
    mark("{number} cannot be handed in: open are {codes}."),
    mark("Settle these requirements, or say why they do not apply."),
)
ANSWERED = RefusalKind(
    "submission.answered",
    mark("The customer has decided on submission {attempt} for good."),
    mark("Hand in a further submission; an answer never changes."),
)
ANSWER_BEFORE = RefusalKind(
    "submission.day",
    mark("An answer of {day} is older than the submission of {submitted}."),
    mark("Correct the day."),
)
DAY_AHEAD = RefusalKind(
    "submission.day_ahead",
    mark("{day} is still to come; nothing was handed in or answered on it."),
    mark("Give the day on which it was done."),
)
INTERIM_FACTS = RefusalKind(
    "submission.interim",
    mark("An interim approval needs a quantity above zero and a last day that is not past."),
    mark("Take both from the customer's answer."),
)
NEEDS_FILE = RefusalKind(
    "submission.file",
    mark("An approval counts only with the customer's paper or mail."),
    mark("Attach the file that says it."),
)
NOT_APPROVED = RefusalKind(
    "shipment.not_approved",
    mark("{part} {revision} must not be shipped to {customer}: no submission of it is approved ({state})."),
    mark("Hand the PPAP or ISIR in and record the customer's answer, or ship samples of the submission."),
)
INTERIM_USED_UP = RefusalKind(
    "shipment.interim_quantity",
    mark(
        "{part} {revision}: the interim approval allows {allowed}, {shipped} left already, {asked} more is too much."
    ),
    mark("Ship at most {left}, or get a further approval from {customer}."),
)
INTERIM_OVER = RefusalKind(
    "shipment.interim_over",
    mark("{part} {revision}: the interim approval of {customer} ended on {until}."),
    mark("Get a further approval from the customer."),
)
NOT_PROPOSED = RefusalKind(
    "evidence.not_proposed",
    mark("That record is not proposed for requirement {code} any more."),
    mark("Look at what is proposed now."),
)
NO_ROW = RefusalKind(
    "checklist.row",
    mark("The checklist has no row {code}."),
    mark("Choose a row that it has."),
)
NOT_COMPARED_YET = RefusalKind(
    "checklist.not_compared",
    mark("Row {code} was not compared with a licensed copy."),
    mark("There is nothing to take back."),
)
TEMPLATE_SAME = RefusalKind(
    "checklist.same",
    mark("Nothing in the checklist {code} is different from the version in force."),
    mark("Change something first."),
)
NO_SCORING = RefusalKind(
    "assessment.no_scoring",
    mark("{checklist} gives no points."),
    mark("Say by state and findings what is missing."),
)
POINTS_UNKNOWN = RefusalKind(
    "assessment.points",
    mark("The scheme does not know {points} {points:point|points}."),
    mark("Choose one of: {known}."),
)
NO_STEP = RefusalKind(
    "assessment.step",
    mark("The process step {step} is needed here."),
    mark("Choose a step of the assessment; one that has points cannot be left out."),
)
ALREADY_CLOSED = RefusalKind(
    "finding.closed",
    mark("Finding {number} is settled already."),
    mark("Record a new finding if it came back."),
)
NONCONFORMANCE_OPEN = RefusalKind(
    "finding.nonconformance",
    mark("The finding became nonconformance {number}, which is not closed."),
    mark("Close the nonconformance first."),
)
FINDING_WITHOUT_PART = RefusalKind(
    "finding.no_part",
    mark("Finding {number} names no part, and a nonconformance is about one."),
    mark("Give the number of the part it was seen on, or settle the finding itself."),
)
UNSETTLED = RefusalKind(
    "assessment.unsettled",
    mark("{number} cannot be closed: nothing is said about {codes}."),
    mark("Settle these requirements, score them, or record a finding."),
)
FINDINGS_OPEN = RefusalKind(
    "assessment.findings",
    mark("{number} cannot be closed: major findings are open: {findings}."),
    mark("Settle them first."),
)
SAME_VERSION = RefusalKind(
    "assessment.newest",
    mark("{number} has the newest version of its checklist already."),
    mark("There is nothing to do."),
)
NO_CHECKLIST_SHEET = RefusalKind(
    "checklist.sheet",
    mark("{file} holds no checklist in the form of this program."),
    mark("Export a checklist and edit that file, or say which columns of a customer's sheet hold what."),
)
