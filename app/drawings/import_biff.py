"""A look into an old xls before it is parsed: how large its sheets claim to be, and whether it is encrypted.

Reads no cell. The parser behind it reserves the whole bounding box of a sheet and aborts the process
where memory ends, so boxes are measured here first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from app.drawings.import_refusals import BROKEN, PASSWORD, TOO_MANY_CELLS

_END: Final = 0xFFFFFFFA
_FREE: Final = 0xFFFFFFFF
MAX_BOX: Final = 4_000_000
_BOF, _FILEPASS, _DIMENSIONS = 0x0809, 0x002F, 0x0200
# Records whose first two words are row and column.
_CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x027E, 0x0201})


def check_xls(content: bytes, name: str) -> None:
    """Refuse an xls that is encrypted, damaged, or whose sheets span too many cells.

    Raises:
        PartproofError: ``table.password``, ``table.broken``, ``table.too_many_cells``.
    """
    try:
        _check_records(_workbook_stream(content), name)
    except (struct.error, LookupError, ValueError, OverflowError) as fault:
        raise BROKEN(file=name) from fault


def _check_records(stream: bytes, name: str) -> None:
    area = rows = columns = 0
    for kind, body in _records(stream):
        if kind == _FILEPASS:
            raise PASSWORD(file=name)
        if kind == _BOF:
            area, rows, columns = area + rows * columns, 0, 0
        elif kind == _DIMENSIONS and len(body) >= 12:
            _, last_row, _, last_column = struct.unpack_from("<IIHH", body)
            if last_row > 65_536 or last_column > 256:
                raise TOO_MANY_CELLS(file=name, limit=MAX_BOX)
        elif kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            if kind in (0x00BD, 0x00BE):
                column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        if area + rows * columns > MAX_BOX:
            raise TOO_MANY_CELLS(file=name, limit=MAX_BOX)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream named Workbook or Book of a compound file (MS-CFB 2.2 to 2.6)."""
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("sector size")
    size = 1 << shift
    table = _sector_table(content, size)
    directory = _chain(content, table, struct.unpack_from("<I", content, 48)[0], size)
    cutoff = struct.unpack_from("<I", content, 56)[0]
    root: tuple[int, int] | None = None
    for offset in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        title = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, bytes_used = struct.unpack_from("<II", directory, offset + 116)
        if offset == 0:
            root = (start, bytes_used)
        if title in ("Workbook", "Book"):
            if bytes_used >= cutoff or root is None:
                return _chain(content, table, start, size)[:bytes_used]
            return _mini_stream(content, table, root, start, size)[:bytes_used]
    raise ValueError("no workbook stream")


def _sector_table(content: bytes, size: int) -> list[int]:
    sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector < _END]
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size + 1)):
        if following >= _END:
            break
        *more, following = struct.unpack_from(f"<{size // 4}I", content, size * (following + 1))
        sectors.extend(sector for sector in more if sector < _END)
    table: list[int] = []
    for sector in sectors[: len(content) // size + 1]:
        table.extend(struct.unpack_from(f"<{size // 4}I", content, size * (sector + 1)))
    return table


def _chain(content: bytes, table: list[int], sector: int, size: int) -> bytes:
    pieces: list[bytes] = []
    for _ in range(len(table) + 1):
        if sector >= _END:
            return b"".join(pieces)
        pieces.append(content[size * (sector + 1) : size * (sector + 2)])
        sector = table[sector]
    raise ValueError("endless chain")


def _mini_stream(content: bytes, table: list[int], root: tuple[int, int], sector: int, size: int) -> bytes:
    container = _chain(content, table, root[0], size)
    mini_start = struct.unpack_from("<I", content, 60)[0]
    packed = _chain(content, table, mini_start, size)
    mini_table = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])
    pieces: list[bytes] = []
    for _ in range(len(mini_table) + 1):
        if sector >= _END:
            return b"".join(pieces)
        pieces.append(container[64 * sector : 64 * (sector + 1)])
        sector = mini_table[sector]
    raise ValueError("endless chain")
