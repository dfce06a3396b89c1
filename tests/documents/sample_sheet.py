"""A made-up drawing of a hub housing with every kind of shape, for the tests of the sheet. Holds no assertions."""

from __future__ import annotations

from app.documents.writers.shapes import (
    Arc,
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
    Note,
    Polyline,
    View,
)
from app.documents.writers.sheet import Sheet, SheetRevision, TitleBlock

WIDTH = Dimension((0, 40), (62, 40), 14, DimensionText("62 ±0.1"))
HEIGHT = Dimension((0, 0), (0, 40), -14, DimensionText("40", "+0.05", "0"), Direction.VERTICAL)
FRONT = View(
    (70, 150),
    (
        Polyline(((0, 0), (62, 0), (62, 40), (0, 40)), closed=True),
        Circle((31, 20), 13, centre_lines=True),
        Circle((31, 20), 18),
        *(Circle((x, y), 3.4, centre_lines=True) for x in (7, 55) for y in (7, 33)),
        Arc((31, 20), 22, 20, 50, LineKind.HIDDEN),
        WIDTH,
        HEIGHT,
        Dimension((7, 7), (55, 7), -20, DimensionText("48", basic=True)),
        Leader((40.2, 29.2), (26, 30), DimensionText("⌀26 H7"), ("⌖", "⌀0.2 Ⓜ", "A", "B")),
        Leader((57, 4), (14, -16), DimensionText("4-M8×1.25 6H ↧12")),
        Finish((20, 40), "Ra 1.6"),
        Datum((0, 10), "B", (-7, 0)),
    ),
    scale=1.5,
    label="정면도",
    label_at=(31, -24),
)
SIDE = View(
    (240, 150),
    (
        Polyline(((0, 0), (12, 0), (12, 9), (25, 9), (25, 31), (12, 31), (12, 40), (0, 40)), closed=True),
        Hatch(((0, 0), (12, 0), (12, 9), (25, 9), (25, 13), (0, 13))),
        Hatch(((0, 27), (25, 27), (25, 31), (12, 31), (12, 40), (0, 40))),
        Line((0, 13), (25, 13)),
        Line((0, 27), (25, 27)),
        Line((0, 7), (12, 7), LineKind.HIDDEN),
        Line((-4, 20), (29, 20), LineKind.CENTRE),
        Dimension((0, 40), (25, 40), 14, DimensionText("25 ±0.05")),
        Dimension((25, 9), (25, 31), 16, DimensionText("⌀22 g6", "-0.007", "-0.020"), Direction.VERTICAL),
        Dimension((0, 0), (12, 0), -12, DimensionText("12", "+0.1", "-0.1")),
        FeatureFrame((34, 44), ("⊥", "0.05", "A"), tip=(25, 31)),
        FeatureFrame((34, 2), ("⏥", "0.02")),
        Datum((0, 33), "A", (-9, 0)),
        Note((34, -6), ("C0.5 모든 모서리",)),
    ),
    scale=1.5,
    label="A-A 단면도",
    label_at=(12, -24),
)
SHEET = Sheet(
    TitleBlock(
        company="대한정밀부품㈜",
        drawing_number="DW-2210",
        part_number="HB-2210-01",
        part_name="허브 하우징",
        material="ADC12",
        revision="B",
        scale="3 : 2",
        customer="한빛자동차㈜",
        vehicle="HX 전륜",
        finish="쇼트블라스트",
        drawn="김하늘 2026-10-02",
        checked="이도윤 2026-10-05",
        approved="박서준 2026-10-06",
    ),
    (FRONT, SIDE),
    revisions=(
        SheetRevision("A", "—", "최초 출도", "2026-03-11", "김하늘"),
        SheetRevision("B", "C5", "EO 24-118: ⌀26 H7 공차 변경", "2026-10-02", "김하늘"),
    ),
    tolerances=(("0.5 이상 6 이하", "±0.1"), ("6 초과 30 이하", "±0.2"), ("30 초과 120 이하", "±0.3")),
    tolerance_title="일반공차 ISO 2768-m",
    notes=(
        "지시 없는 모서리는 C0.5로 한다.",
        "표면에 유해한 기공·균열이 없을 것.",
        "◇ 표시는 고객 지정 특별특성이다.",
    ),
)
