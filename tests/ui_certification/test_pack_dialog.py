"""The dialog before a pack: it shows what goes in and what is open, and hands over exactly what was asked for."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.documents.terms import LeftOut
from app.errors import PartproofError
from app.packs.order import PackOrder
from tests.guards import ANSWER_MS
from tests.ui_certification.assessment_page import AssessmentPage
from ui.certification.assessment_files import files_of
from ui.certification.certificate_dialog import CertificateDialog
from ui.certification.pack_dialog import PackDialog


@pytest.fixture
def orders() -> list[PackOrder]:
    return []


@pytest.fixture
def dialog(page: AssessmentPage, orders: list[PackOrder], qtbot: QtBot, tmp_path: Path) -> PackDialog:
    """The dialog on the real preview of the demo's assessment."""
    files = files_of(dataclasses.replace(page.screen.desk, factory=page.factory))
    assert files.preview is not None
    certificate = tmp_path / "회사.p12"
    certificate.write_bytes(b"not one")
    shown = PackDialog(
        page.screen.desk,
        page.assessment,
        "한길자동차",
        files.preview,
        orders.append,
        page.screen,
        to_certificate=lambda _parent, _title: certificate,
    )
    shown.open()
    qtbot.waitUntil(lambda: shown.table.rows_model.rowCount() > 0, timeout=ANSWER_MS)
    page.settle()
    return shown


def test_it_shows_what_goes_in_with_its_pages(dialog: PackDialog) -> None:
    rows = [dialog.table.rows_model.index(row, 1).data() for row in range(dialog.table.rows_model.rowCount())]
    assert any("PPAP" in text or "PSW" in text for text in rows)
    assert any(text.endswith(".pdf") for text in rows)
    assert "pages" in dialog.says.text() or "쪽" in dialog.says.text()
    assert dialog.warns.isVisible()
    dialog.reject()


@pytest.mark.slow
def test_the_preview_follows_what_is_asked_for(dialog: PackDialog, qtbot: QtBot) -> None:
    one = dialog.table.rows_model.rowCount()
    dialog.form.set_values({"languages": "ko,en"})
    dialog.languages.chosen.emit("ko,en")
    qtbot.waitUntil(lambda: dialog.table.rows_model.rowCount() > one, timeout=ANSWER_MS)
    assert "pages" in dialog.says.text()
    dialog.reject()


def test_it_hands_over_what_was_asked_for(dialog: PackDialog, orders: list[PackOrder]) -> None:
    dialog.form.set_values({"purpose": "양산 승인", "until": "2027-06-31", "watermark": "대외비"})
    dialog.accept()
    assert orders == [], "the 31st of June is no day"
    dialog.form.set_values({"until": "2027-06-30", "languages": "ko,en"})
    dialog.left_out[LeftOut.BOM_MATERIALS].setChecked(True)
    dialog.accept()
    (order,) = orders
    assert order.recipient == "한길자동차"
    assert order.languages == ("ko", "en")
    assert order.terms.purpose == "양산 승인"
    assert order.terms.expires_on == datetime.date(2027, 6, 30)
    assert order.terms.watermark == "대외비"
    assert order.terms.left_out == {LeftOut.BOM_MATERIALS}
    assert order.signer(datetime.datetime.now(datetime.UTC)) is None


def test_a_chosen_certificate_goes_along_and_is_refused_where_it_is_none(
    dialog: PackDialog, orders: list[PackOrder]
) -> None:
    dialog._choose()
    assert dialog.secret.isVisible()
    dialog.secret.set_values({"password": "비밀"})
    dialog.accept()
    (order,) = orders
    assert order.certificate_name == "회사.p12"
    assert "비밀" not in repr(order)
    with pytest.raises(PartproofError) as refused:
        order.signer(datetime.datetime.now(datetime.UTC))
    assert refused.value.code == "documents.certificate_unreadable"


@pytest.mark.slow
def test_a_certificate_of_ones_own_is_made_and_signs(
    dialog: PackDialog, orders: list[PackOrder], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog._make()
    making = dialog.findChild(CertificateDialog)
    assert making is not None
    making._to_save = lambda _parent, _title: tmp_path / "우리.p12"
    making.form.set_values({"name": "품질팀", "organization": "대한정밀"})
    making.form.set_values({"password": "pw-1234567", "again": "다른"})
    making.yes.click()
    assert not (tmp_path / "우리.p12").exists()
    making.form.set_values({"again": "pw-1234567"})
    making.yes.click()
    # A key takes its time.
    qtbot.waitUntil(lambda: "SHA-256" in dialog.signed.text(), timeout=ANSWER_MS)
    assert (tmp_path / "우리.p12").exists()
    dialog.accept()
    (order,) = orders
    signer = order.signer(datetime.datetime.now(datetime.UTC))
    assert signer is not None
    assert signer.facts.self_made
