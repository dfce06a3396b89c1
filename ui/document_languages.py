"""The languages a document can be given out in, as dialogs offer them: words only, no meaning."""

from __future__ import annotations

from typing import Final

from app.documents.languages import BOTH
from ui.i18n import Shown, term

DOCUMENT_LANGUAGE_WORDS: Final[tuple[tuple[str, Shown], ...]] = (
    (BOTH, term("document language", "Korean and English side by side")),
    ("ko", term("document language", "Korean")),
    ("en", term("document language", "English")),
)
