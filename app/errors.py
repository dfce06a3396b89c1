"""The two kinds of failure: ours to explain (PartproofError) and ours to fix (everything else).

A refusal carries a code and its facts, never translated text: the sentence is made where the language is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


class PartproofError(Exception):
    """Something the program refuses or cannot do, explained to the user with the next step.

    Attributes:
        kind: What is refused; shared by all refusals of one sort.
        values: The facts for the sentence's placeholders.
    """

    def __init__(self, kind: RefusalKind, values: Mapping[str, object]) -> None:
        super().__init__(f"{kind.code}: {dict(values)}")
        self.kind = kind
        self.values: Mapping[str, object] = MappingProxyType(dict(values))
        # Runs in the unit that records the refusal, e.g. to count a failed sign-in.
        self.afterwards: Callable[[Any], None] | None = None

    @property
    def code(self) -> str:
        """The stable code, e.g. ``bom.cycle``."""
        return self.kind.code


@dataclass(frozen=True)
class RefusalKind:
    """One sort of refusal: a code, a sentence and the next step, both as English source texts.

    Declared once in the room that refuses (``refusals.py``), raised by calling it:
    ``raise CYCLE(parent="A", child="B")``.

    Attributes:
        code: ``room.reason``; unique over the whole program.
        sentence: What happened and to what, with ``{named}`` placeholders.
        next_step: What the user does now.
    """

    code: str
    sentence: str
    next_step: str

    def __call__(self, **values: object) -> PartproofError:
        """Return the error to raise, with the facts for the sentence."""
        return PartproofError(self, values)


class BugError(Exception):
    """A broken promise inside the program; never shown as the user's mistake."""
