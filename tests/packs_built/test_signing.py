"""Signed packs: intact until a byte changes; what does not open, is expired or not yet valid is refused."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from app.documents.writers.sign import make_certificate, open_certificate, sign_pdf, signatures_of
from app.errors import PartproofError
from app.packs.assemble import issue_pack, reissue_pack
from app.packs.compare import compare_pack
from app.packs.signing import open_signer
from app.packs.verify import verify_pack
from models.vocab import Role
from tests.documents.tools import pdf_text, squeezed
from tests.documents_built.conftest import Built
from tests.packs_built.test_pack import entries

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate() -> bytes:
    return make_certificate("품질팀", "대한정밀부품㈜", "비밀 1", NOW)


def small_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_a_signed_pack_says_what_its_signature_proves(
    built: Built, certificate: bytes, tmp_path: Path
) -> None:
    signer = open_signer(certificate, "비밀 1", "c.p12", NOW)
    pack = issue_pack(
        built.factory,
        built.made.assessment,
        tmp_path / "signed.zip",
        actor=built.crew.actor(Role.QUALITY),
        signer=signer,
    )
    report = verify_pack(pack.path, built.factory)
    assert report.sound
    ((name, found),) = report.signatures
    assert name == "evidence_pack_PPAP-2026-001_ko-en.pdf"
    assert found.intact
    assert found.whole_file
    assert found.facts == signer.facts
    assert signer.facts.self_made
    text = squeezed(pdf_text(entries(pack.path)[name], tmp_path))
    assert "자체제작인증서로전자서명" in text
    assert signer.facts.fingerprint in text
    again = reissue_pack(built.factory, pack.pack_id, tmp_path / "again.zip")
    assert again.read_bytes() == pack.path.read_bytes()
    with built.factory.reading() as session:
        assert compare_pack(session, pack.pack_id).changed == ()


def test_a_changed_byte_breaks_the_signature(certificate: bytes) -> None:
    opened = open_certificate(certificate, "비밀 1", "c.p12", NOW)
    signed = sign_pdf(small_pdf(), opened, "r")
    (found,) = signatures_of(signed)
    assert (found.intact, found.whole_file) == (True, True)
    changed = bytearray(signed)
    changed[signed.index(b"/MediaBox") + 12] ^= 1
    assert not [one for one in signatures_of(bytes(changed)) if one.intact]
    (longer,) = signatures_of(signed + b"\n%more\n")
    assert not longer.whole_file
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(out)
    assert not [one for one in signatures_of(out.getvalue()) if one.intact and one.whole_file]


def test_an_unreadable_pdf_has_no_signature() -> None:
    assert signatures_of(b"%PDF-1.7 /ByteRange [0 1 2 3]") == []


@pytest.mark.parametrize(
    ("password", "days", "code"),
    [
        ("falsch", 0, "documents.certificate_password"),
        ("비밀 1", 4 * 365, "documents.certificate_expired"),
        ("비밀 1", -1, "documents.certificate_not_yet"),
    ],
)
def test_a_certificate_that_cannot_sign_is_refused(
    certificate: bytes, password: str, days: int, code: str
) -> None:
    with pytest.raises(PartproofError) as refused:
        open_signer(certificate, password, "c.p12", NOW + timedelta(days=days))
    assert refused.value.code == code


@pytest.mark.parametrize("content", [b"", b"hello", b"0" * 500])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(PartproofError) as refused:
        open_signer(content, "x", "c.p12", NOW)
    assert refused.value.code in ("documents.certificate_unreadable", "documents.certificate_password")
