"""What surrounds the body of a PDF page: title block with approval line, running header, footer."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.document import ApprovalStep, Document
from app.documents.writers import style
from app.documents.writers.pdf_blocks import draw_picture, ink, picture, stroke
from app.documents.writers.words import Words

MARGIN_X = 15 * style.MM
MARGIN_TOP = 13 * style.MM
MARGIN_BOTTOM = 16 * style.MM
RUNNING_HEIGHT = 22.0
_STEP_WIDTH = 58.0
_LABEL_WIDTH = 17.0
_ROLE_HEIGHT = 14.0
_SIGN_HEIGHT = 34.0
_DATE_HEIGHT = 12.0
_LOGO_HEIGHT = 28.0
_LOGO_WIDEST = 170.0
_APPROVAL_HEIGHT = _ROLE_HEIGHT + _SIGN_HEIGHT + _DATE_HEIGHT


@dataclass(frozen=True)
class TitleBlock:
    """Issuer, title, number, copy mark and approval line at the top of the first page."""

    document: Document
    words: Words
    width: float

    @property
    def _approval_width(self) -> float:
        approval = self.document.approval
        return _LABEL_WIDTH + _STEP_WIDTH * len(approval.steps) if approval is not None else 0.0

    def _title_lines(self) -> tuple[list[str], float]:
        room = self.width - self._approval_width - 12.0
        for size in (19.0, 16.0, 14.0):
            lines = fonts.wrap(self.document.title, room, size, True)
            if len(lines) == 1:
                break
        return lines, size

    @property
    def height(self) -> float:
        """Height in points, the white space below included."""
        lines, size = self._title_lines()
        text = len(lines) * size * 1.25 + 36.0
        return self._logo_room + 15.0 + max(text, _APPROVAL_HEIGHT if self.document.approval else 0.0) + 10.0

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        self._draw_logos(canvas, x, y)
        y -= self._logo_room
        ink(canvas, style.MUTED)
        fonts.draw_line(canvas, x, y - 8.0, self.document.issuer, 8.5)
        draw_copy_mark(canvas, x + self.width, y, self.words.copy_line, self.document.copy.controlled)
        ink(canvas, style.INK)
        top = y - 15.0
        lines, size = self._title_lines()
        baseline = top - size * 1.05 - 2.0
        baseline = fonts.draw_lines(canvas, x, baseline, lines, size, size * 1.25, True)
        baseline += size * 1.25 - 16.0
        ink(canvas, style.MUTED)
        fonts.draw_line(canvas, x, baseline, self.document.subtitle, 10.0)
        fonts.draw_line(canvas, x, baseline - 14.5, self.words.number_line, 8.5)
        ink(canvas, style.INK)
        if self.document.approval is not None:
            self._draw_approval(canvas, x + self.width - self._approval_width, top)

    @property
    def _logo_room(self) -> float:
        return _LOGO_HEIGHT + 6.0 if self.document.logos else 0.0

    def _draw_logos(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the plant's logo at the left end and the customer's after it, each as high as the line."""
        for logo in self.document.logos:
            shown = picture(logo, self.document.issuer)
            wide = min(_LOGO_HEIGHT * shown.width / shown.height, _LOGO_WIDEST)
            box = (x, y - _LOGO_HEIGHT, wide, _LOGO_HEIGHT)
            draw_picture(canvas, logo, box, self.document.issuer)
            x += wide + 14.0

    def _draw_approval(self, canvas: Canvas, x: float, y: float) -> None:
        assert self.document.approval is not None
        bottom = y - _APPROVAL_HEIGHT
        ink(canvas, style.HEADER_FILL)
        canvas.rect(x, bottom, _LABEL_WIDTH, _APPROVAL_HEIGHT, stroke=0, fill=1)
        canvas.rect(x, y - _ROLE_HEIGHT, self._approval_width, _ROLE_HEIGHT, stroke=0, fill=1)
        ink(canvas, style.INK)
        self._draw_label(canvas, x, y)
        stroke(canvas, style.RULE, 0.45)
        canvas.line(x + _LABEL_WIDTH, y - _ROLE_HEIGHT, x + self._approval_width, y - _ROLE_HEIGHT)
        canvas.line(x + _LABEL_WIDTH, bottom + _DATE_HEIGHT, x + self._approval_width, bottom + _DATE_HEIGHT)
        for index, step in enumerate(self.document.approval.steps):
            left = x + _LABEL_WIDTH + index * _STEP_WIDTH
            canvas.line(left, y, left, bottom)
            self._draw_step(canvas, left, y, step)
        stroke(canvas, style.FRAME, 0.7)
        canvas.rect(x, bottom, self._approval_width, _APPROVAL_HEIGHT, stroke=1, fill=0)

    def _draw_label(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the word 결재 downwards, sign by sign; a Latin word is turned instead."""
        label = self.words.approval
        middle = y - _APPROVAL_HEIGHT / 2
        if label.isascii():
            canvas.saveState()
            canvas.translate(x + _LABEL_WIDTH / 2, middle)
            canvas.rotate(90)
            fonts.draw_centred(canvas, 0, -fonts.CAP_MIDDLE * 8.0, label, 8.0, True)
            canvas.restoreState()
            return
        leading = 17.0
        baseline = middle + (len(label) - 1) * leading / 2 - 3.2
        for sign in label:
            fonts.draw_centred(canvas, x + _LABEL_WIDTH / 2, baseline, sign, 8.5, True)
            baseline -= leading

    def _draw_step(self, canvas: Canvas, left: float, y: float, step: ApprovalStep) -> None:
        middle = left + _STEP_WIDTH / 2
        role = f"{step.role}({step.meaning})" if step.meaning else step.role
        draw_fitting(canvas, middle, y - 10.0, role, 8.0, _STEP_WIDTH - 4, True)
        sign_bottom = y - _ROLE_HEIGHT - _SIGN_HEIGHT
        if step.stamp is not None:
            box = (left + 3, sign_bottom + 11.0, _STEP_WIDTH - 6, _SIGN_HEIGHT - 12.5)
            draw_picture(canvas, step.stamp, box, step.role)
        else:
            ink(canvas, style.MUTED)
            draw_fitting(canvas, middle, sign_bottom + 18.0, step.signature, 7.0, _STEP_WIDTH - 4)
            ink(canvas, style.INK)
        draw_fitting(canvas, middle, sign_bottom + 3.6, step.name, 8.0, _STEP_WIDTH - 4)
        draw_fitting(canvas, middle, sign_bottom - 8.6, step.date, 7.0, _STEP_WIDTH - 4)


def draw_fitting(
    canvas: Canvas, middle: float, baseline: float, text: str, size: float, room: float, bold: bool = False
) -> None:
    """Draw one centred line, made smaller if it is wider than `room` points."""
    wide = fonts.width(text, size, bold)
    if wide > room:
        size *= room / wide
    fonts.draw_centred(canvas, middle, baseline, text, size, bold)


def draw_copy_mark(canvas: Canvas, right: float, y: float, text: str, controlled: bool) -> None:
    """Draw the copy mark as a small outlined box whose upper right corner is (right, y) points."""
    size = 7.5
    wide = fonts.width(text, size, controlled) + 10.0
    stroke(canvas, style.INK if controlled else style.RULE, 0.9 if controlled else 0.6)
    canvas.rect(right - wide, y - 12.0, wide, 12.0, stroke=1, fill=0)
    ink(canvas, style.INK if controlled else style.MUTED)
    fonts.draw_line(canvas, right - wide + 5.0, y - 8.7, text, size, controlled)
    ink(canvas, style.INK)


def draw_running_header(canvas: Canvas, document: Document, words: Words, size: tuple[float, float]) -> None:
    """Draw number, title and copy mark at the top of a following page of (width, height) points."""
    width, height = size
    y = height - MARGIN_TOP
    ink(canvas, style.INK)
    end = fonts.draw_line(canvas, MARGIN_X, y - 8.7, document.title, 8.5, True)
    ink(canvas, style.MUTED)
    fonts.draw_line(canvas, end + 6.0, y - 8.7, words.number_line, 7.5)
    draw_copy_mark(canvas, width - MARGIN_X, y, words.copy_line, document.copy.controlled)
    stroke(canvas, style.RULE, 0.45)
    canvas.line(MARGIN_X, y - 15.5, width - MARGIN_X, y - 15.5)


def draw_footer(
    canvas: Canvas, document: Document, words: Words, size: tuple[float, float], page: int, total: int
) -> None:
    """Draw form number, page x of y, time of issue and the head of the audit log below the body."""
    width, _ = size
    y = MARGIN_BOTTOM - 6.0
    stroke(canvas, style.FRAME, 0.5)
    canvas.line(MARGIN_X, y, width - MARGIN_X, y)
    ink(canvas, style.MUTED)
    fonts.draw_line(canvas, MARGIN_X, y - 10.0, words.form_line, 7.0)
    fonts.draw_line(canvas, MARGIN_X, y - 19.5, words.issue_line, 6.5)
    fonts.draw_right(canvas, width - MARGIN_X, y - 19.5, words.head_line, 6.5)
    ink(canvas, style.INK)
    fonts.draw_right(canvas, width - MARGIN_X, y - 10.0, words.page(page, total), 8.0, True)
