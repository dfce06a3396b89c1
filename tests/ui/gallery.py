"""Every widget in the places of the pictures, with made-up facts; for tests and for looking at. Not in the product.

``python -m tests.ui.gallery FOLDER`` writes the screens as PNG.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.i18n import Texts, say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.itemmodels.tree_model import TreeRowsModel
from ui.main_window import Connections, MainWindow
from ui.navigation import Count, Place
from ui.panels import Desk, Screen, stacked
from ui.search_box import SearchHit
from ui.theme.theme import current_theme, install_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.charts import BigValue, DonutProgress, TrendLine
from ui.widgets.chips import DeviceChip, StateChip
from ui.widgets.empty import EmptyState
from ui.widgets.facts import Conditions, FactList, StepLine
from ui.widgets.forms import FieldEditor, Form
from ui.widgets.label import Label
from ui.widgets.measuring import SampleCell, SampleStrip, ToleranceBar
from ui.widgets.tables import RowTable
from ui.widgets.tabs import TabStrip
from ui.widgets.trees import RowTree
from ui.widgets.verdict import VerdictPanel
from ui.widgets.window_bars import DeviceFact, StatusFacts


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


class PartGallery(Screen):
    """The part workspace of the pictures."""

    nouns = frozenset({"part", "bom"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Search"))
        texts = self.texts
        self.head.put("허브 브래킷 ASSY", "Hub bracket assy", "부품 / HB-2200-00")
        self.head.set_chips(
            ("고객 Rev D · 사내 3 · 검토중", "info"),
            ("현행 Rev C · 확정 2026-08-14", "neutral"),
            ("중요특성 3", "warn"),
        )
        self.add_action("비교", lambda: None, name="compare")
        self.add_action("엑셀로", lambda: None, name="excel")
        self.add_action(
            "승인 요청",
            lambda: self.desk.notices.toast("승인을 요청했습니다.", "ok", lambda: None),
            kind="primary",
            name="approve",
        )
        self.tabs = TabStrip(texts)
        for key, title in zip(
            "abcdefghij",
            (
                "개요",
                "BOM",
                "도면 2",
                "특성 46",
                "공정·관리계획",
                "검사",
                "설계변경 3",
                "인증",
                "사용처",
                "이력",
            ),
            strict=True,
        ):
            self.tabs.add_tab(key, title)
        self.tabs.show_tab("b")
        self.body.addWidget(self.tabs)
        bom = Card(texts, "BOM", "변경 3 · 전개 9행 · 3레벨", flush=True)
        bom.add_head(StateChip(texts, "Rev C → Rev D 비교", "info", bom), left=True)
        bom.add_head(Label(texts, "기준일 2026-11-22", "muted"))
        bom.add_head(Button(texts, "가져오기", name="import"))
        self.tree = RowTree(bom_model(texts), "bom")
        self.tree.setAccessibleName("BOM")
        self.tree.open_levels(-1)
        bom.add(self.tree, 1)
        foot = Label(
            texts, "중량 합계 0.734 kg (Rev C 0.721 kg, +1.8 %) · 미확정 하위 1건이 확정을 막고 있음", "muted"
        )
        foot.setContentsMargins(14, 8, 14, 10)
        bom.add(foot)
        ready = Card(texts, "확정 조건")
        ready.set_chip("2건 남음", "ng")
        conditions = Conditions(texts)
        conditions.set_conditions(
            (
                (True, "도면 PDF 첨부, SHA-256 기록"),
                (True, "순환 참조 없음"),
                (True, "고객 EO-7731 접수 · ECO-2026-031 연결"),
                (False, "하위 HB-2240-02 Rev D 미확정"),
                (False, "승인자 열람 전"),
            )
        )
        ready.add(conditions)
        stale = Card(texts, "영향 받는 자료")
        facts = FactList(texts)
        facts.add("관리계획 CP-2200 Rev 4", "갱신 필요", "warn")
        facts.add("PPAP 2200-L3 · 18요소 중 5", "갱신 필요", "warn")
        facts.add("작업지시 WO-1187", "스냅샷 유지", "neutral")
        facts.add("재고 M8×20 볼트 1,240 EA", "처리방안 미정", "ng")
        stale.add(facts)
        signed = Card(texts, "서명")
        signed.add(
            Label(texts, "작성 설계 담당 11-20 14:02\n검토 품질 담당 11-21 09:40\n승인 — 대기", "muted")
        )
        self.columns((bom, 27), (stacked(ready, stale, signed), 10))


class AssessmentGallery(Screen):
    """The assessment of the pictures."""

    nouns = frozenset({"assessment"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Search"))
        texts = self.texts
        self.head.put("PPAP 레벨 3 — HB-2200-00 Rev C", "", "인증 / 제출")
        self.head.set_chips(("고객 H사", "neutral"), ("기한 11-28 · 6일", "warn"))
        self.add_action("엑셀", lambda: None)
        self.add_action("PDF", lambda: None)
        self.add_action("제출자료 패키지 만들기", lambda: None, kind="primary")
        share = Card(texts)
        self.donut = DonutProgress(texts, "요소 준비")
        self.donut.put(11, 16)
        share.add(self.donut)
        share.add(Label(texts, "갱신 필요 2 · 부족 1 · 없음 2", "muted"))
        others = Card(texts, "다른 심사")
        facts = FactList(texts)
        for name, value in (
            ("스마트공장 수준확인", "7/10 영역"),
            ("IATF 16949 내부심사", "58/71"),
            ("SQ 평가", "22/40"),
        ):
            facts.add(name, value)
        others.add(facts)
        elements = Card(texts, "요소", "증빙은 프로그램이 찾고, 바뀌면 알려 줌", flush=True)
        elements.add_head(Button(texts, "막힌 것만", name="blocked"))
        self.table: RowTable[ElementRow] = RowTable(element_model(texts), "elements", sortable=True)
        self.table.setAccessibleName("요소")
        self.table.choose(8)
        elements.add(self.table, 1)
        why = Card(texts, "8 측정시스템 분석")
        why.set_chip("부족", "ng")
        why.add(Label(texts, "왜", "strong"))
        why.add(
            Label(
                texts,
                "특성 3 (⌀26 H7)의 Gauge R&R이 32.4 %로 30 %를 넘음. 구별 범주 수 4 < 5.",
                "muted",
                wrap=True,
            )
        )
        why.add(Label(texts, "다음", "strong"))
        why.add(Label(texts, "측정자 교육 후 재시험, 또는 3점 내경 게이지 G-025로 교체", "muted", wrap=True))
        steps = StepLine(texts)
        steps.set_steps(("작성", "영향", "승인", "출도"), 1)
        why.add(steps)
        line = QHBoxLayout()
        line.addWidget(Button(texts, "재시험 시작", kind="primary"))
        line.addWidget(Button(texts, "파일 첨부"))
        line.addStretch(1)
        why.add(line)
        self.columns((stacked(share, others), 7), (elements, 15), (why, 10))


class FormGallery(Screen):
    """Fields, editors, empty places, chips and dates."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Search"))
        texts = self.texts
        self.head.put("부품 등록", "", "부품")
        card = Card(texts, "기본 정보")
        self.form = Form(texts, 2)
        self.form.add_line("number", "부품번호", required=True)
        self.form.add_line("name", "품명", required=True)
        self.form.add_choice("kind", "종류", (("component", "부품"), ("raw", term("theme", "Light"))))
        self.form.add_decimal("weight", "중량 (kg)", "저울에서 읽은 그대로, 끝자리 0도 남습니다.")
        self.form.add_date("due", "기한")
        self.form.add_password("pin", "PIN")
        self.form.add_text("note", "비고")
        self.form.set_values({"number": "HB-2210-01", "weight": "0.4120", "due": "2026-11-28"})
        card.add(self.form)
        self.editor = FieldEditor(texts, "품명", "허브 하우징")
        card.add(self.editor)
        line = QHBoxLayout()
        line.addStretch(1)
        self.save = Button(texts, "저장", kind="primary", name="save")
        line.addWidget(Button(texts, "취소"))
        line.addWidget(self.save)
        card.add(line)
        self.form.complete()
        chips = Card(texts, "상태")
        row = QHBoxLayout()
        for word, tone in (
            ("확정", "neutral"),
            ("검토중", "info"),
            ("추가", "ok"),
            ("갱신 필요", "warn"),
            ("부족", "ng"),
        ):
            row.addWidget(StateChip(texts, word, tone, chips))  # type: ignore[arg-type]
        row.addStretch(1)
        chips.add(row)
        devices = QHBoxLayout()
        for name, state in (
            ("스캐너 COM4", "connected"),
            ("저울 COM7", "waiting"),
            ("G-014", "lost"),
            ("프린터", "off"),
        ):
            devices.addWidget(DeviceChip(texts, name, state))
        devices.addStretch(1)
        chips.add(devices)
        trend = TrendLine(texts, "추이")
        trend.put(
            [Decimal(f"40.0{n}") for n in (21, 26, 23, 29, 21, 55, 24)], Decimal("40.000"), Decimal("40.050")
        )
        chips.add(trend)
        empty = Card(texts, "도면")
        empty.add(
            EmptyState(
                texts,
                "file-text",
                "도면이 아직 없습니다",
                "PDF나 DXF를 끌어다 놓으세요.",
                ("도면 추가", lambda: None),
            ),
            1,
        )
        self.columns((card, 3), (stacked(chips, empty, fill=True), 2))


class StationGallery(Screen):
    """The station of the pictures."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Search"))
        texts = self.texts
        self.head.hide()
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(0, 0, 0, 0)
        bar = QFrame()
        bar.setObjectName("stationbar")
        facts = QHBoxLayout(bar)
        facts.setContentsMargins(28, 8, 28, 8)
        facts.setSpacing(34)
        for name, value in (
            ("작업지시", "WO-1187"),
            ("부품 · 개정", "HB-2210-01 · B"),
            ("공정", "20 CNC 선삭"),
            ("LOT", "2611-22A"),
            ("양품 / 지시", "184 / 500"),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Label(texts, name, "muted"))
            column.addWidget(Label(texts, value, "strong"))
            facts.addLayout(column)
        facts.addStretch(1)
        self.body.addWidget(bar)
        card = Card(texts)
        card.add(Label(texts, "② 높이 40 +0.05 / 0", "section"))
        line = QHBoxLayout()
        self.value = BigValue(texts, "높이")
        self.value.put("40.021", "mm")
        self.verdict = VerdictPanel(texts)
        self.verdict.put("ok", "합격")
        line.addWidget(self.value, 1)
        line.addWidget(self.verdict)
        card.add(line)
        bar_widget = ToleranceBar(texts, "높이")
        bar_widget.put(Decimal("40.000"), Decimal("40.050"), Decimal("40.021"), "ok")
        card.add(bar_widget)
        strip = SampleStrip(texts, "시료")
        strip.put(
            [
                SampleCell("40.026", "ok"),
                SampleCell("40.063", "ng"),
                SampleCell("40.021", "ok"),
                SampleCell(),
                SampleCell(),
            ],
            3,
        )
        card.add(strip)
        following = Card(texts, "다음: 계측기 버튼을 누르세요", "잘못 잰 값은 취소 바코드")
        trend = TrendLine(texts, "추이")
        trend.put(
            [Decimal(f"40.0{n}") for n in (21, 26, 23, 29, 21, 25, 24)],
            Decimal("40.000"),
            Decimal("40.050"),
            Decimal("40.025"),
        )
        following.add(trend, 1)
        drawing = Card(texts, "DW-2210 Rev B", "출도본만 열림")
        holder = QWidget()
        middle = QHBoxLayout(holder)
        middle.setContentsMargins(20, 4, 20, 4)
        middle.setSpacing(16)
        middle.addWidget(drawing, 2)
        middle.addWidget(stacked(card, following, fill=True), 3)
        self.body.addWidget(holder, 1)
        foot = QFrame()
        foot.setProperty("role", "footbar")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(28, 14, 28, 14)
        buttons.setSpacing(current_theme().pixels(3))
        for word in ("취소 (되돌리기)", "불량 등록", "비가동 등록"):
            buttons.addWidget(Button(texts, word))
        buttons.addStretch(1)
        buttons.addWidget(Button(texts, "공정 완료", kind="primary"))
        self.body.addWidget(foot)


class KeptMemory:
    """Machine settings that last as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value


def places() -> list[Place]:
    design, quality = say("Show"), say("Sign")
    made: list[tuple[str, Any, str, str, Callable[[Desk], Screen], Count | None]] = [
        ("home", None, "홈", "home", FormGallery, None),
        ("parts", design, "부품", "components", PartGallery, Count(412)),
        ("drawings", design, "도면·문서", "file-text", FormGallery, Count(1204)),
        ("changes", design, "변경 대장", "arrows-exchange", FormGallery, Count(3)),
        ("plans", quality, "관리계획", "clipboard-list", FormGallery, Count(38)),
        ("gauges", quality, "계측기", "gauge", FormGallery, Count(2, "ng")),
        ("assessments", quality, "인증 체크리스트", "certificate", AssessmentGallery, Count(7)),
        ("station", quality, "현장 단말", "device-desktop-analytics", StationGallery, None),
    ]

    def counter(count: Count | None) -> Callable[[], Count | None]:
        return lambda: count

    return [
        Place(
            key, group, say(title), sign, factory, counter(count), frozenset({key}), station=key == "station"
        )
        for key, group, title, sign, factory, count in made
    ]


def search(text: str) -> Sequence[SearchHit]:
    found = [row for root in BOM for row in (root, *root.below) if text.casefold() in row.number.casefold()]
    return [SearchHit("parts", row.number, row.number, row.name, "components") for row in found]


def resolve(text: str) -> SearchHit | None:
    return next(iter(search(text)), None)


def make_window(texts: Texts, memory: KeptMemory | None = None) -> MainWindow:
    facts = StatusFacts("daehan-parts.partproof", "2026-11-22 12:30", True, 48213, "whole")
    joined = Connections(
        ask=lambda query, *args, **named: query(*args, **named),
        perform=lambda verb, *args, **named: verb(*args, **named),
        search=search,
        resolve=resolve,
        status=lambda: facts,
        memory=memory or KeptMemory(),
    )
    window = MainWindow(texts, places(), joined)
    window.set_devices(
        [
            DeviceFact("스캐너 COM4", "connected"),
            DeviceFact("마이크로미터 G-014", "connected"),
            DeviceFact("저울 COM7", "lost"),
        ]
    )
    window.set_user("품질 담당")
    return window


def picture(widget: QWidget, size: QSize, file: Path) -> None:
    """Write a widget as PNG at a size."""
    # The offscreen screen is smaller than the pictures: full screen would shrink the window to it.
    widget.showNormal()
    widget.resize(size)
    for _turn in range(6):
        QApplication.processEvents()
    widget.grab().save(str(file))


def write_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    install_theme(application, "light")
    small, large = QSize(1280, 800), QSize(1920, 1080)
    for theme, code, size in (
        ("light", "ko", small),
        ("dark", "en", small),
        ("light", "en", large),
        ("dark", "ko", large),
        ("contrast", "ko", small),
    ):
        current_theme().choose(theme)
        window = make_window(Texts(code))
        window.tasks.idle.connect(lambda: None)
        for key in ("parts", "assessments", "home", "station"):
            window.open_place(key)
            if key == "home":
                window.toast("BOM 9행을 가져왔습니다.", "ok", lambda: None)
            while window.tasks.busy:
                application.processEvents()
            picture(window, size, folder / f"{key}-{theme}-{code}-{size.width()}.png")
        window.open_place("parts")
        window.close()
        application.processEvents()


if __name__ == "__main__":
    write_pictures(Path(sys.argv[1]))
