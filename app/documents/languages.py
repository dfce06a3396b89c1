"""In which language a document is written: Korean, English, or Korean with the English words beside it.

These codes are stored with every issue and are what commands take; they are not the languages of a screen.
"""

from __future__ import annotations

from typing import Final

from app.documents.evidence_refusals import NO_LANGUAGE
from app.texts import LANGUAGES, Language

# Korean headings with the English words beside them, as Korean customers print their forms.
BOTH: Final = "both"
DOCUMENT_LANGUAGES: Final = (*LANGUAGES, BOTH)


def known_language(code: str) -> str:
    """Return a language code that documents can be written in.

    Raises:
        PartproofError: ``documents.no_language``.
    """
    if code not in DOCUMENT_LANGUAGES:
        raise NO_LANGUAGE(language=code, known=", ".join(DOCUMENT_LANGUAGES))
    return code


def usual_language(code: str) -> str:
    """Return how a plant, or a window, of a language writes its documents: a Korean one side by side."""
    return BOTH if code == "ko" else code


def spoken(code: str) -> Language:
    """Return the language that a document's own words are in."""
    return Language("ko" if code == BOTH else code)


def code_of(language: str, *, beside: bool) -> str:
    """Return the code of a document from the language of its words and whether the other stands beside it."""
    return BOTH if beside and language == "ko" else language


def name_ending(code: str) -> str:
    """Return what a file's name says of its language."""
    return "ko-en" if code == BOTH else code
