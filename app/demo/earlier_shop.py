"""A small shop before the program: a folder of plain drawings and its register, for pictures, tests and trying out.

Everything is drawn and written here; nothing of it is anybody's real part. Holds no database.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.documents.writers.shapes import Circle, Dimension, DimensionText, Direction, Polyline, View
from app.documents.writers.sheet import Sheet, TitleBlock, draw_sheet

TITLES: Final = (
    *("품번", "품명", "구분", "조달구분", "재질", "Rev", "승인일", "승인자"),
    *("고객사", "고객품번", "차종"),
)
_NAMES: Final = ("브라켓", "커버", "샤프트", "하우징", "스페이서", "플랜지", "레버", "핀", "부시", "홀더")
_MATERIALS: Final = ("SPHC", "ADC12", "S45C", "AL6061", "SUS304")
_BULK: Final = (
    ("BT-M6-20", "육각볼트 M6×20", "표준품"),
    ("NT-M6", "육각너트 M6", "표준품"),
    ("RM-SPHC-20", "열연강판 2.0t", "원자재"),
    ("PK-BOX-01", "골판지 박스", "포장재"),
)


@dataclass(frozen=True)
class EarlierShop:
    """Where register and drawings lie."""

    register: Path
    drawings: Path


def make_earlier_shop(folder: Path, company: str, *, drawings: int = 60) -> EarlierShop:
    """Write the folder and return where things lie.

    The last drawing's file says a newer revision than the register, and one more file is a note nobody listed, so
    that there is something to decide.

    Args:
        folder: A new or empty folder.
        company: For the title blocks.
        drawings: How many drawings; every tenth has an older revision too.
    """
    place = folder / "도면"
    place.mkdir(parents=True, exist_ok=True)
    rows: list[Sequence[str]] = []
    for at in range(1, drawings + 1):
        number, name = f"HB-{3000 + at}", f"{_NAMES[at % len(_NAMES)]} {at:02}"
        revision, material = "ABC"[at % 3], _MATERIALS[at % len(_MATERIALS)]
        shelf = place / f"{at // 20 + 1:02}"
        shelf.mkdir(exist_ok=True)
        said = "D" if at == drawings else revision
        _write(shelf / f"{number}_{said}_{name}.pdf", company, number, name, said, material, at)
        if at % 10 == 0 and revision != "A":
            _write(shelf / f"{number}_A_{name}.pdf", company, number, name, "A", material, at)
        day = f"{2016 + at % 8}-{at % 12 + 1:02}-{at % 27 + 1:02}"
        theirs = ("한길자동차", f"97{3000 + at}", "KX-3" if at % 2 else "MQ-4")
        rows.append((number, name, "부품", "자작", material, revision, day, "박승인", *theirs))
    rows += [
        (number, name, kind, "구매", "", "", "2018-03-02", "박승인", "", "", "")
        for number, name, kind in _BULK
    ]
    (place / "읽어보기.txt").write_text("2019년 이전 도면은 캐비닛에 있음\n", encoding="utf-8")
    register = folder / "도면관리대장.csv"
    with register.open("w", encoding="cp949", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(TITLES)
        writer.writerows(rows)
    return EarlierShop(register, place)


def _write(file: Path, company: str, number: str, name: str, revision: str, material: str, size: int) -> None:
    width, height = 40 + size % 25, 20 + size % 15
    view = View(
        origin=(90, 130),
        scale=2.0,
        shapes=(
            Polyline(((0, 0), (width, 0), (width, height), (0, height)), closed=True),
            Circle((width / 2, height / 2), 5, centre_lines=True),
            Dimension((0, 0), (width, 0), -14, DimensionText(f"{width} ±0.1")),
            Dimension((0, 0), (0, height), -14, DimensionText(f"{height} ±0.1"), Direction.VERTICAL),
        ),
    )
    block = TitleBlock(
        company=company,
        drawing_number=number,
        part_number=number,
        part_name=name,
        material=material,
        revision=revision,
        scale="2 : 1",
        customer="한길자동차",
    )
    file.write_bytes(draw_sheet(Sheet(block, (view,))))
