"""Refusals about reviews, approval and release. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NO_APPROVER = RefusalKind(
    "review.no_approver",
    mark("No approver is configured for this kind of record, so it cannot be released."),
    mark("Have an administrator set the approval line in the settings."),
)
NOT_REVIEWABLE = RefusalKind(
    "review.not_draft",
    mark("{what} is not a draft."),
    mark("Only drafts go into review."),
)
REVIEW_OPEN = RefusalKind(
    "review.open",
    mark("{what} is already in review."),
    mark("Sign it, or withdraw the review first."),
)
NO_OPEN_REVIEW = RefusalKind(
    "review.none",
    mark("{what} is not in review."),
    mark("Send it to review first."),
)
NOT_YOUR_STEP = RefusalKind(
    "review.not_your_step",
    mark("The next signature on {what} needs the role {role}."),
    mark("Ask somebody with that role to sign."),
)
ALREADY_SIGNED = RefusalKind(
    "review.already_signed",
    mark("{name} has already signed this review; every signature needs another person."),
    mark("Ask somebody else to sign this step."),
)
AUTHOR_ALONE = RefusalKind(
    "review.author_alone",
    mark("{name} wrote this and cannot be the one who approves it."),
    mark("Ask another approver."),
)
UNREAD = RefusalKind(
    "review.unread",
    mark("{name} has not opened {file} yet."),
    mark("Open it, read it, then sign."),
)
CONTENT_CHANGED = RefusalKind(
    "review.content_changed",
    mark("{what} changed after it was signed."),
    mark("Withdraw the review, look at the change and send it to review again."),
)
NOT_APPROVED = RefusalKind(
    "release.not_approved",
    mark("{what} is not approved yet; {missing} {missing:signature is|signatures are} missing."),
    mark("Have the remaining steps signed, then release."),
)
GUARDS = RefusalKind(
    "release.guards",
    mark("{what} cannot be released: {reasons}."),
    mark("Settle these points, then release."),
)
EMPTY_CONTENT = RefusalKind(
    "review.empty",
    mark("{what} has no file yet."),
    mark("Attach the drawing or document first."),
)
UNCONFIRMED = RefusalKind(
    "review.unconfirmed",
    mark("{count} {count:characteristic|characteristics} of {what} not confirmed yet."),
    mark("Confirm or delete them first."),
)
QUORUM = RefusalKind(
    "review.quorum",
    mark(
        "Stage {stage} of the approval line has {boxes} {boxes:signature|signatures}, and its "
        "quorum does not fit them."
    ),
    mark("Give every box of the stage the same quorum, from 1 to the number of boxes."),
)
