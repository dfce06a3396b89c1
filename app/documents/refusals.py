"""What the room of documents refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

SIGN_MISSING = RefusalKind(
    "documents.sign_missing",
    mark("The sign {sign} ({code}) in “{text}” cannot be printed: no font of the program has it."),
    mark("Replace the sign in that text and make the document again."),
)
TEXT_TOO_LONG = RefusalKind(
    "documents.text_too_long",
    mark("A text of {length} characters does not fit into one cell of a workbook (limit {limit}): “{text}”."),
    mark("Shorten the text, or export the document as PDF."),
)
PDF_UNREADABLE = RefusalKind(
    "documents.pdf_unreadable",
    mark("The PDF “{name}” is damaged or is no PDF."),
    mark("Open it in its own program and save it as a PDF again, then attach that one."),
)
PDF_LOCKED = RefusalKind(
    "documents.pdf_locked",
    mark("The PDF “{name}” is protected by a password."),
    mark("Save it as a PDF without a password, then attach that one."),
)
PICTURE_UNREADABLE = RefusalKind(
    "documents.picture_unreadable",
    mark("The picture “{name}” cannot be read."),
    mark("Attach it again as a PNG picture."),
)
WRITE_FAILED = RefusalKind(
    "documents.write_failed",
    mark("The file “{name}” could not be written: {reason}."),
    mark("Close the file if another program has it open, check the free space of the disk, and try again."),
)
BALLOON_PAGE_MISSING = RefusalKind(
    "documents.balloon_page_missing",
    mark("Balloon {number} lies on page {page}, but the drawing has {pages} {pages:page|pages}."),
    mark("Place the balloon again on the drawing of this revision."),
)
