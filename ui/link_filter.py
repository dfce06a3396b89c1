"""The filter by vehicle, customer or EO that the lists of several rooms share: its choices, and what one means."""

from __future__ import annotations

from app.parts.part_list import PartChoices
from ui.i18n import Shown, say

ANY = ""


def link_choices(found: PartChoices) -> list[tuple[str, Shown]]:
    """Return the choices: everything first, then vehicles, customers and orders."""
    offered: list[tuple[str, Shown]] = [(ANY, say("All vehicles and customers"))]
    offered += [(f"vehicle:{word}", word) for word in found.vehicles]
    offered += [(f"customer:{word}", word) for word in found.customers]
    offered += [(f"engineering_order:{word}", word) for word in found.engineering_orders]
    return offered


def link_of(value: str) -> dict[str, str]:
    """Return what a choice asks for, as arguments of ``parts_linked``; empty where it takes everything."""
    field, found, word = value.partition(":")
    return {field: word} if found else {}
