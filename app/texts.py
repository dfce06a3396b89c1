"""Languages: gettext catalogues bound to an object, Korean particles, and the sentence of a refusal.

No global language and no global underscore: two windows, or a window and a document, may differ.
Source texts are English. ``mark`` and ``mark_term`` only mark a text for the catalogue.
"""

from __future__ import annotations

import gettext
import io
import string
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from app.errors import PartproofError

LOCALE_DIR: Final = Path(__file__).resolve().parent.parent / "resources" / "locale"
LANGUAGES: Final = ("ko", "en")


def mark(message: str) -> str:
    """Mark an English source text for translation and return it unchanged."""
    return message


def mark_term(context: str, message: str) -> str:
    """Mark a word whose translation depends on what it is said of (a drawing, a lot …)."""
    return message


_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
# Digits as read in Korean: 0 영/공, 1 일, 3 삼, 6 육, 7 칠, 8 팔 end in a consonant; 1, 7, 8 in ㄹ.
_DIGITS_WITH_FINAL = frozenset("013678")
_LETTERS_WITH_FINAL = frozenset("LMNRlmnr")
_ENDS_IN_RIEUL = frozenset("178LRlr")


class KoreanText(str):
    """A value that chooses the Korean particle after it: ``{name:은/는}``, ``{name:으로/로}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if "/" not in spec:
            return super().__format__(spec)
        after_consonant, after_vowel = spec.split("/", 1)
        last = self.rstrip(")]}\"'”’ ")[-1:]
        final, rieul = _final_sound(last)
        if after_consonant == "으로" and rieul:
            final = False
        return str(self) + (after_consonant if final else after_vowel)


def _final_sound(sign: str) -> tuple[bool, bool]:
    """Return (ends in a consonant, that consonant is ㄹ) for the last sign of a word."""
    if not sign:
        return False, False
    point = ord(sign)
    if _HANGUL_FIRST <= point <= _HANGUL_LAST:
        final = (point - _HANGUL_FIRST) % 28
        return final != 0, final == 8
    return sign in _DIGITS_WITH_FINAL or sign in _LETTERS_WITH_FINAL, sign in _ENDS_IN_RIEUL


@runtime_checkable
class Worded(Protocol):
    """A value of a sentence that is itself said in the language: the name of a role, of a field."""

    def worded(self, language: Language) -> str:
        """Return the value in a language."""


class Language:
    """One language of screen or paper.

    Attributes:
        code: ``ko`` or ``en``.
    """

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"
        self._catalogue = _catalogue(self.code)

    def say(self, message: str, /, **values: object) -> str:
        """Translate a marked source text and fill its named placeholders."""
        return self._fill(self._catalogue.gettext(message) if message else "", values)

    def term(self, context: str, message: str, /, **values: object) -> str:
        """Translate a word in its context, e.g. the state "Released" of a drawing (출도) or of a lot (사용가능)."""
        return self._fill(self._catalogue.pgettext(context, message), values)

    def explain(self, error: PartproofError) -> str:
        """Return the sentence and the next step of a refusal in this language."""
        sentence = self.say(error.kind.sentence, **error.values)
        step = self.say(error.kind.next_step, **error.values)
        return f"{sentence} {step}".strip()

    def _fill(self, text: str, values: dict[str, object]) -> str:
        if not values:
            return text
        shown = {name: v.worded(self) if isinstance(v, Worded) else v for name, v in values.items()}
        return _PARTICLES.vformat(text, (), shown)


class _Particles(string.Formatter):
    """Fills placeholders; ``/`` in a specification chooses the particle, ``|`` the words for one or for many.

    ``{count} {count:part is|parts are} open`` says "1 part is open" and "2 parts are open".
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as text, with its particle where one is asked for, or the words its number takes."""
        if "|" in format_spec:
            one, many = format_spec.split("|", 1)
            return one if str(value) == "1" else many
        if "/" in format_spec:
            return format(KoreanText(value), format_spec)
        return format(value, format_spec)


_PARTICLES: Final = _Particles()


class _Merged(gettext.GNUTranslations):
    """All rooms' entries in one dictionary: thirty catalogues behind one another are asked thirty times per text."""

    def take(self, other: _Merged) -> None:
        """Take up what is not there yet."""
        own: dict[object, str] = getattr(self, "_catalog")  # noqa: B009 - gettext offers no other way in
        for message, text in getattr(other, "_catalog").items():  # noqa: B009
            own.setdefault(message, text)


@lru_cache(maxsize=8)
def _catalogue(code: str) -> gettext.NullTranslations:
    """Merge the catalogues of all rooms of one language; a stale or missing .mo is made anew in memory."""
    merged: _Merged | None = None
    for po_file in sorted((LOCALE_DIR / code).glob("*.po")):
        mo_file = po_file.with_suffix(".mo")
        if mo_file.exists() and mo_file.stat().st_mtime >= po_file.stat().st_mtime:
            content = mo_file.read_bytes()
        else:
            content = compile_catalogue(po_file)
        translations = _Merged(io.BytesIO(content))
        if merged is None:
            merged = translations
        else:
            merged.take(translations)
    return gettext.NullTranslations() if merged is None else merged


def compile_catalogue(po_file: Path) -> bytes:
    """Return the .mo content of one .po file (used by set-up, the freeze and as a fallback)."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po_file.open("rb") as source:
        catalogue = read_po(source, locale=po_file.parent.name)
    content = io.BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()
