"""Dimensions and tolerance frames of a DXF: what the file draws, what it measures, and drawing what it leaves out.

Runs in the child process only. The drawn text is what the drawing says; a measurement never replaces it.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass, field
from typing import Any, Final

from ezdxf.lldxf.const import DXFError
from ezdxf.math import Matrix44, Vec2, Vec3

from app.drawings import sheet_fonts
from app.drawings.dxf_text import frame_rows, plain
from app.drawings.sheet_scene import DrawnDimension

_KINDS: Final = {
    0: "linear",
    1: "aligned",
    2: "angular",
    3: "diameter",
    4: "radius",
    5: "angular",
    6: "ordinate",
    8: "arc",
    9: "radius",
}
_SIGNS: Final = {"diameter": "Ø", "radius": "R", "angular": "°"}
_TYPES: Final = ("DIMENSION", "ARC_DIMENSION", "LARGE_RADIAL_DIMENSION")
# Group 70 of an ordinate dimension: it measures x.
_X_TYPE: Final = 64


def is_dimension(entity: Any) -> bool:
    """Whether an entity is a dimension of any kind."""
    return entity.dxftype() in _TYPES


def complete(document: Any) -> set[str]:
    """Give every dimension that has no drawing of its own (some programs write none) the one its style asks for.

    Returns:
        Names of the blocks made.
    """
    made: set[str] = set()
    for entity in list(document.entitydb.values()):
        if entity.dxftype() != "DIMENSION" or not entity.is_alive or _drawing(entity):
            continue
        override = str(entity.dxf.get("text", "") or "")
        if override in ("R<>", "%%c<>", "Ø<>") and entity.dimtype in (3, 4):
            # ezdxf puts the sign before a radius or diameter by itself.
            entity.dxf.text = "<>"
        # What cannot be drawn stays undrawn and is noted when its sheet is read.
        with contextlib.suppress(DXFError, ArithmeticError, LookupError, ValueError, TypeError):
            entity.render()
            made.add(str(entity.dxf.get("geometry", "")))
    return made


def noted(entity: Any, drawn: bool, completed: set[str]) -> DrawnDimension | None:
    """Return the facts of a dimension; None for one that neither draws nor measures anything.

    Args:
        entity: The dimension.
        drawn: Its drawing put a text on the sheet.
        completed: Blocks that the program made, not the file.
    """
    override = str(entity.dxf.get("text", "") or "")
    kind = "arc" if entity.dxftype() == "ARC_DIMENSION" else _KINDS.get(entity.dimtype, "linear")
    measured = _measured(entity, kind)
    text = " ".join(part for part in (plain(_content(line)) for line in _texts(entity)) if part)
    # One blank as text is how a dimension is told to show none.
    if not text and override.isspace():
        return None
    derived = (not text and not drawn) or str(entity.dxf.get("geometry", "")) in completed
    if not text and measured is not None:
        text = _derived_text(entity, kind, measured, override)
    if not text:
        return None
    where = Vec3(entity.dxf.get("text_midpoint") or entity.dxf.get("defpoint") or (0, 0))
    shown = "" if override in ("", "<>") else override
    return DrawnDimension(text, kind, measured, shown, derived, where.x, where.y)


def own_text(entity: Any, facts: DrawnDimension) -> list[tuple[str, Matrix44]]:
    """Return the text of a dimension that draws none, with its place: centred on the text's middle."""
    height = text_height(entity)
    wide = sheet_fonts.width(facts.text) * height / sheet_fonts.CAP_HEIGHT
    turn = math.radians(float(entity.dxf.get("angle", 0.0))) if facts.kind == "linear" else 0.0
    if math.cos(turn) < -1e-6:
        turn += math.pi
    matrix = (
        Matrix44.translate(-wide / 2, -height / 2, 0)
        @ Matrix44.z_rotate(turn)
        @ Matrix44.translate(facts.x, facts.y, 0)
    )
    return [(facts.text, matrix)]


def text_height(entity: Any) -> float:
    """Return the cap height of a dimension's text in drawing units."""
    with contextlib.suppress(DXFError, LookupError, ValueError, TypeError, AttributeError):
        style = entity.override()
        return max(float(style.get("dimtxt", 2.5)) * (float(style.get("dimscale", 1.0)) or 1.0), 1e-6)
    return 2.5


@dataclass
class FrameDrawing:
    """A tolerance frame as it is drawn.

    Attributes:
        height: Cap height of its texts, in drawing units.
        lines: Of its cells.
        texts: With their places.
        noted: One entry for each row.
    """

    height: float
    lines: list[tuple[Vec2, Vec2]] = field(default_factory=list)
    texts: list[tuple[str, Matrix44]] = field(default_factory=list)
    noted: list[DrawnDimension] = field(default_factory=list)


def frame_of(entity: Any) -> FrameDrawing:
    """Return a TOLERANCE entity as boxes with texts; the insertion point is the middle of its left edge."""
    frame = FrameDrawing(text_height(entity))
    high, at = frame.height * 2, Vec3(entity.dxf.insert)
    along = Vec3(entity.dxf.get("x_axis_vector", (1, 0, 0)))
    place = Matrix44.z_rotate(along.angle if along.magnitude else 0.0) @ Matrix44.translate(at.x, at.y, 0)
    for row, cells in enumerate(frame_rows(str(entity.dxf.get("content", "")))):
        top, x = high / 2 - row * high, 0.0
        for cell in cells:
            wide = sheet_fonts.width(cell) * frame.height / sheet_fonts.CAP_HEIGHT
            right = x + max(wide + frame.height, high)
            corners = [(x, top), (right, top), (right, top - high), (x, top - high)]
            placed = [Vec2(corner) for corner in place.transform_vertices([Vec3(c) for c in corners])]
            frame.lines += list(zip(placed, [*placed[1:], placed[0]], strict=True))
            left, base = (x + right - wide) / 2, top - high / 2 - frame.height / 2
            frame.texts.append((cell, Matrix44.translate(left, base, 0) @ place))
            x = right
        frame.noted.append(DrawnDimension(" | ".join(cells), "frame", None, "", False, at.x, at.y))
    return frame


def _drawing(entity: Any) -> bool:
    block = entity.get_geometry_block()
    return block is not None and len(block) > 0


def _texts(entity: Any) -> list[Any]:
    block = entity.get_geometry_block()
    return [] if block is None else [line for line in block if line.dxftype() in ("TEXT", "MTEXT")]


def _content(line: Any) -> str:
    return str(line.dxf.get("text", "")) if line.dxftype() == "TEXT" else str(line.text)


def _measured(entity: Any, kind: str) -> float | None:
    stored = entity.dxf.get("actual_measurement")
    if stored is not None and float(stored) >= 0:
        return math.degrees(float(stored)) if kind == "angular" else float(stored)
    if kind == "ordinate":
        origin, feature = Vec3(entity.dxf.defpoint), Vec3(entity.dxf.get("defpoint2", (0, 0)))
        step = feature - origin
        along = step.x if int(entity.dxf.get("dimtype", 0)) & _X_TYPE else step.y
        return abs(float(along))
    if kind in ("angular", "arc"):
        # ezdxf measures the wrong one of the two angles as often as not.
        return None
    with contextlib.suppress(DXFError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError):
        return float(entity.get_measurement())
    return None


def _derived_text(entity: Any, kind: str, measured: float, override: str) -> str:
    decimals, separator, factor = 2, ".", 1.0
    with contextlib.suppress(DXFError, LookupError, ValueError, TypeError, AttributeError):
        style = entity.override()
        decimals, factor = int(style.get("dimdec", 2)), float(style.get("dimlfac", 1.0)) or 1.0
        separator = chr(int(style.get("dimdsep", 0)) or 46)
    value = measured if kind == "angular" else measured * abs(factor)
    number = f"{value:.{min(max(decimals, 0), 8)}f}"
    number = (number.rstrip("0").rstrip(".") if "." in number else number).replace(".", separator)
    sign = _SIGNS.get(kind, "")
    shown = number + sign if kind == "angular" else sign + number
    return (
        plain(override.replace("<>", number)) if override and "<>" in override else plain(override) or shown
    )
