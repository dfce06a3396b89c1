"""The demo, then what an engineer does with it by command: export, pack, verify, back up; and the bench's figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.mark.slow
def test_documents_and_packs_of_the_demo_by_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "데모 1"
    said = run("demo", "--out", out, "--headless", "--json")
    assert said.code == 0, said.err
    demo = json.loads(said.out)
    assert demo["verified"] is True
    place = demo["factory"]
    acting = ("--factory", place, "--user", "lee")
    password = {"PARTPROOF_PASSWORD": "partproof-demo"}
    words = ("export", "bom_list", *acting, "--part", "hb-2200-00", "--out", tmp_path / "out")
    files = json.loads(run(*words, "--lang", "en", "--json", **password).out)["files"]
    assert sorted(Path(file).suffix for file in files) == [".pdf", ".xlsx"]
    assert all(Path(file).stat().st_size > 1000 for file in files)
    assert run(*words, "--lang", "en").refusal == "people.wrong_password"
    assert run("export", "nothing", *acting, "--out", tmp_path, **password).refusal == "documents.no_kind"
    assert run("export", "cover", *acting, "--part", "x", "--out", tmp_path, **password).code == 2
    pack = tmp_path / "pack.zip"
    made = run("pack", *acting, "--assessment", "1", "--out", pack, "--json", **password)
    assert made.code == 0, made.err
    told = json.loads(made.out)["manifest_sha256"]
    assert run("verify", pack, "--expect", told).code == 0
    assert run("pack", *acting, "--assessment", "77", "--out", pack, **password).refusal == "record.not_found"
    checked = run("verify", "--factory", place, "--head", demo["audit_head"], "--json")
    assert json.loads(checked.out)["sound"]
    backup = tmp_path / "b.zip"
    assert run("backup", "--factory", place, "--out", backup).code == 0
    assert run("restore", backup, "--to", tmp_path / "again").code == 0


@pytest.mark.slow
def test_bench_gives_each_figure_beside_raw(run: Run) -> None:
    said = run("bench", "--json", "--headless", "--quick")
    assert said.code == 0, said.err
    figures = {figure["name"]: figure for figure in json.loads(said.out)["figures"]}
    for name in ("reading", "row", "import", "cycle_check", "where_used", "explode", "verify"):
        assert figures[name]["value"] > 0
        assert figures[name]["raw"] > 0
        assert figures[name]["ratio"] == pytest.approx(
            figures[name]["value"] / figures[name]["raw"], rel=0.05
        )
    assert figures["reading"]["goal"] == 3.0
    # A wide margin: machines and disks are noisy; the goal itself is read from the figures.
    assert figures["reading"]["ratio"] < 12


def test_a_piece_nobody_has_is_a_usage_error(run: Run) -> None:
    said = run("bench", "nothing", "--headless")
    assert said.code == 2
    assert "readings" in said.err


@pytest.mark.slow
def test_one_piece_alone_is_measured(run: Run) -> None:
    said = run("bench", "readings", "--json", "--headless", "--quick")
    assert {figure["name"] for figure in json.loads(said.out)["figures"]} == {"reading", "reading_p99", "row"}
