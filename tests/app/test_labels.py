"""Every stored word has a name in both languages, and the Korean one follows the thing it is said of."""

from __future__ import annotations

from enum import StrEnum

from app.labels import _LABELS, drawing_state, label
from app.texts import Language
from models import vocab, vocab_quality, vocab_transfer


def test_every_word_that_a_person_sees_has_a_name() -> None:
    unnamed = {vocab.Noun, vocab.SignMethod}
    words = {
        name: vars(module)[name] for module in (vocab, vocab_quality, vocab_transfer) for name in dir(module)
    }
    for name, vocabulary in words.items():
        if not isinstance(vocabulary, type) or not issubclass(vocabulary, StrEnum) or vocabulary is StrEnum:
            continue
        if vocabulary not in unnamed:
            assert {word.value for word in vocabulary} == set(_LABELS[vocabulary]), name


def test_released_is_said_differently_of_drawing_part_order_and_lot() -> None:
    korean = Language("ko")
    said = [
        drawing_state(korean, vocab.RevisionState.RELEASED),
        label(korean, vocab.RevisionState.RELEASED),
        label(korean, vocab.OrderState.RELEASED),
        label(korean, vocab.LotState.RELEASED),
    ]
    assert said == ["출도", "확정", "발행", "사용가능"]
    assert label(Language("en"), vocab.LotState.RELEASED) == "Released"


def test_a_refusal_says_roles_and_fields_in_its_language() -> None:
    from app.labels import FieldName, RoleNames
    from app.refusals import EMPTY_FIELD, NOT_ALLOWED

    refusal = NOT_ALLOWED(name="최작업", roles=RoleNames((vocab.Role.ENGINEER, vocab.Role.QUALITY)))
    assert "설계·공정, 품질" in Language("ko").explain(refusal)
    assert "Engineer, Quality" in Language("en").explain(refusal)
    assert str(refusal.values["roles"]) == "engineer, quality"
    assert "로그인 이름" in Language("ko").explain(EMPTY_FIELD(field=FieldName("login")))
