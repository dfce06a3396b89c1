"""The top of the first sheet: issuer, title, number, copy mark and approval line."""

from __future__ import annotations

import dataclasses

from app.documents.document import ApprovalStep, Document
from app.documents.writers import style
from app.documents.writers.cells import Look
from app.documents.writers.grid import PADDING, text_width
from app.documents.writers.pdf_blocks import picture
from app.documents.writers.words import Words
from app.documents.writers.xlsx_sheet import SheetWriter, Span

_BOX = Look(size=8, border=style.FRAME, align="center")
_HEAD = Look(size=8, bold=True, border=style.FRAME, align="center", fill=style.HEADER_FILL)
# Heights of the rows: issuer and copy mark, title and roles, signatures, names, dates, gap.
_LOGO_HEIGHT = 28.0
_LOGO_WIDEST = 170.0
_HEIGHTS = (17.0, 18.0, 36.0, 15.0, 14.0, 8.0)


def write_title(writer: SheetWriter, document: Document, words: Words) -> None:
    """Write the title block in the first six rows, after a row of logos where there are some."""
    top = 2 if document.logos else 1
    if document.logos:
        _write_logos(writer, document)
    rows = range(top, top + len(_HEIGHTS))
    for row, points in zip(rows, _HEIGHTS, strict=True):
        writer.height(row, points)
    left, right = writer.grid.spans([0, 0.5, 1])
    writer.text(rows[0], left, document.issuer, Look(size=8.5, ink=style.MUTED, wrap=False))
    copy_look = Look(size=8, bold=document.copy.controlled, align="right", wrap=False)
    writer.text(rows[0], right, words.copy_line, copy_look)
    spans = _spans(writer, document)
    title = spans[0]
    writer.text(rows[1], title, document.title, Look(size=17, bold=True, vertical="bottom"), rows=2)
    writer.text(rows[3], title, document.subtitle, Look(size=10, ink=style.MUTED, wrap=False))
    writer.text(rows[4], title, words.number_line, Look(size=8.5, ink=style.MUTED, wrap=False))
    if document.approval is not None:
        label = words.approval
        # Korean stands sign below sign; a Latin word is turned.
        look = dataclasses.replace(_HEAD, turned=label.isascii())
        writer.text(rows[1], spans[1], label if label.isascii() else "\n".join(label), look, rows=4)
        for span, step in zip(spans[2:], document.approval.steps, strict=True):
            _write_step(writer, rows, span, step)
    writer.row = rows[-1] + 1


def _write_logos(writer: SheetWriter, document: Document) -> None:
    writer.height(1, _LOGO_HEIGHT + 4.0)
    offset = 0.0
    for logo in document.logos:
        shown = picture(logo, document.issuer)
        wide = min(_LOGO_HEIGHT * shown.width / shown.height, _LOGO_WIDEST)
        writer.image(1, 1, logo, (wide, _LOGO_HEIGHT), document.issuer, offset)
        offset += wide + 14.0


def title_edges(document: Document) -> list[float]:
    """Return where the boxes of the approval line want their edges, as fractions of the width."""
    if document.approval is None:
        return []
    steps = len(document.approval.steps)
    step = min(0.105, 0.56 / steps)
    start = 1 - steps * step
    return [start - 0.035, *(start + index * step for index in range(steps))]


def _spans(writer: SheetWriter, document: Document) -> list[Span]:
    wanted = title_edges(document)
    if not wanted or document.approval is None:
        return [writer.whole]
    # A day that breaks into two lines is cut by the height of its box; fonts of readers differ.
    steps = (
        max(text_width(text, 8.0) for text in (step.date, step.name, *_role(step).split()))
        for step in document.approval.steps
    )
    needs = [0.0, 0.0, *((1.2 * points + PADDING) / writer.grid.width for points in steps)]
    return writer.grid.spans([0.0, *wanted, 1.0], needs)


def _role(step: ApprovalStep) -> str:
    return f"{step.role}({step.meaning})" if step.meaning else step.role


def _write_step(writer: SheetWriter, rows: range, span: Span, step: ApprovalStep) -> None:
    writer.text(rows[1], span, _role(step), _HEAD)
    writer.text(rows[2], span, "" if step.stamp is not None else step.signature, _BOX)
    if step.stamp is not None:
        writer.image(rows[2], span[0], step.stamp, (writer.grid.points(*span), 31.0), step.role)
    writer.text(rows[3], span, step.name, _BOX)
    writer.text(rows[4], span, step.date, _BOX)
