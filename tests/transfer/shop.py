"""A shop that arrives with a folder of drawings and a register; holds no assertions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
from openpyxl import Workbook

from app.factory import Factory
from app.transfer.acts import sign_transfer
from app.transfer.planning import plan_parts, read_sources
from app.transfer.preview import Reading, TransferPreview
from app.transfer.queries import existing_numbers, plant_day
from app.transfer.run import run_transfer
from app.unit_of_work import Actor
from tests.crew import PASSWORD

TODAY = date(2026, 11, 24)
TITLES = ("품번", "품명", "구분", "조달구분", "Rev", "승인일", "승인자", "재질", "고객사", "고객품번", "차종")


def drawing(text: str) -> bytes:
    """Return a small PDF of one page, the same for the same text and another one for each text."""
    sink = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(300, 200))
        made.docinfo["/Title"] = text
        made.save(sink, deterministic_id=True)
    return sink.getvalue()


def register(path: Path, rows: Sequence[Sequence[object]], titles: Sequence[str] = TITLES) -> Path:
    """Write a register as xlsx, with a title line above the header as people have it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["도면 관리대장"])
    sheet.append(list(titles))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def row(
    number: str, name: str = "브라켓", kind: str = "부품", rev: str = "A", **others: object
) -> list[object]:
    """Return a row under ``TITLES``."""
    facts = {
        "source": "",
        "day": "2019-05-31",
        "who": "김부장",
        "material": "SPHC",
        "customer": "",
        "their": "",
        "vehicle": "",
        **others,
    }
    names = ("source", "day", "who", "material", "customer", "their", "vehicle")
    return [number, name, kind, facts[names[0]], rev, *(facts[word] for word in names[1:])]


def preview(
    factory: Factory, book: Path, folder: Path | None, reading: Reading | None = None
) -> TransferPreview:
    """Return the preview as the screen and the command make it."""
    today = factory.ask(plant_day, factory.clock())
    existing = factory.ask(existing_numbers)
    return plan_parts(read_sources(book, folder), reading or Reading(), today=today, existing=existing)


def transfer(factory: Factory, shown: TransferPreview, actor: Actor) -> None:
    """Sign a preview and carry it out."""
    content = shown.register_path.read_bytes()
    factory.perform(sign_transfer, shown, content, secret=PASSWORD, actor=actor)
    run_transfer(factory, actor=actor)
