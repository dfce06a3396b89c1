"""A made-up evidence document with every kind of block, for the writers' tests. Holds no assertions."""

from __future__ import annotations

import datetime
import io

from PIL import Image, ImageDraw

from app.documents.document import (
    Align,
    ApprovalLine,
    ApprovalStep,
    AttachedPages,
    Cell,
    Column,
    ColumnKind,
    CopyMark,
    Document,
    Fact,
    Figure,
    Form,
    GroupRow,
    Heading,
    IssueRecord,
    KeyValues,
    Mark,
    Paper,
    Paragraph,
    RevisionEntry,
    Table,
)

SIGNS = "⌀ ± ° ⌖ ⏥ ⌴ ↧ Ⓜ ◇ ▽ ☑ ⌵ Ⓛ Ⓟ ⏤ ○ ⌭ ⌒ ⌓ ∠ ⊥ ⫽ ∥ ◎ ⌯ ⌰ ↗ ☐ ☒ ✓ ✗ ▲ ✔ µ μ φ Ω Δ σ ≤ ≥ × ÷ √ ① ⑳ ㈜ ℃ ㎜ ㎛ — · …"

ISSUE = IssueRecord(
    issued_at=datetime.datetime(2026, 11, 22, 1, 41, 7, tzinfo=datetime.UTC),
    zone="Asia/Seoul",
    uuid="0b8f5f0e-5d0b-4f6e-9a57-3c1f6a0a7d11",
    recipient="한빛자동차㈜ 품질보증팀",
    head_seq=48213,
    head_hash="9f2c1a7be0d4436f8a51c0de77b1a2c394e5f60718293a4b5c6d7e8f90a1b2c3",
)


def stamp_png() -> bytes:
    """Return a round red stamp."""
    image = Image.new("RGBA", (240, 240), (255, 255, 255, 0))
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((10, 10, 230, 230), outline=(178, 34, 34, 255), width=12)
    drawing.line((70, 120, 170, 120), fill=(178, 34, 34, 255), width=14)
    drawing.line((120, 60, 120, 190), fill=(178, 34, 34, 255), width=14)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def chart_png() -> bytes:
    """Return a small line chart."""
    image = Image.new("RGB", (1200, 360), "white")
    drawing = ImageDraw.Draw(image)
    points = [(40 + 46 * index, 180 + (index * 37 % 90) - 45) for index in range(25)]
    drawing.line((40, 60, 1160, 60), fill="#8A929B", width=2)
    drawing.line((40, 300, 1160, 300), fill="#8A929B", width=2)
    drawing.line(points, fill="#1F2328", width=3)
    for x, y in points:
        drawing.ellipse((x - 5, y - 5, x + 5, y + 5), fill="#1F2328")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def approval() -> ApprovalLine:
    """Return a signed approval line with one stamp."""
    return ApprovalLine(
        (
            ApprovalStep("작성", "김하늘", "2026-11-20", "전자서명 #1182"),
            ApprovalStep("검토", "이도윤", "2026-11-21", "전자서명 #1185"),
            ApprovalStep("승인", "박서준", "2026-11-22", stamp=stamp_png(), meaning="전결"),
        )
    )


_RESULTS = (
    ("1", "길이", "62", "+0.1", "-0.1", "", "버니어 150 (G-003)", "62.02", "62.04", "61.98", Mark.OK),
    (
        "2",
        "길이",
        "40",
        "+0.05",
        "0",
        "◇",
        "마이크로미터 25-50 (G-014)",
        "40.021",
        "40.018",
        "40.052",
        Mark.NG,
    ),
    ("3", "내경 ⌀26 H7", "26", "+0.021", "0", "◇", "3점 내경 (G-021)", "26.009", "26.011", "26.010", Mark.OK),
    (
        "4",
        "길이",
        "25",
        "+0.05",
        "-0.05",
        "",
        "마이크로미터 0-25 (G-015)",
        "25.010",
        "25.000",
        "24.990",
        Mark.OK,
    ),
    ("5", "나사", "M8×1.25 6H", "—", "—", "▽", "GO/NO-GO (G-030)", "GO", "GO", "GO", Mark.OK),
    ("6", "위치도 ⌖ ⌀0.2 Ⓜ A", "0.2", "0.2", "0", "", "CMM (G-040)", "0.11", "0.09", "—", Mark.WARN),
)


def dimensional_results(rows: int = 24) -> Table:
    """Return a table with header groups, numbers, verdicts and formulas."""
    words = {Mark.OK: "합격", Mark.NG: "불합격", Mark.WARN: "미측정"}
    body: list[tuple[Cell | str, ...] | GroupRow] = [GroupRow("도면 DW-2210 Rev B · 시트 1/1")]
    for index in range(rows):
        *facts, mark = _RESULTS[index % len(_RESULTS)]
        texts = [str(one) for one in facts]
        texts[0] = str(index + 1)
        formula = "=AVERAGE({x1},{x2},{x3})"
        mean = "40.030" if index % len(_RESULTS) == 1 else ""
        body.append(
            (*texts, Cell(mean, formula=formula if mean else None), Cell(words[Mark(mark)], Mark(mark)))
        )
    number, verdict = ColumnKind.NUMBER, ColumnKind.VERDICT

    def measured(key: str, title: str) -> Column:
        return Column(key, title, 7, number, group="측정값", group_subtitle="Measured values")

    return Table(
        [
            Column("no", "번호", 5, number, "No.", align=Align.CENTER),
            Column("name", "특성", 15, subtitle="Characteristic"),
            Column("nominal", "기준", 9, number, "Nominal"),
            Column("upper", "상한공차", 7, number, "Upper"),
            Column("lower", "하한공차", 7, number, "Lower"),
            Column("special", "특별\n특성", 5, verdict, "SC"),
            Column("gauge", "계측기", 15, subtitle="Gauge"),
            measured("x1", "1"),
            measured("x2", "2"),
            measured("x3", "3"),
            measured("mean", "평균"),
            Column("verdict", "판정", 8, verdict, "Result"),
        ],
        body,
        key="results",
        title="치수 측정 결과",
        subtitle="Dimensional results",
    )


def control_plan_rows() -> Table:
    """Return a table with merged cells."""
    rows = [
        ("10", "수입검사", "재질", "ADC12 (밀시트 확인)", "LOT마다", "반입 거부, 공급처 통보"),
        (
            "20",
            "CNC 정삭 가공",
            "⌀26 H7",
            "3점 내경, 5EA/2h",
            "초·중·종물",
            "기계 정지 후 직전 검사까지 소급 선별",
        ),
        (
            "20",
            "CNC 정삭 가공",
            "40 +0.05/0",
            "마이크로미터, 5EA/2h",
            "초·중·종물",
            "기계 정지 후 직전 검사까지 소급 선별",
        ),
        ("20", "CNC 정삭 가공", "위치도 ⌖ ⌀0.2 Ⓜ A", "CMM, 1EA/LOT", "LOT마다", "격리 후 품질 담당 판정"),
        ("30", "세척·포장", "이물", "육안, 전수", "전수", "재세척"),
    ]
    return Table(
        [
            Column("op", "공정\n번호", 6, align=None, merge_down=True),
            Column("process", "공정명", 14, merge_down=True, bold=True),
            Column("characteristic", "관리 특성", 18),
            Column("method", "측정 방법·시료수", 20),
            Column("when", "주기", 12),
            Column("reaction", "이상 시 조치", 26, merge_down=True),
        ],
        rows,
        key="plan",
        title="관리계획 발췌",
    )


def drawing_pdf() -> bytes:
    """Return a one-page A3 drawing that is turned by 90 degrees."""
    import pikepdf

    from app.documents.writers.canvas import new_canvas

    canvas, buffer = new_canvas((842, 1191))
    canvas.rect(28, 28, 786, 1135)
    canvas.save()
    with pikepdf.Pdf.open(io.BytesIO(buffer.getvalue())) as opened:
        opened.pages[0].rotate(90, relative=False)
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def sample(language: str = "ko", rows: int = 24, landscape: bool = False, attached: bool = True) -> Document:
    """Return the whole document."""
    return Document(
        kind="dimensional_results",
        title="치수 측정 결과 보고서",
        subtitle="Dimensional Test Results",
        language=language,
        number="DR-2026-0147",
        revision="1",
        issuer="대한정밀부품㈜ Daehan Precision Parts",
        form=Form("QF-07-02", "3", Paper.A4, landscape),
        facts=(
            Fact("품번", "HB-2210-01", "Part no."),
            Fact("품명", "허브 하우징", "Part name"),
            Fact("고객사", "한빛자동차㈜", "Customer"),
            Fact("도면·개정", "DW-2210 Rev B (사내 2)", "Drawing / rev."),
            Fact("LOT", "L261120-03", "Lot"),
            Fact("종합 판정", "불합격 1건 — 부적합 NC-2026-018 발행", "Overall result", Mark.NG),
        ),
        approval=approval(),
        revisions=(
            RevisionEntry("0", "2026-10-02", "최초 발행", "김하늘", "박서준", "ECO-2026-018"),
            RevisionEntry(
                "1",
                "2026-11-22",
                "EO 24-118 반영: ⌀26 H7 공차 변경, 특성 3 재측정",
                "김하늘",
                "박서준",
                "ECO-2026-031",
            ),
        ),
        copy=CopyMark(True, "No. 03", "생산팀 CNC 2라인", "2026-11-22 10:41 김하늘"),
        blocks=(
            Heading("측정 결과", "Results"),
            Paragraph(
                "모든 측정값은 계측기에서 직접 받은 기록이며, 수기 입력은 비고에 표시합니다. "
                "판정은 도면의 상한·하한공차(한계값 포함)에 따라 프로그램이 계산했습니다."
            ),
            dimensional_results(rows),
            Heading("관리계획과의 연결", "Link to the control plan"),
            control_plan_rows(),
            KeyValues((Fact("기호 확인", SIGNS),), columns=1),
            Figure("그림 1. 특성 2의 X̄ 관리도".replace("X̄", "Xbar"), png=chart_png(), width=0.9),
            Paragraph("참고: 계측기 G-021의 차기 검교정일은 2027-01-15입니다.", note=True),
        ),
        issue=ISSUE,
        attachments=(AttachedPages("도면 DW-2210 Rev B", drawing_pdf(), "Rev B · A3"),) if attached else (),
    )
