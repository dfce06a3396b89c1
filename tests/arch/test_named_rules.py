"""Which test shows which rule, and which trap of others; one that was renamed or deleted is missed here."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).resolve().parent.parent
RAW: Final = "rules/test_raw_sql.py::test_no_statement_changes_what_is_released_or_recorded"

# By the number of the product's rule that holds on every path.
RULES: Final[dict[int, tuple[str, ...]]] = {
    1: (RAW, "changes/test_reviews.py::test_no_verb_changes_what_left_draft"),
    2: (
        "changes/test_reviews.py::test_without_an_approver_nothing_can_be_sent_or_released",
        "changes/test_reviews.py::test_every_file_must_have_been_opened_also_those_of_the_part",
        "changes/test_reviews.py::test_content_that_changed_after_a_signature_is_noticed_at_the_next_and_at_release",
        "changes/test_change_orders.py::test_fail_closed_and_never_by_the_author_alone",
    ),
    3: (
        "rules/test_bom_paths.py::test_every_way_to_close_a_circle_is_refused",
        "rules/test_bom_paths.py::test_two_edits_that_close_a_circle_only_together",
        "rules/test_bom_paths.py::test_a_circle_put_in_by_hand_is_neither_shown_nor_released",
        "rules/test_structure.py::test_ten_thousand_levels_do_not_exhaust_the_stack",
    ),
    4: (
        "models/test_types.py::test_a_decimal_survives_as_text",
        "models/test_trailing_zeros.py::test_a_zero_more_is_a_change",
        "inspection/test_readings.py::test_limits_are_inclusive",
        "inspection/test_readings.py::test_a_reading_keeps_its_bytes_zeros_gauge_calibration_and_work_day",
    ),
    5: (
        "parts/test_parts.py::test_a_customer_s_label_is_taken_as_it_is_and_order_is_by_counter",
        "parts/test_master.py::test_letter_labels_are_one_for_each_counter_and_skip_what_looks_alike",
    ),
    6: (
        "changes/test_reviews.py::test_one_open_draft_and_one_released_revision_per_item",
        "changes/test_change_orders.py::test_one_open_order_per_item",
        "parts/test_effectivity.py::test_raw_sql_makes_no_overlap_either",
        "parts/test_effectivity.py::test_now_writes_a_time_and_the_old_one_ends_in_that_instant",
    ),
    7: (
        "changes/test_change_orders.py::test_all_items_are_released_or_none",
        "changes/test_kill_release.py::test_killed_in_the_middle_nothing_is_released",
        "changes/test_change_orders.py::test_it_cannot_end_with_goods_or_tasks_open_in_the_database_too",
    ),
    8: (
        "production/test_orders.py::test_release_freezes_part_drawing_and_characteristics",
        "production/test_orders.py::test_a_new_drawing_revision_reaches_an_order_only_by_a_further_snapshot",
    ),
    9: (
        "inspection/test_failed_lots.py::test_after_rework_a_failed_lot_is_released_only_when_it_passed_again",
        "inspection/test_failed_lots.py::test_what_is_used_as_it_is_needs_the_concession",
        "inspection/test_under_concession.py::test_without_a_concession_nothing_is_accepted_not_by_raw_sql_either",
        "inspection/test_under_concession.py::test_a_special_characteristic_is_conceded_by_the_customer_only",
    ),
    13: (
        "changes/test_content.py::test_every_column_counts_or_has_a_reason_not_to",
        "changes/test_content.py::test_every_row_counts_and_the_order_of_rows_never",
        "changes/test_content.py::test_both_engines_and_both_forms_of_korean_give_one_hash",
    ),
}
# By the number of the trap that other systems fell into.
TRAPS: Final[dict[int, tuple[str, ...]]] = {
    1: (RAW, "changes/test_traps.py::test_trap_1_what_a_released_order_says_never_changes_by_raw_sql"),
    2: (
        RAW,
        "drawings/test_distribution.py::test_an_obsolete_drawing_recalls_its_copies_and_never_comes_back",
    ),
    3: (
        "parts/test_master.py::test_controlled_values_freeze_and_uncontrolled_ones_are_logged",
        "changes/test_reviews.py::test_uncontrolled_attributes_change_on_record_and_void_nothing",
    ),
    4: (
        "app/test_audit_trail.py::test_sql_refuses_to_touch_facts",
        "changes/test_traps.py::test_trap_4_what_was_used_of_a_concession_is_never_counted_anew",
    ),
    5: RULES[13],
    6: (
        "changes/test_reviews.py::test_back_to_draft_voids_every_signature",
        "nonconformance/test_nonconformances.py::test_an_edit_after_the_signature_voids_it_visibly",
    ),
    7: RULES[3],
    8: ("rules/test_structure.py::test_ten_thousand_levels_do_not_exhaust_the_stack",),
    9: ("rules/test_bom_paths.py::test_what_a_line_may_not_say",),
    10: (
        "rules/test_structure.py::test_a_third_three_times_is_one_and_a_tenth_ten_times_is_one",
        "bom/test_quantity.py::test_what_is_no_quantity_is_no_number",
    ),
    11: ("bom/test_resolution.py::test_sums_convert_inside_one_dimension_and_say_what_they_lack",),
    12: ("parts/test_master.py::test_the_unit_of_a_part_in_use_never_changes",),
    13: ("bom/test_resolution.py::test_a_child_made_obsolete_later_flags_the_parent_and_changes_nothing",),
    14: (
        "parts/test_effectivity.py::test_raw_sql_makes_no_overlap_either",
        "parts/test_effectivity.py::test_a_gap_is_told_and_an_unscheduled_part_has_none",
        "parts/test_effectivity.py::test_parallel_revisions_only_with_scopes_of_their_own",
    ),
    15: ("parts/test_effectivity.py::test_lots_are_counted_by_their_mask_never_compared_as_text",),
    16: (
        "app/test_factory.py::test_a_clock_that_goes_back_is_marked_and_order_stays",
        "parts/test_effectivity.py::test_a_work_day_begins_once_where_the_clocks_change",
    ),
    17: (
        "parts/test_parts.py::test_a_customer_s_label_is_taken_as_it_is_and_order_is_by_counter",
        "drawings/test_documents.py::test_a_document_has_each_label_once_however_it_is_spelled",
    ),
    18: (
        "changes/test_reviews.py::test_one_open_draft_and_one_released_revision_per_item",
        "changes/test_change_orders.py::test_one_open_order_per_item",
    ),
    19: (
        "changes/test_traps.py::test_trap_19_a_changed_child_revises_no_parent_and_names_the_direct_ones_only",
    ),
    20: (
        *RULES[2],
        "changes/test_traps.py::test_trap_20_who_signs_for_another_is_on_record",
    ),
    21: (
        "changes/test_change_orders.py::test_all_items_are_released_or_none",
        "changes/test_kill_release.py::test_killed_in_the_middle_nothing_is_released",
        "changes/test_any_order.py::TestAnyOrder",
    ),
    22: (
        "changes/test_traps.py::test_trap_22_nothing_ends_with_goods_undecided",
        "changes/test_change_orders.py::test_goods_are_decided_once_unless_they_were_only_held",
    ),
    23: (
        "changes/test_four_m_and_concessions.py::test_a_concession_ends_with_its_day",
        "inspection/test_under_concession.py::test_its_day_and_its_quantity_hold_at_the_bench",
    ),
    24: RULES[8],
    27: ("inspection/test_readings.py::test_there_is_no_default_pass",),
    34: (
        "drawings/test_check_out.py::test_only_changed_content_makes_a_version",
        "drawings/test_documents.py::test_another_file_of_the_same_name_is_shown_and_refused",
        "vault/test_folder_vault.py::test_every_flipped_bit_is_seen_and_the_file_can_be_put_again",
    ),
    35: (
        "documents/test_drawing_copy.py::test_what_is_replaced_carries_a_watermark_and_the_print_is_recorded",
        "ui_drawings/test_drawing_acts.py::test_what_is_dragged_out_says_the_state_of_now",
    ),
    36: ("app/test_factory.py::test_a_factory_on_a_network_drive_is_refused",),
    37: ("app/test_backup.py::test_a_snapshot_is_one_state_while_others_write",),
}


def _names(file: Path) -> set[str]:
    """Return the tests a file defines: functions, and classes made by assignment."""
    found: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return found


@pytest.mark.parametrize("table", [RULES, TRAPS], ids=["rules", "traps"])
def test_every_rule_has_tests_that_are_there(table: dict[int, tuple[str, ...]]) -> None:
    missing = []
    for number, named in table.items():
        assert named, number
        for entry in named:
            file, _, name = entry.partition("::")
            path = TESTS / file
            if not path.is_file() or name not in _names(path):
                missing.append(f"{number}: {entry}")
    assert missing == []


def test_no_rule_of_the_core_is_left_out() -> None:
    assert set(RULES) == {1, 2, 3, 4, 5, 6, 7, 8, 9, 13}
    assert set(range(1, 25)) <= set(TRAPS)


def test_a_test_that_is_gone_is_missed() -> None:
    with pytest.raises(AssertionError):
        test_every_rule_has_tests_that_are_there({1: ("changes/test_traps.py::test_that_nobody_wrote",)})
