"""The token table: every colour and size by name, and the contrast between two of them. No Qt here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

RESOURCES: Final = Path(__file__).resolve().parent.parent.parent / "resources"
TOKEN_FILE: Final = RESOURCES / "tokens" / "tokens.toml"
THEMES: Final = ("light", "dark", "contrast")
ROOMS: Final = ("office", "station")
Tone = Literal["neutral", "info", "ok", "warn", "ng"]
TONES: Final[tuple[Tone, ...]] = ("neutral", "info", "ok", "warn", "ng")


@dataclass(frozen=True)
class Tokens:
    """One theme in one room.

    Attributes:
        theme: ``light``, ``dark`` or ``contrast``.
        room: ``office`` or ``station`` (sizes only).
        colors: Token name to ``#RRGGBB``.
        sizes: Token name to a number; the suffix is the unit (``_pt``, ``_mm``, ``_px``).
        dark: Whether the system is told that this is a dark scheme.
    """

    theme: str
    room: str
    colors: dict[str, str]
    sizes: dict[str, float]
    dark: bool


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str | float]]:
    with TOKEN_FILE.open("rb") as source:
        return tomllib.load(source)


def load_tokens(theme: str, room: str) -> Tokens:
    """Return the tokens of a theme and a room.

    Raises:
        KeyError: The table has no such theme or room.
    """
    table = _table()
    colors = {name: str(value) for name, value in {**table["common"], **table[theme]}.items()}
    scheme = colors.pop("scheme")
    sizes = {name: float(value) for name, value in table[room].items()}
    return Tokens(theme, room, colors, sizes, scheme == "dark")


def luminance(color: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
