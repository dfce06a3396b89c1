"""What a DXF text says: inline codes read, stacks written out, tolerance frames split into cells.

Runs in the child process only, on strings of the file; draws nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters of AutoCAD's font gdt.shx and the signs they draw (font chart of gdt.shx; ISO 1101 names them).
GDT_SIGNS: Final = {
    "a": "∠", "b": "⊥", "c": "⏥", "d": "⌓", "e": "○", "f": "∥", "g": "⌭", "h": "↗", "i": "⌯", "j": "⌖",
    "k": "⌒", "l": "Ⓛ", "m": "Ⓜ", "n": "⌀", "o": "□", "p": "Ⓟ", "q": "℄", "r": "◎", "s": "Ⓢ", "t": "⌰",
    "u": "⏤", "v": "⌴", "w": "⌵", "x": "↧", "y": "⌲", "z": "⌳",
}  # fmt: skip
_ENCODED: Final = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
_FONT_GROUP: Final = re.compile(r"\{\\F([^;|]*)[^;]*;([^}]*)\}", re.IGNORECASE)
_CODES: Final = {"c": "Ø", "d": "°", "p": "±", "%": "%"}
_PERCENT: Final = re.compile(r"%%(\d{3}|[a-zA-Z%])")
_STACK: Final = re.compile(r"\\S([^;]*);")
_CELL: Final = re.compile(r"%%v", re.IGNORECASE)
_INLINE: Final = re.compile(r"\\[ACFHQTWcf][^;\\{}]*;|\\[LlOoKkNX]|\\p[^;]*;|[{}]")


def plain(text: str) -> str:
    """Return what a line of TEXT or MTEXT says, on one line, stacks as ``+0.2/0``.

    Only single codes of each kind are undone; a text without codes comes back unchanged (NFC).
    """
    text = unicodedata.normalize("NFC", decoded(text))
    text = re.sub(r"\{\\F\s*(?:ami)?gdt[^;]*;([^}]*)\}", _gdt_letters, text, flags=re.IGNORECASE)
    text = _STACK.sub(_stack, text)
    text = text.replace("\\~", " ").replace("\\P", " ")
    text = _INLINE.sub("", text).replace("\\\\", "\\")
    return " ".join(text.split())


def decoded(text: str) -> str:
    """Return a text with ``\\U+00B0`` and ``%%c`` forms as the signs they stand for."""
    text = _ENCODED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return _PERCENT.sub(_percent, text)


def frame_rows(content: str) -> list[list[str]]:
    """Return the rows of a TOLERANCE entity, each a list of its cells; empty cells are left out.

    ``%%v`` separates the cells of a row and ``^J`` the rows; ``{\\Fgdt;j}`` is a sign of the font of signs.
    """
    rows: list[list[str]] = []
    for line in re.split(r"\^J|\n", content):
        cells = [plain(_FONT_GROUP.sub(_group, cell)) for cell in _CELL.split(line)]
        kept = [cell for cell in cells if cell]
        if kept:
            rows.append(kept)
    return rows


def _percent(found: re.Match[str]) -> str:
    code = found.group(1)
    if code.isdigit():
        return chr(int(code)) if 32 <= int(code) < 256 else ""
    # Over- and underline switches (%%o, %%u, %%k) draw no sign.
    return _CODES.get(code.casefold(), "" if code.casefold() in "ouk" else found.group(0))


def _stack(found: re.Match[str]) -> str:
    above, sign, below = re.match(r"([^\^#/]*)([\^#/]?)(.*)", found.group(1), re.DOTALL).groups()  # type: ignore[union-attr]
    above, below = above.strip(), below.strip()
    if not (above and below):
        return f" {above or below}"
    return f" {above}/{below}" if sign in "^#/" else f" {above}"


def _group(found: re.Match[str]) -> str:
    font, letters = found.group(1), found.group(2)
    if "gdt" not in font.casefold():
        return letters
    return "".join(GDT_SIGNS.get(letter.casefold(), letter) for letter in letters)


def _gdt_letters(found: re.Match[str]) -> str:
    return "".join(GDT_SIGNS.get(letter.casefold(), letter) for letter in found.group(1))
