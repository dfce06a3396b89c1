"""What the facts beside an audit entry are called. Names without a word are shown as they were recorded."""

from __future__ import annotations

from typing import Final

from ui.i18n import Shown, Words, term

_NAMES: Final[dict[str, Words]] = {
    "reason": term("fact", "Reason"),
    "number": term("fact", "Number"),
    "login": term("fact", "Sign-in name"),
    "roles": term("fact", "Roles"),
    "method": term("fact", "By"),
    "code": term("fact", "Code"),
    "verb": term("fact", "Act refused"),
    "values": term("fact", "Facts"),
    "hash": term("fact", "Hash of the file"),
    "content_hash": term("fact", "Hash of the content"),
    "meaning": term("fact", "Meaning"),
    "port": term("fact", "Port"),
    "channel": term("fact", "Channel"),
    "station": term("fact", "Station"),
    "order": term("fact", "Work order"),
    "lot": term("fact", "Lot"),
    "state": term("fact", "State"),
    "of": term("fact", "Of"),
    "outside": term("fact", "Opened outside"),
    "name": term("fact", "Name"),
    "label": term("fact", "Revision"),
    "rows": term("fact", "Rows"),
    "source": term("fact", "Source"),
    "value": term("fact", "Value"),
}
_METHODS: Final[dict[str, Words]] = {
    "password": term("sign-in method", "password"),
    "badge": term("sign-in method", "badge"),
    "pin": term("sign-in method", "PIN"),
}


def fact_name(name: str) -> Shown:
    """Return what a fact is called."""
    return _NAMES.get(name, name)


def fact_text(name: str, text: str) -> Shown:
    """Return a recorded fact in words where it has some, else an empty text."""
    return _METHODS.get(text, "") if name == "method" else ""
