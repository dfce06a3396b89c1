"""Every widget in the places of the pictures, with made-up facts; for tests and for looking at. Not in the product.

``python -m tests.ui.gallery FOLDER`` writes the screens as PNG.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from devices.events import ScanReceived
from tests.ui.gallery_rows import BOM, ElementRow, bom_model, element_model
from ui.i18n import Texts, say, term
from ui.main_window import Connections, MainWindow
from ui.navigation import Count, Place
from ui.panels import Desk, Screen, stacked
from ui.search_box import SearchHit
from ui.theme.theme import current_theme, install_theme
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
                "PDF나 DXF를 끌어다 놓으십시오.",
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
        following = Card(texts, "다음: 계측기 버튼을 누르십시오", "잘못 잰 값은 취소 바코드")
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


def resolve(scan: ScanReceived) -> SearchHit | None:
    return next(iter(search(scan.text)), None)


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
