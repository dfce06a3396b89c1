"""Every text a user can see stands in a Korean catalogue, complete and with the same placeholders."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.arch.catalogue_texts import (
    CATALOGUES,
    Key,
    composed_texts,
    entries,
    marked_texts,
    placeholders,
    written_entries,
)
from tests.arch.sources import FLOORS, listed, python_files, tree


def _names(text: str) -> set[str] | str:
    """The placeholders, or what is wrong with them."""
    try:
        return placeholders(text)
    except ValueError as error:
        return str(error)


def test_every_marked_text_has_a_korean_entry() -> None:
    assert len(marked_texts()) > 10, "the extractor found next to nothing: it looks in the wrong place"
    known = {entry.key for entry in entries()}
    missing = [f"{where}: {key}" for key, where in marked_texts().items() if key not in known]
    assert not missing, listed(missing)


def test_no_entry_is_empty_or_fuzzy() -> None:
    assert [
        f"{entry.file}: {entry.key}" for entry in entries() if entry.fuzzy or not entry.korean.strip()
    ] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = []
    for entry in entries():
        source, korean = _names(entry.key[1]), _names(entry.korean)
        if source != korean or isinstance(source, str):
            wrong.append(f"{entry.file}: {entry.key} {source} != {korean}")
    assert not wrong, listed(wrong)


def test_marked_texts_have_plain_placeholders() -> None:
    assert [
        f"{where}: {_names(key[1])}"
        for key, where in marked_texts().items()
        if isinstance(_names(key[1]), str)
    ] == []


def test_no_text_is_composed_inside_a_translation_call() -> None:
    assert [where for path in python_files(*FLOORS) for where in composed_texts(path, tree(path))] == []


def test_the_same_text_is_translated_the_same_everywhere() -> None:
    korean: dict[Key, set[str]] = defaultdict(set)
    files: dict[Key, list[str]] = defaultdict(list)
    for entry in entries():
        korean[entry.key].add(entry.korean)
        files[entry.key].append(entry.file)
    assert {key: files[key] for key, texts in korean.items() if len(texts) > 1} == {}


def test_no_text_stands_twice_in_one_catalogue() -> None:
    read: dict[str, int] = defaultdict(int)
    for entry in entries():
        read[entry.file] += 1
    written = {path.name: written_entries(path) for path in CATALOGUES.glob("*.po")}
    assert {name: count for name, count in written.items() if count != read[name]} == {}


@pytest.mark.parametrize(
    "call",
    [
        'language.say(f"{x} parts")',
        'mark("a" + b)',
        'mark("{}".format(b))',
        'term("part", f"Released")',
        'mark_term(f"{noun}", "Released")',
        'self.language.say("%s" % x)',
    ],
)
def test_a_composed_text_is_seen(call: str) -> None:
    assert composed_texts(Path(__file__), ast.parse(call)) != []


def test_a_plain_text_or_a_name_is_no_composed_text() -> None:
    fine = (
        'language.say("{n} parts", n=f"{x}")\nlanguage.say(kind.sentence)\nmark("a" "b")\nterm("part", state)'
    )
    assert composed_texts(Path(__file__), ast.parse(fine)) == []


def test_placeholders_are_read_without_their_particles() -> None:
    assert placeholders("{name:은/는} {count}개") == {"name", "count"}
    for broken in ("{}", "{0}", "{name", "{a.b}"):
        with pytest.raises(ValueError, match=r"placeholder|expected|Single"):
            placeholders(broken)


def test_korean_sentences_keep_to_one_level_of_speech() -> None:
    """The formal one (-습니다, -십시오): every refusal speaks it, so prompts and questions do too."""
    softer = re.compile(r"세요|[가-힣]까요\?|해요|어요|예요|에요|네요|군요")
    assert [f"{entry.file}: {entry.korean}" for entry in entries() if softer.search(entry.korean)] == []
