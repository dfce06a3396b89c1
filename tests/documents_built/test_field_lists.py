"""Our documents against the public field lists of forms: every field is printed, or left out with a reason."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from app.documents.blocks import Heading, KeyValues, Table
from app.documents.field_lists import FORMS, NOT_MADE
from app.documents.registry import builders
from tests.documents_built.conftest import Built


def form_fields(shared: Path) -> dict[str, set[str]]:
    fields: dict[str, set[str]] = defaultdict(set)
    with (shared / "standards" / "form-fields.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            fields[row["form"]].add(row["field_key"])
    return dict(fields)


def test_every_field_of_every_form_is_accounted_for(shared_dir: Path) -> None:
    listed = form_fields(shared_dir)
    assert set(FORMS) | set(NOT_MADE) == set(listed)
    assert not set(FORMS) & set(NOT_MADE)
    for form, fields in FORMS.items():
        assert not set(fields.printed) & set(fields.left_out), form
        assert set(fields.printed) | set(fields.left_out) == listed[form], form
        assert all(len(reason) > 10 for reason in fields.left_out.values())
    assert all(len(reason) > 10 for reason in NOT_MADE.values())


@pytest.mark.parametrize("form", sorted(FORMS))
def test_what_is_said_to_be_printed_is_printed(unchanged: Built, form: str) -> None:
    fields = FORMS[form]
    assert fields.kind in builders()
    document = unchanged.document(fields.kind, "en")
    words = {fact.label for fact in document.facts}
    for block in document.blocks:
        if isinstance(block, KeyValues):
            words |= {fact.label for fact in block.facts}
        elif isinstance(block, Table):
            words |= {column.title for column in block.columns} | {column.group for column in block.columns}
            words.add(block.title)
            # The boxes of a warrant and of an ISIR stand in the cells.
            words |= {cell.text for row in block.body for cell in row.cells}
        elif isinstance(block, Heading):
            words.add(block.text)
    assert set(fields.printed.values()) <= words
