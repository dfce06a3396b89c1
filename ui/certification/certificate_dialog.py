"""Makes a certificate of the plant's own to sign packs with, where the company has none. Keeps no password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.documents.writers.atomic import write_atomically
from app.documents.writers.sign import make_certificate
from app.errors import PartproofError
from app.packs.signing import open_signer
from ui.changes.form_dialog import FormDialog
from ui.i18n import say, term
from ui.panels import Desk
from ui.widgets.label import Label

_FILE = "partproof.p12"


def choose_place(parent: QWidget, title: str) -> Path | None:
    """Ask where the certificate is to be kept."""
    name, _kind = QFileDialog.getSaveFileName(parent, title, _FILE, "PKCS#12 (*.p12)")
    return Path(name) if name else None


class CertificateDialog(FormDialog):
    """Asks for whom it is and for its password, then where it is kept.

    Args:
        desk: What screens are given.
        made: Gets the file, the password and the fingerprint, to sign with at once.
        to_save: Asks where the file goes.
    """

    def __init__(
        self,
        desk: Desk,
        made: Callable[[Path, str, str], object],
        parent: QWidget | None = None,
        *,
        to_save: Callable[[QWidget, str], Path | None] = choose_place,
    ) -> None:
        super().__init__(
            desk, say("A certificate of your own"), say("Choose where and make the certificate"), parent
        )
        self.setObjectName("certificate.dialog")
        self._made, self._to_save = made, to_save
        words = say(
            "It proves that nothing was changed since, and says plainly that nobody else vouches for it. Give its "
            "fingerprint to the recipient another way. The password is kept nowhere."
        )
        self.above.addWidget(Label(desk.texts, words, "muted", wrap=True))
        self.form.add_line("name", say("Who signs"), required=True)
        self.form.add_line("organization", say("Name of the company"), required=True)
        self.form.add_password("password", term("pack", "Password of the certificate"), required=True)
        self.form.add_password("again", say("The password once more"), required=True)
        self.form.set_values({"name": desk.actor().name})

    @override
    def save(self, values: dict[str, str]) -> None:
        if values["password"] != values["again"]:
            self.form.rows["again"].show_wrong(say("The two passwords differ."))
            return
        path = self._to_save(self, self.texts.say("A certificate of your own"))
        if path is None:
            return
        self.yes.setEnabled(False)

        password, now = values["password"], datetime.now(UTC)

        def make() -> str:
            content = make_certificate(values["name"], values["organization"], password, now)
            fingerprint = open_signer(content, password, path.name, now).facts.fingerprint
            write_atomically(path, content)
            return fingerprint

        def done(fingerprint: str) -> None:
            self._made(path, password, fingerprint)
            self.done(1)

        self.desk.tasks.read(make, done, failed=self._broken, owner=self)

    def _broken(self, error: BaseException) -> None:
        self.yes.setEnabled(True)
        if isinstance(error, PartproofError):
            self.say_wrong(self.texts.explain(error))
        else:
            self.desk.notices.failed(error)
