"""The main job by its command: what it says is what lies on the disk, and what was altered is named."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.certification.queries import assessment_rows
from app.errors import PartproofError
from app.factory import Factory
from app.inspection.queries import inspection_rows, inspection_sheet
from app.inspection.trace import reading_trace
from app.nonconformance.queries import nonconformance_rows
from app.packs import check_pack
from app.parts.queries import part_id_of
from app.production.lots import create_lot, release_lot
from app.production.queries import order_rows
from app.production.shipping import ship_lot
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from models.part import Customer
from models.vocab import EntryMode, Verdict

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def command(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a person would, from somewhere else."""
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        capture_output=True,
        check=False,
        cwd=Path.home(),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the demo printed for machines."""
    out = tmp_path_factory.mktemp("데모") / "공 장"
    ran = command("demo", "--headless", "--json", "--out", str(out))
    assert ran.returncode == 0, ran.stderr.decode()
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def test_the_summary_for_machines_is_complete(demo: dict[str, Any]) -> None:
    assert demo["verified"] is True
    assert demo["problems"] == []
    assert demo["readings"] == 40
    assert demo["nonconformances"] == 1
    assert set(demo["seconds"]) == {"factory", "design", "devices", "certification", "pack", "verify"}
    with zipfile.ZipFile(demo["pack"]) as pack:
        assert set(demo["documents"]) <= set(pack.namelist())
    kinds = {Path(name).name.split("_")[1] for name in demo["documents"]}
    assert {"dimensional", "bom", "characteristics", "checklist", "cover"} <= kinds
    assert sum(name.endswith(".xlsx") for name in demo["documents"]) >= 5
    # One bound PDF holds them all; beside it each one stands as workbook and as PDF.
    papers = [name for name in demo["documents"] if name.endswith(".pdf")]
    assert [name for name in papers if "/" not in name] == ["evidence_pack_PPAP-2026-001_ko-en.pdf"]
    books = {name.removesuffix(".xlsx") for name in demo["documents"] if name.endswith(".xlsx")}
    assert {name.removesuffix(".pdf") for name in papers if "/" in name} == books


def test_a_printed_value_leads_to_its_raw_bytes(demo: dict[str, Any]) -> None:
    factory = Factory.open(Path(demo["factory"]), build_hooks())
    inspection = factory.ask(inspection_rows)[0]
    sheet = factory.ask(inspection_sheet, inspection.id)
    bad = [(row.number, cell) for row in sheet.rows for cell in row.cells if cell.verdict is Verdict.NG]
    assert [(number, str(cell.value)) for number, cell in bad] == [("2", "40.057")]
    reading_id = bad[0][1].reading_id
    assert reading_id is not None
    trace = factory.ask(reading_trace, reading_id)
    assert trace is not None
    assert b"40.057" in trace.raw
    assert trace.mode is EntryMode.DEVICE
    assert trace.gauge_number == "G-014"
    assert nonconformance_number(factory).startswith("NC-")
    factory.close()


def test_nothing_of_the_demo_s_order_leaves_before_the_customer_approved(demo: dict[str, Any]) -> None:
    factory = Factory.open(Path(demo["factory"]), build_hooks())
    order = factory.ask(order_rows)[0]
    customer = next(row.customer for row in factory.ask(assessment_rows) if row.code == "ppap")
    part = factory.ask(part_id_of, order.part_number)
    lot = factory.perform(
        create_lot, part_id=part, quantity=Decimal(500), order_id=order.id, actor=SYSTEM
    ).result
    factory.perform(release_lot, lot, expected_version=1, reason="합격", actor=SYSTEM)
    with factory.reading() as session:
        customer_id = session.scalars(select(Customer.id).where(Customer.name == customer)).one()
    with pytest.raises(PartproofError) as refused:
        factory.perform(ship_lot, lot, customer_id=customer_id, expected_version=2, actor=SYSTEM)
    assert refused.value.code == "shipment.not_approved"
    factory.close()


def nonconformance_number(factory: Factory) -> str:
    """Return the number of the demo's one nonconformance."""
    return factory.ask(nonconformance_rows)[0].number


def test_pack_and_factory_verify_by_command(demo: dict[str, Any]) -> None:
    assert command("verify", demo["pack"]).returncode == 0
    assert command("verify", "--factory", demo["factory"], "--head", demo["audit_head"]).returncode == 0
    alone = subprocess.run(
        [sys.executable, "-I", "-S", check_pack.__file__, demo["pack"]], capture_output=True, check=False
    )
    assert alone.returncode == 0


def test_one_edited_row_and_one_changed_byte_are_named(demo: dict[str, Any], tmp_path: Path) -> None:
    copy = tmp_path / "factory"
    shutil.copytree(demo["factory"], copy)
    with sqlite3.connect(copy / "partproof.db") as database:
        database.execute("DROP TRIGGER append_only_reading_update")
        database.execute("UPDATE reading SET value = '40.049', verdict = 'ok' WHERE value = '40.057'")
    database.close()
    ran = command("verify", "--factory", str(copy))
    assert ran.returncode == 1
    said = (ran.stdout + ran.stderr).decode()
    assert "reading" in said
    assert "append_only_reading_update" in said

    content = bytearray(Path(demo["pack"]).read_bytes())
    place = content.find(b"xl/worksheets") + 200
    content[place] ^= 1
    altered = tmp_path / "altered.zip"
    altered.write_bytes(bytes(content))
    ran = command("verify", str(altered))
    assert ran.returncode == 1
    assert b".xlsx" in ran.stdout + ran.stderr


def test_a_folder_with_things_in_it_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    ran = command("demo", "--headless", "--json", "--out", str(tmp_path))
    assert ran.returncode == 3
    assert b"Traceback" not in ran.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
