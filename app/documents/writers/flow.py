"""From blocks to pages: pieces with known heights, put one below the other until a page is full.

Heights are fixed before anything is drawn, so the number of pages is known first and the work stays linear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas


class Piece(Protocol):
    """Something drawn whole on one page.

    Attributes:
        height: In points.
    """

    @property
    def height(self) -> float:
        """Height in points."""
        ...

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y) points."""
        ...


class Flow(Protocol):
    """A block that can be cut at page ends."""

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Return the piece that fits into `room` points and what remains.

        Args:
            room: Height left on the page.
            fresh: The page is still empty, so something must be taken even if it is too high.

        Returns:
            (None, itself) if nothing fits; (piece, None) when done.
        """
        ...


@dataclass
class Page:
    """A page with its pieces and their distance from the top of the body, in points."""

    pieces: list[tuple[float, Piece]] = field(default_factory=list)


@dataclass(frozen=True)
class Gap:
    """White space that vanishes at a page end."""

    height: float

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Return itself if it fits, nothing at the top of a page."""
        return (None if fresh or self.height > room else self), None

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True)
class Whole:
    """A piece that is never cut; `follow` is the room that must be left below it (a heading's first lines)."""

    piece: Piece
    follow: float = 0.0

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Return the piece if it fits with what must follow."""
        if fresh or self.piece.height + self.follow <= room:
            return self.piece, None
        return None, self


@dataclass(frozen=True)
class NewPage:
    """Ends the page."""

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Ask for a fresh page unless it is one."""
        return None, (None if fresh else self)


def paginate(flows: Iterable[Flow], first_room: float, room: float) -> list[Page]:
    """Distribute the flows over pages.

    Args:
        flows: Blocks in reading order.
        first_room: Body height of the first page in points.
        room: Body height of the others.
    """
    pages = [Page()]
    left, used, fresh = first_room, 0.0, False
    for flow in flows:
        rest: Flow | None = flow
        while rest is not None:
            piece, remaining = rest.take(left, fresh)
            if piece is not None:
                pages[-1].pieces.append((used, piece))
                used += piece.height
                left -= piece.height
                fresh = False
            rest = remaining
            if rest is not None:
                pages.append(Page())
                left, used, fresh = room, 0.0, True
    return pages
