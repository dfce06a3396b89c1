"""The labels of all boxes of a lot in one act: counted, adding up to the lot, each a print of its own."""

from __future__ import annotations

import pytest

from app.documents.tag_printing import PrintedTag, look_at_tag, print_tag, tag_print_rows
from app.errors import PartproofError
from tests.tags.shop import Shop


def _boxes(shop: Shop, reason: str = "", **typed: str) -> PrintedTag:
    order = shop.order("box", entries={"boxes": "10", "box_quantity": "55", **typed})
    printed: PrintedTag = shop.floor.do(print_tag, order, reason=reason, actor=shop.floor.quality)
    return printed


def _said(printed: PrintedTag) -> list[str]:
    """Return what stands on each page, in one line."""
    return [" ".join(entry.text for entry in page.texts) for page in printed.pages]


def test_all_boxes_come_in_one_act_and_the_last_holds_what_is_left(shop: Shop) -> None:
    printed = _boxes(shop)
    said = _said(printed)
    assert (len(said), printed.count, len(set(printed.page_prints))) == (10, 10, 10)
    assert all(f"{number} / 10" in text for number, text in enumerate(said, start=1))
    assert all("55 EA" in text for text in said[:9])
    # 500 pieces: nine boxes of 55 leave five.
    assert "5 EA" in said[9]
    assert "55 EA" not in said[9]
    rows = shop.floor.factory.ask(tag_print_rows)
    assert [row.piece for row in reversed(rows)] == [f"{number}/10" for number in range(1, 11)]
    assert {row.reprint for row in rows} == {0}


def test_some_boxes_again_need_a_reason_and_count_each_for_itself(shop: Shop) -> None:
    _boxes(shop, box_number="2")
    factory = shop.floor.factory
    order = shop.order("box", entries={"boxes": "10", "box_quantity": "55", "box_number": "1-3"})
    seen = factory.ask(look_at_tag, order, now=factory.clock(), actor_name="이품질")
    assert (len(seen.pages), seen.printed) == (3, 1)
    with pytest.raises(PartproofError) as refused:
        _boxes(shop, box_number="1-3")
    assert refused.value.code == "tag.reprint_reason"
    assert len(factory.ask(tag_print_rows)) == 1
    assert _boxes(shop, box_number="1-3", reason="lost").reprint == 1
    rows = factory.ask(tag_print_rows)[:3]
    assert [(row.piece, row.reprint, row.reason) for row in reversed(rows)] == [
        ("1/10", 0, ""),
        ("2/10", 1, "lost"),
        ("3/10", 0, ""),
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"box_number": "0-3"}, "tag.entry_wrong"),
        ({"box_number": "3-2"}, "tag.entry_wrong"),
        ({"box_number": "9-11"}, "tag.entry_wrong"),
        ({"box_number": "1-"}, "tag.entry_wrong"),
        ({"box_quantity": ""}, "tag.entry_missing"),
        ({"boxes": "11"}, "tag.entry_wrong"),
        ({"boxes": "201", "box_quantity": "1"}, "tag.many_boxes"),
    ],
)
def test_boxes_that_do_not_fit_the_lot_are_refused(shop: Shop, typed: dict[str, str], code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        _boxes(shop, **typed)
    assert refused.value.code == code
    assert shop.floor.factory.ask(tag_print_rows) == ()


def test_prints_that_were_not_handed_over_whole_are_known() -> None:
    printed = PrintedTag((), (7, 8, 8, 9), "ko", 2, 0, "")
    assert printed.unprinted(3, copied=False) == (9,)
    assert printed.unprinted(2, copied=False) == (8, 9)
    assert printed.unprinted(5, copied=True) == (8, 9)
    assert printed.unprinted(8, copied=True) == ()
