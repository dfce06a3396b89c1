"""Before a pack is made: what goes in, what is stale or open, how many pages; for whom, on what terms, signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.causes import cause_of
from app.documents.languages import BOTH
from app.documents.terms import LEFT_OUT_WORDS, LeftOut, Terms
from app.errors import PartproofError
from app.jobs import CanceledError, Progress
from app.packs.order import PackOrder
from app.packs.preview import PackPreview
from ui.certification.certificate_dialog import CertificateDialog
from ui.document_languages import DOCUMENT_LANGUAGE_WORDS
from ui.i18n import Shown, Texts, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.check import CheckField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

Preview = Callable[[int, PackOrder, Progress], PackPreview]
_MEGABYTE: Final = 1_000_000
_LANGUAGES: Final[tuple[tuple[str, Shown], ...]] = (
    *DOCUMENT_LANGUAGE_WORDS,
    ("ko,en", say("Korean and English, each a PDF of its own")),
)


@dataclass(frozen=True)
class _Going:
    """One line of what goes in."""

    key: str
    code: str
    what: Shown
    where: Shown
    refused: bool = False


def choose_certificate(parent: QWidget, title: str) -> Path | None:
    """Ask for a certificate file."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", "PKCS#12 (*.p12 *.pfx)")
    return Path(name) if name else None


class PackDialog(QDialog):
    """Shows the preview of a pack and takes the order for it.

    Args:
        desk: What a screen has at hand.
        assessment_id: What the pack proves.
        recipient: Offered as recipient.
        preview: Builds the preview, on a task.
        ordered: Called with the order when it is to be made.
        to_certificate: Asks for a certificate file.
    """

    def __init__(
        self,
        desk: Desk,
        assessment_id: int,
        recipient: str,
        preview: Preview,
        ordered: Callable[[PackOrder], object],
        parent: QWidget | None = None,
        *,
        to_certificate: Callable[[QWidget, str], Path | None] = choose_certificate,
    ) -> None:
        super().__init__(parent)
        self._desk, self._assessment, self._ordered = desk, assessment_id, ordered
        self._preview, self._to_certificate = preview, to_certificate
        self._certificate: Path | None = None
        self._progress = Progress()
        self.setModal(True)
        self.setObjectName("pack.dialog")
        self.resize(980, 620)
        texts = desk.texts
        texts.bind(self.setWindowTitle, say("Make the evidence pack"))
        line = QHBoxLayout()
        line.setSpacing(18)
        line.addLayout(self._terms(texts, recipient), 5)
        line.addLayout(self._contents(texts), 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(line, 1)
        column.addLayout(self._foot(texts))
        self.finished.connect(self.deleteLater)
        self._ask()

    def _terms(self, texts: Texts, recipient: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.form = Form(texts)
        self.form.add_line("recipient", term("pack", "Recipient"))
        self.form.add_line("purpose", term("pack", "Purpose"))
        self.form.add_line("until", term("pack", "Use until"), say("Such as 2027-06-30; empty: no end."))
        self.form.add_line("watermark", term("pack", "Watermark"))
        self.languages = self.form.add_choice("languages", term("pack", "Language"), _LANGUAGES)
        self.form.set_values({"recipient": recipient, "languages": BOTH})
        # What goes in and its pages follow what is asked for.
        self.languages.chosen.connect(self._ask)
        column.addWidget(self.form)
        column.addWidget(Label(texts, say("Left out as confidential"), "section"))
        self.left_out = {
            rule: CheckField(texts, Words(words), f"pack.leave.{rule}")
            for rule, words in LEFT_OUT_WORDS.items()
        }
        for box in self.left_out.values():
            column.addWidget(box)
            box.toggled.connect(self._ask)
        column.addWidget(Label(texts, say("Signature"), "section"))
        self.signed = Label(texts, say("Not signed. The pack is proved by its manifest."), "muted", wrap=True)
        column.addWidget(self.signed)
        self.secret = Form(texts)
        self.secret.add_password("password", term("pack", "Password of the certificate"))
        self.secret.hide()
        column.addWidget(Button(texts, say("Choose a certificate"), self._choose, name="pack.certificate"))
        column.addWidget(Button(texts, say("Make one of your own"), self._make, name="pack.own_certificate"))
        column.addWidget(self.secret)
        column.addStretch(1)
        return column

    def _contents(self, texts: Texts) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.says = Label(texts, say("Looking at what goes in"), "muted", wrap=True)
        self.says.setObjectName("pack.says")
        self.warns = Label(texts, "", "bad", wrap=True)
        self.warns.setObjectName("pack.warns")
        self.warns.hide()
        columns = (
            Column[_Going]("#", lambda row: row.code, "text"),
            Column[_Going](
                term("pack", "What goes in"), lambda row: row.what, weight=3, tip=lambda row: row.what
            ),
            Column[_Going](term("pack", "As"), lambda row: row.where, weight=2, tip=lambda row: row.where),
        )
        self.table = RowTable(RowsModel(texts, columns, key=lambda row: row.key), "pack.contents")
        texts.bind(self.table.setAccessibleName, term("pack", "What goes in"))
        column.addWidget(self.says)
        column.addWidget(self.warns)
        column.addWidget(self.table, 1)
        return column

    def _foot(self, texts: Texts) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Cancel"), self.reject, name="cancel"))
        self.yes = Button(texts, say("Choose where and make it"), self.accept, "primary", name="confirm")
        foot.addWidget(self.yes)
        return foot

    # preview
    def _ask(self, _changed: object = None) -> None:
        """Build the preview in the background; its pages come from the whole pack made in memory."""
        self._progress.cancel()
        self._progress = progress = Progress()
        values = self.form.values()
        terms = Terms(values["purpose"], None, values["watermark"], self._left_out())
        order = PackOrder(values["recipient"], terms, tuple(values["languages"].split(",")))
        self.says.put(say("Looking at what goes in"))
        self._desk.tasks.read(
            lambda: self._preview(self._assessment, order, progress),
            lambda found: self._put(found) if progress is self._progress else None,
            failed=self._broke,
            owner=self,
        )

    def _left_out(self) -> frozenset[LeftOut]:
        return frozenset(rule for rule, box in self.left_out.items() if box.isChecked())

    def _broke(self, error: BaseException) -> None:
        if isinstance(error, CanceledError):
            return
        if isinstance(error, PartproofError):
            self.says.put(self._desk.texts.explain(error))
        else:
            self._desk.notices.failed(error)

    def _put(self, found: PackPreview) -> None:
        rows = [
            _Going(
                f"d{number}",
                one.code,
                self._desk.texts.language.term("form", one.title),
                say("PDF and Excel") if one.refused is None else self._desk.texts.explain(one.refused),
                one.refused is not None,
            )
            for number, one in enumerate(found.documents)
        ]
        rows += [_Going(f"f{one.path}", one.code, one.name, one.path) for one in found.files]
        self.table.rows_model.set_rows(tuple(rows))
        size = f"{found.size / _MEGABYTE:.1f}"
        facts = {"documents": len(found.documents), "files": len(found.files), "size": size}
        if found.pages is None:
            self.says.put(
                say(
                    "{documents} {documents:document|documents}, {files} {files:file|files}, {size} MB of originals.",
                    **facts,
                )
            )
        else:
            self.says.put(
                say(
                    "{documents} {documents:document|documents}, {files} {files:file|files}, {size} MB of "
                    "originals: {pages} {pages:page|pages}.",
                    pages=found.pages,
                    **facts,
                )
            )
        other = [code for code in found.open_codes if code not in found.stale]
        lines = []
        if found.stale:
            lines.append(say("Changed since accepted: {codes}.", codes=", ".join(found.stale)))
        if other:
            lines.append(say("Not settled: {codes}.", codes=", ".join(other)))
        self.warns.setVisible(bool(lines))
        if lines:
            said = " ".join(self._desk.texts.show(one) for one in lines)
            self.warns.put(said)

    # order
    def _choose(self) -> None:
        chosen = self._to_certificate(self, self._desk.texts.say("Choose a certificate"))
        if chosen is not None:
            self._sign_with(chosen)

    def _sign_with(self, chosen: Path, password: str = "") -> None:
        self._certificate = chosen
        self.signed.put(say("The PDF is signed with {file}.", file=chosen.name))
        self.secret.set_values({"password": password})
        self.secret.show()

    def _make(self) -> None:
        def made(path: Path, password: str, fingerprint: str) -> None:
            self._sign_with(path, password)
            told = say(
                "The PDF is signed with {file}. SHA-256 of the certificate: {fingerprint}",
                file=path.name,
                fingerprint=f"{fingerprint[:32]} {fingerprint[32:]}",
            )
            self.signed.put(told)

        CertificateDialog(self._desk, made, self).open()

    def _order(self) -> PackOrder | None:
        """Return what was asked for, or None where a field is wrong and says so."""
        values = self.form.values()
        until: date | None = None
        row = self.form.rows["until"]
        if values["until"]:
            try:
                until = date.fromisoformat(values["until"])
            except ValueError:
                row.show_wrong(say("Please write a day such as 2027-06-30."))
                row.field.setFocus()
                return None
        row.show_wrong("")
        content: bytes | None = None
        if self._certificate is not None:
            try:
                content = self._certificate.read_bytes()
            except OSError as error:
                self.signed.put(say("The file cannot be read: {error}", error=cause_of(error)))
                return None
        return PackOrder(
            values["recipient"],
            Terms(values["purpose"], until, values["watermark"], self._left_out()),
            tuple(values["languages"].split(",")),
            content,
            self._certificate.name if self._certificate is not None else "",
            self.secret.values()["password"] if content is not None else "",
        )

    @override
    def accept(self) -> None:
        order = self._order()
        if order is not None:
            self._progress.cancel()
            super().accept()
            self._ordered(order)

    @override
    def reject(self) -> None:
        self._progress.cancel()
        super().reject()
