"""On what terms a document or pack leaves the house: purpose, end of use, watermark, what is left out and why.

Plain facts that are recorded with the issue; the bytes of what is issued follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from app.texts import mark
from models.types import clean_text

LONGEST_WATERMARK: Final = 60
_LONGEST_PURPOSE: Final = 200


class LeftOut(StrEnum):
    """What a recipient does not get, by rule; every document that leaves something out says so."""

    BOM_BELOW_FIRST_LEVEL = "bom_below_first_level"
    BOM_MATERIALS = "bom_materials"
    BOM_SUBSTITUTES_AND_NOTES = "bom_substitutes_and_notes"


LEFT_OUT_WORDS: Final = {
    LeftOut.BOM_BELOW_FIRST_LEVEL: mark("parts list below its first level"),
    LeftOut.BOM_MATERIALS: mark("materials and weights of the parts list"),
    LeftOut.BOM_SUBSTITUTES_AND_NOTES: mark("substitutes and notes of the parts list"),
}


@dataclass(frozen=True)
class Terms:
    """The terms of one issue.

    Attributes:
        purpose: What the recipient gets it for, in the issuer's words.
        expires_on: Last day on which the recipient may use it; printed, nothing locks by itself.
        watermark: Printed pale across every page.
        left_out: What is left out by rule.
    """

    purpose: str = ""
    expires_on: date | None = None
    watermark: str = ""
    left_out: frozenset[LeftOut] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "purpose", clean_text(self.purpose).strip()[:_LONGEST_PURPOSE])
        object.__setattr__(
            self, "watermark", " ".join(clean_text(self.watermark).split())[:LONGEST_WATERMARK]
        )

    def to_json(self) -> dict[str, Any]:
        """Return the terms as they are stored with the record of issue."""
        return {
            "purpose": self.purpose,
            "expires_on": None if self.expires_on is None else self.expires_on.isoformat(),
            "watermark": self.watermark,
            "left_out": sorted(self.left_out),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Terms:
        """Return stored terms; records older than these have none."""
        until = stored.get("expires_on")
        return cls(
            str(stored.get("purpose", "")),
            None if until is None else date.fromisoformat(until),
            str(stored.get("watermark", "")),
            frozenset(LeftOut(name) for name in stored.get("left_out", ())),
        )


NO_TERMS: Final = Terms()
