"""Made-up rows of the gallery and the models that show them. Asserts nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.i18n import Texts
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.itemmodels.tree_model import TreeRowsModel
from ui.theme.tokens import Tone


@dataclass(frozen=True)
class BomRow:
    number: str
    find: str
    name: str
    rev: str
    quantity: str
    state: str
    change: str = ""
    source: str = "구매"
    below: tuple[BomRow, ...] = field(default=(), compare=False)


BOM = (
    BomRow(
        "HB-2200-00",
        "",
        "허브 브래킷 ASSY",
        "C",
        "1 EA",
        "확정",
        source="",
        below=(
            BomRow(
                "HB-2210-01",
                "10",
                "허브 하우징",
                "B",
                "1 EA",
                "확정",
                source="자작",
                below=(
                    BomRow("RM-ADC12", "10", "알루미늄 ADC12", "—", "0.4120 kg", "확정"),
                    BomRow("ST-HELI-M8", "20", "헬리코일 M8×1.25", "A", "4 EA", "확정", "수량 2→4"),
                ),
            ),
            BomRow(
                "HB-2230-00",
                "20",
                "베어링 칼라",
                "A",
                "2 EA",
                "확정",
                source="자작",
                below=(BomRow("RM-S45C-D32", "10", "S45C 환봉 ⌀32", "—", "0.0860 kg", "확정"),),
            ),
            BomRow("ST-BLT-M8X25", "30", "육각 볼트 M8×25 10.9", "A", "4 EA", "확정", "추가"),
            BomRow("ST-BLT-M8X20", "40", "육각 볼트 M8×20 10.9", "A", "4 EA", "사용중지", "삭제"),
            BomRow("HB-2240-02", "50", "실 링", "D", "1 EA", "검토중"),
            BomRow("PK-BOX-12", "60", "포장 박스 12구", "A", "0.0833 EA", "확정"),
        ),
    ),
)
_STATE: dict[str, Tone] = {"사용중지": "ng", "검토중": "info"}
_CHANGE: dict[str, Tone] = {"추가": "ok", "삭제": "ng", "수량 2→4": "warn"}


def bom_model(texts: Texts) -> TreeRowsModel[BomRow]:
    columns: list[Column[BomRow]] = [
        Column("부품번호", lambda row: row.number),
        Column("순번", lambda row: row.find, "number"),
        Column("품명", lambda row: row.name, weight=3),
        Column("Rev", lambda row: row.rev),
        Column("수량", lambda row: row.quantity, "number"),
        Column("상태", lambda row: row.state, "chip", tone=lambda row: _STATE.get(row.state, "neutral")),
        Column("변경", lambda row: row.change, "chip", tone=lambda row: _CHANGE.get(row.change, "neutral")),
        Column("조달", lambda row: row.source, "muted", weight=1),
    ]

    def look(row: BomRow) -> Look:
        return Look(_CHANGE.get(row.change), struck=row.change == "삭제")

    model = TreeRowsModel(texts, columns, lambda row: row.below, look, lambda row: row.number)
    model.set_roots(BOM)
    return model


@dataclass(frozen=True)
class ElementRow:
    number: int
    korean: str
    english: str
    state: str
    evidence: str


ELEMENTS = tuple(
    ElementRow(*facts)
    for facts in (
        (1, "설계 기록", "Design records", "준비됨", "DW-2200 C, DW-2210 B"),
        (2, "승인된 설계변경 문서", "Authorized ECO", "준비됨", "ECO-2026-031"),
        (3, "고객 기술 승인", "Customer eng. approval", "해당 없음", "고객 요구 없음"),
        (4, "설계 FMEA", "DFMEA", "해당 없음", "설계 책임 고객"),
        (5, "공정 흐름도", "Process flow", "준비됨", "PF-2200 Rev 2"),
        (6, "공정 FMEA", "PFMEA", "갱신 필요", "도면 B 개정 후 미갱신"),
        (7, "관리계획서", "Control plan", "갱신 필요", "도면 B 개정 후 미갱신"),
        (8, "측정시스템 분석", "MSA", "부족", "특성 3: %GRR 32.4"),
        (9, "치수 측정 결과", "Dimensional results", "준비됨", "46/46 합격"),
        (10, "재료·성능 시험", "Material / perf. tests", "준비됨", "밀시트 2"),
        (11, "초기 공정 능력", "Initial process studies", "준비됨", "◇ 3/3 Ppk≥1.67"),
        (12, "시험소 자격", "Qualified lab", "없음", "증빙 첨부 필요"),
        (16, "검사 보조구", "Checking aids", "준비됨", "CF-22, 검교정 유효"),
        (18, "부품 제출 보증서", "PSW", "대기", "나머지 완료 후 생성"),
    )
)
_ELEMENT: dict[str, Tone] = {"갱신 필요": "warn", "부족": "ng", "없음": "ng", "대기": "info"}


def element_model(texts: Texts) -> RowsModel[ElementRow]:
    columns: list[Column[ElementRow]] = [
        Column("#", lambda row: str(row.number), "number"),
        Column("요소", lambda row: row.korean, weight=3, second=lambda row: row.english),
        Column("상태", lambda row: row.state, "chip", tone=lambda row: _ELEMENT.get(row.state, "neutral")),
        Column("증빙", lambda row: row.evidence, "muted", weight=2),
    ]
    return RowsModel(texts, columns, ELEMENTS, key=lambda row: row.number)
