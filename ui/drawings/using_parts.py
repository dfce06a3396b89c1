"""Which parts use a document revision: what a change of it touches. Shows; changes nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.drawings.queries import UsingPartRow, parts_using
from ui.changes.state_words import part_state, state_tone
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.label import Label


class UsingParts(Panel):
    """A card with the part revisions that use a document."""

    nouns = frozenset({"part", "part_revision", "document_revision"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._revision_id: int | None = None
        self._rows: tuple[UsingPartRow, ...] = ()
        card = Card(self.texts, say("Used by parts"))
        self._facts = FactList(self.texts)
        self._none = Label(self.texts, say("No part uses this revision yet."), "muted", wrap=True)
        card.add(self._facts)
        card.add(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.texts.language_changed.connect(lambda: self._show(self._rows))

    def show_document(self, revision_id: int) -> None:
        """Show the users of another revision."""
        self._revision_id = revision_id
        self.renew()

    @override
    def refresh(self) -> None:
        if self._revision_id is not None:
            self.ask(parts_using, self._revision_id, then=self._show)

    def _show(self, rows: tuple[UsingPartRow, ...]) -> None:
        self._rows = rows
        self._facts.clear()
        for row in rows:
            state = part_state(self.texts, row.state, migrated=row.migrated)
            self._facts.add(f"{row.number} Rev {row.revision} · {row.name}", state, state_tone(row.state))
        self._none.setVisible(not rows)
        self._facts.setVisible(bool(rows))
