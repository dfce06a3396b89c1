"""The demo's drawing: a machined hub bracket on an A3 sheet, with the place of every balloon.

Draws through the ordinary sheet writer; the tolerances here are the ones the demo measures against.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.documents.writers.shapes import (
    Circle,
    Datum,
    Dimension,
    DimensionText,
    Direction,
    FeatureFrame,
    Finish,
    Hatch,
    Leader,
    Line,
    LineKind,
    Polyline,
    View,
)
from app.documents.writers.sheet import Sheet, SheetRevision, TitleBlock, draw_sheet
from app.drawings.characteristics import BalloonPlace, CharacteristicFacts
from models.vocab import CharacteristicKind, Special

NUMBER: Final = "DW-2210"
REVISION: Final = "B"
_SYMBOL: Final = "◇"


@dataclass(frozen=True)
class DemoDrawing:
    """The sheet as PDF and its characteristics with the places of their balloons."""

    pdf: bytes
    characteristics: tuple[tuple[CharacteristicFacts, BalloonPlace], ...]


def make_drawing(company: str) -> DemoDrawing:
    """Draw the sheet and say where its balloons belong."""
    front, side = _front(), _side()
    sheet = Sheet(
        title_block=TitleBlock(
            company=company,
            drawing_number=NUMBER,
            part_number="HB-2210-01",
            part_name="허브 하우징",
            material="ADC12 (KS D 6006)",
            revision=REVISION,
            scale="2 : 1",
            customer="한길자동차",
            vehicle="KX-3",
            finish="바렐 연마",
            drawn="김설계 2026-08-10",
            checked="이품질 2026-08-12",
            approved="박승인 2026-08-14",
        ),
        views=(front, side),
        revisions=(
            SheetRevision("A", "-", "최초 출도", "2026-03-02", "김설계"),
            SheetRevision("B", "C3", "높이 공차 ±0.05 → +0.05/0", "2026-08-14", "김설계"),
        ),
        tolerances=(("6 이하", "±0.1"), ("6 초과 30 이하", "±0.2"), ("30 초과 120 이하", "±0.3")),
        tolerance_title="일반공차 KS B ISO 2768-m",
        notes=(
            "지시 없는 모서리는 C0.5로 할 것.",
            "버(Burr)가 없을 것.",
            "◇ 표시는 중요특성임.",
        ),
    )
    return DemoDrawing(draw_sheet(sheet), tuple(_characteristics(sheet, front, side)))


_W62: Final = Dimension((0, 0), (62, 0), -16, DimensionText("62 ±0.1"))
_H40: Final = Dimension((0, 0), (0, 40), -16, DimensionText("40", "+0.05", "0"), Direction.VERTICAL)
_P46: Final = Dimension((8, 40), (54, 40), 14, DimensionText("46 ±0.1"))
_T25: Final = Dimension((0, 40), (25, 40), 14, DimensionText("25 ±0.05"))
_D14: Final = Dimension((25, 13), (25, 27), 16, DimensionText("⌀14", "-0.006", "-0.017"), Direction.VERTICAL)
_BORE: Final = Leader((43.4, 23.8), (46, 0.5), DimensionText("⌀26 H7", "+0.021", "0"))
_THREAD: Final = Leader((55.8, 4.2), (22, -16), DimensionText("4-M8×1.25 6H"))
_POSITION: Final = FeatureFrame((66, 12), ("⌖", "⌀0.2 Ⓜ", "A"), (56, 8))


def _front() -> View:
    holes = [Circle(centre, 4, centre_lines=True) for centre in ((8, 8), (54, 8), (8, 32), (54, 32))]
    return View(
        origin=(70, 130),
        scale=2.0,
        shapes=(
            Polyline(((0, 0), (62, 0), (62, 40), (0, 40)), closed=True),
            Circle((31, 20), 13, centre_lines=True),
            Circle((31, 20), 7),
            *holes,
            _W62,
            _H40,
            _P46,
            _BORE,
            _THREAD,
            _POSITION,
            Datum((10, 0), "A", (0, -6)),
            Finish((14, 40), "Ra 1.6"),
        ),
    )


def _side() -> View:
    return View(
        origin=(275, 130),
        scale=2.0,
        label="A-A",
        label_at=(12.5, -9),
        shapes=(
            Polyline(
                ((0, 0), (15, 0), (15, 13), (25, 13), (25, 27), (15, 27), (15, 40), (0, 40)), closed=True
            ),
            Hatch(((0, 0), (15, 0), (15, 13), (0, 13))),
            Hatch(((0, 27), (15, 27), (15, 40), (0, 40))),
            Line((0, 13), (15, 13), LineKind.HIDDEN),
            Line((0, 27), (15, 27), LineKind.HIDDEN),
            Line((-4, 20), (31, 20), LineKind.CENTRE),
            _T25,
            _D14,
        ),
    )


def _characteristics(sheet: Sheet, front: View, side: View) -> list[tuple[CharacteristicFacts, BalloonPlace]]:
    length, diameter = CharacteristicKind.LENGTH, CharacteristicKind.DIAMETER
    place = _Placer(sheet)
    return [
        (_size("1", length, "62 ±0.1", "62", "0.1", "-0.1"), place.beside(front, _W62)),
        (_size("2", length, "40 +0.05/0", "40", "0.05", "0", special=True), place.below(front, _H40)),
        (
            _size("3", diameter, "⌀26 H7 (+0.021/0)", "26", "0.021", "0", special=True),
            place.after(front, _BORE, 70),
        ),
        (_size("4", length, "25 ±0.05", "25", "0.05", "-0.05"), place.beside(side, _T25)),
        (
            CharacteristicFacts(
                number="5",
                kind=CharacteristicKind.THREAD,
                specification="4-M8×1.25 6H",
                unit="",
                places=4,
                method="나사 게이지 GO/NO-GO",
                frequency="전수",
            ),
            place.after(front, _THREAD, 84),
        ),
        (
            CharacteristicFacts(
                number="6",
                kind=CharacteristicKind.GEOMETRIC,
                specification="⌖ ⌀0.2 Ⓜ A",
                upper_limit=Decimal("0.2"),
                lower_limit=Decimal("0"),
                method="하이트 게이지",
                frequency="5EA/LOT",
            ),
            place.point(front, _POSITION.place, 75),
        ),
        (_size("7", diameter, "⌀14 g6 (-0.006/-0.017)", "14", "-0.006", "-0.017"), place.below(side, _D14)),
        (_size("8", length, "46 ±0.1", "46", "0.1", "-0.1"), place.beside(front, _P46)),
    ]


def _size(
    number: str,
    kind: CharacteristicKind,
    specification: str,
    nominal: str,
    upper: str,
    lower: str,
    *,
    special: bool = False,
) -> CharacteristicFacts:
    return CharacteristicFacts(
        number=number,
        kind=kind,
        specification=specification,
        nominal=Decimal(nominal),
        upper_tolerance=Decimal(upper),
        lower_tolerance=Decimal(lower),
        special=Special.SIGNIFICANT if special else Special.NONE,
        special_symbol=_SYMBOL if special else "",
        method="하이트 게이지",
        frequency="5EA/2h" if special else "5EA/LOT",
    )


class _Placer:
    """Turns places of the views into places of balloons (points from the top left of the page)."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def beside(self, view: View, dimension: Dimension) -> BalloonPlace:
        """Return the balloon left of a horizontal dimension's text."""
        x, y = self._sheet.place_of(view, dimension)
        return _place((x - 40, y - 12), (x - 22, y - 2))

    def below(self, view: View, dimension: Dimension) -> BalloonPlace:
        """Return the balloon below a vertical dimension's text."""
        x, y = self._sheet.place_of(view, dimension)
        return _place((x - 10, y + 46), (x - 2, y + 26))

    def after(self, view: View, leader: Leader, reach: float) -> BalloonPlace:
        """Return the balloon behind a leader's text, ``reach`` points from its knee."""
        x, y = view.paper(leader.tip)
        left, top = self._sheet.displayed((x + leader.knee[0], y + leader.knee[1]))
        return _place((left + reach + 18, top - 8), (left + reach, top - 4))

    def point(self, view: View, point: tuple[float, float], reach: float) -> BalloonPlace:
        """Return the balloon ``reach`` points right of any place of a view."""
        x, y = self._sheet.displayed(view.paper(point))
        return _place((x + reach + 16, y), (x + reach, y))


def _place(centre: tuple[float, float], anchor: tuple[float, float]) -> BalloonPlace:
    return BalloonPlace(1, _exact(centre[0]), _exact(centre[1]), _exact(anchor[0]), _exact(anchor[1]))


def _exact(points: float) -> Decimal:
    return Decimal(str(round(points, 2)))
