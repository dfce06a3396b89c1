"""The gauge register: every row by the register's own rules, the last calibration marked for ever."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.factory import Factory
from app.gauges.queries import calibration_rows
from app.gauges.register import register_rows
from app.transfer.acts import sign_transfer
from app.transfer.gauge_register import plan_gauges
from app.transfer.preview import Reading, TransferPreview
from app.transfer.queries import existing_gauges
from app.transfer.run import run_transfer
from models.gauge import Calibration, Gauge
from models.vocab import GaugeState, Role
from tests.crew import PASSWORD, Crew
from tests.transfer.shop import TODAY, register

TITLES = (
    "관리번호",
    "계측기명",
    "측정범위",
    "최소눈금",
    "교정주기",
    "교정일",
    "차기교정일",
    "판정",
    "성적서번호",
    "교정기관",
)


def _row(number: str, **others: str) -> list[object]:
    facts = {
        "name": "버니어캘리퍼스",
        "range": "0~150 mm",
        "step": "0.01",
        "interval": "12개월",
        "done": "2026-05-02",
        "due": "",
        "result": "합격",
        **others,
    }
    return [number, *facts.values(), "C-1", "한국교정"]


def _preview(folder: Path, rows: list[list[object]], factory: Factory | None = None) -> TransferPreview:
    book = register(folder / "계측기대장.xlsx", rows, TITLES)
    digest = hashlib.sha256(book.read_bytes()).hexdigest()
    known = factory.ask(existing_gauges) if factory is not None else {}
    return plan_gauges(book, digest, Reading(), today=TODAY, existing=known)


def test_each_row_that_cannot_be_says_why(tmp_path: Path) -> None:
    shown = _preview(
        tmp_path,
        [
            _row("G-1"),
            _row("g-1"),
            _row("G-2", due="2026-05-02"),
            _row("G-3", done="2027-01-01"),
            _row("G-4", done="", due="2027-01-01"),
            _row("G-5", due="2050-01-01"),
            _row("G-6", range="M6 GO"),
            _row("G-7", range="150~0"),
            _row("G-8", step="0"),
            _row("G-9", step=""),
            _row("G-10", interval="가끔"),
            _row("G-11", result="글쎄"),
            _row("G-12", name=""),
            _row(""),
            _row("G-13", done="2026-13-01"),
        ],
    )
    assert [line.content["number"] for line in shown.lines] == ["G-1"]
    assert [(entry.row, entry.reason.code) for entry in shown.left_out] == [
        (4, "gauge.twice"),
        (5, "gauge.due_before"),
        (6, "row.future_date"),
        (7, "gauge.due_alone"),
        (8, "gauge.due_far"),
        (9, "gauge.bad_range"),
        (10, "gauge.empty_range"),
        (11, "gauge.bad_resolution"),
        (12, "gauge.no_fact"),
        (13, "gauge.bad_interval"),
        (14, "row.unknown_word"),
        (15, "gauge.no_fact"),
        (16, "row.no_number"),
        (17, "row.bad_date"),
    ]


def test_gauges_come_with_their_last_calibration_marked(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    rows = [
        _row("G-1"),
        _row("G-2", done="2024-01-02", due="2025-01-01"),
        _row("G-3", done=""),
        _row("G-4", result="불합격"),
        _row("G-5", result=""),
    ]
    shown = _preview(tmp_path, rows, factory)
    assert [(entry.what, entry.reason.code) for entry in shown.notes] == [
        ("G-2", "gauge.overdue_now"),
        ("G-3", "gauge.no_calibration"),
        ("G-5", "gauge.result_assumed"),
    ]
    quality = crew.actor(Role.QUALITY)
    content = shown.register_path.read_bytes()
    factory.perform(sign_transfer, shown, content, secret=PASSWORD, actor=quality)
    assert run_transfer(factory, actor=quality).gauges == 5
    with factory.reading() as session:
        gauges = {gauge.number: gauge for gauge in session.scalars(select(Gauge))}
        calibrations = session.scalars(select(Calibration)).all()
        assert len(calibrations) == 4
        assert all(calibration.transfer_line_id is not None for calibration in calibrations)
        assert str(gauges["G-1"].calibrations[0].due_on) == "2027-05-02"
        assert str(gauges["G-1"].resolution) == "0.01"
        assert gauges["G-4"].state is GaugeState.OUT_OF_TOLERANCE
        conditions = {
            row.number: row.condition.value
            for row in register_rows(session, now=datetime(2026, 11, 24, tzinfo=UTC))
        }
    assert conditions["G-2"] == "overdue"
    assert conditions["G-3"] == "not_calibrated"
    told = factory.ask(calibration_rows, gauges["G-1"].id)
    assert [row.migrated for row in told] == [True]
    again = _preview(tmp_path, [_row("g-1")], factory)
    assert [entry.reason.code for entry in again.left_out] == ["row.exists_otherwise"]
