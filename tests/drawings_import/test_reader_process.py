"""The child process that reads large and old workbooks: its death and its slowness become refusals."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest

from app.drawings import import_process
from app.drawings.import_process import workbook_cells
from app.drawings.import_worker import TABLE_WORKER_FLAG
from app.errors import PartproofError
from app.texts import Language


def _content() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C3"], sheet["D5"], sheet["E5"] = "품번", 0.5, True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _refused(monkeypatch: pytest.MonkeyPatch, program: str) -> str:
    monkeypatch.setattr(import_process, "_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(PartproofError) as caught:
        workbook_cells(b"x", "t.xls", None)
    assert "t.xls" in Language("ko").explain(caught.value)
    return caught.value.code


def test_cells_keep_their_places() -> None:
    (sheet,) = workbook_cells(_content(), "t.xlsx", None)
    assert sheet["rows"] == [[3, ["", "", "품번"]], [5, ["", "", "", 0.5, True]]]


def test_a_child_that_dies_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refused(monkeypatch, "import os; os.abort()") == "table.broken"
    assert _refused(monkeypatch, "raise SystemExit(3)") == "table.broken"


def test_a_child_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_process, "SECONDS", 0.3)
    assert _refused(monkeypatch, "import time; time.sleep(60)") == "table.too_slow"


def test_what_the_child_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, code in (
        ("password", "table.password"),
        ("broken", "table.broken"),
        ("cells", "table.too_many_cells"),
    ):
        reply = json.dumps({"refused": answer})
        assert _refused(monkeypatch, f"print({reply!r})") == code


def test_a_reader_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(import_process, "_command", lambda: [str(tmp_path / "absent")])
    with pytest.raises(PartproofError) as caught:
        workbook_cells(b"x", "t.xls", None)
    assert caught.value.code == "table.reader_missing"


def test_an_ordinary_start_is_not_served() -> None:
    assert import_process.serve_if_asked(["partproof", "demo", "--json"]) is None
    assert import_process.serve_if_asked(["partproof", TABLE_WORKER_FLAG]) is None
