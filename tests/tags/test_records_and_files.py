"""What a tag is printed from is found by number, code or id; tags become files; this PC remembers its printers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.commands import tag as tag_command
from app.commands.console import DONE, Console
from app.documents import tag_printers, tag_sending
from app.documents.tag_files import write_tag_file
from app.documents.tag_printers import (
    PRINTERS_FILE,
    find_printer,
    forget_printer,
    keep_printer,
    known_printers,
)
from app.documents.tag_printing import tag_print_rows
from app.documents.tag_records import find_tag_record, part_label_record, tag_records
from app.documents.tag_sending import TagPrinter
from app.documents.tags import KINDS
from app.errors import PartproofError
from app.texts import Language
from devices.barcodes.pictures import read_codes
from devices.transport.ports import PortIdentity
from models.vocab import Role
from tests.crew import PASSWORD
from tests.documents.tools import rendered
from tests.tags.shop import Shop
from tests.tags.zpl_reader import read_labels


@pytest.fixture
def engine_name() -> str:
    """Files and settings of a PC do not differ by engine; finding records is plain SQL."""
    return "sqlite"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine folder of its own."""
    folder = tmp_path / "machine"
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(folder))
    return folder


def test_every_kind_finds_its_record(shop: Shop) -> None:
    ask = shop.floor.factory.ask
    for kind in KINDS.values():
        rows = ask(tag_records, kind)
        wanted = shop.order(kind.kind).entity_id
        assert wanted in [row.id for row in rows], kind.kind
        number = next(row.number for row in rows if row.id == wanted)
        assert ask(find_tag_record, kind, number) == wanted
        assert ask(find_tag_record, kind, f" {number.lower()} ") == wanted
        assert ask(find_tag_record, kind, str(wanted)) == wanted
    assert ask(part_label_record, shop.floor.part_id) == shop.floor.part_revision_id
    assert ask(part_label_record, 4711) is None


def test_words_codes_and_signs_of_the_search(shop: Shop) -> None:
    ask = shop.floor.factory.ask
    lots = KINDS["lot"]
    number = next(row.number for row in ask(tag_records, lots) if row.id == shop.lot_id)
    assert ask(find_tag_record, lots, f"PP:L:{number}") == shop.lot_id
    assert [row.id for row in ask(tag_records, lots, f"PP:L:{number}")] == [shop.lot_id]
    assert ask(tag_records, lots, "hb-2210 없는말") == ()
    assert len(ask(tag_records, lots, "HB-2210")) == len(ask(tag_records, lots))
    for hostile in ("%", "_", "\\", "'; drop table lot"):
        assert ask(tag_records, lots, hostile) == ()
    with pytest.raises(PartproofError, match=r"tag\.record_unknown"):
        ask(find_tag_record, lots, "99999")


def test_a_tag_becomes_a_pdf_and_zpl(shop: Shop, tmp_path: Path) -> None:
    factory, actor = shop.floor.factory, shop.floor.quality
    pdf, zpl = tmp_path / "라벨.pdf", tmp_path / "라벨.zpl"
    write_tag_file(factory, shop.order("lot"), pdf, "pdf", actor=actor, copies=3, sheet=True)
    assert [code.raw for code in read_codes(rendered(pdf.read_bytes(), tmp_path, 203))] == [
        b"PP:L:261124-02"
    ] * 3
    write_tag_file(factory, shop.order("lot"), zpl, "zpl", actor=actor, copies=2, reason="분실", dpi=300)
    (label,) = read_labels(zpl.read_bytes())
    assert (label.copies, [code.content for code in label.codes]) == (2, ["PP:L:261124-02"])
    rows = factory.ask(tag_print_rows)
    assert [(row.printer, row.reprint, row.reason) for row in rows] == [("ZPL", 1, "분실"), ("PDF", 0, "")]
    with pytest.raises(PartproofError, match=r"documents\.write_failed"):
        write_tag_file(factory, shop.order("part"), pdf / "x.pdf", "pdf", actor=actor)


def test_printers_are_remembered_by_this_pc(machine: Path) -> None:
    assert known_printers() == ()
    first = TagPrinter("라벨 1", "tcp://192.168.0.30:9100")
    keep_printer(replace(first, name="  라벨   1 "))
    keep_printer(TagPrinter("A 라인", "serial:COM5", 300, 60, 115_200))
    assert [row.name for row in known_printers()] == ["A 라인", "라벨 1"]
    assert find_printer("라벨 1") == first
    keep_printer(replace(first, dpi=300))
    assert find_printer("라벨 1").dpi == 300
    keep_printer(replace(first, name="출하"), instead_of="라벨 1")
    assert [row.name for row in known_printers()] == ["A 라인", "출하"]
    forget_printer("a 라인")
    assert [row.name for row in known_printers()] == ["출하"]
    with pytest.raises(PartproofError) as refused:
        find_printer("없음")
    assert "출하" in Language("ko").explain(refused.value)
    (machine / PRINTERS_FILE).write_text("printer = 3", encoding="utf-8")
    assert known_printers() == ()
    (machine / PRINTERS_FILE).write_text("[[printer]]\nname = 3\n[[printer]]\nname = 'x'", encoding="utf-8")
    assert known_printers() == ()
    (machine / PRINTERS_FILE).write_bytes(b"\xff")
    assert known_printers() == ()


def test_the_cable_of_a_printer_is_known_again_under_another_name(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not machine.exists()
    cable = PortIdentity("COM5", 0x0403, 0x6001, "A1", "1-2")
    present: list[PortIdentity] = []
    monkeypatch.setattr(tag_printers, "list_ports", lambda: present)
    keep_printer(TagPrinter("출하장", "serial:COM5"))
    assert find_printer("출하장").usb == ""
    present[:] = [PortIdentity("COM1"), cable]
    assert find_printer("출하장").usb == "0403:6001|A1|1-2"
    # Changed while it is unplugged, it stays known; at another address it is another one.
    present.clear()
    keep_printer(TagPrinter("출하장 2", "serial:COM5", dpi=300), instead_of="출하장")
    (kept,) = known_printers()
    assert (kept.usb, kept.dpi) == ("0403:6001|A1|1-2", 300)
    assert tag_sending._cable(kept, "COM5") == cable
    keep_printer(TagPrinter("출하장 2", "serial:COM6"))
    assert known_printers()[0].usb == ""
    assert tag_sending._cable(known_printers()[0], "COM6") == "COM6"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"dpi": 72},
        {"width": 3.0},
        {"width": 900.0},
        {"baud": 1},
        {"address": "192.168.0.30"},
    ],
)
def test_a_printer_that_cannot_be_is_not_kept(wrong: dict[str, object]) -> None:
    printer = replace(TagPrinter("라벨 1", "tcp://192.168.0.30"), **wrong)  # type: ignore[arg-type]
    with pytest.raises(PartproofError, match=r"tag\.printer_"):
        keep_printer(printer)
    assert known_printers() == ()


def test_tags_by_command(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARTPROOF_PASSWORD", PASSWORD)
    pdf = tmp_path / "out.pdf"
    place = ["--factory", str(shop.floor.factory.place.folder), "--user", Role.QUALITY.value]
    words = ["lot", "261124-02", *place, "--out", str(pdf), "--copies", "2", "--lang", "en"]
    assert tag_command.main(words, Console(Language("en"))) == DONE
    assert "2 printed to" in capsys.readouterr().out
    assert read_codes(rendered(pdf.read_bytes(), tmp_path, 203))[0].raw == b"PP:L:261124-02"
    with pytest.raises(PartproofError, match=r"tag\.reprint_reason"):
        tag_command.main(words, Console(Language("en")))
    again = [*words, "--reason", "damaged"]
    assert tag_command.main(again, Console(Language("en"))) == DONE
    box = ["box", "261124-02", *place, "--zpl", str(tmp_path / "x.zpl")]
    box += ["--entry", "box_number=1", "--entry", "boxes=2"]
    assert tag_command.main(box, Console(Language("en"))) == DONE
    sheet = ["commands", *place, "--out", str(tmp_path / "c.pdf")]
    assert tag_command.main(sheet, Console(Language("ko"))) == DONE
    with pytest.raises(PartproofError, match=r"tag\.no_printer"):
        tag_command.main(["lot", "261124-02", *place, "--printer", "none"], Console(Language("en")))
    with pytest.raises(PartproofError, match=r"tag\.no_kind"):
        tag_command.main(["sticker", "1", *place, "--out", "x"], Console(Language("en")))
    for usage in (["lot", *place, "--out", "x"], ["lot", "1", *place], [*box, "--entry", "x"]):
        with pytest.raises(SystemExit):
            tag_command.main(usage, Console(Language("en")))
