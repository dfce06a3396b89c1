"""Joins text runs of a page into lines, each in the frame of its own reading direction.

Interprets nothing; keeps every run it was given in exactly one line.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.drawings.page_facts import Rectangle, TextRun

# A gap of more than this between words of one callout (in units of the letter size) separates them.
_WORD_GAP: Final = 0.75
# After "3X" a sign may stand that the drawing program draws as lines: SolidWorks leaves up to 1.4 for ⌀.
_SIGN_GAP: Final = 1.7
_SAME_LINE: Final = 0.2
_STEP: Final = 4.0
_CELL: Final = 24.0
_COUNT_ONLY: Final = re.compile(r"\d{1,3}\s?[xX×]$")
# Letters of Autodesk's symbol fonts (AIGDT, AMGDT, GDT) that stand for signs in hole callouts.
_SYMBOL_FONTS: Final = ("AIGDT", "AMGDT", "GDT")
_SYMBOLS: Final = str.maketrans({"n": "⌀", "v": "⌴", "w": "⌵", "x": "↧", "o": "□"})


@dataclass(frozen=True)
class Line:
    """Runs that are read as one line.

    Attributes:
        text: Words with single spaces, signs of symbol fonts translated.
        rectangle: Upright, on the page.
        angle: Reading direction, degrees clockwise.
        size: Letter size of the largest run, in points.
        start: Where the line begins along its reading direction.
        end: Where it ends.
        base: Its baseline across that direction; larger is further down for the reader.
    """

    text: str
    rectangle: Rectangle
    angle: float
    size: float
    start: float
    end: float
    base: float


@dataclass(frozen=True)
class _Piece:
    run: TextRun
    text: str
    start: float
    end: float
    base: float
    symbol: bool


def lines_of(runs: Iterable[TextRun]) -> tuple[Line, ...]:
    """Return the lines of a page, those of one direction together, from top to bottom for their reader."""
    groups: dict[float, list[_Piece]] = {}
    for run in runs:
        groups.setdefault(round(run.angle) % 360, []).append(_piece(run))
    lines: list[Line] = []
    for angle in sorted(groups):
        # Lines by their height on the page: a page of many thousand runs must not be compared each with each.
        by_height: dict[int, list[list[_Piece]]] = {}
        for piece in sorted(groups[angle], key=lambda piece: piece.start):
            home = _home(by_height, piece)
            if home is None:
                by_height.setdefault(_height(piece.base), []).append([piece])
            else:
                home.append(piece)
        found = [_line(pieces) for at_height in by_height.values() for pieces in at_height]
        lines += sorted(found, key=lambda line: (line.base, line.start))
    return tuple(lines)


def _height(base: float) -> int:
    return math.floor(base / _STEP)


def _piece(run: TextRun) -> _Piece:
    symbol = run.font.upper().startswith(_SYMBOL_FONTS)
    turn = math.radians(round(run.angle))
    start = run.origin_x * math.cos(turn) + run.origin_y * math.sin(turn)
    base = run.origin_y * math.cos(turn) - run.origin_x * math.sin(turn)
    text = " ".join(run.text.split())
    return _Piece(run, text.translate(_SYMBOLS) if symbol else text, start, start + run.length, base, symbol)


def _home(by_height: dict[int, list[list[_Piece]]], piece: _Piece) -> list[_Piece] | None:
    best, best_gap = None, math.inf
    reach = 1.4 * _SAME_LINE * piece.run.font_size
    heights = range(_height(piece.base - reach), _height(piece.base + reach) + 1)
    for pieces in (pieces for height in heights for pieces in by_height.get(height, ())):
        last = pieces[-1]
        size = max(last.run.font_size, piece.run.font_size)
        alike = last.symbol or piece.symbol or abs(last.run.font_size - piece.run.font_size) < 0.25 * size
        gap = (piece.start - last.end) / size
        limit = _SIGN_GAP if _COUNT_ONLY.search(last.text) else _WORD_GAP
        same = abs(piece.base - last.base) < _SAME_LINE * size
        if alike and same and -0.5 < gap < limit and gap < best_gap:
            best, best_gap = pieces, gap
    return best


def _line(pieces: Sequence[_Piece]) -> Line:
    text, rectangle = pieces[0].text, pieces[0].run.rectangle
    for last, piece in itertools.pairwise(pieces):
        tight = piece.start - last.end < 0.18 * piece.run.font_size or last.symbol or last.text in ("+", "-")
        text += piece.text if tight else f" {piece.text}"
        rectangle = rectangle.united(piece.run.rectangle)
    size = max(piece.run.font_size for piece in pieces)
    first = pieces[0]
    return Line(
        text,
        rectangle,
        round(first.run.angle) % 360,
        size,
        first.start,
        max(p.end for p in pieces),
        first.base,
    )


class LineGrid:
    """Finds the lines near a line without comparing each with each; hostile pages hold many thousands.

    Args:
        lines: As ``lines_of`` returns them.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._cells: dict[tuple[float, int, int], list[int]] = {}
        for at, line in enumerate(lines):
            for column in _cells(line.start, line.end):
                self._cells.setdefault((line.angle, _cell(line.base), column), []).append(at)

    def around(self, at: int, reach: float, beside: float = 2.0) -> list[tuple[int, Line]]:
        """Return the other lines of the same direction near one.

        Args:
            at: Index of the line.
            reach: How far above and below, in its letter sizes.
            beside: How far beyond both its ends, likewise.

        Returns:
            Index and line, from top to bottom for the reader, then in reading direction.
        """
        line = self.lines[at]
        rows = range(_cell(line.base - reach * line.size), _cell(line.base + reach * line.size) + 1)
        columns = _cells(line.start - beside * line.size, line.end + beside * line.size)
        found = {
            other
            for row in rows
            for column in columns
            for other in self._cells.get((line.angle, row, column), ())
            if other != at and abs(self.lines[other].base - line.base) <= reach * line.size
        }
        return [(other, self.lines[other]) for other in sorted(found)]


def _cell(value: float) -> int:
    return math.floor(value / _CELL)


def _cells(start: float, end: float) -> range:
    # A line over more than the longest sheet is nonsense; its head is enough to find it.
    return range(_cell(start), min(_cell(end), _cell(start) + 400) + 1)
