"""What a file is by its bytes: header facts of DWG and STEP, and files locked by document security named as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.drawings.file_facts import read_facts
from app.drawings.file_kind import kind_of
from app.errors import PartproofError
from models.vocab import FileKind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _hwp(bits: int) -> bytes:
    return (
        OLE
        + b"HWP Document File".ljust(32, b"\0")
        + bytes((0, 3, 0, 5))
        + bytes((bits, 0, 0, 0))
        + bytes(200)
    )


@pytest.mark.parametrize(
    ("content", "name", "kind", "detail"),
    [
        (
            b"\x9b DRMONE  This Document is encrypted and protected by Fasoo DRM ",
            "a.pdf",
            FileKind.LOCKED,
            "Fasoo",
        ),
        (b"SCDSA002\x00\x00\xf0\x06", "a.dwg", FileKind.LOCKED, "Softcamp"),
        (b"<## NASCA DRM FILE - VER1.00 ##>", "a.xlsx", FileKind.LOCKED, "NASCA"),
        (OLE + "DRMEncryptedTransform".encode("utf-16-le"), "a.doc", FileKind.LOCKED, "Microsoft"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", FileKind.PASSWORD, "Microsoft Office"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", FileKind.OLD_WORKBOOK, "xls"),
        (_hwp(0), "a.hwp", FileKind.HWP, "5.0.3.0"),
        (_hwp(0b10000), "a.hwp", FileKind.LOCKED, "HWP"),
        (_hwp(0b10), "a.hwp", FileKind.PASSWORD, "HWP"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/hwp+zip", "a.hwpx", FileKind.HWPX, ""),
        (b"V5_CFV2\x00\x00\x01", "a.CATPart", FileKind.CATIA, "V5_CFV2"),
        (b"\x00\x00\x00\x18ftypheic", "a.heic", FileKind.HEIC, "HEIC"),
        (b"AC1032" + bytes(50), "a.dwg", FileKind.DWG, "AC1032"),
        ("품번,수량\n".encode("cp949"), "a.csv", FileKind.TEXT, ""),
        (bytes(range(1, 200)), "a.bin", FileKind.OTHER, ""),
    ],
)
def test_a_file_is_known_by_its_bytes(content: bytes, name: str, kind: FileKind, detail: str) -> None:
    found = kind_of(content, name)
    assert (found.kind, found.detail, found.suspect) == (kind, detail, False)


def test_a_file_of_an_unknown_lock_is_at_least_doubted() -> None:
    found = kind_of(b"\x07\x1b\x99 something of another product" * 20, "sheet.dwg")
    assert (found.kind, found.suspect) == (FileKind.OTHER, True)


@pytest.mark.parametrize(
    ("name", "version", "release"),
    [
        ("sample_AC1032.dwg", "AC1032", "2018"),
        ("example_2018.dwg", "AC1032", "2018"),
        ("example_2000.dwg", "AC1015", "2000"),
        ("librecad_tarch_t1.dwg", "AC1027", "2013"),
    ],
)
def test_a_dwg_says_its_release(shared_dir: Path, name: str, version: str, release: str) -> None:
    facts = read_facts((shared_dir / "samples" / "drawings-dwg" / name).read_bytes(), name)
    assert (facts.kind, facts.detail, facts.pages) == (FileKind.DWG, version, None)
    assert facts.facts == {"release": release}


def test_a_step_says_its_products_and_their_tree(shared_dir: Path) -> None:
    folder = shared_dir / "samples" / "step"
    facts = read_facts((folder / "as1-oc-214.stp").read_bytes(), "as1-oc-214.stp").facts
    assert len(facts["products"]) == 9
    assert [(row[0], row[1], row[2]) for row in facts["tree"]] == [
        (0, "as1", 1),
        (1, "rod-assembly", 1),
        (2, "nut", 2),
        (2, "rod", 1),
        (1, "l-bracket-assembly", 2),
        (2, "nut-bolt-assembly", 3),
        (3, "bolt", 1),
        (3, "nut", 1),
        (2, "l-bracket", 1),
        (1, "plate", 1),
    ]
    for file in folder.glob("*.st*p"):
        assert read_facts(file.read_bytes(), file.name).kind is FileKind.STEP
    plate = read_facts((folder / "nist_mtc_crada_plate.STEP").read_bytes(), "p.step").facts
    assert (plate["system"], plate["products"]) == ("SolidWorks 2016", [["nist_mtc_crada_plate"] * 2])


def test_korean_names_in_a_step_are_decoded() -> None:
    head = b"ISO-10303-21;\nHEADER;\nFILE_NAME('x','2026',('a'),(''),'','CAD 5','');\nENDSEC;\nDATA;\n"
    product = (
        b"#1=PRODUCT('P;1','\\X2\\BE0CB77CCF13\\X0\\ it''s',$,(#2)); /* ; ' */\nENDSEC;\nEND-ISO-10303-21;\n"
    )
    assert read_facts(head + product, "a.stp").facts["products"] == [["P;1", "브라켓 it's"]]


@pytest.mark.parametrize("kind", ["drawings-pdf", "drawings-dxf", "drawings-dwg", "step"])
def test_every_drawing_of_the_samples_is_taken_in(shared_dir: Path, kind: str) -> None:
    for file in sorted((shared_dir / "samples" / kind).iterdir()):
        if file.suffix == ".md":
            continue
        facts = read_facts(file.read_bytes(), file.name)
        shown = kind in ("drawings-pdf", "drawings-dxf")
        assert (facts.pages is not None, facts.preview.startswith(b"\x89PNG")) == (shown, shown), file.name


def test_a_pdf_that_is_none_is_refused() -> None:
    with pytest.raises(PartproofError) as refused:
        read_facts(b"hello", "sheet.pdf")
    assert refused.value.code == "drawings.pdf_not_a_pdf"
