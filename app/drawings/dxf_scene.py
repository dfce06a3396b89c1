"""Reads a DXF file into sheets of strokes, areas and texts, with the dimensions as they are drawn.

Runs in the child process only (page_worker). Reads no other file: pictures and references of the DXF stay out.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from typing import Any, Final

from app.drawings import page_refusals as refusals
from app.drawings import sheet_fonts
from app.drawings.dxf_text import decoded
from app.drawings.page_pdfium import RefusedError
from app.drawings.sheet_scene import (
    MOST_PRIMITIVES,
    Area,
    Ink,
    Lettering,
    Matrix,
    Outline,
    SheetScene,
    Stroke,
)

# ezdxf searches the system's fonts and writes a list of them when it finds none; this one is empty.
os.environ["XDG_CACHE_HOME"] = str(sheet_fonts.FOLDER.parent / "drawing-fonts")

from ezdxf import recover
from ezdxf.addons.drawing import config, pipeline, properties, unified_text_renderer
from ezdxf.addons.drawing.backend import Backend
from ezdxf.addons.drawing.frontend import UniversalFrontend
from ezdxf.document import Drawing
from ezdxf.filemanagement import dxf_stream_info, read
from ezdxf.fonts import font_manager as font_lists
from ezdxf.fonts import fonts
from ezdxf.fonts.font_measurements import FontMeasurements
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.tagger import binary_tags_loader

from app.drawings import dxf_dimensions as dims

# Millimetres of one unit by $INSUNITS (DXF reference, HEADER section); 0 states none.
UNITS: Final = {
    1: 25.4, 2: 304.8, 3: 1609344.0, 4: 1.0, 5: 10.0, 6: 1000.0, 7: 1e6, 8: 2.54e-5, 9: 0.0254, 10: 914.4,
    13: 1e-3, 14: 100.0,
}  # fmt: skip
_SETTINGS: Final = config.Configuration(
    background_policy=config.BackgroundPolicy.WHITE,
    color_policy=config.ColorPolicy.COLOR_SWAP_BW,
    # A picture is another file, of which only the DXF knows the name.
    image_policy=config.ImagePolicy.RECT,
    hatching_timeout=2.0,
    pdsize=1,
)
_LIGHTEST: Final = 0.55
_COLOURLESS: Final = 30
_BINARY: Final = b"AutoCAD Binary DXF"
_HEADER: Final = 400_000
# ezdxf was written for sound files; a broken one ends in any of these, in any place.
_BROKEN: Final = (
    DXFError,
    OSError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)


def _own_fonts() -> None:
    faces = [
        [str(sheet_fonts.FOLDER / name), "Noto Sans KR", "Regular", 400, 5] for name in sheet_fonts.FILES
    ]
    fonts.font_manager.loads(json.dumps({"version": font_lists.CURRENT_CACHE_VERSION, "font-faces": faces}))
    if sheet_fonts.FILES[0] not in font_lists.DEFAULT_FONTS:
        font_lists.DEFAULT_FONTS.insert(0, sheet_fonts.FILES[0])


class _TextMeasure(unified_text_renderer.UnifiedTextRenderer):
    """Measures texts in the bundled fonts, whatever font the file names: all PCs show the same sheet."""

    def get_font_measurements(self, font_face: Any, cap_height: float = 1.0) -> Any:
        ratio = cap_height / sheet_fonts.CAP_HEIGHT
        return FontMeasurements(0.0, cap_height, sheet_fonts.X_HEIGHT * ratio, sheet_fonts.DESCENDER * ratio)

    def get_text_line_width(self, text: str, font_face: Any, cap_height: float = 1.0) -> float:
        return sheet_fonts.width(text) * cap_height / sheet_fonts.CAP_HEIGHT

    def get_text_path(self, text: str, font_face: Any, cap_height: float = 1.0) -> Any:
        raise ValueError("texts are not drawn as paths")

    def get_text_glyph_paths(self, text: str, font_face: Any, cap_height: float = 1.0) -> Any:
        raise ValueError("texts are not drawn as paths")

    def is_stroke_font(self, font_face: Any) -> bool:
        return False


class _Collector(Backend):
    """Takes what ezdxf's drawing frontend draws into a sheet."""

    def __init__(self, sheet: SheetScene) -> None:
        super().__init__()
        self.sheet = sheet

    def _stroke(self, acts: str, numbers: tuple[float, ...], pen: Any) -> None:
        self.sheet.strokes.append(Stroke(Outline(acts, numbers), float(pen.lineweight), ink_of(pen.color)))
        require_bounded(self.sheet)

    def set_background(self, color: str) -> None:
        pass

    def clear(self) -> None:
        pass

    def finalize(self) -> None:
        pass

    def draw_point(self, pos: Any, properties: Any) -> None:
        self._stroke("ml", (pos.x, pos.y, pos.x, pos.y), properties)

    def draw_line(self, start: Any, end: Any, properties: Any) -> None:
        self._stroke("ml", (start.x, start.y, end.x, end.y), properties)

    def draw_path(self, path: Any, properties: Any) -> None:
        outline = _outline((path,))
        if outline.acts:
            self._stroke(outline.acts, outline.numbers, properties)

    def draw_filled_paths(self, paths: Iterable[Any], properties: Any) -> None:
        outline = _outline(paths)
        if outline.acts:
            self.sheet.areas.append(Area(outline, ink_of(properties.color)))
            require_bounded(self.sheet)

    def draw_filled_polygon(self, points: Any, properties: Any) -> None:
        corners = [(float(x), float(y)) for x, y in points.vertices()]
        if len(corners) > 2:
            acts = "m" + "l" * (len(corners) - 1)
            outline = Outline(acts, tuple(number for corner in corners for number in corner))
            self.sheet.areas.append(Area(outline, ink_of(properties.color)))
            require_bounded(self.sheet)

    def draw_image(self, image_data: Any, properties: Any) -> None:
        pass


class _Pipeline(pipeline.RenderPipeline2d):
    """Hands texts on as texts instead of outlines."""

    text_engine = _TextMeasure()

    def __init__(self, collector: _Collector) -> None:
        super().__init__(collector)
        self.sheet = collector.sheet

    def draw_text(
        self, text: str, transform: Any, properties: Any, cap_height: float, dxftype: str = "TEXT"
    ) -> None:
        text = decoded(text).replace("\t", " ").replace("\\~", " ")
        text = "".join(sign for sign in text if sign.isprintable())
        if not text.strip():
            return
        a, b, _, _, c, d, _, _, _, _, _, _, e, f, _, _ = (float(number) for number in transform)
        ink = ink_of(self.get_backend_properties(properties).color)
        h = cap_height
        # In a viewport the sheet shows a part of the model, at its own scale.
        where = _placed(self.clipping_portal, (a * h, b * h, c * h, d * h, e, f))
        if where is not None:
            self.sheet.letterings.append(Lettering(text, where, ink))
            require_bounded(self.sheet)


class _Frontend(UniversalFrontend):
    """Draws tolerance frames too, notes every dimension drawn, and counts what it cannot draw."""

    def __init__(self, context: Any, out: _Pipeline, completed: set[str]) -> None:
        super().__init__(context, out, _SETTINGS)
        self._sheet, self._completed, self._portal = out.sheet, completed, out.clipping_portal
        self._dispatch["TOLERANCE"] = self._draw_frame

    def draw_entity(self, entity: Any, properties: Any) -> None:
        if not dims.is_dimension(entity):
            super().draw_entity(entity, properties)
            return
        before = len(self._sheet.letterings)
        super().draw_entity(entity, properties)
        drawn = len(self._sheet.letterings) > before
        if self._portal.is_active and not drawn:
            # It stands on the model, but not in the part that this layout shows.
            return
        noted = dims.noted(entity, drawn, self._completed)
        if noted is None:
            return
        if noted.derived and not drawn:
            for text, matrix in dims.own_text(entity, noted):
                self.pipeline.draw_text(text, matrix, properties, dims.text_height(entity))
        self._sheet.dimensions.append(noted)

    def _draw_frame(self, entity: Any, properties: Any) -> None:
        rows = dims.frame_of(entity)
        for line in rows.lines:
            self.pipeline.draw_line(*line, properties)
        for text, matrix in rows.texts:
            self.pipeline.draw_text(text, matrix, properties, rows.height)
        self._sheet.dimensions += rows.noted

    def skip_entity(self, entity: Any, msg: str) -> None:
        if msg == "invisible":
            # Its layer is switched off: the sheet is shown as it was saved.
            return
        kind = str(entity.dxftype())
        self._sheet.skipped[kind] = self._sheet.skipped.get(kind, 0) + 1


def read_dxf(content: bytes) -> tuple[str, list[SheetScene]]:
    """Return the version and the sheets: the model and every layout on which something is drawn.

    Raises:
        RefusedError: DXF_DAMAGED, DXF_TOO_COMPLEX or NO_PAGES.
    """
    _own_fonts()
    document = _opened(content)
    stated = document.header.get("$INSUNITS", 0)
    unit = UNITS.get(stated, 25.4 if document.header.get("$MEASUREMENT", 1) == 0 and stated == 1 else 1.0)
    sheets: list[SheetScene] = []
    try:
        completed = dims.complete(document)
        # The model first, then the layouts in the order of their tabs, as every CAD program shows them.
        for name in document.layout_names_in_taborder():
            layout = document.layout(name)
            sheet = SheetScene(layout.name, unit, stated in UNITS)
            if layout.is_any_paperspace:
                # A layout is measured in millimetres or inches of paper (plot_paper_units 0 is inches).
                sheet.unit = 25.4 if layout.dxf.get("plot_paper_units", 1) == 0 else 1.0
                if not any(
                    entity.dxftype() != "VIEWPORT" or entity.dxf.get("id", 1) > 1 for entity in layout
                ):
                    continue
            out = _Pipeline(_Collector(sheet))
            _Frontend(properties.RenderContext(document), out, completed).draw_layout(layout)
            if sheet.count:
                sheets.append(sheet)
    except (RefusedError, MemoryError):
        raise
    except RecursionError as error:
        raise RefusedError(refusals.DXF_TOO_COMPLEX, limit=MOST_PRIMITIVES) from error
    except _BROKEN as error:
        raise RefusedError(refusals.DXF_DAMAGED) from error
    if not sheets:
        raise RefusedError(refusals.NO_PAGES)
    return str(document.dxfversion), sheets


def require_bounded(sheet: SheetScene) -> None:
    """Refuse a sheet that goes on for ever.

    Raises:
        RefusedError: DXF_TOO_COMPLEX.
    """
    if sheet.count > MOST_PRIMITIVES:
        raise RefusedError(refusals.DXF_TOO_COMPLEX, limit=MOST_PRIMITIVES)


def ink_of(colour: str) -> Ink:
    """Return a colour that is legible on white paper; ``colour`` is ``#rrggbb`` with an optional alpha."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    light = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
    if light <= _LIGHTEST:
        return red, green, blue
    if max(red, green, blue) - min(red, green, blue) < _COLOURLESS:
        return 0, 0, 0
    share = _LIGHTEST / light
    return round(red * share), round(green * share), round(blue * share)


def _opened(content: bytes) -> Any:
    """Return the document as it is; only a broken structure is mended, which may leave things out."""
    try:
        if content.startswith(_BINARY):
            return Drawing.load(binary_tags_loader(content, errors="surrogateescape"))
        content = with_its_codepage(content)
        about = dxf_stream_info(io.StringIO(content[:_HEADER].decode("latin-1"), newline=None))
        stream = io.TextIOWrapper(io.BytesIO(content), about.encoding, errors="surrogateescape")
        return read(stream)
    except _BROKEN:
        pass
    try:
        document, _auditor = recover.read(io.BytesIO(content))
    except _BROKEN as error:
        raise RefusedError(refusals.DXF_DAMAGED) from error
    return document


def with_its_codepage(content: bytes) -> bytes:
    """Return an old DXF with the codepage its Korean texts are really in.

    Programs that know one codepage only write ANSI_1252 (or none) above texts in UTF-8 or CP949. From AutoCAD 2007
    on (AC1021) a DXF is UTF-8 and states so by its version.
    """
    head = content[:8000]
    if content.isascii() or any(version in head for version in (b"AC1021", b"AC1024", b"AC1027", b"AC1032")):
        return content
    stated = head.find(b"$DWGCODEPAGE")
    if stated >= 0 and b"ANSI_1252" not in head[stated : stated + 60]:
        return content
    try:
        korean = content.decode("utf-8").encode("cp949")
    except UnicodeError:
        korean = content
        try:
            text = content.decode("cp949")
        except UnicodeError:
            return content
        if not any("\uac00" <= sign <= "\ud7a3" for sign in text):
            return content
    if stated >= 0:
        return korean.replace(b"ANSI_1252", b"ANSI_949", 1)
    at = korean.find(b"HEADER")
    if at < 0:
        return content
    at = korean.find(b"\n", at) + 1
    return korean[:at] + b"  9\n$DWGCODEPAGE\n  3\nANSI_949\n" + korean[at:]


def _placed(portal: Any, where: Matrix) -> Matrix | None:
    """Return a matrix carried through the viewport that is being drawn; None outside of it."""
    from ezdxf.math import Vec2

    if not portal.is_active:
        return where
    origin, along, up = Vec2(where[4:]), Vec2(where[4:]) + Vec2(where[:2]), Vec2(where[4:]) + Vec2(where[2:4])
    if portal.clip_point(origin) is None:
        return None

    def carry(stage: Any) -> bool:
        nonlocal origin, along, up
        if stage.transform is not None:
            origin, along, up = stage.transform.fast_2d_transform([origin, along, up])
        return True

    portal.foreach_stage(carry)
    along, up = along - origin, up - origin
    return along.x, along.y, up.x, up.y, origin.x, origin.y


def _outline(paths: Iterable[Any]) -> Outline:
    acts: list[str] = []
    numbers: list[float] = []
    for path in paths:
        if not len(path):
            continue
        path = path.to_path()
        acts.append("m")
        numbers += (path.start.x, path.start.y)
        for command in path.commands():
            if command.type.name == "LINE_TO":
                acts.append("l")
            elif command.type.name == "CURVE4_TO":
                acts.append("c")
                numbers += (command.ctrl1.x, command.ctrl1.y, command.ctrl2.x, command.ctrl2.y)
            elif command.type.name == "CURVE3_TO":
                acts.append("c")
                start = (numbers[-2], numbers[-1])
                numbers += _cubic(start, (command.ctrl.x, command.ctrl.y), (command.end.x, command.end.y))
            else:
                acts.append("m")
            numbers += (command.end.x, command.end.y)
    return Outline("".join(acts), tuple(float(number) for number in numbers))


def _cubic(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return the two control points of the cubic curve that equals a quadratic one."""
    (x0, y0), (x1, y1), (x2, y2) = start, control, end
    return (
        x0 + (x1 - x0) * 2 / 3,
        y0 + (y1 - y0) * 2 / 3,
        x2 + (x1 - x2) * 2 / 3,
        y2 + (y1 - y2) * 2 / 3,
    )
