"""Tags as files: PDF for any printer, ZPL for a label printer. A file counts as a print: it can be printed.

Recorded first, then written whole or not at all; what could not be written is on record as failed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from app.documents.tag_printing import PrintedTag, TagOrder, print_tag
from app.documents.tag_sending import note_failed_prints
from app.documents.writers.atomic import write_atomically
from app.documents.writers.tag_pdf import write_tag_pdf
from app.documents.writers.tag_zpl import write_tag_zpl
from app.errors import PartproofError
from app.factory import Factory
from app.unit_of_work import Actor

TagForm = Literal["pdf", "zpl"]
PRINTED_TO: Final[dict[TagForm, str]] = {"pdf": "PDF", "zpl": "ZPL"}


def write_tag_file(
    factory: Factory,
    order: TagOrder,
    path: Path,
    form: TagForm,
    *,
    actor: Actor,
    copies: int = 1,
    reason: str = "",
    sheet: bool = False,
    dpi: int = 203,
) -> PrintedTag:
    """Record the print of a tag and write it into a file.

    Args:
        factory: The open factory.
        order: What.
        path: The file; one that is there is replaced.
        form: ``pdf`` or ``zpl``.
        actor: Who prints.
        copies: How often; a PDF has so many pages.
        reason: Why it is printed again.
        sheet: Put several small ones on an A4 sheet; for PDF.
        dpi: Dots per inch of the label printer; for ZPL.

    Raises:
        PartproofError: what `print_tag` refuses, or a file that cannot be written.
    """
    printed = factory.perform(
        print_tag, order, copies=copies, printer=PRINTED_TO[form], reason=reason, actor=actor
    ).result
    if form == "pdf":
        content = write_tag_pdf(printed.all_pages, language=printed.language, sheet=sheet)
    else:
        content = write_tag_zpl(printed.pages, dpi=dpi, copies=copies)
    try:
        write_atomically(path, content)
    except PartproofError as refusal:
        factory.perform(note_failed_prints, printed.page_prints, reason=refusal.code, sent=0, actor=actor)
        raise
    return printed
