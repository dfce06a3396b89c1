"""Layouts the plant made for itself: judged whole before they are in force, versions kept, withdrawn without loss."""

from __future__ import annotations

import pytest
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.exc import ProgrammingError

from app.documents.tag_plant_layouts import (
    all_layouts,
    keep_tag_layout,
    layout_text,
    layouts_of,
    withdraw_tag_layout,
)
from app.documents.tag_printing import preview_tag
from app.documents.tags import KINDS
from app.errors import PartproofError
from app.texts import LANGUAGES, Language
from app.unit_of_work import UnitOfWork
from models.audit import AuditEntry
from models.tag import PlantTagLayout
from models.vocab import Role
from tests.tags.shop import Shop


def _keep(shop: Shop, name: str, text: str, role: Role = Role.QUALITY) -> int:
    return int(shop.floor.do(keep_tag_layout, name, text, actor=shop.floor.crew.actor(role)))


def _width(shop: Shop, layout: str = "") -> tuple[float, float]:
    factory = shop.floor.factory
    (page,) = factory.ask(
        preview_tag, shop.order("lot", layout=layout), now=factory.clock(), actor_name="이품질"
    )
    return page.width, page.height


def test_a_layout_of_the_plant_takes_the_place_of_the_ordinary_one(shop: Shop) -> None:
    text = str(shop.floor.factory.ask(layout_text, "lot"))
    taller = text.replace("height = 40", "height = 45", 1)
    assert _keep(shop, "lot", taller) == 1
    assert _width(shop) == (60, 45)
    assert shop.floor.factory.ask(layout_text, "lot") == taller
    assert _keep(shop, "lot", text.replace("height = 40", "height = 50", 1)) == 2
    assert _width(shop) == (60, 50)
    shop.floor.do(withdraw_tag_layout, "lot", actor=shop.floor.quality)
    assert _width(shop) == (60, 40)
    with shop.floor.factory.reading() as session:
        rows = session.scalars(select(PlantTagLayout).order_by(PlantTagLayout.counter)).all()
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("tag_layout%"))).all()
    assert [(row.counter, row.withdrawn) for row in rows] == [(1, False), (2, False), (3, True)]
    assert acts == ["tag_layout_kept", "tag_layout_kept", "tag_layout_withdrawn"]


def test_a_further_layout_stands_beside_the_ordinary_one(shop: Shop) -> None:
    text = str(shop.floor.factory.ask(layout_text, "lot")).replace("height = 40", "height = 48", 1)
    _keep(shop, "현대 납품용", text)
    assert _width(shop) == (60, 40)
    assert _width(shop, "현대 납품용") == (60, 48)
    rows = shop.floor.factory.ask(layouts_of, "lot")
    assert [(row.name, row.counter, row.ships) for row in rows] == [
        ("lot", 0, True),
        ("현대 납품용", 1, False),
    ]
    assert rows[1].kept_by
    assert {row.kind for row in shop.floor.factory.ask(all_layouts)} == set(KINDS)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('tag = "lot"', 'tag = "sticker"', "tag.no_kind"),
        ('field = "lot_number"', 'field = "weight"', "tag.layout_field"),
        ("height = 40", "height = 20", "tag.layout_outside"),
        ("height = 40", 'height = "40', "tag.layout_syntax"),
        ("holds = 40", "holds = 400", "tag.layout_small_code"),
        ("y = 1.5", "y = 14", "tag.layout_overlap"),
    ],
)
def test_what_could_not_be_printed_is_never_in_force(shop: Shop, old: str, new: str, code: str) -> None:
    text = str(shop.floor.factory.ask(layout_text, "lot"))
    assert old in text
    with pytest.raises(PartproofError) as refused:
        _keep(shop, "lot", text.replace(old, new, 1))
    assert refused.value.code == code
    for language in LANGUAGES:
        assert Language(language).explain(refused.value)
    assert _width(shop) == (60, 40)


WORDS = """
[[element]]
is = "text"
ko = "{ko}"
en = "{en}"
x = 1
y = 41
width = 58
height = 4
size = 8
"""


@pytest.mark.parametrize(
    ("ko", "en", "code"),
    [
        ("취급 주의", "Handle with care", ""),
        ("취급 주의 " * 30, "Care", "tag.text_too_long"),
        ("주의", "Handle with care " * 30, "tag.text_too_long"),
        ("주의 \U0001fae8", "Care", "documents.sign_missing"),
    ],
)
def test_fixed_words_fit_in_both_languages(shop: Shop, ko: str, en: str, code: str) -> None:
    text = str(shop.floor.factory.ask(layout_text, "lot")).replace("height = 40", "height = 46", 1)
    text += WORDS.format(ko=ko, en=en)
    if not code:
        assert _keep(shop, "lot", text) == 1
        return
    with pytest.raises(PartproofError) as refused:
        _keep(shop, "lot", text)
    assert refused.value.code == code


def test_names_and_rights(shop: Shop) -> None:
    text = str(shop.floor.factory.ask(layout_text, "lot"))
    for name in ("", "../lot", "a" * 61, "lot\nx"):
        with pytest.raises(PartproofError, match=r"tag\.layout_name"):
            _keep(shop, name, text)
    # Names of other tags, of the program and of the plant.
    with pytest.raises(PartproofError, match=r"tag\.layout_other_kind"):
        _keep(shop, "box", text)
    with pytest.raises(PartproofError, match=r"right\.missing"):
        _keep(shop, "lot", text, Role.OPERATOR)
    with pytest.raises(PartproofError, match=r"tag\.layout_not_ours"):
        shop.floor.do(withdraw_tag_layout, "lot", actor=shop.floor.quality)
    _keep(shop, "우리 것", text)
    with pytest.raises(PartproofError, match=r"tag\.layout_other_kind"):
        _keep(shop, "우리 것", str(shop.floor.factory.ask(layout_text, "part")))


def test_versions_never_change(shop: Shop) -> None:
    _keep(shop, "lot", str(shop.floor.factory.ask(layout_text, "lot")))
    for statement in (update(PlantTagLayout).values(text="x"), delete(PlantTagLayout)):

        def altered(unit: UnitOfWork, raw: Executable = statement) -> None:
            unit.session.execute(raw)

        # On PostgreSQL a station has not even the right to try.
        with pytest.raises((PartproofError, ProgrammingError), match=r"append-only|permission denied"):
            shop.floor.do(altered, actor=shop.floor.quality)
