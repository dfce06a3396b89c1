"""Choices of the part forms as words by key. Asks nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from app.labels import label
from ui.i18n import Shown, Texts

E = TypeVar("E", bound=StrEnum)


def choices(texts: Texts, words: type[E]) -> list[tuple[str, Shown]]:
    """Return every stored word of a kind with what it is called now."""
    return [(word.value, label(texts.language, word)) for word in words]
