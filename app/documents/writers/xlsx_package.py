"""The zip around a workbook: fixed dates and times, so that the same document gives the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

_DIMENSION: Final = re.compile(rb"<dimension [^>]*/>")
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# openpyxl writes a line break in a footer as _x000a_, which LibreOffice prints literally.
_FOOTERS: Final = re.compile(rb"<headerFooter.*?</headerFooter>", re.DOTALL)


def repacked(
    content: bytes, made_at: datetime.datetime, long_rows: Mapping[str, Sequence[bytes]] | None = None
) -> bytes:
    """Return the workbook with every date set to `made_at` (aware); openpyxl stamps its own.

    Args:
        content: The workbook.
        made_at: Time of issue.
        long_rows: Path of a worksheet → XML of further rows, laid in after those it has.
    """
    instant = made_at.astimezone(datetime.UTC)
    written = instant.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + written + rb"\g<2>", data)
            elif name.startswith("xl/worksheets/sheet"):
                data = _FOOTERS.sub(lambda match: match.group().replace(b"_x000a_", b"&#10;"), data)
            entry = zipfile.ZipInfo(name, (max(instant.year, 1980), *instant.timetuple()[1:6]))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else Linux and Windows differ
            entry.external_attr = 0
            further = (long_rows or {}).get(name)
            if further is None:
                target.writestr(entry, data, compresslevel=6)
            else:
                _write_long(target, entry, data, further)
    return out.getvalue()


def _write_long(
    target: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes, further: Sequence[bytes]
) -> None:
    """Write a worksheet with rows laid in, piece by piece; its stated size is taken out, for it would be wrong."""
    head, end, tail = _DIMENSION.sub(b"", data).partition(b"</sheetData>")
    with target.open(entry, "w", force_zip64=False) as sink:
        sink.write(head)
        for portion in further:
            sink.write(portion)
        sink.write(end + tail)
