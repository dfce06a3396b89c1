"""Where a checklist's row comes from, as the screens show it; what the shipped data does not name stands as it is."""

from __future__ import annotations

from app.certification.source_terms import CONTEXT, EDITIONS, GRADES, SCHEMES, SOURCES
from ui.i18n import Shown, Words


def grade_words(grade: str) -> Shown:
    """Return how good a source is."""
    return _words(GRADES.get(grade), grade)


def edition_words(edition: str) -> Shown:
    """Return which edition a row is of."""
    return _words(EDITIONS.get(edition), edition)


def source_words(source: str) -> Shown:
    """Return where a row comes from; addresses stand as they are."""
    return _words(SOURCES.get(source), source)


def scheme_words(scheme: str) -> Shown:
    """Return what a checklist follows, and how far."""
    return _words(SCHEMES.get(scheme), scheme)


def _words(known: str | None, written: str) -> Shown:
    return written if known is None else Words(known, CONTEXT)
