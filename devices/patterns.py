"""Regular expressions of users with a limit on time: a subset of Python's, matched in steps that are counted.

Python's own matcher can take for ever on a hostile frame, holds the interpreter meanwhile and cannot be stopped.
Here each (place in the pattern, place in the text) is tried once, so the work is their product at most
(R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009: a backtracker that remembers).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

STEPS: Final = 60_000
"""Steps for one match; about 30 ms in Python. A frame of 256 bytes needs some hundreds."""
_LONGEST: Final = 500
_MOST_INSTRUCTIONS: Final = 2_000
_DEEPEST: Final = 20

_NAME: Final = re.compile(r"\(\?P<([A-Za-z_][A-Za-z0-9_]*)>")
_COUNT: Final = re.compile(r"\{(\d{1,3})(,(\d{0,3}))?\}")
# One sign: an escape, a class, the point or itself. Escapes of one sign only; no back references.
_SIGN: Final = re.compile(
    r"\\x[0-9A-Fa-f]{2}|\\[dDwWsStnrfv]|\\[^A-Za-z0-9]"
    r"|\[\^?\]?(?:\\x[0-9A-Fa-f]{2}|\\[dDwWsStnrfv]|\\[^A-Za-z0-9]|[^\]\\])*\]"
    r"|[^\\\[\](){}*+?|^$]|[\]}]",
    re.DOTALL,
)


class PatternError(ValueError):
    """The pattern cannot be used; `code` is pattern (no regular expression), pattern.unsupported or .long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PatternTimeError(Exception):
    """A text needed more steps than allowed."""


# An instruction: kind, and by kind where to go on, the second way of a split, the slot of a save, the test of a sign.
_Test = Callable[[str], bool]
_Instruction = tuple[str, int, int, _Test | None]


class Pattern:
    """A pattern that a whole text is matched against.

    Understood: signs, `.`, classes, `\\d \\w \\s` and their opposites, `\\xNN`, `( )`, `(?: )`, `(?P<name> )`, `|`,
    `^`, `$`, and `* + ? {n} {n,} {n,m}`, greedy or lazy. Refused: look-around, back references, flags.

    Raises:
        PatternError: the pattern is none, uses more than that, or is too long.
    """

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise PatternError("pattern.long")
        try:
            # What Python refuses is refused with it; RecursionError by brackets without end.
            with warnings.catch_warnings():
                # "[[" may mean something else in a later Python; here it is a sign.
                warnings.simplefilter("ignore", FutureWarning)
                re.compile(text)
        except (re.error, RecursionError, OverflowError) as error:
            raise PatternError("pattern") from error
        self.text = text
        reader, writer = _Reader(text), _Writer()
        writer.write(reader.read())
        writer.add("match")
        self.names, self._program = tuple(reader.names), writer.program

    def fullmatch(self, text: str, steps: int = STEPS) -> dict[str, str | None] | None:
        """The named groups where the whole text matches, as Python's `fullmatch` would give them; else None.

        Raises:
            PatternTimeError: more than `steps` steps.
        """
        slots = self._run(text, steps)
        if slots is None:
            return None
        found: dict[str, str | None] = {}
        for number, name in enumerate(self.names):
            start, end = slots[2 * number], slots[2 * number + 1]
            found[name] = text[start:end] if 0 <= start <= end else None
        return found

    def _run(self, text: str, steps: int) -> tuple[int, ...] | None:
        program, length = self._program, len(text)
        width = length + 1
        tried: set[int] = set()
        waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, (-1,) * (2 * len(self.names)))]
        while waiting:
            place, at, slots = waiting.pop()
            while place * width + at not in tried:
                tried.add(place * width + at)
                if len(tried) > steps:
                    raise PatternTimeError
                kind, first, second, test = program[place]
                if kind == "sign":
                    if at == length or test is None or not test(text[at]):
                        break
                    place, at = place + 1, at + 1
                elif kind == "split":
                    waiting.append((second, at, slots))
                    place = first
                elif kind == "jump":
                    place = first
                elif kind == "save":
                    slots = (*slots[:first], at, *slots[first + 1 :])
                    place += 1
                elif kind == "match":
                    if at == length:
                        return slots
                    break
                elif at == (0 if kind == "begin" else length):
                    place += 1
                else:
                    break
        return None


@dataclass(frozen=True)
class _Part:
    """A piece of the pattern: sign, begin, end, sequence, choice, repeat or group."""

    kind: str
    test: _Test | None = None
    parts: tuple[_Part, ...] = ()
    least: int = 0
    most: int | None = None
    lazy: bool = False
    slot: int = -1


class _Reader:
    """Reads the text of a pattern into parts."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0
        self.names: list[str] = []

    def read(self) -> _Part:
        """The whole pattern."""
        part = self._choice()
        if self._at < len(self._text):
            raise PatternError("pattern.unsupported")
        return part

    def _eat(self, sign: str) -> bool:
        if self._text.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _choice(self) -> _Part:
        branches = [self._sequence()]
        while self._eat("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else _Part("choice", parts=tuple(branches))

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            parts.append(self._repeated(self._one()))
        return _Part("sequence", parts=tuple(parts))

    def _one(self) -> _Part:
        if self._eat("^"):
            return _Part("begin")
        if self._eat("$"):
            return _Part("end")
        if self._text[self._at] == "(":
            return self._group()
        sign = _SIGN.match(self._text, self._at)
        if sign is None:
            raise PatternError("pattern.unsupported")
        self._at = sign.end()
        return _Part("sign", _test_of(sign[0]))

    def _group(self) -> _Part:
        slot = -1
        if name := _NAME.match(self._text, self._at):
            self._at = name.end()
            slot = len(self.names)
            self.names.append(name[1])
        elif not self._eat("(?:") and (self._text.startswith("(?", self._at) or not self._eat("(")):
            raise PatternError("pattern.unsupported")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternError("pattern.long")
        inner = self._choice()
        self._depth -= 1
        if not self._eat(")"):
            raise PatternError("pattern.unsupported")
        return _Part("group", parts=(inner,), slot=slot)

    def _repeated(self, part: _Part) -> _Part:
        least: int = 1
        most: int | None = 1
        if self._eat("*"):
            least, most = 0, None
        elif self._eat("+"):
            least, most = 1, None
        elif self._eat("?"):
            least, most = 0, 1
        elif count := _COUNT.match(self._text, self._at):
            self._at = count.end()
            least = int(count[1])
            most = least if count[2] is None else (int(count[3]) if count[3] else None)
        else:
            return part
        lazy = self._eat("?")
        if self._text[self._at : self._at + 1] in ("+", "*", "{"):
            # Possessive repeats are of Python 3.11 on; counts upon counts are no use to anybody.
            raise PatternError("pattern.unsupported")
        return _Part("repeat", parts=(part,), least=least, most=most, lazy=lazy)


class _Writer:
    """Writes parts as instructions; a part that repeats is written anew for each count."""

    def __init__(self) -> None:
        self.program: list[_Instruction] = []

    def add(self, kind: str, first: int = 0, second: int = 0, test: _Test | None = None) -> int:
        """Add an instruction; gives its place."""
        if len(self.program) >= _MOST_INSTRUCTIONS:
            raise PatternError("pattern.long")
        self.program.append((kind, first, second, test))
        return len(self.program) - 1

    def write(self, part: _Part) -> None:
        """Write one part."""
        match part.kind:
            case "sequence":
                for each in part.parts:
                    self.write(each)
            case "choice":
                self._choice(part)
            case "repeat":
                self._repeat(part)
            case "group":
                self._group(part)
            case kind:
                self.add(kind, test=part.test)

    def _group(self, part: _Part) -> None:
        if part.slot >= 0:
            self.add("save", 2 * part.slot)
        self.write(part.parts[0])
        if part.slot >= 0:
            self.add("save", 2 * part.slot + 1)

    def _choice(self, part: _Part) -> None:
        ends: list[int] = []
        for branch in part.parts[:-1]:
            split = self.add("split")
            self.write(branch)
            ends.append(self.add("jump"))
            self.program[split] = ("split", split + 1, len(self.program), None)
        self.write(part.parts[-1])
        for end in ends:
            self.program[end] = ("jump", len(self.program), 0, None)

    def _repeat(self, part: _Part) -> None:
        (inner,) = part.parts
        for _ in range(part.least):
            self.write(inner)
        if part.most is None:
            split = self.add("split")
            self.write(inner)
            self.add("jump", split)
            self._aim(split, len(self.program), lazy=part.lazy)
            return
        splits = []
        for _ in range(part.most - part.least):
            splits.append(self.add("split"))
            self.write(inner)
        for split in splits:
            self._aim(split, len(self.program), lazy=part.lazy)

    def _aim(self, split: int, out: int, *, lazy: bool) -> None:
        ways = (out, split + 1) if lazy else (split + 1, out)
        self.program[split] = ("split", *ways, None)


@cache
def _test_of(sign: str) -> _Test:
    """Whether a single character is what a sign of a pattern means; asked of Python once for each character."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        meant = re.compile(sign, re.DOTALL)
    known: dict[str, bool] = {}

    def test(character: str) -> bool:
        answer = known.get(character)
        if answer is None:
            answer = meant.fullmatch(character) is not None
            if len(known) < 512:
                known[character] = answer
        return answer

    return test
