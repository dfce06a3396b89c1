"""Packs: everything in them verifies with Python alone, they are issued whole, and given out again byte for byte."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit_trail import check_trail
from app.documents.issue import reissue_document
from app.errors import PartproofError
from app.factory import Factory
from app.jobs import CanceledError, Progress, Step
from app.packs import check_pack
from app.packs.assemble import IssuedPack, issue_pack, reissue_pack
from app.packs.contents import unique_path
from app.packs.preview import preview_pack
from app.packs.verify import verify_pack
from app.snapshot import snapshot
from models.bom import Baseline
from models.certification import EvidencePack, IssuedDocument
from models.vocab import Role
from tests.conftest import REPOSITORY
from tests.crew import Crew
from tests.documents_built.conftest import Built
from tests.documents_built.small_factory import COMPOSED, make_small_factory
from tests.packs_built.conftest import RECIPIENT, TERMS, Sent

KINDS = (
    "cover",
    "checklist",
    "bom_list",
    "characteristics_list",
    "dimensional_results",
    "submission_warrant",
)


def issued(built: Built, out: Path, **facts: object) -> IssuedPack:
    return issue_pack(
        built.factory,
        built.made.assessment,
        out,
        actor=built.crew.actor(Role.QUALITY),
        recipient=RECIPIENT,
        **facts,  # type: ignore[arg-type]
    )


def entries(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_verifies_alone_and_against_its_factory(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    made = make_small_factory(factory, crew)
    out = tmp_path / "제출 PPAP.zip"
    pack = issue_pack(factory, made.assessment, out, actor=crew.actor(Role.QUALITY), recipient="고객")
    run = subprocess.run(
        [sys.executable, "-I", str(_checker(out, tmp_path)), str(out), "--expect", pack.manifest_hash],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout.decode()
    report = verify_pack(out, factory, expected=pack.manifest_hash)
    assert report.sound
    assert report.known
    with snapshot(factory) as session:
        assert check_trail(session, held=pack.head).sound
        row = session.get_one(EvidencePack, pack.pack_id)
        assert (row.manifest_hash, row.file_hash, row.uuid) == (pack.manifest_hash, pack.sha256, pack.uuid)
        states = {one["code"]: one["state"] for one in row.options["requirements"]}
        assert states["4"] == "not_applicable"
        frozen = session.scalars(select(Baseline).where(Baseline.name == "PPAP-2026-001 / 1")).one()
        assert frozen.part_revision_id == made.part_revision
        assert frozen.content_hash == row.options["baseline"]
        assert len(frozen.content["bom"]) == 2
        assert states["1"] == "accepted"
        issued = session.scalars(select(IssuedDocument).where(IssuedDocument.uuid == pack.uuid)).all()
        listed = [
            row.file_name if row.kind == "evidence_pack" else f"documents/{row.file_name}" for row in issued
        ]
    assert sorted(listed) == sorted(pack.documents)


def _checker(pack: Path, folder: Path) -> Path:
    path = folder / "check_pack.py"
    path.write_bytes(entries(pack)["check_pack.py"])
    return path


def test_a_pack_holds_documents_originals_and_the_guide(sent: Sent) -> None:
    pack = sent.pack
    inside = entries(pack.path)
    names = [name for name in inside if name.startswith("documents/")]
    assert len(names) == len(KINDS) * 2 * 2
    for kind in KINDS:
        for language in ("ko", "en"):
            for ending in ("xlsx", "pdf"):
                assert [n for n in names if f"_{kind}_" in n and n.endswith(f"_{language}.{ending}")], kind
    bound = [name for name in inside if name.endswith(".pdf") and "/" not in name]
    assert bound == ["evidence_pack_PPAP-2026-001_en.pdf", "evidence_pack_PPAP-2026-001_ko.pdf"]
    assert "files/1_도면 DW-2210.pdf" in inside
    assert inside["files/1_도면 DW-2210.pdf"].startswith(b"%PDF")
    assert "files/16_KOLAS-26-014.pdf" not in inside, (
        "level 3 keeps checking aids (R) and does not submit them"
    )
    assert {inside[name] for name in inside if name.startswith("files/5_")} == {b"one", b"two", b"three"}
    assert all(len(name.encode()) <= 350 and len(name) <= 130 for name in inside)
    assert len({name.casefold() for name in inside}) == len(inside)
    guide = inside["HOW_TO_CHECK.txt"].decode("utf-8-sig")
    assert "제출자료 패키지 확인 방법" in guide
    assert "HOW TO CHECK THIS PACK" in guide
    assert str(pack.uuid) in guide
    assert f"{pack.head.seq}:{pack.head.hash}" in guide
    manifest = json.loads(inside["manifest.json"])
    assert manifest["audit_head"] == {"seq": pack.head.seq, "hash": pack.head.hash}
    assert manifest["recipient"] == RECIPIENT
    assert "9" in pack.open_codes


def test_the_cover_lists_every_other_file_with_its_hash(sent: Sent) -> None:
    from openpyxl import load_workbook

    inside = entries(sent.pack.path)
    covers = [name for name in inside if "_cover_" in name and name.endswith(".xlsx")]
    assert len(covers) == 2
    for cover in covers:
        sheet = load_workbook(io.BytesIO(inside[cover])).worksheets[0]
        cells = (cell.value for row in sheet.iter_rows() for cell in row)
        texts = "\n".join(str(value) for value in cells if value is not None)
        for name, content in inside.items():
            if "_cover_" not in name and "/" in name:
                assert name in texts
                assert check_pack.sha256(content) in texts


def test_a_pack_is_given_out_again_byte_for_byte(sent: Sent, tmp_path: Path) -> None:
    built, first = sent.built, sent.pack
    second = issued(built, tmp_path / "second.zip")
    assert first.path.read_bytes() != second.path.read_bytes()
    again = reissue_pack(built.factory, first.pack_id, tmp_path / "again.zip")
    assert again.read_bytes() == first.path.read_bytes()
    assert verify_pack(again, built.factory).sound
    with built.factory.reading() as session:
        rows = session.scalars(select(IssuedDocument).where(IssuedDocument.uuid == first.uuid)).all()
    assert {row.kind for row in rows} == {*KINDS, "evidence_pack"}
    inside = entries(first.path)
    for row in rows:
        document = reissue_document(built.factory, row.id, tmp_path / row.file_name)
        kept = inside.get(f"documents/{row.file_name}") or inside[row.file_name]
        assert document.read_bytes() == kept
    with pytest.raises(PartproofError) as refused:
        reissue_pack(built.factory, 999, tmp_path / "none.zip")
    assert refused.value.code == "packs.none"
    assert not (tmp_path / "none.zip").exists()


def test_one_changed_byte_fails_and_names_the_file(sent: Sent) -> None:
    built, pack = sent.built, sent.pack
    inside = entries(pack.path)
    victim = next(name for name in inside if "dimensional_results" in name and name.endswith(".xlsx"))
    content = bytearray(pack.path.read_bytes())
    place = bytes(content).index(inside[victim]) + len(inside[victim]) // 2
    content[place] ^= 1
    pack.path.write_bytes(content)
    report = verify_pack(pack.path, built.factory)
    assert not report.sound
    assert victim in {problem["file"] for problem in report.checked["problems"]}


def test_a_pack_made_by_somebody_else_is_not_ours(sent: Sent, tmp_path: Path) -> None:
    built, pack = sent.built, sent.pack
    inside = entries(pack.path)
    names = [name for name in inside if name not in ("manifest.json", "manifest.sha256")]
    manifest = json.loads(inside["manifest.json"])
    changed = next(name for name in names if "checklist" in name)
    inside[changed] += b" "
    for entry in manifest["files"]:
        if entry["path"] == changed:
            entry.update(size=len(inside[changed]), sha256=check_pack.sha256(inside[changed]))
    manifest["merkle_root"] = check_pack.merkle_root(entry["sha256"] for entry in manifest["files"])
    raw = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    told = f"{check_pack.sha256(raw)}  manifest.json\n".encode()
    forged = tmp_path / "forged.zip"
    order = [(entry["path"], inside[entry["path"]]) for entry in manifest["files"]]
    forged.write_bytes(check_pack.container([*order, ("manifest.json", raw), ("manifest.sha256", told)]))
    assert verify_pack(forged).sound, "well made: the pack alone cannot tell"
    report = verify_pack(forged, built.factory)
    assert not report.sound
    assert [problem.sentence for problem in report.problems] == [
        "Its manifest is not the one on record ({found} instead of {recorded})."
    ]
    assert not verify_pack(forged, expected=pack.manifest_hash).sound


def test_an_unknown_pack_is_said_to_be_unknown(sent: Sent, unchanged: Built) -> None:
    report = verify_pack(sent.pack.path, unchanged.factory)
    assert report.checked["ok"]
    assert report.known is False
    assert not report.sound


def test_cancel_leaves_nothing(built: Built, tmp_path: Path) -> None:
    out = tmp_path / "out" / "pack.zip"
    for steps in (1, 4, 7, 99):
        seen: list[Step] = []
        progress = Progress()

        def tell(
            step: Step, seen: list[Step] = seen, progress: Progress = progress, steps: int = steps
        ) -> None:
            seen.append(step)
            if len(seen) == steps:
                progress.cancel()

        progress._tell = tell
        try:
            issued(built, out, progress=progress)
        except CanceledError:
            assert not out.parent.exists() or list(out.parent.iterdir()) == []
        else:
            assert len(seen) <= steps
            break
    with built.factory.reading() as session:
        packs = session.scalars(select(EvidencePack)).all()
    assert len(packs) == int(out.exists())


def test_no_right_leaves_nothing(built: Built, tmp_path: Path) -> None:
    with pytest.raises(PartproofError) as refused:
        issue_pack(
            built.factory,
            built.made.assessment,
            tmp_path / "out" / "pack.zip",
            actor=built.crew.actor(Role.OPERATOR),
        )
    assert refused.value.code == "right.missing"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_locked_drawing_is_named_and_attached(tmp_path: Path, factory: Factory, crew: Crew) -> None:
    made = make_small_factory(factory, crew, locked_drawing=True)
    pack = issue_pack(factory, made.assessment, tmp_path / "pack.zip", actor=crew.actor(Role.QUALITY))
    inside = entries(pack.path)
    assert [name for name in inside if name.startswith("files/1_고객 원본")]
    assert verify_pack(pack.path, factory).sound


def test_the_preview_names_what_goes_in_and_counts_the_very_pages(sent: Sent) -> None:
    built = sent.built
    with snapshot(built.factory) as session:
        quick = preview_pack(session, built.made.assessment)
        full = preview_pack(
            session,
            built.made.assessment,
            languages=("ko", "en"),
            recipient=RECIPIENT,
            terms=TERMS,
            read_file=built.factory.read_file,
        )
    assert {document.kind for document in quick.documents} == set(KINDS)
    assert quick.pages is None
    assert len(full.documents) == 2 * len(KINDS)
    assert all(document.refused is None for document in full.documents)
    assert full.pages is not None
    assert full.pages >= 60
    assert full.pages == sum(sent.pack.pages.values())
    assert "16" in quick.kept
    assert "9" in quick.open_codes
    # The machine was changed after the process flow was attached.
    assert quick.stale == ("5",)
    assert {file.code for file in quick.files} == {"1", "5"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../CON.txt", "files/_CON.txt"),
        ("도면" * 200 + ".pdf", "files/" + "도면" * 36 + "도.pdf"),
        ("a/b\\c:d.pdf", "files/c_d.pdf"),
        ("", "files/file"),
    ],
)
def test_paths_are_safe(name: str, path: str) -> None:
    taken: set[str] = set()
    assert unique_path("files", name, taken) == path
    assert unique_path("files", name.upper(), taken).casefold() != path.casefold()
    assert COMPOSED in unique_path("files", f"{COMPOSED}.pdf", taken)


def test_the_program_named_in_packs_is_this_one() -> None:
    import tomllib

    from app.packs.build import PROGRAM

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"Partproof {project['version']}" == PROGRAM


_KILLED = """
import sys
from pathlib import Path
from app.factory import Factory
from app.packs.assemble import issue_pack
from app.unit_of_work import Actor
from app.wiring import build_hooks
from models.vocab import Role
factory = Factory.open(Path(sys.argv[1]), build_hooks())
actor = Actor(int(sys.argv[4]), "x", frozenset({Role.QUALITY}))
print("ready", flush=True)
while True:
    issue_pack(factory, int(sys.argv[2]), Path(sys.argv[3]), actor=actor)
    print("made", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is sent as a signal")
def test_a_killed_export_leaves_no_half_pack(built: Built, tmp_path: Path) -> None:
    out = tmp_path / "out" / "pack.zip"
    built.factory.close()
    arguments = [str(built.factory.place.folder), str(built.made.assessment), str(out)]
    arguments.append(str(built.crew.actor(Role.QUALITY).user_id))
    for pause in (0.15, 0.4, 0.7, 1.0, 1.3, 1.7):
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, *arguments], stdout=subprocess.PIPE, cwd=REPOSITORY
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        if out.exists():
            assert verify_pack(out, built.factory).sound
        with snapshot(built.factory) as session:
            assert check_trail(session).sound
            for row in session.scalars(select(EvidencePack)):
                assert built.factory.read_file(row.file_hash)
