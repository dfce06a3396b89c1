"""The preview of every real parts list gives the counts of the list of expectations, and writes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.commands.conftest import Run, command, environment
from tests.crew import PASSWORD

KEYS = [
    "header_row",
    "mapping",
    "encoding",
    "sheet",
    "rows",
    "quantity_total",
    "levels",
    "skipped",
    "warnings",
]
# File, rows, quantity total, as samples/EXPECTED.md gives them; its optional rows are rows too.
EXPECTED = {
    "exa-spim_solidworks_BOM.xlsx": (92, "212"),
    "exa-spim_solidworks_BOM.csv": (92, "212"),
    "odrive_BOM_v3.1.csv": (42, "194"),
    "odrive_BOM_v3.2.csv": (41, "196"),
    "odrive_BOM_v3.3.csv": (42, "195"),
    "Bill_of_Materials-FMU3_REV_D(FMU3_REV_D).xlsx": (53, "151"),
    "fractal5pro_matrix_BOM.xlsx": (200, "1326.5"),
    "tracker-one-bracket_BOM.xlsx": (9, "20"),
    "excel-semi-column.csv": (2, "0"),
    "pixhawk_parts_database.csv": (234, "0"),
}


def test_every_sample_is_expected(shared_dir: Path) -> None:
    folder = shared_dir / "samples" / "bom"
    assert {file.name for file in folder.iterdir() if file.suffix in (".xlsx", ".csv")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_preview_counts_as_expected(run: Run, shared_dir: Path, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*.*"))
    said = run("import", "bom", shared_dir / "samples" / "bom" / name, "--preview", "--json")
    assert said.code == 0, said.err
    assert said.err == ""
    preview = json.loads(said.out)
    assert list(preview) == KEYS
    assert (preview["rows"], preview["quantity_total"]) == EXPECTED[name]
    assert all(set(row) <= {"row", "reason", "file"} for row in preview["skipped"])
    new = set(tmp_path.rglob("*.*")) - set(before)
    assert {file.name for file in new} <= {"partproof.log"}


def test_files_of_a_nested_list_are_read_or_warned_of(run: Run, shared_dir: Path) -> None:
    folder = shared_dir / "samples" / "bom" / "gitplm-nested"
    whole = json.loads(run("import", "bom", folder, "--preview", "--json").out)
    assert whole["levels"] == 3
    flat = json.loads(run("import", "bom", folder / "ASY-001-0000-all.csv", "--preview", "--json").out)
    assert (flat["rows"], flat["quantity_total"]) == (10, "149")
    slipped = json.loads(run("import", "bom", folder / "cap.csv", "--preview", "--json").out)
    assert slipped["warnings"]


def test_an_import_writes_all_and_keeps_the_file(run: Run, shared_dir: Path, place: Path) -> None:
    file = shared_dir / "samples" / "bom" / "exa-spim_solidworks_BOM.xlsx"
    words = ("import", "bom", file, "--factory", place, "--parent", "top")
    said = run(*words, "--user", "engineer", "--json")
    assert said.code == 0, said.err
    done = json.loads(said.out)
    assert (done["lines"], len(done["new_parts"]), done["known_parts"]) == (92, 92, 1)
    checked = json.loads(run("verify", "--factory", place, "--json").out)
    assert (checked["sound"], checked["files"]) == (True, 1)
    assert run(*words, "--user", "engineer").refusal == "bom.has_lines"
    assert run(*words, "--user", "quality").refusal == "right.missing"
    assert run(*words, "--user", "engineer", PARTPROOF_PASSWORD="falsch").refusal == "people.wrong_password"
    assert run(*words, "--user", "engineer", PARTPROOF_PASSWORD="").refusal == "command.no_password"
    assert run(*words).refusal == "command.no_user"
    assert run(*words, PARTPROOF_USER="quality").refusal == "right.missing"
    assert run(*words[:-2]).code == 2


@pytest.mark.skipif(not hasattr(os, "login_tty"), reason="this system has no terminals of this kind")
def test_who_acts_is_asked_for_on_a_terminal(machine: Path, tmp_path: Path, place: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Part Number,Name,Qty\nP-1,Bolt,4\n", encoding="utf-8")
    ours, theirs = os.openpty()
    said = b""
    with subprocess.Popen(
        command("import", "bom", file, "--factory", place, "--parent", "top"),
        env=environment(machine),
        preexec_fn=lambda: os.login_tty(theirs),
    ) as program:
        os.close(theirs)
        answers = {b"User: ": b"engineer\n", b"Password of engineer: ": PASSWORD.encode() + b"\n"}
        while True:
            try:
                said += os.read(ours, 1000)
            except OSError:  # the program has ended and nobody holds the other side any more
                break
            for question in [asked for asked in answers if said.endswith(asked)]:
                os.write(ours, answers.pop(question))
    os.close(ours)
    assert program.returncode == 0, said.decode()
    assert not answers
    assert b"Written: 1 BOM line" in said
    assert PASSWORD.encode() not in said


def test_a_file_of_a_mac_is_found_by_the_name_that_is_typed(run: Run, tmp_path: Path, place: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "자재명세.csv")
    file.write_text(unicodedata.normalize("NFD", "품번,품명,수량\nP-1,볼트,4\n"), encoding="utf-8")
    typed = tmp_path / "자재명세.csv"
    assert not typed.exists()
    assert json.loads(run("import", "bom", typed, "--preview", "--json").out)["quantity_total"] == "4"
    said = run("import", "bom", typed, "--factory", place, "--parent", "top", "--user", "engineer")
    assert said.code == 0, said.err
    assert run("import", "bom", tmp_path / "없음.csv", "--preview").refusal == "table.missing"


def test_a_mapping_and_a_sheet_can_be_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("A1,B1,C1\nP-1,볼트,4\nP-2,너트,8\n", encoding="utf-8")
    words = ("import", "bom", file, "--preview", "--json")
    assert run(*words).refusal == "table.no_header"
    said = run(*words, "--map", "A1=part_number", "--map", "B=name", "--map", "C1=quantity")
    assert json.loads(said.out)["quantity_total"] == "12"
    assert run(*words, "--map", "A1=nonsense").refusal == "table.unknown_field"
    assert run(*words, "--map", "nonsense").code == 2
