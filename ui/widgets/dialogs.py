"""The only two dialogs of the program: the four questions that are asked, and a failure that is ours to fix.

Everything else can be undone and therefore is not asked.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.i18n import Shown, Texts, say
from ui.widgets.buttons import Button
from ui.widgets.label import Label
from ui.widgets.sign import Sign


class Question(Enum):
    """What is asked before it is done; nothing else may be."""

    RELEASE = "release"
    SIGN_OFF = "sign_off"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    LEAVE_UNFINISHED = "leave_unfinished"


_TITLES = {
    Question.RELEASE: say("Release?"),
    Question.SIGN_OFF: say("Sign?"),
    Question.WITHDRAW_EVIDENCE: say("Withdraw this evidence?"),
    Question.LEAVE_UNFINISHED: say("Leave the unfinished job?"),
}
_ANSWERS = {
    Question.RELEASE: say("Release"),
    Question.SIGN_OFF: say("Sign"),
    Question.WITHDRAW_EVIDENCE: say("Withdraw"),
    Question.LEAVE_UNFINISHED: say("Leave"),
}


class ConfirmDialog(QDialog):
    """Asks one of the four questions, saying what follows from it.

    Args:
        texts: The window's language.
        question: Which of the four.
        what: The thing, its state and what follows.
        extra: A widget between the words and the buttons, e.g. a form for the PIN.
    """

    def __init__(
        self,
        texts: Texts,
        question: Question,
        what: Shown,
        extra: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(420)
        texts.bind(self.setWindowTitle, _TITLES[question])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(texts, _TITLES[question], "section"))
        column.addWidget(Label(texts, what, wrap=True))
        if extra is not None:
            column.addWidget(extra)
        self.no = Button(texts, say("Cancel"), self.reject, name="cancel")
        self.yes = Button(texts, _ANSWERS[question], self.accept, "primary", name="confirm")
        column.addLayout(_foot(self.no, self.yes))


class FailureDialog(QDialog):
    """Says that something of ours broke, that the data is safe, and under which number it is in the log.

    Args:
        texts: The window's language.
        log_id: The number under which the whole story stands in the log.
        summary: One line for the person who fixes it.
    """

    def __init__(self, texts: Texts, log_id: str, summary: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setMinimumWidth(460)
        self._copied = f"{log_id}: {summary}"
        texts.bind(self.setWindowTitle, say("Something went wrong"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Sign("alert-triangle", "warn_text", 22))
        head.addWidget(Label(texts, say("Something went wrong in the program"), "section"), 1)
        column.addLayout(head)
        safe = say(
            "Your data is safe: what was not finished was not written. Please try again; if it comes back, "
            "send the log with the number {log_id}.",
            log_id=log_id,
        )
        column.addWidget(Label(texts, safe, wrap=True))
        self.detail = QPlainTextEdit(summary)
        self.detail.setReadOnly(True)
        self.detail.setFixedHeight(72)
        texts.bind(self.detail.setAccessibleName, say("For the person who fixes it"))
        column.addWidget(self.detail)
        copy = Button(texts, say("Copy"), self._copy, icon_name="copy", name="copy")
        close = Button(texts, say("Close"), self.accept, "primary", name="close")
        column.addLayout(_foot(copy, close))
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copied)


def _foot(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
