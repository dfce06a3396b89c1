"""The facts of one part: master, the revision shown, its customers, and all its revisions. Edits through forms."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.labels import label
from app.parts.queries import PartCustomerRow, PartHead, PartRevisionRow
from models.types import decimal_text
from models.vocab import RevisionState
from ui.changes.state_words import approved_before, part_state, state_tone
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.parts.detail_dialogs import DropDraftDialog
from ui.parts.part_dialogs import (
    CustomerDialog,
    CustomerLinkDialog,
    EditPartDialog,
    EditRevisionDialog,
    MaturityDialog,
)
from ui.parts.part_picture import PartPicture
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.tables import RowTable


class PartOverview(QWidget):
    """Cards of facts; filled by the workspace.

    Signals:
        revision_opened: The id of a revision a person wants to see.
    """

    revision_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._head: PartHead | None = None
        self._revision: PartRevisionRow | None = None
        texts = desk.texts
        self._master = Card(texts, say("Part"))
        self._master_facts = FactList(texts)
        self.picture = PartPicture(desk)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self._master_facts, 1)
        both.addWidget(self.picture)
        self._master.add(both)
        self.edit_part = Button(texts, say("Change"), self._edit_part, icon_name="pencil", name="part.edit")
        self._master.add_head(self.edit_part)
        self._shown = Card(texts, say("Revision shown"))
        self._revision_facts = FactList(texts)
        self._shown.add(self._revision_facts)
        self.edit_revision = Button(
            texts, say("Change"), self._edit_revision, icon_name="pencil", name="revision.edit"
        )
        self.maturity = Button(texts, say("Maturity …"), self._set_maturity, name="revision.maturity")
        self.drop = Button(texts, say("Discard …"), self._drop, name="revision.drop")
        self._shown.add_head(self.maturity)
        self._shown.add_head(self.edit_revision)
        self._customers = Card(texts, say("Customers"), flush=True)
        self.link = Button(texts, say("Link a customer"), self._link, icon_name="plus", name="part.link")
        self.relink = Button(texts, say("Change"), self._relink, icon_name="pencil", name="part.link.change")
        self._customers.add_head(self.relink)
        self._customers.add_head(self.link)
        self._revisions = Card(texts, say("Revisions"), flush=True)
        self._revisions.add_head(self.drop)
        self._make_tables()
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self._master, 1)
        upper.addWidget(self._shown, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(upper)
        column.addWidget(self._customers, 2)
        column.addWidget(self._revisions, 3)
        texts.language_changed.connect(self._again)

    def _make_tables(self) -> None:
        texts = self._desk.texts
        customers: list[Column[PartCustomerRow]] = [
            Column(say("Customer"), lambda row: row.customer, weight=1),
            Column(say("Customer’s part number"), lambda row: row.customer_part_number, weight=1),
            Column(say("Vehicle"), lambda row: row.vehicle, weight=1),
            Column(say("EO"), lambda row: row.engineering_order, weight=1),
        ]
        self.customers: RowsModel[PartCustomerRow] = RowsModel(texts, customers, key=lambda row: row.id)
        table: RowTable[PartCustomerRow] = RowTable(self.customers, "part.customers")
        table.opened.connect(lambda _row: self._relink())
        self._links = table
        table.when_empty(say("Link the customer who orders this part."))
        texts.bind(table.setAccessibleName, say("Customers"))
        self._customers.add(table, 1)
        revisions: list[Column[PartRevisionRow]] = [
            Column(say("Internal"), lambda row: row.internal, "number", sort=lambda row: row.counter),
            Column(say("Customer Rev"), lambda row: row.customer_label or "—"),
            Column(
                say("State"),
                lambda row: part_state(texts, row.state, migrated=row.migrated),
                "chip",
                tone=lambda row: state_tone(row.state),
            ),
            Column(say("Maturity"), lambda row: label(texts.language, row.maturity)),
            Column(say("Released on"), lambda row: f"{row.released_at:%Y-%m-%d}" if row.released_at else "—"),
            Column(say("Reason"), lambda row: row.reason, "muted", weight=1),
        ]
        self.revisions: RowsModel[PartRevisionRow] = RowsModel(texts, revisions, key=lambda row: row.id)
        listed: RowTable[PartRevisionRow] = RowTable(self.revisions, "part.revisions")
        texts.bind(listed.setAccessibleName, say("Revisions"))
        listed.opened.connect(lambda row: self.revision_opened.emit(row.id))
        self._revisions.add(listed, 1)
        self._revisions.note.put(say("Enter or double-click shows one"))

    def put(self, head: PartHead, revision: PartRevisionRow) -> None:
        """Show a part in one of its revisions."""
        self._head, self._revision = head, revision
        self.picture.show_part(head.id)
        language = self._desk.texts.language
        self._master_facts.clear()
        for word, value in (
            (say("Part number"), head.number),
            (say("Kind"), label(language, head.kind)),
            (say("Source"), label(language, head.source)),
            (say("Unit"), head.unit),
            (
                say("Price per unit"),
                "—" if head.cost is None else f"{decimal_text(head.cost)} {head.currency}",
            ),
        ):
            self._master_facts.add(word, value)
        self._revision_facts.clear()
        weight = "—" if revision.weight is None else f"{decimal_text(revision.weight)} kg"
        for word, value in (
            (say("Customer revision"), revision.customer_label or "—"),
            (say("Internal revision"), revision.internal),
            (say("Maturity"), label(language, revision.maturity)),
            (say("Material"), revision.material or "—"),
            (say("Weight"), weight),
        ):
            self._revision_facts.add(word, value)
        if revision.migrated:
            before = approved_before(
                revision.original_revision, revision.original_approved_on, revision.original_approver
            )
            self._revision_facts.add(say("Approved before (transferred)"), before)
        for button in (self.edit_revision, self.drop):
            button.setVisible(revision.state is RevisionState.DRAFT)
        self.customers.set_rows(head.customers)
        self.relink.setVisible(bool(head.customers))
        self.revisions.set_rows(tuple(reversed(head.revisions)))

    def _again(self) -> None:
        if self._head is not None and self._revision is not None:
            self.put(self._head, self._revision)

    def _edit_part(self) -> None:
        if self._head is not None:
            EditPartDialog(self._desk, self._head, self.window()).open()

    def _edit_revision(self) -> None:
        if self._head is not None and self._revision is not None:
            EditRevisionDialog(self._desk, self._head, self._revision, self.window()).open()

    def _relink(self) -> None:
        """Correct the link that is chosen, or the first one."""
        rows = self.customers.rows
        if rows:
            CustomerLinkDialog(self._desk, self._links.chosen() or rows[0], self.window()).open()

    def _drop(self) -> None:
        head, revision = self._head, self._revision
        if head is not None and revision is not None:
            what, whole = f"{head.number} {revision.label}", len(head.revisions) == 1
            DropDraftDialog(self._desk, revision.id, what, whole=whole, parent=self.window()).open()

    def _set_maturity(self) -> None:
        if self._revision is not None:
            MaturityDialog(self._desk, self._revision, self.window()).open()

    def _link(self) -> None:
        if self._head is not None:
            CustomerDialog(self._desk, self._head, self.window()).open()
