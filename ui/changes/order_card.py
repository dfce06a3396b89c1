"""One change order beside the ledger: its way, items, goods, tasks, impact, signatures, and the acts of its state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.changes.ledger import AffectedRow, DispositionRow, OrderView, TaskRow, order_view
from app.changes.ledger_basics import add_change_file
from app.changes.order_flow import (
    close_order,
    give_up_order,
    hold_order,
    implement_order,
    release_change_order,
    resume_order,
    route_order,
    send_back_order,
    take_back_order,
    work_out_impact,
)
from app.changes.orders import add_task, decide_disposition, finish_task, remove_item
from app.changes.queries import ApprovalStepRow, approval_line
from app.changes.redline import RedlineRow, redline_of
from app.labels import label
from models.types import decimal_text
from models.vocab import ChangeOrderState, Disposition, Noun
from ui.changes.ledger_dialogs import (
    AffectedDialog,
    CustomerApprovalDialog,
    SecretDialog,
    choose_files,
    sign_dialog,
)
from ui.changes.ledger_words import KINDS, STEPS, tone_of_state
from ui.changes.opened_file import OpenOutside, open_outside, open_stored
from ui.changes.order_dialogs import EditOrderDialog, TaskDialog
from ui.changes.state_words import signer_words
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel, stacked
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.dialogs import ConfirmDialog, Question
from ui.widgets.facts import FactList, StepLine
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded

S = ChangeOrderState
_EDIT: Final = (S.DRAFT, S.IMPACT)
_LIVE: Final = (S.DRAFT, S.IMPACT, S.ROUTED, S.APPROVED, S.RELEASED)
_IMPACT_WORDS: Final = {
    "parent": term("impact", "Assembly"),
    "control_plan": term("impact", "Control plan"),
    "document": term("impact", "Document"),
    "order": term("impact", "Work order"),
    "lot": term("impact", "Lot"),
    "assessment": term("impact", "Assessment"),
}
# Act, states in which it is offered, its words, primary.
_ACTS: Final[tuple[tuple[str, tuple[ChangeOrderState, ...], Words, bool], ...]] = (
    ("hold", _LIVE, term("change order", "Hold"), False),
    ("cancel", (*_EDIT, S.ROUTED, S.APPROVED, S.HELD), term("change order", "Cancel"), False),
    ("send_back", (S.ROUTED,), term("change order", "Send back"), False),
    ("take_back", (S.APPROVED,), term("change order", "Take back"), False),
    ("impact", _EDIT, term("change order", "Work out impact"), False),
    ("route", (S.IMPACT,), term("change order", "Send to review"), True),
    ("sign", (S.ROUTED,), say("Sign"), True),
    ("release", (S.APPROVED,), term("change order", "Release all items"), True),
    ("implement", (S.RELEASED,), term("change order", "It is carried out"), True),
    ("close", (S.IMPLEMENTED,), term("change order", "Close it"), True),
    ("resume", (S.HELD,), term("change order", "Go on"), True),
)


class OrderCard(Panel):
    """A change order.

    Args:
        desk: What screens are given.
        opener: Opens a file outside.
    """

    nouns = frozenset({"change_order", "review", "part_revision", "document_revision"})

    def __init__(self, desk: Desk, opener: OpenOutside = open_outside) -> None:
        super().__init__(desk)
        self.order_id: int | None = None
        self.view: OrderView | None = None
        self._opener, self.to_open = opener, choose_files
        texts = self.texts
        self.card = Card(texts, " ")
        self.steps = StepLine(texts)
        self.facts = FactList(texts)
        self.reason = ReasonLine(texts)
        self.edit = Button(texts, say("Change"), self._edit, icon_name="pencil", name="order.edit")
        self.card.add_head(self.edit)
        self.card.add(self.steps)
        self.card.add(self.facts)
        self.card.add(self._act_line())
        self.card.add(self.reason)
        self.items = self._table("items", self._item_columns())
        self.items.when_empty(say("Add the parts and drawings that this order changes."))
        self.goods = self._table("goods", self._goods_columns())
        self.goods.when_empty(say("Work out the impact: stock and running orders appear here."))
        self.tasks_table = self._table("tasks", self._task_columns())
        self.tasks_table.when_empty(say("Add what has to be done for this order."))
        self.signed = FactList(texts)
        self.impact = FactList(texts)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(self.card, *self._cards()))

    def _table(self, name: str, columns: tuple[Column[Any], ...]) -> RowTable[Any]:
        return RowTable(RowsModel(self.texts, columns, key=lambda row: row.id), f"order.{name}")

    def _act_line(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(6)
        self.acts: dict[str, Button] = {}
        for name, _states, shown, primary in _ACTS:
            run = getattr(self, f"_{name}")
            button = Button(self.texts, shown, run, "primary" if primary else "plain", name=f"order.{name}")
            button.hide()
            self.acts[name] = button
            line.addWidget(button)
        line.addStretch(1)
        return holder

    def _cards(self) -> tuple[Card, ...]:
        texts = self.texts
        items = Card(texts, term("change order", "Affected items"), flush=True)
        self.add_item = Button(texts, say("Add"), self._add_item, name="order.add_item")
        self.drop_item = Button(
            texts, term("change order", "Take out"), self._drop_item, name="order.drop_item"
        )
        for button in (self.drop_item, self.add_item):
            items.add_head(button)
        goods = Card(texts, term("change order", "Dispositions"), flush=True)
        words = [(entry.value, worded(entry)) for entry in Disposition]
        self.decision = ChoiceField(texts, words)
        self.decision.setObjectName("order.decision")
        texts.bind(self.decision.setAccessibleName, term("change order", "Dispositions"))
        self.decide = Button(texts, term("change order", "Decide"), self._decide, name="order.decide")
        goods.add_head(self.decision)
        goods.add_head(self.decide)
        tasks = Card(texts, term("change order", "Tasks"), flush=True)
        self.task = LineField()
        self.task.setObjectName("order.task")
        texts.bind(self.task.setAccessibleName, term("change order", "New task"))
        texts.bind(self.task.setPlaceholderText, term("change order", "New task"))
        self.task.returnPressed.connect(self._add_task)
        self.done = Button(texts, term("change order", "Done"), self._finish_task, name="order.task_done")
        give = Button(texts, term("change order", "Whose …"), self._give_task, name="order.task_new")
        tasks.add_head(self.task)
        tasks.add_head(give)
        tasks.add_head(self.done)
        for card, table in ((items, self.items), (goods, self.goods), (tasks, self.tasks_table)):
            card.add(table, 1)
            texts.bind(table.setAccessibleName, card.title.text())
        signed = Card(texts, say("Signatures"))
        signed.add(self.signed)
        self.files = QHBoxLayout()
        signed.add(self.files)
        self.attach = Button(texts, term("ledger", "Attach files"), self._attach, name="order.attach")
        self.approved = Button(
            texts, term("ledger", "The customer approved"), self._customer_approved, name="order.approved"
        )
        for button in (self.approved, self.attach):
            signed.add_head(button)
        self.redline = FactList(texts)
        lines = Card(texts, term("change order", "Redline"))
        lines.add(self.redline)
        impact = Card(texts, term("change order", "What it touches"))
        impact.add(self.impact)
        return items, lines, goods, tasks, signed, impact

    def _item_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column[AffectedRow](term("change order", "Item"), lambda row: row.number, "strong"),
            Column[AffectedRow](
                term("change order", "Revision"),
                lambda row: f"{row.before} → {row.after}" if row.before else row.after,
            ),
            Column[AffectedRow](term("change order", "What changes"), lambda row: row.note, "muted", 1),
        )

    def _goods_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column[DispositionRow](term("change order", "Where"), lambda row: worded(row.place)),
            Column[DispositionRow](term("change order", "What"), lambda row: row.what, "strong", 1),
            Column[DispositionRow](
                term("change order", "Quantity"),
                lambda row: "" if row.quantity is None else decimal_text(row.quantity),
                "number",
            ),
            Column[DispositionRow](
                term("change order", "Disposition"),
                lambda row: (
                    term("change order", "undecided") if row.decision is None else worded(row.decision)
                ),
                "chip",
                tone=lambda row: "ng" if row.decision is None else "neutral",
            ),
        )

    def _task_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column[TaskRow](term("change order", "Task"), lambda row: row.title, weight=1),
            Column[TaskRow](term("change order", "Whose"), lambda row: row.owner, "muted"),
            Column[TaskRow](
                term("change order", "Due on"),
                lambda row: day_text(row.due_on),
                "chip",
                tone=lambda row: "ng" if self._late(row) else "neutral",
            ),
            Column[TaskRow](
                term("change order", "State"),
                lambda row: term("change order", "done") if row.done else term("change order", "open"),
                "chip",
                tone=lambda row: "neutral" if row.done else "warn",
            ),
        )

    def show_order(self, order_id: int) -> None:
        """Show another change order."""
        if order_id != self.order_id:
            self.reason.leave()
        self.order_id = order_id
        self.renew()

    @override
    def refresh(self) -> None:
        if self.order_id is not None:
            self.ask(order_view, self.order_id, then=self._put, key="order")
            self.ask(approval_line, Noun.CHANGE_ORDER, self.order_id, then=self._put_line, key="line")
            self.ask(redline_of, self.order_id, then=self._put_redline, key="redline")

    def _put(self, view: OrderView | None) -> None:
        self.view = view
        if view is None:
            return
        self.card.set_title(view.number, view.title)
        self.card.set_chip(worded(view.state), tone_of_state(view.state))
        place = STEPS.index(view.state) if view.state in STEPS else -1
        self.steps.setVisible(place >= 0)
        self.steps.set_steps([worded(step) for step in STEPS], place)
        self._put_facts(view)
        for name, states, _shown, _primary in _ACTS:
            self.acts[name].setVisible(view.state in states)
        for button in (self.edit, self.add_item):
            button.setVisible(view.state in _EDIT)
        self.approved.setVisible(view.customer_needed and view.state in _LIVE[:-1])
        self.attach.setVisible(view.state in _EDIT)
        self.drop_item.setVisible(view.state in _EDIT)
        self.items.rows_model.set_rows(view.items)
        self.goods.rows_model.set_rows(view.dispositions)
        self.tasks_table.rows_model.set_rows(view.tasks)
        self._put_files(view)
        self.impact.clear()
        for row in view.impact:
            self.impact.add(
                say("{kind} {number}", kind=_IMPACT_WORDS[row["kind"]], number=row["number"]), row["detail"]
            )
        if not view.impact:
            self.impact.add(term("change order", "Not worked out yet, or nothing."))

    def _put_facts(self, view: OrderView) -> None:
        facts = self.facts
        facts.clear()
        facts.add(term("ledger", "Reason"), view.reason)
        if view.customer_change:
            facts.add(KINDS[Noun.CUSTOMER_CHANGE], view.customer_change, strong=True)
        if view.request:
            facts.add(KINDS[Noun.CHANGE_REQUEST], view.request, strong=True)
        lot = say("lot {lot}", lot=view.effective_lot) if view.effective_lot else ""
        day = day_text(view.effective_on)
        effective: Shown = say("{day}, {lot}", day=day, lot=lot) if day and lot else day or lot
        facts.add(term("ledger", "Effective from"), effective or term("change order", "its release"))
        if view.due_on is not None:
            facts.add(term("ledger", "To be done by"), day_text(view.due_on))
        if view.cost:
            facts.add(term("ledger", "Cost"), view.cost)
        if view.customer_needed:
            missing = term("change order", "still missing")
            approved = bool(view.customer_approval)
            facts.add(
                term("change order", "Customer's approval"),
                view.customer_approval if approved else missing,
                None if approved else "warn",
            )

    def _put_files(self, view: OrderView) -> None:
        while self.files.count():
            taken = self.files.takeAt(0)
            widget = None if taken is None else taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for file_hash, name in view.files:
            run = partial(open_stored, self.desk, self, file_hash, name, self._opener)
            self.files.addWidget(Button(self.texts, name, run, "quiet", "file-text", name="order.file"))
        self.files.addStretch(1)

    def _put_line(self, steps: tuple[ApprovalStepRow, ...]) -> None:
        self.signed.clear()
        language = self.texts.language
        for step in steps:
            signed = step.at is not None
            who = self.texts.show(signer_words(step)) if signed else label(language, step.role)
            tone: Tone | None = None if step.at is None or step.valid else "ng"
            told = (
                say("waiting") if step.at is None else f"{step.at.astimezone(self.desk.zone()):%m-%d %H:%M}"
            )
            self.signed.add(
                f"{label(language, step.meaning)}  {who}", told if tone is None else say("void"), tone
            )
        if not steps:
            self.signed.add(say("No approval line is configured."))

    def _put_redline(self, rows: tuple[RedlineRow, ...]) -> None:
        self.redline.clear()
        for row in rows:
            told = f"{row.before or '—'} → {row.after or '—'}"
            self.redline.add(say("{item}: {what}", item=row.item, what=row.what), told)
        if not rows:
            self.redline.add(term("change order", "The drafts say the same as before."))

    def _late(self, row: TaskRow) -> bool:
        return not row.done and row.due_on is not None and row.due_on < self.desk.today()

    # acts
    def _edit(self) -> None:
        if self.view is not None:
            EditOrderDialog(self.desk, self.view, self.window()).open()

    def _attach(self) -> None:
        view = self.view
        if view is None:
            return
        for path in self.to_open(self, self.texts.term("ledger", "Attach files")):
            self._read(path, partial(self._keep_file, view.id, path.name))

    def _read(self, path: Path, then: Callable[[bytes], object]) -> None:
        self.desk.tasks.read(path.read_bytes, then, owner=self)

    def _keep_file(self, order_id: int, name: str, content: bytes) -> None:
        self.do(add_change_file, Noun.CHANGE_ORDER, order_id, content, name)

    def _customer_approved(self) -> None:
        if self.view is not None:
            CustomerApprovalDialog(self.desk, self.view.id, self.window(), to_open=self.to_open).open()

    def _verb(self, verb: Callable[..., Any], said: Words, **facts: Any) -> None:
        if self.view is not None:
            self.do(verb, self.view.id, said=said, **facts)

    def _impact(self) -> None:
        self._verb(work_out_impact, say("The impact is worked out."))

    def _route(self) -> None:
        self._verb(route_order, say("The change order and its items were sent to review."))

    def _implement(self) -> None:
        self._verb(implement_order, say("The change order is carried out."))

    def _close(self) -> None:
        self._verb(close_order, say("The change order is closed."))

    def _sign(self) -> None:
        if self.view is not None:
            sign_dialog(self.desk, self.view.id, self.view.number, self.window()).open()

    def _send_back(self) -> None:
        view = self.view
        if view is not None:
            what = say("{number} and its items can be changed again.", number=view.number)
            words = term("change order", "Send back")
            SecretDialog(self.desk, words, what, send_back_order, view.id, self.window(), reason=True).open()

    def _release(self) -> None:
        view = self.view
        if view is None:
            return
        what = say(
            "{number}: {count:its item is released, and never changes again|all {count} items are released "
            "together, and never change again}.",
            number=view.number,
            count=len(view.items),
        )
        dialog = ConfirmDialog(self.texts, Question.RELEASE, what, parent=self.window())
        dialog.setObjectName("release_dialog")
        said = say("{number} and all its items were released.", number=view.number)
        dialog.accepted.connect(lambda: self.do(release_change_order, view.id, said=said))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_why(self, verb: Callable[..., Any], words: Words, said: Words) -> None:
        view = self.view
        if view is not None:
            self.reason.ask(words, lambda reason: self.do(verb, view.id, reason=reason, said=said))

    def _hold(self) -> None:
        self._ask_why(hold_order, term("change order", "Hold"), say("The change order is held."))

    def _resume(self) -> None:
        self._ask_why(resume_order, term("change order", "Go on"), say("The change order goes on."))

    def _cancel(self) -> None:
        self._ask_why(give_up_order, term("change order", "Cancel"), say("The change order is canceled."))

    def _take_back(self) -> None:
        said = say("The change order can be changed again.")
        self._ask_why(take_back_order, term("change order", "Take back"), said)

    def _add_item(self) -> None:
        if self.view is not None:
            AffectedDialog(self.desk, self.view.id, self.window()).open()

    def _drop_item(self) -> None:
        row = self.items.chosen()
        if row is not None:
            self.do(remove_item, row.id, said=say("{item} was taken out.", item=row.number))

    def _decide(self) -> None:
        row = self.goods.chosen()
        if row is not None:
            decision = Disposition(self.decision.value())
            self.do(decide_disposition, row.id, decision, expected_version=row.version)

    def _add_task(self) -> None:
        title = self.task.value()
        if title and self.view is not None:
            self.task.set_value("")
            self.do(add_task, self.view.id, title=title)

    def _give_task(self) -> None:
        """Ask whose the typed task is, and until when."""
        if self.view is not None:
            title = self.task.value()
            self.task.set_value("")
            TaskDialog(self.desk, self.view.id, title, self.window()).open()

    def _finish_task(self) -> None:
        row = self.tasks_table.chosen()
        if row is not None:
            self.do(finish_task, row.id)
