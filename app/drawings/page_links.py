"""The links of a PDF page: where they are and where they lead. Runs in the child process only; follows none."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2.raw as raw

from app.drawings.page_pdfium import OpenDocument
from app.drawings.page_text_layer import Sheet

_MOST: Final = 2_000
_LONGEST: Final = 2_000


def links(document: OpenDocument, index: int) -> list[list[object]]:
    """Return the links of a page as lists in the order of PageLink's fields."""
    page = document.page(index)
    sheet = Sheet(page)
    found: list[list[object]] = []
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    while len(found) < _MOST and raw.FPDFLink_Enumerate(page.raw, at, link):
        box = raw.FS_RECTF()
        if not raw.FPDFLink_GetAnnotRect(link, box):
            continue
        left, top, right, bottom = sheet.box(box.left, box.bottom, box.right, box.top)
        page_number, address = _target(document, link)
        if page_number >= 0 or address:
            found.append([left, top, right - left, bottom - top, page_number, address])
    return found


def _target(document: OpenDocument, link: Any) -> tuple[int, str]:
    """Return the page a link leads to, or -1 and an address."""
    pdf = document.raw
    target = raw.FPDFLink_GetDest(pdf, link)
    action = raw.FPDFLink_GetAction(link)
    if not target and action:
        target = raw.FPDFAction_GetDest(pdf, action)
    if target:
        return raw.FPDFDest_GetDestPageIndex(pdf, target), ""
    length = raw.FPDFAction_GetURIPath(pdf, action, None, 0) if action else 0
    if not 0 < length <= _LONGEST:
        return -1, ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(pdf, action, buffer, length)
    text = buffer.value.decode("utf-8", "replace")
    return -1, "".join(sign for sign in text if sign.isprintable())
