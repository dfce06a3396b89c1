"""Tables, trees, tabs, chips, forms and notices as a person uses them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery_rows import BOM, ELEMENTS, BomRow, ElementRow, bom_model, element_model
from tests.ui.pages import shown
from ui.i18n import Texts, say
from ui.itemmodels.columns import SECOND_ROLE, Column, Kind
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Head
from ui.seen_lists import seen_of
from ui.theme.icons import ICON_DIR, icon
from ui.theme.theme import Theme, current_theme
from ui.widgets.buttons import Button
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.chips import SHAPES, StateChip
from ui.widgets.fields import plain_decimal
from ui.widgets.forms import FieldEditor, Form
from ui.widgets.measuring import place_in_bar
from ui.widgets.notices import TOAST_MS, Banner, ToastStack
from ui.widgets.row_views import least_widths, share_widths
from ui.widgets.tables import RowTable
from ui.widgets.tabs import TabStrip
from ui.widgets.trees import RowTree
from ui.widgets.verdict import VerdictPanel


def test_the_chosen_row_outlasts_a_refresh(qtbot: QtBot, texts: Texts) -> None:
    table: RowTable[ElementRow] = RowTable(element_model(texts))
    shown(qtbot, table)
    assert table.choose(8)
    told: list[ElementRow | None] = []
    table.chosen_changed.connect(told.append)
    table.rows_model.set_rows(list(reversed(ELEMENTS)))
    chosen = table.chosen()
    assert chosen is not None
    assert chosen.number == 8
    assert [row.number if row else None for row in told] == [8]
    table.rows_model.set_rows([row for row in ELEMENTS if row.number != 8])
    assert table.chosen() is None
    assert not table.choose(8)


def test_enter_and_double_click_open_a_row(qtbot: QtBot, texts: Texts) -> None:
    table: RowTable[ElementRow] = RowTable(element_model(texts))
    shown(qtbot, table)
    table.choose(2)
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[0].number == 2


def test_open_branches_and_choice_outlast_a_refresh(qtbot: QtBot, texts: Texts) -> None:
    tree: RowTree[BomRow] = RowTree(bom_model(texts))
    shown(qtbot, tree, 900)
    tree.open_levels(-1)
    path = ("HB-2200-00", "HB-2210-01", "ST-HELI-M8")
    assert tree.choose(path)
    tree.rows_model.set_roots(BOM)
    chosen = tree.chosen()
    assert chosen is not None
    assert chosen.number == "ST-HELI-M8"
    assert tree.isExpanded(tree.rows_model.index_of(("HB-2200-00", "HB-2230-00")))


@pytest.mark.parametrize("room", [120, 300, 520, 900])
def test_columns_fill_the_room_and_give_way_by_weight(room: int) -> None:
    natural, floors, weights = [60, 200, 90, 150], [40, 60, 60, 60], [0, 3, 0, 2]
    widths = share_widths(natural, [(low, low) for low in floors], weights, room)
    assert all(width >= low for width, low in zip(widths, floors, strict=True))
    if room >= sum(floors):
        assert abs(sum(widths) - room) <= len(widths)
    if room == 520:
        assert widths[0] == 60
        assert widths[2] == 90


def test_what_a_table_is_about_keeps_its_room_and_chips_numbers_and_marks_stay_whole() -> None:
    natural = [90, 420, 110, 95, 600]
    kinds: list[Kind] = ["strong", "text", "chip", "number", "text"]
    weights = [0, 3, 0, 0, 0]
    least = [
        least_widths(kind, weight, core, 50)
        for kind, weight, core in zip(kinds, weights, natural, strict=True)
    ]
    for room in (900, 760, 600, 545):
        widths = share_widths(natural, least, weights, room)
        assert [widths[at] for at in (0, 2, 3)] == [90, 110, 95]
        assert abs(sum(widths) - room) <= len(widths)
        assert widths[1] >= min(420, widths[4] * 3 // 2) - 2
    # Tighter, then narrower still the view scrolls: a chip cut in half or half a heading would tell nothing.
    assert sum(share_widths(natural, least, weights, 510)) <= 510
    assert share_widths(natural, least, weights, 200) == [90, 120, 110, 95, 80]
    assert least_widths("text", 1, 60, 180) == (180, 180)


def test_a_narrow_table_leaves_out_what_is_empty_then_what_is_spare_and_paper_has_it_all(
    qtbot: QtBot, texts: Texts
) -> None:
    columns: list[Column[str]] = [
        Column(say("Number"), lambda row: row, "strong"),
        Column(say("What"), lambda row: row * 30, weight=1),
        Column(say("Reason"), lambda _row: ""),
        Column(say("Work day"), lambda _row: "2026-11-24", spare=True),
    ]
    table: RowTable[str] = RowTable(RowsModel(texts, columns, key=str))
    table.rows_model.set_rows(["NC-1", "NC-2"])
    shown(qtbot, table, 900)
    assert table.left_out == frozenset()
    table.resize(330, 300)
    assert table.left_out == {2}
    table.resize(230, 300)
    assert table.left_out == {2, 3}
    assert seen_of(texts, "x", table).columns == ["Number", "What", "Reason", "Work day"]
    table.put_columns_away([1])
    assert table.isColumnHidden(1)
    table.resize(900, 300)
    assert table.left_out == frozenset()
    assert table.put_away == {1}
    assert [table.isColumnHidden(at) for at in range(4)] == [False, True, False, False]


def test_the_quiet_second_text_gives_way_before_the_first(qtbot: QtBot, texts: Texts) -> None:
    table: RowTable[ElementRow] = RowTable(element_model(texts))
    shown(qtbot, table, 900)
    delegate = table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    cell = next(
        index
        for index in (table.rows_model.index(0, at) for at in range(len(table.rows_model.columns)))
        if index.data(SECOND_ROLE)
    )
    assert delegate.natural_width(cell, second=False) < delegate.natural_width(cell)


def test_a_shortened_cell_shows_its_whole_text_as_a_tip(
    qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    table: RowTable[ElementRow] = RowTable(element_model(texts))
    shown(qtbot, table, 320)
    tips: list[str] = []
    monkeypatch.setattr(
        "ui.widgets.cell_delegate.QToolTip.showText", lambda _at, text, _view: tips.append(text)
    )
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 60, 28)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
    table.itemDelegate().helpEvent(event, table, option, table.rows_model.index(1, 1))
    assert tips == ["승인된 설계변경 문서 Authorized ECO"]


def test_tabs_are_one_stop_and_arrows_move_between_them(qtbot: QtBot, texts: Texts) -> None:
    strip = TabStrip(texts)
    pages = [QLabel(word) for word in "abc"]
    for key, page in zip("abc", pages, strict=True):
        strip.add_tab(key, key, page)
    shown(qtbot, strip)
    stops = [tab for tab in strip.findChildren(Button) if tab.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Right)
    assert strip.current == "b"
    assert strip.pages.currentWidget() is pages[1]
    QTest.keyClick(strip, Qt.Key.Key_Left)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert strip.current == "c"


def test_every_tone_that_calls_for_action_has_a_shape(texts: Texts, qtbot: QtBot) -> None:
    assert all(SHAPES[tone] for tone in ("info", "ok", "warn", "ng"))
    assert all((ICON_DIR / f"{name}.svg").exists() for name in SHAPES.values() if name)
    chip = StateChip(texts, say("Undo"), "ng")
    qtbot.addWidget(chip)
    texts.switch("ko")
    assert chip.accessibleName() == chip.text == "되돌리기"


def test_icons_take_the_colour_of_their_token_and_follow_the_theme(look: Theme) -> None:
    sign = icon("square-check", "text")

    def darkest() -> int:
        image = sign.pixmap(32, 32).toImage()
        opaque = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(color.lightness() for color in opaque if color.alpha() == 255)

    assert darkest() == current_theme().color("text").lightness()
    look.choose("dark")
    assert darkest() == pytest.approx(current_theme().color("text").lightness(), abs=2)
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_have_the_pixels_of_the_device(look: Theme, ratio: float) -> None:
    drawn = icon("user").pixmap(QSize(18, 18), ratio)
    assert drawn.size() == QSize(18, 18) * ratio
    assert drawn.deviceIndependentSize().width() == 18


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("40.0210", "40.0210"),
        ("0,25", "0.25"),
        ("12,5", "12.5"),
        ("−0.017", "-0.017"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567"),
        (" +0.05 ", "+0.05"),
        # Either 1240 pieces or 1.240 mm: not guessed, the verb refuses it.
        ("1,240", "1,240"),
        ("0,125", "0.125"),
    ],
)
def test_pasted_numbers_are_read_without_guessing(typed: str, read: str) -> None:
    assert plain_decimal(typed) == read


def test_a_form_says_what_is_missing_beside_the_field(qtbot: QtBot, texts: Texts) -> None:
    form = Form(texts, 2)
    form.add_line("number", "Number", required=True)
    form.add_decimal("weight", "Weight")
    shown(qtbot, form)
    assert not form.complete()
    assert form.rows["number"].below.text() == "Please fill this in."
    form.set_values({"number": "HB-1", "weight": "0.4120"})
    assert form.complete()
    assert not form.rows["number"].below.isVisible()
    assert form.values() == {"number": "HB-1", "weight": "0.4120"}
    assert form.rows["number"].field.accessibleName() == "Number"


def test_a_value_is_changed_by_enter_and_kept_by_escape(qtbot: QtBot, texts: Texts) -> None:
    editor = FieldEditor(texts, "Name", "Hub")
    shown(qtbot, editor, 300, 60)
    editor.edit()
    editor.line.setText("Housing")
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert editor.value() == "Hub"
    editor.edit()
    editor.line.setText("Housing")
    with qtbot.waitSignal(editor.committed) as told:
        QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert told.args == ["Housing"]
    assert editor.value() == "Housing"


def test_a_toast_stays_long_enough_and_takes_back(qtbot: QtBot, texts: Texts) -> None:
    assert TOAST_MS >= 8000
    over, undone = QWidget(), list[int]()
    shown(qtbot, over)
    stack = ToastStack(texts, over)
    toast = stack.show(say("Undo"), "ok", lambda: undone.append(1))
    assert toast.undo_button is not None
    with qtbot.waitSignal(toast.gone):
        QTest.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not stack.toasts


def test_only_three_toasts_stand_and_the_newest_is_among_them(qtbot: QtBot, texts: Texts) -> None:
    over = QWidget()
    shown(qtbot, over)
    stack = ToastStack(texts, over)
    for word in "abcde":
        stack.show(word)
    assert [toast.label.text() for toast in stack.toasts] == ["c", "d", "e"]
    stack.clear()


def test_a_lost_device_begins_grey_and_turns_amber(
    qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Banner, "AMBER_AFTER_MS", 1)
    banner = Banner(texts)
    qtbot.addWidget(banner)
    banner.put("COM7")
    assert banner.isVisible()
    assert banner.tone == "neutral"
    qtbot.waitUntil(lambda: banner.tone == "warn")
    banner.clear()
    assert not banner.isVisible()


@pytest.mark.parametrize(
    ("value", "place"),
    [("40.000", 0.17), ("40.050", 0.83), ("40.025", 0.5), ("41", 1.0), ("39", 0.0)],
)
def test_the_marker_stands_where_the_value_is(value: str, place: float) -> None:
    assert place_in_bar(Decimal(value), Decimal("40.000"), Decimal("40.050")) == pytest.approx(place)


@pytest.mark.parametrize(("value", "side"), [("0.10", -1), ("0.20", 0), ("0.25", 1)])
def test_one_limit_is_enough(value: str, side: int) -> None:
    place = place_in_bar(Decimal(value), None, Decimal("0.20"))
    assert (place > 0.83) - (place < 0.83) == side


@pytest.mark.parametrize("verdict", ["ok", "ng", "warn"])
def test_the_verdict_covers_everything_with_a_word_of_96_points(
    qtbot: QtBot, texts: Texts, look: Theme, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[float] = []
    over = QWidget()
    shown(qtbot, over, 1280, 800)
    panel = VerdictPanel(texts, full=True, parent=over)
    panel.setGeometry(over.rect())

    def note(_painter: object, _rect: object, _text: object, _ink: object, font: object) -> None:
        written.append(font.pointSizeF())  # type: ignore[attr-defined]

    monkeypatch.setattr("ui.widgets.verdict.write", note)
    panel.put(verdict, "합격", "시료 3")  # type: ignore[arg-type]
    assert written
    assert min(written) >= 96
    assert panel.accessibleName() == "합격"
    panel.put("")
    assert not panel.isVisible()


def test_a_grey_picture_still_tells_ok_from_ng(qtbot: QtBot, texts: Texts, look: Theme) -> None:
    def grey(verdict: str) -> float:
        panel = VerdictPanel(texts, full=True)
        shown(qtbot, panel, 300, 200)
        panel.put(verdict, "X")  # type: ignore[arg-type]
        image = panel.grab().toImage()
        panel.hide()
        color = image.pixelColor(4, 4)
        channels = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    ok, ng = grey("ok"), grey("ng")
    assert (max(ok, ng) + 0.05) / (min(ok, ng) + 0.05) >= 3.0


def test_an_answer_is_painted_before_the_call_returns(
    qtbot: QtBot, texts: Texts, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    true_paint = VerdictPanel.paintEvent

    def paint(panel: VerdictPanel, event: QPaintEvent) -> None:
        true_paint(panel, event)
        painted.append(panel.verdict)

    monkeypatch.setattr(VerdictPanel, "paintEvent", paint)
    over = QWidget()
    shown(qtbot, over, 1920, 1080)
    panel = VerdictPanel(texts, full=True, parent=over)
    panel.setGeometry(over.rect())
    panel.put("ok", "합격")
    before = len(painted)
    panel.put("ng", "불합격", "40.063 > 40.050")
    # Painted before put returns, not when the event loop comes round; `bench` says how long it takes.
    assert painted[before:] == ["ng"]


def test_an_empty_list_says_so_and_what_to_do(qtbot: QtBot, texts: Texts) -> None:
    table: RowTable[ElementRow] = RowTable(element_model(texts))
    shown(qtbot, table, 420, 300)
    words = table.findChild(QLabel, "rows.empty")
    assert words is not None
    assert not words.isVisible()
    table.rows_model.set_rows(())
    assert words.isVisible()
    assert words.text() == "Nothing here yet."
    table.when_empty(say("Drop a file here."))
    other: RowTable[ElementRow] = RowTable(RowsModel(texts, table.rows_model.columns))
    shown(qtbot, other, 420, 300)
    unasked = other.findChild(QLabel, "rows.empty")
    assert unasked is not None
    # Nobody has answered yet: it may not be empty.
    assert not unasked.isVisible()
    other.when_empty(say("Scan anything."), at_once=True)
    assert unasked.isVisible()
    assert words.text() == "Drop a file here."
    assert words.geometry() == table.viewport().rect()
    table.resize(300, 200)
    assert words.geometry() == table.viewport().rect()
    table.rows_model.set_rows(ELEMENTS)
    assert not words.isVisible()


def test_the_primary_button_of_a_head_stays_at_the_right_end(qtbot: QtBot, texts: Texts) -> None:
    head = Head(texts)
    shown(qtbot, head, 700, 60)
    made = [Button(texts, name, lambda: None) for name in ("first", "main", "later", "last")]
    for button in made:
        head.add_button(button, primary=button is made[1])
    QApplication.processEvents()
    assert [button.text() for button in sorted(made, key=lambda b: b.x())] == [
        "first",
        "later",
        "last",
        "main",
    ]


def test_a_head_with_many_chips_cuts_none(qtbot: QtBot, texts: Texts) -> None:
    head = Head(texts)
    head.put("PPAP level 3 — HB-2200-00 Rev C")
    head.set_chips(*((f"not yet compared with copy {n}", "warn") for n in range(4)))
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(head)
    column.addStretch(1)
    for width in (1600, 900, 620):
        holder.resize(width, 200)
        shown(qtbot, holder, width, 200)
        chips = head.findChildren(StateChip)
        assert len(chips) == 4
        for chip in chips:
            assert chip.width() >= chip.sizeHint().width()
            assert head.rect().contains(QRect(chip.mapTo(head, QPoint(0, 0)), chip.size()))
