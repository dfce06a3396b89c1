"""Making something obsolete: the list of who still uses it, the reason, and whether it ends although it is used.

Knows no noun; subclasses bring the question and the verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say
from ui.panels import Desk
from ui.widgets.label import Label

R = TypeVar("R")
_TOLD = 12


class ObsoleteFormDialog(FormDialog):
    """The form; its ``save`` is the subclass's.

    Args:
        desk: What screens are given.
        title: What is made obsolete.
    """

    def __init__(self, desk: Desk, title: Shown, parent: QWidget | None = None) -> None:
        super().__init__(desk, title, say("Obsolete"), parent)
        self.users = Label(self.texts, say("Looking for who still uses it …"), "muted", wrap=True)
        self.above.addWidget(self.users)
        self.form.add_text("reason", say("Reason"), required=True, lines=2)
        offered = (("no", say("refuse while it is used")), ("yes", say("although it is used")))
        self.form.add_choice("although", say("Still used"), offered)

    def ask_users(self, query: Callable[..., Sequence[R]], record: int, told: Callable[[R], str]) -> None:
        """Ask who still uses it, and show the first of them.

        Args:
            query: Asked with the record's id.
            record: The record.
            told: One of its rows as people read it.
        """

        def show(rows: Sequence[R]) -> None:
            if not rows:
                self.users.put(say("Nobody uses it any more."))
                return
            named = ", ".join(told(row) for row in rows[:_TOLD])
            more = " …" if len(rows) > _TOLD else ""
            self.users.put(say("Used {n} {n:time|times}: {users}", n=len(rows), users=named + more))

        ask = self.desk.ask
        self.desk.tasks.read(lambda: ask(query, record), show, owner=self)

    def end(self, verb: Callable[..., Any], record: int, values: dict[str, str]) -> None:
        """Run the verb with what was typed."""
        self.run(verb, record, reason=values["reason"], although_used=values["although"] == "yes")
