"""ZPL II as pure bytes: pictures, boxes and native codes at places in dots. Opens no port, knows no tag.

Commands after Zebra's programming guide 45541L-004 (^BC p. 49, ^BQ p. 82, ^BX p. 99, ^GF p. 160). No text of a
person ever stands in a command: texts come as pictures, contents of codes are written in hexadecimal where a
sign could mean something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy
from numpy.typing import NDArray

from devices.printers import code128

Picture = NDArray[numpy.bool_]
"""Height × width, True where the paper gets black."""

MOST_DOTS: Final = 32_000
MOST_COPIES: Final = 9_999
# Everything else is written as _XX: ^ and ~ begin commands, _ is the sign of the escape itself.
_PLAIN: Final = re.compile(rb"[^0-9A-Za-z :;/.,()+*$%=>-]")
# ~ and ^ would begin a command inside the parameters, a comma would end one.
_ESCAPES_OF_BX: Final = "|\\!&{}`#@?"


def label(width: int, height: int, parts: Sequence[bytes], copies: int = 1) -> bytes:
    """Return one label of a size in dots with its parts; `copies` equal ones are printed.

    Raises:
        ValueError: a size or number the language cannot say.
    """
    _check(width, height)
    if not 1 <= copies <= MOST_COPIES:
        raise ValueError(f"copies: {copies}")
    # ^LH, ^LS and ^PO may be left over from another program's label.
    head = f"^XA^CI28^PW{width}^LL{height}^LH0,0^LS0^PON^FWN\n".encode()
    return head + b"".join(part + b"\n" for part in parts) + f"^PQ{copies}^XZ\n".encode()


def picture(x: int, y: int, dots: Picture) -> bytes:
    """Return a picture with its top left at (x, y), by ^GFA with Zebra's run lengths."""
    height, width = dots.shape
    _check(x, y, width, height)
    rows = numpy.packbits(dots, axis=1)
    size = rows.size
    body = b"".join(_lines(rows))
    return f"^FO{x},{y}^GFA,{size},{size},{rows.shape[1]},".encode() + body + b"^FS"


def box(x: int, y: int, width: int, height: int, line: int, *, white: bool = False) -> bytes:
    """Return a rectangle; filled where the line is as thick as its shorter side."""
    _check(x, y, width, height, line)
    return f"^FO{x},{y}^GB{width},{height},{line},{'W' if white else 'B'},0^FS".encode()


def code_128(x: int, y: int, symbol: Sequence[int], *, module: int, height: int) -> bytes:
    """Return a native Code 128 whose code values are given, so that it has exactly the planned width.

    Args:
        x: Left edge of the first bar in dots.
        y: Upper edge.
        symbol: Code values as of `code128.values_of`.
        module: Width of the narrowest bar in dots, 1 to 10.
        height: Height of the bars in dots.

    Raises:
        ValueError: values of subset A (control characters), or a module out of range.
    """
    _check(x, y, height)
    if not 1 <= module <= 10:
        raise ValueError(f"module: {module}")
    data = _field(code128.invocation(symbol).encode("ascii"))
    return f"^FO{x},{y}^BY{module}^BCN,{height},N,N,N,N".encode() + data


def qr(x: int, y: int, content: str, *, module: int, level: str) -> bytes:
    """Return a native QR code of printable ASCII; the printer chooses its version.

    Args:
        x: Left edge of the first module in dots.
        y: Upper edge.
        content: What it holds.
        module: Edge of a module in dots, 1 to 10.
        level: Error correction: L, M, Q or H.

    Raises:
        ValueError: a content or module the printer's automatic mode does not take.
    """
    _check(x, y)
    if not 1 <= module <= 10 or level not in ("L", "M", "Q", "H"):
        raise ValueError(f"module {module}, level {level}")
    if not prints_natively(content):
        raise ValueError("only printable ASCII")
    return f"^FO{x},{y}^BQN,2,{module}".encode() + _field(f"{level}A,{content}".encode("ascii"))


def data_matrix(x: int, y: int, content: str, *, module: int) -> bytes:
    """Return a native square Data Matrix ECC 200 of ASCII with control characters; the printer chooses its size.

    Args:
        x: Left edge of the first module in dots.
        y: Upper edge.
        content: What it holds.
        module: Edge of a module in dots.

    Raises:
        ValueError: a content that is not ASCII, or a sign too many for an escape sign to be left.
    """
    _check(x, y, module)
    raw = content.encode("ascii")
    escape = free_escape(content)
    if not escape:
        raise ValueError("every possible escape sign stands in the content")
    return f"^FO{x},{y}^BXN,{module},200,0,0,6,{escape}".encode() + _field(raw)


def free_escape(content: str) -> str:
    """Return an escape sign for ^BX that the content has not, or nothing.

    The default one differs between firmwares (~ or _), so one is always named.
    """
    return next((sign for sign in _ESCAPES_OF_BX if sign not in content), "")


def prints_natively(content: str) -> bool:
    """Whether a content is printable ASCII, which every firmware takes alike."""
    return content.isascii() and content.isprintable()


def _field(data: bytes) -> bytes:
    escaped = _PLAIN.sub(lambda match: b"_%02X" % match[0][0], data)
    return b"^FH_^FD" + escaped + b"^FS"


def _lines(rows: NDArray[numpy.uint8]) -> list[bytes]:
    """Return the rows as hexadecimal with run lengths: ``,`` fills a row with white, ``:`` repeats the last one."""
    lines: list[bytes] = []
    last = b""
    for row in rows:
        text = row.tobytes().hex().upper()
        line = _row(text)
        lines.append(b":" if line == last else line)
        last = line
    return lines


def _row(text: str) -> bytes:
    kept = text.rstrip("0")
    runs = re.sub(r"(.)\1{2,}", lambda match: _run(match[1], len(match[0])), kept)
    return (runs + ("," if len(kept) < len(text) else "")).encode("ascii")


def _run(digit: str, count: int) -> str:
    """Return a hexadecimal digit that stands `count` times: g…z are twenties, G…Y ones."""
    signs = ""
    while count >= 400:
        signs, count = signs + "z", count - 400
    if count >= 20:
        signs, count = signs + chr(ord("g") + count // 20 - 1), count % 20
    if count:
        signs += chr(ord("G") + count - 1)
    return signs + digit


def _check(*dots: int) -> None:
    for number in dots:
        if not 0 <= number <= MOST_DOTS:
            raise ValueError(f"{number} dots")
