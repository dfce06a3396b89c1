"""No grade or edition of the shipped checklists stands in English on a Korean screen."""

from __future__ import annotations

import re

from app.certification.templates import known_templates, read_template
from ui.certification.source_words import edition_words, grade_words, scheme_words
from ui.i18n import Texts, Words

# Names of standards and plain counts read the same in every language.
_NAME = re.compile(r"[A-Z0-9 /]*[0-9]+(:[0-9]{4})?")


def test_every_grade_and_edition_has_words(texts: Texts) -> None:
    texts.switch("ko")
    rows = [row for code in known_templates() for row in read_template(code)["requirements"]]
    grades = {str(row.get("source_grade", "")) for row in rows} - {""}
    editions = {str(row.get("edition", "")) for row in rows} - {""}
    assert {"memory", "secondary"} <= grades
    assert [one for one in grades if not isinstance(grade_words(one), Words)] == []
    plain = {one for one in editions if not isinstance(edition_words(one), Words)}
    assert [one for one in plain if not _NAME.fullmatch(one)] == []
    for one in grades | (editions - plain):
        shown = grade_words(one) if one in grades else edition_words(one)
        assert re.search("[가-힣]", texts.show(shown)), one
    schemes = {str(read_template(code)["scheme"]) for code in known_templates()}
    for one in schemes:
        assert re.search("[가-힣]", texts.show(scheme_words(one))), one
    assert grade_words("우리 고객 시트") == "우리 고객 시트"
