"""Every reason and warning of a scanned code has a sentence in both languages."""

from __future__ import annotations

import pytest

from app.texts import Language
from devices.barcodes.content import REASONS, WARNINGS
from devices.barcodes.scanner_check import FINDINGS
from ui.input import code_texts


def test_every_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert code_texts.reason_codes() == frozenset(REASONS)
    assert code_texts.warning_codes() == frozenset(WARNINGS)
    assert code_texts.finding_codes() == frozenset(FINDINGS)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_refusals_are_said_in_korean(code: str) -> None:
    english = code_texts.refusal_text(Language("en"), code, "P\x1dQ")
    korean = code_texts.refusal_text(Language("ko"), code, "P\x1dQ")
    assert english != korean
    assert any("가" <= sign <= "힣" for sign in korean)
    assert "{" not in english + korean
    assert "\x1d" not in english + korean


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_warnings_are_said_in_korean(code: str) -> None:
    assert code_texts.warning_text(Language("en"), code) != code_texts.warning_text(Language("ko"), code)


def test_scans_into_fields_are_announced_in_korean() -> None:
    for text in (code_texts.LOST_IN_FIELD, code_texts.TAKEN_FROM_FIELD):
        assert Language("ko").say(text) != text


def test_particles_follow_the_word() -> None:
    korean = Language("ko")
    assert code_texts.refusal_text(korean, "unknown_ai", "891").startswith("GS1 응용식별자(AI) 891은")
    assert code_texts.refusal_text(korean, "unknown_ai", "892").startswith("GS1 응용식별자(AI) 892는")


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_findings_of_the_scanner_check_are_said_in_korean(code: str) -> None:
    assert code_texts.finding_text(Language("en"), code) != code_texts.finding_text(Language("ko"), code)
