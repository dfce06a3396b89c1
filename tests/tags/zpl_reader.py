"""Reads ZPL back as a printer would, written apart from the writer: pictures to dots, codes to contents.

Knows only the commands that tags may use; anything else fails, so that nothing can slip in through a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

_ALLOWED = set(re.findall("..", "XACIPWLLLHLSPOFWFOGFGBBYBCBQBXFHFDFSPQXZ"))


@dataclass
class NativeCode:
    """A code the printer encodes: command, place in dots, its parameters and content."""

    command: str
    x: int
    y: int
    module: int
    parameters: list[str]
    content: str
    modules: int = 0


@dataclass
class Printed:
    """One label: its dots without native codes, the codes, copies."""

    dots: NDArray[numpy.bool_]
    codes: list[NativeCode] = field(default_factory=list)
    copies: int = 0


def read_labels(data: bytes) -> list[Printed]:
    """Return the labels of a print job."""
    text = data.decode("ascii")
    assert "~" not in text, "a control command got in"
    labels: list[Printed] = []
    for job in re.findall(r"\^XA.*?\^XZ", text, re.DOTALL):
        labels.append(_read_label(job.replace("\n", "")))
    assert re.sub(r"\^XA.*?\^XZ", "", text, flags=re.DOTALL).strip() == "", "bytes outside of a label"
    return labels


def _read_label(job: str) -> Printed:
    commands = [(part[:2], part[2:]) for part in job.split("^")[1:]]
    assert {name for name, _ in commands} <= _ALLOWED, {name for name, _ in commands} - _ALLOWED
    assert [name for name, _ in commands].count("XA") == 1
    size = {name: int(value) for name, value in commands if name in ("PW", "LL")}
    label = Printed(numpy.zeros((size["LL"], size["PW"]), dtype=bool))
    x = y = module = 0
    hexadecimal, code = False, ("", "")
    for name, value in commands:
        if name == "FO":
            x, y = (int(part) for part in value.split(","))
        elif name == "GF":
            _paint(label, x, y, _graphic(value))
        elif name == "GB":
            _frame(label, x, y, value)
        elif name == "BY":
            module = int(value)
        elif name in ("BC", "BQ", "BX"):
            code = (name, value)
        elif name == "FH":
            assert value == "_"
            hexadecimal = True
        elif name == "FD":
            assert hexadecimal
            label.codes.append(_code(code, x, y, module, _unescaped(value)))
        elif name == "FS":
            hexadecimal = False
        elif name == "PQ":
            label.copies = int(value)
    return label


def _unescaped(value: str) -> str:
    return re.sub(r"_([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), value)


def _code(code: tuple[str, str], x: int, y: int, module: int, data: str) -> NativeCode:
    name, value = code
    parameters = value.split(",")
    if name == "BC":
        content, count = _code_128(data)
        return NativeCode("BC", x, y, module, parameters, content, 11 * count + 13)
    if name == "BQ":
        assert re.match(r"[LMQH]A,", data)
        return NativeCode("BQ", x, y, int(parameters[2]), parameters, data[3:])
    escape = parameters[6]
    assert len(escape) == 1
    assert escape not in data
    return NativeCode("BX", x, y, int(parameters[1]), parameters, data)


def _code_128(data: str) -> tuple[str, int]:
    """Return the content and the number of signs with start and check, by the invocation codes of the manual."""
    assert data[:2] in (">:", ">;")
    in_c, content, count, place = data[:2] == ">;", "", 2, 2
    specials = {">0": ">", "><": "^", ">=": "~", ">1": "\x7f"}
    while place < len(data):
        pair = data[place : place + 2]
        count += 1
        if pair[0] == ">":
            place += 2
            if pair in specials:
                content += specials[pair]
            elif pair == ">8":
                content += "\x1d"
            else:
                assert pair in (">5", ">6")
                in_c = pair == ">5"
        elif in_c:
            assert pair.isdecimal()
            assert len(pair) == 2
            content, place = content + pair, place + 2
        else:
            content, place = content + pair[0], place + 1
    return content, count


def _graphic(value: str) -> NDArray[numpy.bool_]:
    kind, total, size, per_row, data = value.split(",", 4)
    assert (kind, total) == ("A", size)
    digits = int(per_row) * 2
    rows: list[str] = []
    row, count = "", 0
    for sign in data:
        if sign == ":":
            assert not row
            rows.append(rows[-1])
            continue
        if sign == ",":
            rows.append(row.ljust(digits, "0"))
            row = ""
            continue
        if "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
            continue
        if "g" <= sign <= "z":
            count += 20 * (ord(sign) - ord("f"))
            continue
        row += sign * (count or 1)
        count = 0
        assert len(row) <= digits
        if len(row) == digits:
            rows.append(row)
            row = ""
    assert not row
    assert len(rows) * int(per_row) == int(size)
    packed = numpy.array([list(bytes.fromhex(line)) for line in rows], dtype=numpy.uint8)
    return numpy.unpackbits(packed, axis=1).astype(bool)


def _paint(label: Printed, x: int, y: int, dots: NDArray[numpy.bool_]) -> None:
    rows, columns = numpy.nonzero(dots)
    # A printer drops what lies outside: nothing may.
    assert rows.size == 0 or (
        rows.max() + y < label.dots.shape[0] and columns.max() + x < label.dots.shape[1]
    )
    label.dots[rows + y, columns + x] = True


def _frame(label: Printed, x: int, y: int, value: str) -> None:
    width, height, line = (int(part) for part in value.split(",")[:3])
    frame = numpy.ones((max(height, line), max(width, line)), dtype=bool)
    if min(width, height) > 2 * line:
        frame[line:-line, line:-line] = False
    part = label.dots[y : y + frame.shape[0], x : x + frame.shape[1]]
    part |= frame[: part.shape[0], : part.shape[1]]
