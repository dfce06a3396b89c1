"""Step 4 of a transfer: what is signed, the password, and how far it is. Signs and runs nothing itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.jobs import Step
from app.transfer.preview import TransferPreview
from app.transfer.queries import TransferRow
from ui.i18n import Shown, Texts, Words, say
from ui.transfer.transfer_words import KINDS
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.reason import ReasonLine

_WIDEST: Final = 860


class RunPage(QWidget):
    """One card: facts, signature, progress.

    Args:
        texts: The window's language.

    Signals:
        signed: The password that was typed.
        continued: Go on with the transfer that was signed.
        stopped: Stop it; it can be continued.
        given_up: The reason for which the signed transfer is ended.
    """

    signed = Signal(str)
    continued = Signal()
    stopped = Signal()
    given_up = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card(texts, say("Sign and run"))
        self.facts = FactList(texts)
        self.card.add(self.facts)
        self.seal = Label(texts, "", "hint", wrap=True)
        self.seal.setObjectName("transfer.seal")
        self.card.add(self.seal)
        self.words = Label(
            texts,
            say(
                "With your signature you confirm that this was approved as the register says before the program came."
                " One signature stands under all of it."
            ),
            "muted",
            wrap=True,
        )
        self.card.add(self.words)
        self.form = Form(texts)
        self.form.add_password("secret", say("Your password"), required=True)
        self.form.submitted.connect(self._sign)
        self.card.add(self.form)
        self.bar = QProgressBar()
        self.bar.setObjectName("transfer.bar")
        self.bar.setTextVisible(False)
        texts.bind(self.bar.setAccessibleName, say("How far the transfer is"))
        self.doing = Label(texts, "", "muted")
        self.doing.setObjectName("transfer.doing")
        self.refusal = Label(texts, "", "bad", wrap=True)
        self.refusal.setObjectName("transfer.refusal")
        for widget in (self.bar, self.doing, self.refusal):
            self.card.add(widget)
        self.reason = ReasonLine(texts)
        self.card.add(self.reason)
        self.card.add(self._buttons())
        # On a wide screen the values would stand far from what they are of.
        self.card.setMaximumWidth(_WIDEST)
        outer.addWidget(self.card)
        outer.addStretch(1)
        self.rest()

    def _buttons(self) -> QHBoxLayout:
        texts = self._texts
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        self.stop = Button(texts, say("Stop"), self.stopped.emit, name="transfer.stop")
        self.end = Button(texts, say("Give up"), self._ask_why, name="transfer.give_up")
        self.go_on = Button(
            texts, say("Continue"), self.continued.emit, "primary", "player-play", name="transfer.continue"
        )
        self.sign = Button(
            texts, say("Sign and run"), self._sign, "primary", "writing-sign", name="transfer.sign"
        )
        for button in (self.stop, self.end, self.go_on, self.sign):
            line.addWidget(button)
        return line

    def put_plan(self, preview: TransferPreview, who: str) -> None:
        """Show what would be signed."""
        self.facts.clear()
        self.facts.add(say("What is transferred"), KINDS[preview.kind])
        self.facts.add(say("Register"), preview.register_path.name)
        if preview.folder is not None:
            self.facts.add(say("Folder of the drawings"), str(preview.folder))
        self._counts(
            preview.count("part"), preview.count("revision"), preview.count("file"), preview.count("gauge")
        )
        self.facts.add(say("Left out"), str(len(preview.left_out) + len(preview.missing)))
        self.facts.add(say("Signed by"), who, strong=True)
        self._seal(preview.plan_hash)
        self.rest(signing=True)

    def put_running(self, row: TransferRow) -> None:
        """Show a signed transfer that is not finished."""
        self.facts.clear()
        self.facts.add(say("What is transferred"), KINDS[row.kind])
        self.facts.add(say("Register"), row.register_name)
        self.facts.add(say("Folder of the drawings"), row.folder or "—")
        self._counts(row.parts, row.revisions, row.files, row.gauges)
        self.facts.add(say("Files stored"), f"{row.stored} / {row.files}")
        self.facts.add(say("Signed by"), row.signer, strong=True)
        self._seal(row.plan_hash)
        self.rest(waiting=True)

    def _counts(self, parts: int, revisions: int, files: int, gauges: int) -> None:
        shown: tuple[tuple[Words, int], ...] = (
            (say("Parts"), parts),
            (say("Document revisions"), revisions),
            (say("Files"), files),
            (say("Gauges"), gauges),
        )
        for words, count in shown:
            if count:
                self.facts.add(words, f"{count:,}")

    def _seal(self, plan_hash: str) -> None:
        spaced = " ".join(plan_hash[at : at + 8] for at in range(0, len(plan_hash), 8))
        self.seal.put(say("SHA-256 of the plan: {hash}", hash=spaced))

    def rest(self, *, signing: bool = False, waiting: bool = False, running: bool = False) -> None:
        """Show what can be done now."""
        for widget, shown in (
            (self.words, signing),
            (self.form, signing),
            (self.sign, signing),
            (self.go_on, waiting),
            (self.end, waiting),
            (self.stop, running),
            (self.bar, running),
            (self.doing, running),
        ):
            widget.setVisible(shown)
        self.stop.setEnabled(running)
        if running:
            self.refusal.put("")
            self.bar.setRange(0, 0)
        if signing:
            self.form.set_values({"secret": ""})
            self.form.rows["secret"].field.setFocus()

    def put_step(self, step: Step) -> None:
        """Show how far it is."""
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)
        self.doing.put(
            say("{what} {done} / {total}", what=Words(step.what), done=step.done, total=step.total)
        )

    def refuse(self, shown: Shown) -> None:
        """Say what was refused."""
        self.refusal.put(shown)

    def _sign(self) -> None:
        if self.form.complete():
            self.signed.emit(self.form.values()["secret"])

    def _ask_why(self) -> None:
        self.reason.ask(say("Give the transfer up; nothing is brought in"), self.given_up.emit)
