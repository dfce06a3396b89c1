"""The day a shop arrives: sixty drawings and a register by mouse and keyboard; stopped, continued, given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy import func, select

from app.audit_trail import check_trail
from app.demo.earlier_shop import EarlierShop, make_earlier_shop
from app.factory import Factory
from app.jobs import Progress
from app.transfer.acts import sign_transfer
from app.transfer.queries import open_transfer, transfer_rows
from app.transfer.wording import STORING
from models.document import DocumentRevision
from models.part import Part, PartRevision
from models.vocab import RevisionState, Role
from models.vocab_transfer import TransferState
from tests.crew import PASSWORD, Crew
from tests.transfer.shop import drawing, preview, register, row
from tests.transfer.test_gauges import TITLES
from tests.ui_transfer.transfer_page import TransferPage
from ui.i18n import Texts
from ui.transfer import transfer_screen
from ui.widgets.fields import ChoiceField
from ui.widgets.reason import ReasonLine

Open = Callable[..., TransferPage]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> EarlierShop:
    """Sixty drawings, drawn once."""
    return make_earlier_shop(tmp_path_factory.mktemp("shop"), "시험 정밀")


@pytest.fixture
def small(tmp_path: Path) -> EarlierShop:
    """Two drawings, one of which contradicts the register."""
    drawings = tmp_path / "도면"
    drawings.mkdir()
    (drawings / "HB-1_A_축.pdf").write_bytes(drawing("one"))
    (drawings / "HB-2_C_커버.pdf").write_bytes(drawing("two"))
    rows = [row("HB-1", "축"), row("HB-2", "커버", rev="B"), row("B-1", "볼트", "표준품", rev="")]
    return EarlierShop(register(tmp_path / "대장.xlsx", rows), drawings)


def test_sixty_drawings_are_transferred_by_mouse_and_keyboard(
    open_page: Open, shop: EarlierShop, factory: Factory, crew: Crew
) -> None:
    page = open_page(shop.register, shop.drawings)
    assert not page.screen.next.isEnabled()
    page.push("transfer.register")
    page.push("transfer.folder")
    page.next()
    assert page.step == 2
    testers = [QAbstractItemModelTester(page.screen.match.table.rows_model)]
    # The last drawing contradicts the register; the person looks and says which revision holds.
    page.push("transfer.calling")
    (doubt,) = page.matches().values()
    assert (doubt.number, doubt.revision, doubt.reason.code) == ("HB-3060", "D", "match.newer")
    page.choose_file(doubt.path.rsplit("/", 1)[-1])
    page.fill("transfer.file.revision", "A")
    page.push("transfer.file.take")
    page.push("transfer.calling")
    settled = page.matches()[doubt.path.rsplit("/", 1)[-1]]
    assert (settled.revision, settled.reason.code, settled.score) == ("A", "match.hand", 100)
    assert page.matches()["읽어보기.txt"].reason.code == "match.no_pattern"
    page.next()
    assert page.step == 3
    facts = {name: page.fact(name) for name in ("parts", "released", "revisions", "files")}
    assert facts == {"parts": "64", "released": "64", "revisions": "64", "files": "64"}
    page.push("tab.left_out")
    page.back()
    page.next()
    page.next()
    assert page.step == 4
    with factory.reading() as session:
        assert session.scalar(select(func.count(Part.id))) == 0
    plan = page.screen.preview
    assert plan is not None
    page.sign("wrong")
    assert page.find(QLabel, "transfer.refusal").text()
    assert factory.ask(transfer_rows) == ()
    page.sign(PASSWORD)
    assert page.step == 1
    (done,) = page.screen.source.past.rows_model.rows
    assert (done.state, done.signer, done.parts, done.revisions) == (TransferState.DONE, "박승인", 64, 64)
    assert done.plan_hash == plan.plan_hash
    with factory.reading() as session:
        released = select(func.count(PartRevision.id)).where(
            PartRevision.state == RevisionState.RELEASED, PartRevision.migrated.is_(True)
        )
        assert session.scalar(released) == 64
        superseded = select(DocumentRevision.label).where(DocumentRevision.state == RevisionState.SUPERSEDED)
        assert set(session.scalars(superseded)) == {"A"}
    assert factory.ask(check_trail).problems == []
    assert testers


def test_columns_patterns_and_files_are_corrected(open_page: Open, small: EarlierShop, texts: Texts) -> None:
    page = open_page(small.register, small.drawings)
    page.push("transfer.register")
    page.push("transfer.folder")
    page.push("transfer.next")
    page.read_as("H", "note")
    assert page.screen.preview is not None
    assert {c.letter: c.field for c in page.screen.preview.columns}["H"] == "note"
    page.screen.match.patterns.set_value("{number}_{revision}_{name}\n{colour}")
    page.push("transfer.match")
    assert "{colour}" in page.find(QLabel, "refusal").text()
    # What was typed stays there to be corrected.
    assert page.screen.match.patterns.value().splitlines()[1] == "{colour}"
    page.choose_file("HB-2_C_커버.pdf")
    page.push("transfer.file.leave")
    assert page.matches()["HB-2_C_커버.pdf"].reason.code == "match.left"
    page.push("transfer.file.forget")
    assert page.matches()["HB-2_C_커버.pdf"].reason.code == "match.newer"
    page.push("transfer.drafts")
    assert page.screen.preview.count("part") == 2
    texts.switch("en" if texts.code == "ko" else "ko")
    page.wait()


def test_an_unknown_word_of_the_kind_column_is_given_a_meaning(open_page: Open, tmp_path: Path) -> None:
    book = register(tmp_path / "대장.xlsx", [row("B-1", "볼트", "파스너", rev=""), row("HB-1")])
    page = open_page(book)
    page.push("transfer.register")
    page.push("transfer.next")
    field = page.find(ChoiceField, "transfer.kind.파스너")
    assert page.screen.preview is not None
    assert page.screen.preview.count("part", release=True) == 0
    field.set_value("standard")
    field.chosen.emit("standard")
    page.wait()
    assert page.screen.preview.count("part", release=True, kind="standard") == 1
    assert page.find(ChoiceField, "transfer.kind.파스너").value() == "standard"


def test_a_refused_register_says_why_and_stays(open_page: Open, tmp_path: Path) -> None:
    broken = tmp_path / "대장.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    page = open_page(broken)
    page.push("transfer.register")
    page.push("transfer.next")
    assert page.step == 1
    assert "대장.xlsx" in page.find(QLabel, "refusal").text()


def test_a_signed_transfer_waits_and_is_continued(
    open_page: Open, small: EarlierShop, factory: Factory, crew: Crew
) -> None:
    shown = preview(factory, small.register, small.drawings)
    content = small.register.read_bytes()
    approver = crew.actor(Role.APPROVER)
    factory.perform(sign_transfer, shown, content, secret=PASSWORD, actor=approver)
    away = small.drawings.rename(small.drawings.with_name("away"))
    page = open_page()
    assert page.step == 4
    page.push("transfer.continue")
    assert str(small.drawings) in page.find(QLabel, "transfer.refusal").text()
    away.rename(small.drawings)
    page.push("transfer.continue")
    assert page.step == 1
    assert factory.ask(open_transfer) is None
    assert factory.ask(transfer_rows)[0].state is TransferState.DONE


def _running(open_page: Open, small: EarlierShop, monkeypatch: pytest.MonkeyPatch) -> TransferPage:
    """Sign a transfer whose files never end."""

    def endless(_factory: Factory, *, progress: Progress, **_facts: object) -> None:
        while True:
            progress.step(STORING, 1, 3)
            time.sleep(0.01)

    monkeypatch.setattr(transfer_screen, "run_transfer", endless)
    page = open_page(small.register, small.drawings)
    page.push("transfer.register")
    page.push("transfer.folder")
    for _step in range(3):
        page.push("transfer.next")
    page.screen.run.form.set_values({"secret": PASSWORD})
    page.press("transfer.sign")
    page.qtbot.waitUntil(lambda: page.screen.run.stop.isVisible() and bool(page.screen.run.doing.text()))
    return page


def test_a_window_that_closes_stops_a_running_transfer(
    open_page: Open, small: EarlierShop, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _running(open_page, small, monkeypatch)
    began = time.monotonic()
    page.window.close()
    assert time.monotonic() - began < 5
    waiting = factory.ask(open_transfer)
    assert waiting is not None
    assert waiting.stored == 0


def test_a_running_transfer_is_stopped_and_says_so(
    open_page: Open, small: EarlierShop, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _running(open_page, small, monkeypatch)
    page.push("transfer.stop")
    assert page.step == 4
    assert page.find(QLabel, "transfer.refusal").text()
    assert page.screen.run.go_on.isVisible()
    with factory.reading() as session:
        assert session.scalar(select(func.count(Part.id))) == 0
    monkeypatch.undo()
    page.push("transfer.continue")
    assert factory.ask(transfer_rows)[0].state is TransferState.DONE


def test_a_signed_transfer_is_given_up_for_a_reason(
    open_page: Open, small: EarlierShop, factory: Factory, crew: Crew
) -> None:
    shown = preview(factory, small.register, small.drawings)
    content = small.register.read_bytes()
    factory.perform(sign_transfer, shown, content, secret=PASSWORD, actor=crew.actor(Role.APPROVER))
    page = open_page()
    page.push("transfer.give_up")
    line = page.find(ReasonLine, "reason")
    line.field.set_value("다른 폴더였다")
    line.enter()
    page.wait()
    assert page.step == 1
    assert factory.ask(transfer_rows)[0].state is TransferState.CANCELED


def test_a_gauge_register_needs_no_folder(open_page: Open, tmp_path: Path, factory: Factory) -> None:
    rows = [
        ["G-1", "캘리퍼스", "0~150 mm", "0.01", "12", "2026-05-02", "", "합격", "C-1", "한국교정"],
        ["G-1", "캘리퍼스", "0~150 mm", "0.01", "12", "2026-05-02", "", "합격", "C-1", "한국교정"],
    ]
    page = open_page(register(tmp_path / "계측기.xlsx", rows, TITLES))
    page.screen.source.kind.set_value("gauges")
    page.screen.source.kind.chosen.emit("gauges")
    page.push("transfer.register")
    page.push("transfer.next")
    assert page.step == 2
    page.push("transfer.next")
    assert page.fact("gauges") == "1"
    page.push("tab.left_out")
    assert len(page.screen.shown.lists["left_out"].rows_model.rows) == 1
    page.push("transfer.next")
    page.sign(PASSWORD)
    assert [done.gauges for done in factory.ask(transfer_rows)] == [1]


def test_every_control_has_a_name(open_page: Open, small: EarlierShop) -> None:
    page = open_page(small.register, small.drawings)
    page.push("transfer.register")
    page.push("transfer.folder")
    for _step in range(4):
        for widget in page.screen.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy().value & 1 and widget.focusProxy() is None:
                assert widget.accessibleName(), widget.objectName() or type(widget).__name__
        page.next()
