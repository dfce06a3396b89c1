"""Labels of all boxes of a lot in one act: which boxes, counted, and how much each holds. Prints and records nothing.

The last box holds what the others leave, so that the labels add up to what the lot has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.documents.tag_content import TagSource
from app.documents.tag_lots import lot_facts
from app.documents.tag_refusals import MANY_BOXES

MOST_BOXES: Final = 200
"""As many boxes as one act takes; more would keep other writers waiting."""

_RANGE: Final = re.compile(r"([0-9]{1,5}) ?[-~] ?([0-9]{1,5})")


def box_series(source: TagSource, lot_id: int) -> tuple[Mapping[str, str], ...]:
    """Return what is typed for each box: for one number that box, for ``4-6`` these, for no number all of them.

    Args:
        source: What the act was asked for.
        lot_id: The lot in the boxes.

    Raises:
        PartproofError: ``tag.entry_missing``, ``tag.entry_wrong`` for boxes that do not fit the lot,
            ``tag.many_boxes``, or no such lot.
    """
    text = source.entry("box_number")
    found = _RANGE.fullmatch(text)
    if text and found is None:
        return (source.entries,)
    boxes = source.count("boxes")
    first, last = (int(found[1]), int(found[2])) if found else (1, boxes)
    if not 1 <= first <= last <= boxes:
        raise source.wrong("box_number", text)
    if last - first >= MOST_BOXES:
        raise MANY_BOXES(count=last - first + 1, most=MOST_BOXES)
    good = lot_facts(source, lot_id).good
    source.entry("box_quantity", needed=boxes > 1)
    each = source.quantity("box_quantity", good)
    left = good - each * (boxes - 1)
    if left <= 0:
        raise source.wrong("boxes", str(boxes))
    return tuple(
        {
            **source.entries,
            "box_number": str(number),
            "box_quantity": f"{min(each, left) if number == boxes else each:f}",
        }
        for number in range(first, last + 1)
    )
