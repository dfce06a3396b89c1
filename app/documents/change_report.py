"""Report of a change order 설계변경 보고서: which revisions it changes, what it touches, what becomes of goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.changes.ledger import OrderView, order_view
from app.documents.approvals import reviewed_line
from app.documents.blocks import Align, Block, Cell, Column, ColumnKind, Fact, KeyValues, Mark, Table
from app.documents.change_facts import files_table, needed_text, parts_table, text_blocks
from app.documents.document import Document
from app.documents.source import DocumentSource
from app.labels import label
from app.texts import mark_term
from models.change import ChangeOrder, ChangeRequest
from models.types import decimal_text
from models.vocab import Noun

KIND: Final = "change_report"
TITLE: Final = mark_term("form", "Change report")
SCOPE: Final = "change_order"
_NONE: Final = mark_term("form", "None")
# The words the window uses for the same rows.
_TOUCHED: Final = {
    "parent": mark_term("impact", "Assembly"),
    "control_plan": mark_term("impact", "Control plan"),
    "document": mark_term("impact", "Document"),
    "order": mark_term("impact", "Work order"),
    "lot": mark_term("impact", "Lot"),
    "assessment": mark_term("impact", "Assessment"),
}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the report of a change order.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    order: ChangeOrder = source.record(ChangeOrder, entity_id)
    view = order_view(source.session, entity_id)
    assert view is not None  # it was just found
    blocks: list[Block] = [
        KeyValues(_head(source, order, view), columns=3),
        *text_blocks(source, mark_term("form", "Reason"), order.reason),
        _items(source, view),
        parts_table(source, Noun.CHANGE_ORDER, entity_id),
        _touched(source, view),
        _goods(source, view),
        _tasks(source, view),
        files_table(source, Noun.CHANGE_ORDER, entity_id),
    ]
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=order.number,
        approval=reviewed_line(source, Noun.CHANGE_ORDER, entity_id),
        blocks=blocks,
        form=source.form(KIND, landscape=True),
    )


def _head(source: DocumentSource, order: ChangeOrder, view: OrderView) -> list[Fact]:
    fact = source.words.fact
    request = None if order.request_id is None else source.session.get(ChangeRequest, order.request_id)
    since = " · ".join(text for text in (source.day(order.effective_on), order.effective_lot) if text)
    return [
        fact(mark_term("form", "Change order no."), order.number),
        fact(mark_term("form", "What changes"), order.title),
        fact(mark_term("form", "State"), label(source.language, order.state)),
        fact(mark_term("form", "Customer's change (EO)"), view.customer_change),
        fact(mark_term("form", "Change request"), "" if request is None else request.number),
        fact(mark_term("form", "Written on"), source.day(order.created_at)),
        fact(mark_term("form", "In effect from"), since),
        fact(mark_term("form", "Due"), source.day(order.due_on)),
        fact(mark_term("form", "Cost"), view.cost),
        fact(mark_term("form", "Customer approval"), needed_text(source, needed=order.customer_needed)),
        fact(mark_term("form", "Customer approval no."), order.customer_approval),
        fact(mark_term("form", "Customer approved on"), source.day(order.customer_approved_on)),
        fact(mark_term("form", "Released on"), source.day(order.released_at)),
        fact(mark_term("form", "Closed on"), source.day(order.closed_at)),
    ]


def _table(
    source: DocumentSource,
    key: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell | str]],
) -> Table:
    """Return a titled table; an empty one says that there is nothing."""
    nothing = [source.words.word(_NONE), *[""] * (len(columns) - 1)]
    return Table(
        columns,
        rows or [nothing],
        key=key,
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _items(source: DocumentSource, view: OrderView) -> Table:
    column, word = source.words.column, source.words.word
    part, document = mark_term("form", "Part"), mark_term("form", "Drawing or document")
    rows = [
        (
            word(part if one.noun is Noun.PART_REVISION else document),
            one.number,
            one.before or "—",
            one.after,
            one.note,
        )
        for one in view.items
    ]
    columns = [
        column("kind", mark_term("form", "Kind"), 15),
        column("number", mark_term("form", "Number"), 23, bold=True),
        column("before", mark_term("form", "Revision before"), 13, align=Align.CENTER),
        column("after", mark_term("form", "Revision after"), 13, align=Align.CENTER),
        column("note", mark_term("form", "What changes"), 36),
    ]
    return _table(source, "items", mark_term("form", "Affected revisions"), columns, rows)


def _touched(source: DocumentSource, view: OrderView) -> Table:
    column = source.words.column
    rows = [
        (
            source.language.term("impact", _TOUCHED.get(str(one["kind"]), str(one["kind"]))),
            str(one["number"]),
            str(one["detail"]),
        )
        for one in view.impact
    ]
    columns = [
        column("kind", mark_term("form", "Kind"), 20),
        column("number", mark_term("form", "Number"), 40, bold=True),
        column("detail", mark_term("form", "Details"), 40),
    ]
    return _table(source, "impact", mark_term("form", "Impact review"), columns, rows)


def _goods(source: DocumentSource, view: OrderView) -> Table:
    column = source.words.column
    undecided = Cell(source.words.word(mark_term("form", "Not decided")), Mark.WARN)
    rows: list[tuple[Cell | str, ...]] = [
        (
            one.part,
            label(source.language, one.place),
            one.what,
            "" if one.quantity is None else decimal_text(one.quantity),
            undecided if one.decision is None else Cell(label(source.language, one.decision)),
            one.note,
        )
        for one in view.dispositions
    ]
    columns = [
        column("part", mark_term("form", "Part no."), 20, bold=True),
        column("place", mark_term("form", "Place"), 14),
        column("what", mark_term("form", "What"), 18),
        column("quantity", mark_term("form", "Quantity of goods"), 12, ColumnKind.NUMBER),
        column("decision", mark_term("form", "Disposition"), 16, align=Align.CENTER),
        column("note", mark_term("form", "Remarks"), 20),
    ]
    title = mark_term("form", "Stock, work in progress and shipped goods")
    return _table(source, "goods", title, columns, rows)


def _tasks(source: DocumentSource, view: OrderView) -> Table:
    column, word = source.words.column, source.words.word
    done = Cell(word(mark_term("form", "Done")), Mark.OK)
    waiting = Cell(word(mark_term("form", "Open")), Mark.WARN)
    rows: list[tuple[Cell | str, ...]] = [
        (one.title, one.owner, source.day(one.due_on), done if one.done else waiting) for one in view.tasks
    ]
    columns = [
        column("title", mark_term("form", "Task"), 50),
        column("owner", mark_term("form", "Responsible"), 18),
        column("due", mark_term("form", "Due"), 16, align=Align.CENTER),
        column("state", mark_term("form", "State"), 16, ColumnKind.VERDICT),
    ]
    return _table(source, "tasks", mark_term("form", "Tasks"), columns, rows)
