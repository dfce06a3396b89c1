"""Paints one cell, or all cells of a table: text, quiet second text, chips, tinted and struck rows. Knows no row.

A table is painted in one go: Qt would come back for each cell, five times each, and a screen full of cells took
three times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QItemSelection, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QTableView

from ui.itemmodels.columns import Face, Look
from ui.widgets.cell_tools import CellTools, cell_tools
from ui.widgets.chips import chip_height, chip_width, paint_chip

PAD: Final = 10
# Room of a small picture before the text of the first column.
_PICTURE: Final = 36
# As numbers: putting flags together makes a Python object each time, some hundreds at each painting.
SELECTED: Final = QStyle.StateFlag.State_Selected.value
MOUSE_OVER: Final = QStyle.StateFlag.State_MouseOver.value
CURRENT: Final = QStyle.StateFlag.State_HasFocus.value
_ONE_LINE: Final = Qt.TextFlag.TextSingleLine.value
Place = tuple[int, int]


def paint_rows(
    view: QTableView,
    painter: QPainter,
    seen: QRect,
    face: Callable[[int, int], Face],
    *,
    hovered: Place | None = None,
    focused: Place | None = None,
) -> None:
    """Paint the cells of a table.

    Args:
        view: The table; rows and columns are in the order of its model.
        painter: On its viewport.
        seen: What is to be painted, in pixels of the viewport.
        face: Says what a row and a column show.
        hovered: Row and column under the mouse.
        focused: Row and column where the keyboard is.
    """
    first, last = view.rowAt(seen.top()), view.rowAt(seen.bottom())
    if first < 0:
        return
    if last < 0:
        last = view.verticalHeader().count() - 1
    columns = columns_within(view, seen)
    chosen = _ranges(view.selectionModel().selection())
    tools = cell_tools()
    for row in range(first, last + 1):
        top, height = view.rowViewportPosition(row), view.rowHeight(row)
        if not height:
            continue
        for column, left, width in columns:
            place = (row, column)
            state = SELECTED if chosen and _within(chosen, row, column) else 0
            if place == hovered:
                state |= MOUSE_OVER
            if place == focused:
                state |= CURRENT
            rect = QRect(left, top, width, height)
            paint_cell(painter, rect, state, face(row, column), tools, first=column == 0)


def columns_within(view: QTableView, seen: QRect) -> list[tuple[int, int, int]]:
    """Return number, left edge and width of the columns that are at least partly in a rectangle of the viewport."""
    head = view.horizontalHeader()
    found = []
    for at in range(head.count()):
        if head.isSectionHidden(at):
            continue
        left, width = head.sectionViewportPosition(at), head.sectionSize(at)
        if left <= seen.right() and left + width > seen.left():
            found.append((at, left, width))
    return found


def _ranges(chosen: QItemSelection) -> list[tuple[int, int, int, int]]:
    ranges = (chosen.at(at) for at in range(chosen.count()))
    return [(one.top(), one.bottom(), one.left(), one.right()) for one in ranges]


def _within(ranges: list[tuple[int, int, int, int]], row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, bottom, left, right in ranges)


def face_widths(face: Face, *, first: bool) -> tuple[float, float]:
    """Return how wide a cell would like to be, with and without its quiet second text.

    Args:
        face: What it shows.
        first: It stands in the first column, which has room for a picture.
    """
    tools = cell_tools()
    if face.kind == "chip":
        chip = (
            chip_width(face.text, face.tone, tools.script("small_pt").font) + 2 * PAD + 2 if face.text else 0
        )
        return chip, chip
    script = tools.script(bold=face.kind == "strong" or face.look.strong)
    core = script.width(face.text) + 2 * PAD + 2
    if first and face.picture is not None:
        core += _PICTURE
    return (core + script.width(face.second) + 6 if face.second else core), core


def paint_cell(
    painter: QPainter, rect: QRect, state: int, face: Face, tools: CellTools, *, first: bool
) -> None:
    """Paint one cell; leaves another font and pen behind.

    Args:
        painter: On the view.
        rect: Of the cell, in pixels.
        state: ``SELECTED``, ``MOUSE_OVER`` and ``CURRENT`` (the keyboard stands on its row), or-ed.
        face: What it shows.
        tools: Of the theme of now.
        first: It stands in the first column, which has pictures and the mark of the keyboard.
    """
    paint_ground(painter, rect, state, face.look, tools)
    inner = QRectF(rect.x() + PAD, rect.y(), rect.width() - 2 * PAD, rect.height())
    if first and face.picture is not None:
        _paint_picture(painter, inner, face.picture)
        inner.adjust(_PICTURE, 0, 0, 0)
    if face.kind == "chip":
        if face.text:
            _paint_chip(painter, inner, face, tools)
    elif face.text or face.second:
        _write(painter, inner, face, tools)
    if state & CURRENT:
        painter.fillRect(rect.x(), rect.y(), 3, rect.height(), tools.color("focus"))


def _paint_picture(painter: QPainter, inner: QRectF, picture: QPixmap) -> None:
    if picture.isNull():
        return
    room = inner.height() - 4
    size = QSizeF(picture.size()).scaled(_PICTURE - 6, room, Qt.AspectRatioMode.KeepAspectRatio)
    left = inner.left() + (_PICTURE - 6 - size.width()) / 2
    top = inner.center().y() - size.height() / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(QRectF(left, top, size.width(), size.height()), picture, QRectF(picture.rect()))


def _paint_chip(painter: QPainter, inner: QRectF, face: Face, tools: CellTools) -> None:
    font = tools.script("small_pt").font
    height = chip_height(font)
    width = min(chip_width(face.text, face.tone, font) + 1, inner.width())
    box = QRectF(inner.left(), inner.center().y() - height / 2, width, height)
    paint_chip(painter, box, face.text, face.tone, font)


def paint_ground(painter: QPainter, rect: QRect, state: int, look: Look, tools: CellTools) -> None:
    """Paint the ground of a cell, and the thin line under it."""
    token = ""
    if state & SELECTED:
        token = "accent_soft"
    elif look.tone and look.tone != "neutral":
        token = f"{look.tone}_soft"
    elif state & MOUSE_OVER:
        token = "hover"
    left, top, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    if token:
        painter.fillRect(left, top, width, height, tools.color(token))
    # A filled pixel row: a line drawn by a pen is doubled where two cells meet at fractions.
    painter.fillRect(left, top + height - 1, width, 1, tools.color("line"))


def _write(painter: QPainter, inner: QRectF, face: Face, tools: CellTools) -> None:
    """Write the text of a cell, and the second one where it has room."""
    text, second, struck = face.text, face.second, face.look.struck
    script = tools.script(bold=face.look.strong or face.kind == "strong", struck=struck)
    align = face.align.value
    painter.setFont(script.font)
    painter.setPen(tools.color("muted" if struck or face.kind == "muted" else "text"))
    short = script.shortened(text, inner.width() + 1)
    painter.drawText(inner, align | _ONE_LINE, short)
    if not second or short != text:
        return
    left = script.width(text) + 6
    # A few signs of it would tell less than nothing.
    if left + min(script.width(second), 36) < inner.width():
        rest = inner.adjusted(left, 0, 0, 0)
        painter.setPen(tools.color("muted"))
        painter.drawText(rest, align, script.shortened(second, rest.width()))
