"""The zip around a workbook: fixed dates and times, so that the same document gives the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Final

_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
# openpyxl writes a line break in a footer as _x000a_, which LibreOffice prints literally.
_FOOTERS: Final = re.compile(rb"<headerFooter.*?</headerFooter>", re.DOTALL)


def repacked(content: bytes, made_at: datetime.datetime) -> bytes:
    """Return the workbook with every date set to `made_at` (aware); openpyxl stamps its own."""
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
            target.writestr(entry, data, compresslevel=6)
    return out.getvalue()
