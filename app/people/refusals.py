"""Refusals about people, sign-in and signatures. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

WRONG_PASSWORD = RefusalKind(
    "people.wrong_password",
    mark("The name or the password is not right."),
    mark("Type both again; after {limit} tries this user is locked for {minutes} minutes."),
)
WRONG_PIN = RefusalKind(
    "people.wrong_pin",
    mark("The PIN is not right."),
    mark("Type it again; after {limit} tries this user is locked for {minutes} minutes."),
)
LOCKED = RefusalKind(
    "people.locked",
    mark("{name} is locked until {until}."),
    mark("Wait until then, or ask an administrator to unlock."),
)
INACTIVE = RefusalKind(
    "people.inactive",
    mark("{name} is no longer active."),
    mark("Ask an administrator."),
)
UNKNOWN_BADGE = RefusalKind(
    "people.unknown_badge",
    mark("Nobody has the badge {badge}."),
    mark("Scan the badge again, or have an administrator give it to a user."),
)
NO_PIN = RefusalKind(
    "people.no_pin",
    mark("{name} has no PIN yet."),
    mark("Sign with the password, or set a PIN in the settings."),
)
WEAK_PASSWORD = RefusalKind(
    "people.weak_password",
    mark("This password is too short ({length} characters, at least {least})."),
    mark("Choose a longer one; a sentence is easy to remember."),
)
WEAK_PIN = RefusalKind(
    "people.weak_pin",
    mark("A PIN has at least {least} digits, not all alike and not in a row."),
    mark("Choose another PIN."),
)
BADGE_IS_PIN = RefusalKind(
    "people.badge_is_pin",
    mark("The badge of {name} would also be the PIN, and a scan of it would sign."),
    mark("Choose another PIN or another badge."),
)
LAST_ADMINISTRATOR = RefusalKind(
    "people.last_administrator",
    mark("{name} is the last active administrator."),
    mark("Make somebody else an administrator first."),
)
