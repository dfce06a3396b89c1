"""What the text of a STEP file says of itself: who wrote it, its products, and which holds how many of which.

Runs in the child process only. Reads the exchange structure of ISO 10303-21, no geometry.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

_MOST_PRODUCTS: Final = 5_000
_DEEPEST: Final = 30
_STATEMENT: Final = re.compile(r"\s*(?:#(\d+)\s*=\s*)?([A-Z0-9_]+)?\s*\((.*)\)\s*$", re.DOTALL)
_WANTED: Final = (
    "PRODUCT",
    "PRODUCT_DEFINITION_FORMATION",
    "PRODUCT_DEFINITION_FORMATION_WITH_SPECIFIED_SOURCE",
    "PRODUCT_DEFINITION",
    "NEXT_ASSEMBLY_USAGE_OCCURRENCE",
    "FILE_NAME",
    "FILE_SCHEMA",
)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_WORD: Final = re.compile(r"=\s*([A-Z0-9_]+)\s*\(|^\s*(FILE_[A-Z]+)\s*\(")


def step_facts(content: bytes) -> dict[str, Any]:
    """Return the facts of a STEP file.

    Returns:
        ``schema``, ``system``, ``written`` and ``author`` of its head; ``products`` as [id, name]; ``tree`` as
        [depth, name, count] from the top down, each assembly spelled out where it first stands.
    """
    rows: dict[str, list[tuple[str, list[str]]]] = {word: [] for word in _WANTED}
    for statement in _statements(content.decode("latin-1")):
        statement = _COMMENT.sub("", statement)
        word = _WORD.search(statement[:200])
        kind = (word.group(1) or word.group(2)) if word else ""
        if kind not in rows:
            continue
        found = _STATEMENT.match(statement)
        if found is not None and len(rows[kind]) < 20 * _MOST_PRODUCTS:
            rows[kind].append((found.group(1) or "", _arguments(found.group(3))))
    facts = _head(rows)
    products = {key: _texts(fields) for key, fields in rows["PRODUCT"][:_MOST_PRODUCTS]}
    facts["products"] = [[text[0], text[1]] for text in products.values()]
    facts["tree"] = _tree(rows, {key: text[1] or text[0] for key, text in products.items()})
    return facts


def _statements(text: str) -> Iterator[str]:
    """Yield what stands between semicolons, those inside of texts not counted; comments are left out."""
    at, start, quoted, length = 0, 0, False, len(text)
    for found in re.finditer(r"[';]|/\*", text):
        sign = found.group()
        if found.start() < at:
            continue
        if sign == "'":
            quoted = not quoted
        elif not quoted and sign == ";":
            yield text[start : found.start()]
            start = found.end()
        elif not quoted and sign == "/*":
            end = text.find("*/", found.end())
            at = end + 2 if end >= 0 else length
            text_before = text[start : found.start()].strip()
            if not text_before:
                start = at


def _arguments(text: str) -> list[str]:
    """Split at commas of the outermost level."""
    parts: list[str] = []
    depth, start, quoted = 0, 0, False
    for at, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    parts.append(text[start:].strip())
    return parts


def _texts(fields: list[str]) -> tuple[str, str]:
    return _text(fields[0]), _text(fields[1]) if len(fields) > 1 else ""


def _text(field: str) -> str:
    """Return a string of the file decoded (ISO 10303-21, 6.4.3): ``\\X2\\…\\X0\\``, ``\\X\\E9``, ``\\S\\i``."""
    field = field.strip().strip("()").strip()
    if not field.startswith("'"):
        return ""
    text = field[1:].rsplit("'", 1)[0].replace("''", "'")
    text = re.sub(r"\\X2\\((?:[0-9A-Fa-f]{4})*)\\X0\\", _wide, text)
    text = re.sub(r"\\X\\([0-9A-Fa-f]{2})", lambda found: chr(int(found.group(1), 16)), text)
    return re.sub(r"\\S\\(.)", lambda found: chr(ord(found.group(1)) + 128), text).strip()


def _wide(found: re.Match[str]) -> str:
    return bytes.fromhex(found.group(1)).decode("utf-16-be", "replace")


def _head(rows: dict[str, list[tuple[str, list[str]]]]) -> dict[str, Any]:
    name = rows["FILE_NAME"][0][1] if rows["FILE_NAME"] else []
    name += [""] * (7 - len(name))
    schema = rows["FILE_SCHEMA"][0][1][0] if rows["FILE_SCHEMA"] else ""
    return {
        "schema": _text(schema).split("{")[0].strip(),
        "written": _text(name[1]),
        "author": _text(name[2]),
        "system": _text(name[5]) or _text(name[4]),
    }


def _tree(rows: dict[str, list[tuple[str, list[str]]]], names: dict[str, str]) -> list[list[Any]]:
    formations = {
        key: fields[2].lstrip("#") for word in _WANTED[1:3] for key, fields in rows[word] if len(fields) > 2
    }
    product_of = {
        key: formations.get(fields[2].lstrip("#"), "")
        for key, fields in rows["PRODUCT_DEFINITION"]
        if len(fields) > 2
    }
    below: dict[str, Counter[str]] = {}
    held: set[str] = set()
    for _key, fields in rows["NEXT_ASSEMBLY_USAGE_OCCURRENCE"]:
        if len(fields) > 4:
            parent = product_of.get(fields[3].lstrip("#"), "")
            child = product_of.get(fields[4].lstrip("#"), "")
            below.setdefault(parent, Counter())[child] += 1
            held.add(child)
    tree: list[list[Any]] = []
    shown: set[str] = set()
    waiting: list[tuple[str, int, int, tuple[str, ...]]] = [
        (product, 0, 1, (product,)) for product in reversed(names) if product not in held
    ]
    while waiting and len(tree) < _MOST_PRODUCTS:
        product, depth, count, path = waiting.pop()
        tree.append([depth, names.get(product, "?"), count])
        if product in shown or depth >= _DEEPEST:
            continue
        shown.add(product)
        waiting += [
            (child, depth + 1, many, (*path, child))
            for child, many in reversed(below.get(product, Counter()).items())
            if child not in path
        ]
    return tree
