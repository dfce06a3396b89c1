"""The refusals as the sources declare and raise them, read from syntax trees; asserts nothing and imports no room."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.arch.catalogue_texts import placeholders
from tests.arch.sources import ROOT, called_name, place, python_files, tree


@dataclass(frozen=True)
class Declared:
    """One ``NAME = RefusalKind(…)``; a text that is no plain marked text is None."""

    where: str
    module: str
    name: str
    code: str | None
    sentence: str | None
    next_step: str | None

    def names(self) -> set[str]:
        """The placeholders of both texts."""
        return placeholders(self.sentence or "") | placeholders(self.next_step or "")


@dataclass(frozen=True)
class Raised:
    """One call of a declared refusal, with the facts it gives; None where they come from a mapping."""

    where: str
    kind: Declared
    facts: set[str] | None


def module_of(path: Path) -> str:
    """The dotted name of a file's module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def declared() -> list[Declared]:
    """Every refusal that is declared under ``app``."""
    found = []
    for path in python_files("app"):
        for node in tree(path).body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            if isinstance(node.value, ast.Call) and called_name(node.value) == "RefusalKind":
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                found.append(_declaration(path, ast.unparse(target), node.value))
    return found


def _declaration(path: Path, name: str, call: ast.Call) -> Declared:
    given: dict[str, ast.expr] = dict(zip(("code", "sentence", "next_step"), call.args, strict=False))
    given.update({word.arg: word.value for word in call.keywords if word.arg})
    return Declared(
        where=place(path, call),
        module=module_of(path),
        name=name,
        code=_text(given.get("code")),
        sentence=_marked(given.get("sentence")),
        next_step=_marked(given.get("next_step")),
    )


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _marked(node: ast.expr | None) -> str | None:
    return (
        _text(node.args[0])
        if isinstance(node, ast.Call) and called_name(node) == "mark" and node.args
        else None
    )


def raised() -> list[Raised]:
    """Every call of a declared refusal anywhere under ``app`` whose name can be followed."""
    kinds = {(kind.module, kind.name): kind for kind in declared()}
    found = []
    for path in python_files("app"):
        known = _names_in(path, kinds)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in known:
                words = [word.arg for word in node.keywords]
                facts = None if None in words else {word for word in words if word}
                found.append(Raised(place(path, node), known[ast.unparse(node.func)], facts))
    return found


def _names_in(path: Path, kinds: dict[tuple[str, str], Declared]) -> dict[str, Declared]:
    """How the refusals are called in one file: ``CYCLE`` or ``refusals.CYCLE``."""
    own = module_of(path)
    known = {name: kind for (module, name), kind in kinds.items() if module == own}
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for alias in node.names:
            spoken = alias.asname or alias.name
            if (node.module, alias.name) in kinds:
                known[spoken] = kinds[node.module, alias.name]
            for (module, name), kind in kinds.items():
                if module == f"{node.module}.{alias.name}":
                    known[f"{spoken}.{name}"] = kind
    return known
