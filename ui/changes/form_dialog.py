"""A dialog around one form that ends in one verb: stays open and says why where the verb refuses.

Knows no noun; subclasses fill the form and name the verb. Esc leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.errors import PartproofError
from app.refusals import CHANGED_MEANWHILE
from ui.i18n import Shown, say
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.check import CheckField
from ui.widgets.forms import Form
from ui.widgets.label import Label

# The version of a record, and what it says in the fields of its form.
Stand = tuple[int, Mapping[str, str]]


class FormDialog(QDialog):
    """A form with its two buttons.

    Args:
        desk: What screens are given.
        title: What is done.
        answer: Words of the button that does it.
        columns: How many fields stand side by side.

    Attributes:
        form: The fields.
        above: Layout over the form.
        ticks: Ticks beside the form, by the name their value has in a `Stand`: ``yes`` or empty.
        version: The version of the record that the person saw last, where `start_from` told it.

    Signals:
        done_with: The ChangeSet of the verb, after the dialog closed.
    """

    done_with = Signal(object)

    def __init__(
        self, desk: Desk, title: Shown, answer: Shown, parent: QWidget | None = None, *, columns: int = 1
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.texts = desk.texts
        self.setModal(True)
        self.setMinimumWidth(440 if columns == 1 else 620)
        desk.texts.bind(self.setWindowTitle, title)
        desk.texts.bind(self.setAccessibleName, title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        self.heading = Label(desk.texts, title, "section")
        column.addWidget(self.heading)
        self.above = QVBoxLayout()
        self.above.setSpacing(6)
        column.addLayout(self.above)
        self.form = Form(desk.texts, columns)
        self.form.submitted.connect(self.accept)
        column.addWidget(self.form)
        self.refusal = Label(desk.texts, "", "bad", wrap=True)
        self.refusal.setObjectName("refusal")
        self.refusal.hide()
        column.addWidget(self.refusal)
        self.ticks: dict[str, CheckField] = {}
        self.version = 0
        self._stand_seen: dict[str, str] = {}
        self._stand_of: Callable[[Any], Stand] | None = None
        self.take_now = Button(
            desk.texts,
            say("Take over what is there now, keep my entries"),
            self._take_stand,
            name="take_over",
        )
        self.take_now.hide()
        column.addWidget(self.take_now)
        column.addStretch(1)
        self.no = Button(desk.texts, say("Cancel"), self.reject, name="cancel")
        self.yes = Button(desk.texts, answer, self.accept, "primary", name="confirm")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)

    def start_from(self, stand: Stand, read: Callable[[Any], Stand]) -> None:
        """Show what a record says; whoever is too late can take over what it says by then.

        Args:
            stand: As the record is now.
            read: ``read(session)`` returns it anew.
        """
        self._stand_of = read
        self._put_stand(stand, stand[1])

    def _put_stand(self, stand: Stand, shown: Mapping[str, str]) -> None:
        """Show some of the values of a stand; all of it counts as seen."""
        self.version = stand[0]
        self.form.set_values(shown)
        for name, check in self.ticks.items():
            if name in shown:
                check.setChecked(bool(shown[name]))
        self._stand_seen = {**stand[1], **{name: self._stand_entered()[name] for name in shown}}

    def _stand_entered(self) -> dict[str, str]:
        told = {name: "yes" if check.isChecked() else "" for name, check in self.ticks.items()}
        return {**self.form.values(), **told}

    def _take_stand(self) -> None:
        ask, read = self.desk.ask, self._stand_of
        if read is not None:
            self.desk.tasks.read(lambda: ask(read), self._stand_taken, owner=self)

    def _stand_taken(self, stand: Stand) -> None:
        """Fill in what the person left as it was; beside what both changed it stands what is there now."""
        mine, before = self._stand_entered(), self._stand_seen
        own = {name for name in stand[1] if mine[name] != before[name]}
        self._put_stand(stand, {name: value for name, value in stand[1].items() if name not in own})
        for name in own & set(self.form.rows):
            now = stand[1][name]
            both = now not in (before[name], mine[name])
            self.form.rows[name].show_wrong(say("It says now: {value}", value=now or "—") if both else "")
        self.take_now.hide()
        self.say_wrong(say("What is there now is taken over; what you typed is kept. Look at it and save."))

    def save(self, values: dict[str, str]) -> None:
        """Run the verb with what was typed; subclasses call ``run`` here."""

    @override
    def accept(self) -> None:
        if not self.yes.isEnabled() or not self.form.complete():
            return
        self.save(self.form.values())

    def run(self, verb: Callable[..., Any], *args: Any, **facts: Any) -> None:
        """Run a verb as the person signed in; close when it is done, explain when it is refused."""
        perform = self.desk.perform
        self.yes.setEnabled(False)
        self.refusal.hide()
        self.take_now.hide()
        self.desk.tasks.write(
            lambda: perform(verb, *args, **facts), self._finish, failed=self._refused, owner=self
        )

    def _finish(self, changes: Any) -> None:
        super().accept()
        self.done_with.emit(changes)

    def _refused(self, error: BaseException) -> None:
        self.yes.setEnabled(True)
        if isinstance(error, PartproofError):
            self.say_wrong(self.texts.explain(error))
            self.take_now.setVisible(self._stand_of is not None and error.kind is CHANGED_MEANWHILE)
        else:
            self.desk.notices.failed(error)

    def say_wrong(self, shown: Shown) -> None:
        """Say under the form why it was not done."""
        self.refusal.put(shown)
        self.refusal.show()

    def decimal(self, name: str) -> Decimal | None:
        """Return a field as an exact number, None where it is empty.

        Raises:
            ValueError: It is no number; the field says so.
        """
        text = self.form.values()[name]
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.form.rows[name].show_wrong(say("Please write a number such as 0.4120."))
            self.form.rows[name].field.setFocus()
            raise ValueError(name)
        self.form.rows[name].show_wrong("")
        return number
