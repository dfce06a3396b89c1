"""Every list exports to Excel as seen: one button for any RowTable or RowTree, for every room to use.

``export_button(desk, owner, say("Gauges"), table)`` beside a list is all a screen needs; pressed it asks where to,
dragged it carries the workbook to the file manager. What is hidden stays out,
columns keep the order and rows the sorting on the screen; long work runs away from the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableView, QWidget

from app.documents.seen_list import SeenList, write_seen_list
from app.files import safe_name
from ui.drag_out import DragOut
from ui.i18n import Shown, Texts, say
from ui.itemmodels.columns import Column
from ui.panels import Desk
from ui.widgets.buttons import Button, make_action
from ui.widgets.list_menu import WRITTEN_ELSEWHERE
from ui.widgets.tables import RowTable
from ui.widgets.trees import RowTree

View = RowTable[Any] | RowTree[Any]


def choose_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Let a person choose where the workbook goes; None when they change their mind. The edge that tests replace."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "Excel (*.xlsx)")
    return Path(chosen) if chosen else None


def export_button(
    desk: Desk,
    owner: QWidget,
    title: Shown,
    view: View | Callable[[], View],
    *,
    name: str = "list.export",
    facts: Callable[[], Sequence[tuple[str, str]]] | None = None,
    rows: Callable[[], Iterable[Any]] | None = None,
) -> Button:
    """Return a button (and its Ctrl+K entry) that writes a list as it is seen.

    Args:
        desk: What screens are given.
        owner: The screen; the act is listed while it is shown.
        title: Name of the list, also the file's.
        view: The table or tree; called where it is now this, now that one.
        name: objectName of the button.
        facts: Filter words and the like, for the second sheet.
        rows: All rows of a list whose table holds only some of them; called away from the window's thread.
    """

    if isinstance(view, RowTable | RowTree):
        # The window writes this list by its menu as this button does.
        view.every_row, view.seen_facts = rows, facts or view.seen_facts
        view.setProperty(WRITTEN_ELSEWHERE, True)

    def shown() -> View:
        return view if isinstance(view, RowTable | RowTree) else view()

    def told() -> Sequence[tuple[str, str]]:
        said = facts or shown().seen_facts
        return () if said is None else said()

    def run() -> None:
        export_list(desk, owner, title, shown(), facts=told(), rows=rows)

    # Without a shortcut of its own: Ctrl+K finds it on every screen under one name.
    make_action(desk.texts, say("This list to Excel"), run, owner, "file-spreadsheet")
    button = Button(desk.texts, say("To Excel"), run, icon_name="file-spreadsheet", name=name)

    def drag() -> Callable[[Path], list[Path]]:
        named = desk.texts.show(title)
        seen = _stamped(desk, named, shown(), told(), rows)

        def write(folder: Path) -> list[Path]:
            path = folder / safe_name(f"{named}.xlsx")
            write_seen_list(seen, path)
            return [path]

        return write

    DragOut(desk, button, drag)
    return button


def export_list(
    desk: Desk,
    owner: QWidget,
    title: Shown,
    view: View,
    *,
    facts: Sequence[tuple[str, str]] = (),
    rows: Callable[[], Iterable[Any]] | None = None,
    target: Path | None = None,
) -> None:
    """Ask where to, write the list there and say so."""
    named = desk.texts.show(title)
    now = datetime.now(UTC).astimezone()
    path = target or choose_target(
        owner, desk.texts.say("This list to Excel"), f"{named} {now:%Y-%m-%d}.xlsx"
    )
    if path is None:
        return
    seen = _stamped(desk, named, view, facts, rows)

    def done(_hash: str) -> None:
        desk.notices.toast(say("{file} is written.", file=path.name), "ok")

    desk.tasks.read(lambda: write_seen_list(seen, path), done, owner=owner)


def _stamped(
    desk: Desk,
    named: str,
    view: View,
    facts: Sequence[tuple[str, str]],
    rows: Callable[[], Iterable[Any]] | None,
) -> SeenList:
    """Return what is shown, with when and by whom it was written."""
    now = datetime.now(UTC).astimezone()
    stamp = (desk.texts.say("Written"), f"{now:%Y-%m-%d %H:%M} · {desk.actor().name}")
    return seen_of(desk.texts, named, view, facts=(*facts, stamp), rows=rows)


def seen_of(
    texts: Texts,
    title: str,
    view: View,
    *,
    facts: Sequence[tuple[str, str]] = (),
    rows: Callable[[], Iterable[Any]] | None = None,
) -> SeenList:
    """Return what a table or tree shows, as texts."""
    model = view.model()
    head = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    places = _places(head, view)
    titles = [str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in places]
    columns: Sequence[Column[Any]] = view.rows_model.columns
    numbers = frozenset(n for n, at in enumerate(places) if columns[at].kind == "number")
    shown = [columns[at] for at in places]
    if rows is not None:
        return SeenList(title, titles, _later(texts, shown, rows), numbers, (), facts)
    if isinstance(view, QTableView):
        listed = [_texts_of(texts, shown, row) for row in view.rows_model.rows]
        return SeenList(title, titles, listed, numbers, (), facts)
    walked = list(_walk(model, QModelIndex(), 0))
    tree = view.rows_model
    listed = [_texts_of(texts, shown, tree.row(index)) for index, _ in walked]
    return SeenList(title, titles, listed, numbers, [level for _, level in walked], facts)


def _places(head: QHeaderView, view: View) -> list[int]:
    order = [head.logicalIndex(at) for at in range(head.count())]
    # What a narrow window leaves out is wanted on paper all the same.
    return [at for at in order if not view.isColumnHidden(at) or at in view.left_out]


def _texts_of(texts: Texts, columns: Sequence[Column[Any]], row: Any) -> tuple[str, ...]:
    return tuple(texts.show(column.value(row)) for column in columns)


def _later(
    texts: Texts, columns: Sequence[Column[Any]], rows: Callable[[], Iterable[Any]]
) -> Iterator[tuple[str, ...]]:
    for row in rows():
        yield _texts_of(texts, columns, row)


def _walk(model: QAbstractItemModel, parent: QModelIndex, level: int) -> Iterator[tuple[QModelIndex, int]]:
    """Walk a whole tree, branches not yet opened included."""
    stack = [(parent, level, 0)]
    while stack:
        above, depth, at = stack.pop()
        while model.canFetchMore(above):
            model.fetchMore(above)
        if at >= model.rowCount(above):
            continue
        index = model.index(at, 0, above)
        stack.append((above, depth, at + 1))
        yield index, depth
        stack.append((index, depth + 1, 0))
