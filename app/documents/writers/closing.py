"""The tables that close every document, built once for both writers: attached pages and revision history."""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.blocks import Align, Column, Table
from app.documents.document import Document
from app.documents.writers.words import Words


def closing_tables(document: Document, words: Words) -> Iterator[Table]:
    """Yield the list of attached pages and the revision history, each if there is one."""
    if document.attachments:
        yield _attachments(document, words)
    if document.revisions:
        yield _revisions(document, words)


def _attachments(document: Document, words: Words) -> Table:
    columns = [
        Column(str(index), title, weight, align=Align.CENTER if index == 0 else None)
        for index, (title, weight) in enumerate(zip(words.attachment_columns, (6, 36, 18, 40), strict=True))
    ]
    rows = [
        (str(number), one.title, one.note, one.sha256)
        for number, one in enumerate(document.attachments, start=1)
    ]
    return Table(columns, rows, title=words.attachment_title)


def _revisions(document: Document, words: Words) -> Table:
    columns = [
        Column(str(index), title, weight, align=Align.CENTER if index == 0 else None)
        for index, (title, weight) in enumerate(
            zip(words.revision_columns, (7, 13, 42, 16, 11, 11), strict=True)
        )
    ]
    return Table(columns, [entry.texts() for entry in document.revisions], title=words.revision_title)
