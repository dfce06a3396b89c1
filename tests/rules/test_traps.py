"""Traps of parts and BOMs that other systems fell into: which test holds each of them, and the tests themselves.

Each runs on both engines; where a database could be asked, by raw SQL.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from app.bom.compare import compared, side_of_revision
from app.bom.copies import revise_part
from app.bom.import_bom import import_bom
from app.bom.import_xlsx import preview_bom
from app.bom.lines import LineFacts, add_line, copy_bom, edit_line
from app.bom.queries import bom_tree, where_used
from app.bom.roll_up import needed
from app.bom.structure import bom_opening
from app.bom.where_used import where_used_everywhere
from app.changes.content import content_hash
from app.changes.replacing import replace_everywhere
from app.errors import PartproofError
from app.parts.parts import start_revision
from app.unit_of_work import UnitOfWork
from models.bom import BomLine
from models.part import Part, PartRevision
from models.rules.compare import Difference
from models.vocab import Noun, PartKind
from tests.app.test_thread_of_release import make_part
from tests.bom.test_resolution import Shop, shop
from tests.rules.test_bom_paths import _line_row, _part_row, _revision_row

__all__ = ["shop"]
TESTS: Final = Path(__file__).parents[1]

# Trap to the tests that hold it; those of other rooms (orders, inspection, gauges) stand there.
HELD_BY: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "rules/test_raw_sql.py::test_no_statement_changes_what_is_released_or_recorded",
        "rules/test_traps.py::test_trap_1_no_way_in_changes_what_is_released",
        "parts/test_master.py::test_attachments_freeze_with_their_revision_and_pictures_do_not",
        "changes/test_reviews.py::test_no_verb_changes_what_left_draft",
        "transfer/test_acts.py::test_no_statement_takes_the_mark_away_or_gives_it",
    ),
    2: ("rules/test_traps.py::test_trap_2_nothing_leads_back_from_released",),
    3: ("parts/test_master.py::test_controlled_values_freeze_and_uncontrolled_ones_are_logged",),
    4: (
        "rules/test_raw_sql.py::test_no_statement_changes_what_is_released_or_recorded",
        "rules/test_random_edits.py::test_each_of_many_single_edits_is_found",
    ),
    5: (
        "changes/test_content.py::test_every_column_counts_or_has_a_reason_not_to",
        "changes/test_content.py::test_every_row_counts_and_the_order_of_rows_never",
        "bom/test_resolution.py::test_a_baseline_holds_its_hash_and_no_sql_touches_it",
    ),
    6: (
        "changes/test_reviews.py::test_back_to_draft_voids_every_signature",
        "changes/test_reviews.py::test_content_that_changed_after_a_signature_is_noticed_at_the_next_and_at_release",
    ),
    7: (
        "rules/test_bom_paths.py::test_every_way_to_close_a_circle_is_refused",
        "rules/test_bom_paths.py::test_two_edits_that_close_a_circle_only_together",
        "rules/test_bom_paths.py::test_a_circle_put_in_by_hand_is_neither_shown_nor_released",
        "bom/test_import_bom.py::test_a_list_that_contains_its_own_parent_is_refused_whole",
        "rules/test_structure.py::test_cycles_are_found_exactly_when_there_are_some",
    ),
    8: ("rules/test_traps.py::test_trap_8_a_structure_without_end_is_refused_not_cut",),
    9: ("rules/test_traps.py::test_trap_9_the_same_part_twice_adds_up_and_compares_by_its_find_number",),
    10: (
        "rules/test_traps.py::test_trap_10_quantities_are_exact_texts_above_zero",
        "rules/test_structure.py::test_a_third_three_times_is_one_and_a_tenth_ten_times_is_one",
    ),
    11: ("bom/test_resolution.py::test_sums_convert_inside_one_dimension_and_say_what_they_lack",),
    12: (
        "parts/test_master.py::test_the_unit_of_a_part_in_use_never_changes",
        "bom/test_resolution.py::test_sums_convert_inside_one_dimension_and_say_what_they_lack",
    ),
    13: (
        "bom/test_structure.py::test_what_is_obsolete_or_out_of_use_is_flagged_at_every_level",
        "bom/test_resolution.py::test_a_child_made_obsolete_later_flags_the_parent_and_changes_nothing",
    ),
    14: (
        "parts/test_effectivity.py::test_now_writes_a_time_and_the_old_one_ends_in_that_instant",
        "parts/test_effectivity.py::test_parallel_revisions_only_with_scopes_of_their_own",
        "parts/test_effectivity.py::test_raw_sql_makes_no_overlap_either",
        "parts/test_effectivity.py::test_a_gap_is_told_and_an_unscheduled_part_has_none",
    ),
    15: ("parts/test_effectivity.py::test_lots_are_counted_by_their_mask_never_compared_as_text",),
    16: (
        "parts/test_effectivity.py::test_a_work_day_begins_once_where_the_clocks_change",
        "changes/test_reviews.py::test_effectivity_is_half_open_and_never_overlaps_even_when_the_clock_goes_back",
    ),
    17: (
        "rules/test_traps.py::test_trap_17_order_and_uniqueness_are_the_counter_s",
        "parts/test_parts.py::test_a_customer_s_label_is_taken_as_it_is_and_order_is_by_counter",
        "parts/test_master.py::test_letter_labels_are_one_for_each_counter_and_skip_what_looks_alike",
    ),
    18: (
        "rules/test_traps.py::test_trap_18_a_second_draft_is_refused_by_the_database_too",
        "changes/test_reviews.py::test_one_open_draft_and_one_released_revision_per_item",
        "changes/test_change_orders.py::test_one_open_order_per_item",
    ),
    19: (
        "changes/test_traps.py::test_trap_19_a_changed_child_revises_no_parent_and_names_the_direct_ones_only",
    ),
    20: (
        "changes/test_reviews.py::test_without_an_approver_nothing_can_be_sent_or_released",
        "changes/test_traps.py::test_trap_20_who_signs_for_another_is_on_record",
    ),
    21: (
        "changes/test_kill_release.py::test_killed_in_the_middle_nothing_is_released",
        "transfer/test_kill.py::test_a_killed_transfer_goes_on_and_shows_nothing_before",
    ),
    22: ("changes/test_traps.py::test_trap_22_nothing_ends_with_goods_undecided",),
    24: ("bom/test_resolution.py::test_a_baseline_holds_its_hash_and_no_sql_touches_it",),
    32: ("parts/test_master.py::test_controlled_values_freeze_and_uncontrolled_ones_are_logged",),
    34: (
        "transfer/test_acts.py::test_what_changed_after_the_preview_or_the_signature_is_refused",
        "transfer/test_preview.py::test_two_files_that_cannot_both_be_it_are_held",
        "transfer/test_preview.py::test_the_same_content_is_taken_once",
        "bom/test_resolution.py::test_check_ins_keep_what_was_and_unchanged_content_makes_none",
    ),
    36: ("ui_parts/test_bom_editor.py::test_the_second_station_is_told_who_and_what_and_loses_nothing",),
}


def test_every_trap_named_here_is_held_by_a_test_that_is_there() -> None:
    missing = [
        name
        for names in HELD_BY.values()
        for name in names
        if not re.search(
            rf"^def {name.split('::')[1]}\(", (TESTS / name.split("::")[0]).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


@pytest.mark.slow
def test_trap_1_no_way_in_changes_what_is_released(shop: Shop, tmp_path: Path) -> None:
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    before = shop.factory.ask(content_hash, Noun.PART_REVISION, shop.kit_0)
    file = tmp_path / "x.csv"
    file.write_text("Part Number,Name,Qty\nP-1,a,1\n", encoding="utf-8")
    preview = preview_bom(file)
    assert shop.code(import_bom, "KIT", preview, source_name="x") == "bom.frozen"
    assert shop.code(copy_bom, shop.kit_0, shop.kit_0) == "part.not_draft"
    shop.do(replace_everywhere, shop.bolt, shop.wax, [shop.kit], title="t", reason="r")
    assert shop.factory.ask(content_hash, Noun.PART_REVISION, shop.kit_0) == before
    for attack in (
        f"UPDATE bom_line SET quantity = '9' WHERE revision_id = {shop.kit_0}",
        f"INSERT INTO bom_substitute VALUES (99, {shop.line}, 1, {shop.wax})",
        f"DELETE FROM bom_line WHERE revision_id = {shop.kit_0}",
    ):
        assert shop.refused(attack), attack


@pytest.mark.slow
def test_trap_2_nothing_leads_back_from_released(shop: Shop) -> None:
    shop.put(shop.bolt_0, shop.wax_0)
    second = shop.do(revise_part, shop.bolt, reason="EO")
    shop.put(second)
    states = {"draft", "in_review", "released", "superseded"}
    for revision, own in ((second, "released"), (shop.bolt_0, "superseded")):
        for state in states - {own}:
            # Superseded only with the revision that follows, obsolete only with an end: not by a word alone.
            assert shop.refused(f"UPDATE part_revision SET state = '{state}' WHERE id = {revision}"), state


@pytest.mark.slow
@pytest.mark.parametrize("deep", [70])
def test_trap_8_a_structure_without_end_is_refused_not_cut(shop: Shop, deep: int) -> None:
    def chain(unit: UnitOfWork) -> tuple[list[int], list[int]]:
        parts = unit.insert_many(Part, [_part_row(f"C{level}") for level in range(deep + 1)])
        revisions = unit.insert_many(PartRevision, [_revision_row(unit, part) for part in parts])
        rows = [_line_row(revisions[at], parts[at + 1], 1, None) for at in range(deep)]
        unit.insert_many(BomLine, rows)
        unit.record("made", Noun.BOM, revisions[0])
        return list(parts), list(revisions)

    parts, revisions = shop.do(chain)
    for query in (bom_tree, bom_opening):
        with pytest.raises(PartproofError) as refused:
            shop.factory.ask(query, revisions[0])
        assert refused.value.code == "bom.too_deep"
    above = shop.factory.ask(where_used_everywhere, parts[-1])
    assert [row.level for row in above] == list(range(1, deep + 1))
    assert shop.factory.ask(needed, revisions[0]).quantities[parts[-1]] == Decimal(2) ** deep


@pytest.mark.slow
def test_trap_9_the_same_part_twice_adds_up_and_compares_by_its_find_number(shop: Shop) -> None:
    again = LineFacts(shop.bolt, "30", Decimal("2"), "EA")
    shop.do(add_line, shop.kit_0, again)
    assert shop.code(add_line, shop.kit_0, again) == "bom.find_number"
    assert shop.refused(
        "INSERT INTO bom_line SELECT 999, revision_id, '30', 9, child_part_id, NULL, quantity, per, unit,"
        f" reference, note, optional, scrap_percent FROM bom_line WHERE id = {shop.line}"
    )
    assert shop.factory.ask(needed, shop.kit_0).quantities[shop.bolt] == 6
    assert [row.find_number for row in shop.factory.ask(where_used, shop.bolt)] == ["10", "30"]
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    second = shop.do(revise_part, shop.kit, reason="EO")
    line = next(row for row in shop.factory.ask(bom_tree, second) if row.find_number == "30")
    shop.do(edit_line, line.line_id, LineFacts(shop.bolt, "30", Decimal("3"), "EA"))
    found = compared(
        shop.factory.ask(side_of_revision, shop.kit_0), shop.factory.ask(side_of_revision, second)
    )
    differing = [row for row in found.rows if row.difference is not Difference.SAME]
    assert [(row.line.number, row.fields) for row in differing] == [("BOLT", (("quantity", "2", "3"),))]


@pytest.mark.slow
def test_trap_10_quantities_are_exact_texts_above_zero(shop: Shop) -> None:
    _, ten_0 = make_part(shop.factory, shop.engineer, "TEN", PartKind.STANDARD)
    for at in range(10):
        shop.do(add_line, ten_0, LineFacts(shop.wax, str(at), Decimal("0.1"), "EA"))
    _, three_0 = make_part(shop.factory, shop.engineer, "THREE", PartKind.STANDARD)
    for at in range(3):
        shop.do(add_line, three_0, LineFacts(shop.wax, str(at), Decimal("1"), "EA", per=Decimal(3)))
    for revision in (ten_0, three_0):
        assert shop.factory.ask(needed, revision).quantities[shop.wax] == 1
    line = shop.do(add_line, ten_0, LineFacts(shop.bolt, "99", Decimal("4.00"), "EA"))
    assert [str(row.quantity) for row in shop.factory.ask(bom_tree, ten_0) if row.line_id == line] == ["4.00"]
    for wrong in ("0", "0.00", "-1", "abc", "1,5", "1e5", "½", ""):
        assert shop.refused(f"UPDATE bom_line SET quantity = '{wrong}' WHERE id = {line}"), wrong
    for none in (Decimal(0), Decimal("-0.5")):
        assert shop.code(add_line, ten_0, LineFacts(shop.bolt, "98", none, "EA")) == "bom.quantity"


@pytest.mark.slow
def test_trap_17_order_and_uniqueness_are_the_counter_s(shop: Shop) -> None:
    shop.put(shop.bolt_0, shop.wax_0)
    second = shop.do(start_revision, shop.bolt, reason="EO", customer_label="A10")
    shop.put(second)
    third = shop.do(start_revision, shop.bolt, reason="EO", customer_label="A2")
    shop.put(third)
    draft = shop.do(start_revision, shop.bolt, reason="EO", customer_label="A2")
    # What is in force is told by the counter behind the labels, and a label may come again.
    row = next(row for row in shop.factory.ask(bom_tree, shop.kit_0) if row.number == "BOLT")
    assert (row.revision_id, row.revision) == (third, "A2")
    assert shop.refused(f"UPDATE part_revision SET counter = 2 WHERE id = {draft}")
    assert shop.refused(
        f"UPDATE part_revision SET internal_label = '0', major = 0, minor = 0 WHERE id = {draft}"
    )


@pytest.mark.slow
def test_trap_18_a_second_draft_is_refused_by_the_database_too(shop: Shop) -> None:
    assert shop.code(start_revision, shop.bolt, reason="EO") == "part.draft_exists"
    columns = (
        "part_id, counter, customer_label, reason, material, migrated, state, maturity, created_at, version"
    )
    copy = columns.replace("counter", "counter + 1")
    taken = f"INSERT INTO part_revision (id, {columns}) SELECT id + 900, {copy} FROM part_revision"
    assert shop.refused(f"{taken} WHERE id = {shop.bolt_0}")
    shop.put(shop.bolt_0)
    shop.do(start_revision, shop.bolt, reason="EO")
    assert shop.refused(f"{taken} WHERE counter = 1")
