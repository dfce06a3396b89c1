"""What was scanned, as it came: bytes with their control characters, what the code is, its fields, and what is wrong.

Also reads codes out of pictures: a file, a dropped one, or the clipboard. Opens no record.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.causes import cause_of
from app.device_bytes import shown_hex, shown_text
from app.settings import PlantSettings
from devices.barcodes.code_book import NO_BOOK, CodeBook
from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.pictures import CodeRead, UnreadablePictureError, read_codes
from devices.barcodes.registry import parse
from devices.barcodes.scanner_check import findings
from devices.events import ScanReceived
from ui.i18n import Shown, Words, say, term
from ui.input.code_texts import finding_text, meant_text, refusal_text, warning_text
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import Conditions, FactList
from ui.widgets.fields import TextField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_SHOWN_BYTES: Final = 160
_LARGEST_FILE: Final = 64 << 20
KEYBOARD: Final = "keyboard"
"""The source of scans that came as keys."""
FieldRow = tuple[int, str, str]

KINDS: Final[dict[str, Words]] = {
    "gs1": say("GS1"),
    "gs1_dl": say("GS1 Digital Link"),
    "gtin": say("GTIN (EAN/UPC)"),
    "iso15434": say("ISO/IEC 15434 message"),
    "hkmc": say("Hyundai–Kia part label"),
    "di": say("data identifier"),
    "di_blank": say("data identifiers between blanks"),
    "text": say("plain text"),
    "badge": say("badge of Partproof"),
    "order": say("work order of Partproof"),
    "lot": say("lot of Partproof"),
    "part": say("part of Partproof"),
    "gauge": say("gauge of Partproof"),
    "command": say("command of Partproof"),
    "user": say("own label by pattern"),
}

# Label standards; a pattern of the plant is called by its own name.
PROFILES: Final[dict[str, Words]] = {
    "gtl": term("label standard", "GTL (VDA 4994)"),
    "vda4902": term("label standard", "VDA 4902"),
    "aiag": term("label standard", "AIAG label"),
    "ecia": term("label standard", "ECIA product label"),
}

# Fields that have names instead of identifiers; those of standards (01, P, 1T …) stay as they are printed.
FIELDS: Final[dict[str, Words]] = {
    "supplier": term("code field", "Supplier"),
    "part": term("code field", "Part"),
    "sequence": term("code field", "Sequence"),
    "eo": term("code field", "EO number"),
    "initial_sample": term("code field", "Initial sample"),
    "supplier_area": term("code field", "Supplier's area"),
    "date": term("code field", "Date"),
    "m4": term("code field", "4M"),
    "trace_type": term("code field", "Trace by"),
    "trace": term("code field", "Trace number"),
    "order": term("code field", "Work order"),
    "lot": term("code field", "Lot"),
    "gauge": term("code field", "Gauge"),
    "badge": term("code field", "Badge"),
    "command": term("code field", "Command"),
}


@dataclass(frozen=True)
class Seen:
    """A code to be shown: its bytes, how it came, and whether as keys."""

    raw: bytes
    source: Shown
    from_keyboard: bool = False


def ask_picture(parent: QWidget, title: str) -> str:
    """Ask for a picture; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, title, "", "*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff;;*"
    )
    return chosen


class CodeView(Card):
    """Shows one code after the other.

    Args:
        desk: What screens are given.
        ask_file: Asks for a picture.
    """

    def __init__(self, desk: Desk, ask_file: Callable[[QWidget, str], str] = ask_picture) -> None:
        texts = desk.texts
        super().__init__(texts, say("What was scanned"))
        self._desk, self._words, self.ask_file = desk, texts, ask_file
        self.book: CodeBook = NO_BOOK
        self._last: Seen | None = None
        self._suggest = ""
        self._codes: tuple[CodeRead, ...] = ()
        self._at = 0
        self.setAcceptDrops(True)
        self.hint = Label(
            texts,
            say(
                "Scan any code now. A photographed code works too: open it, drop it here, or paste it with Ctrl+V."
            ),
            "muted",
            wrap=True,
        )
        self.hint.setObjectName("code.hint")
        self.add(self.hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(
            Button(texts, say("Read a picture"), self.open_picture, icon_name="photo", name="code.picture")
        )
        buttons.addWidget(
            Button(texts, say("Paste a picture"), self.paste, icon_name="copy", name="code.paste")
        )
        self.further = Button(
            texts,
            say("Next code of the picture"),
            self.next_code,
            icon_name="chevron-right",
            name="code.next",
        )
        self.further.hide()
        buttons.addWidget(self.further)
        buttons.addStretch(1)
        self.add(buttons)
        self.received = TextField(lines=3)
        self.received.setReadOnly(True)
        self.received.setObjectName("code.received")
        texts.bind(self.received.setAccessibleName, say("Received, with its control characters in brackets"))
        self.received.hide()
        self.add(self.received)
        self.facts = FactList(texts)
        self.add(self.facts)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.wrong = Conditions(texts)
        column.addWidget(self.wrong)
        self.add(holder)
        offer = QHBoxLayout()
        self.meant = Button(texts, say("Show what it may have been"), self.show_meant, name="code.meant")
        self.meant.hide()
        offer.addWidget(self.meant)
        self.go = Button(texts, say("Open what it stands for"), self.open_code, name="code.open")
        self.go.hide()
        offer.addWidget(self.go)
        offer.addStretch(1)
        self.add(offer)
        columns: list[Column[FieldRow]] = [
            Column(term("code", "Identifier"), lambda row: FIELDS.get(row[1], row[1]), "strong"),
            Column(
                term("code", "Value"),
                lambda row: shown_text(row[2].encode("utf-8", "replace")) if row[2].isascii() else row[2],
                weight=1,
            ),
        ]
        self.model: RowsModel[FieldRow] = RowsModel(texts, columns, key=lambda row: row[0])
        self.table: RowTable[FieldRow] = RowTable(self.model, "code.fields")
        texts.bind(self.table.setAccessibleName, say("Fields of the code"))
        self.table.hide()
        self.add(self.table)
        texts.language_changed.connect(self._again)

    def put(self, seen: Seen) -> None:
        """Show a code."""
        self._last = seen
        self.further.hide()
        content = parse(seen.raw, from_keyboard=seen.from_keyboard, book=self.book)
        self.facts.clear()
        self.facts.add(term("code", "Came from"), seen.source)
        self.received.setPlainText(_decoded(seen.raw))
        self.received.show()
        self.facts.add(term("code", "Bytes"), shown_hex(seen.raw[:18]) + (" …" if len(seen.raw) > 18 else ""))
        self.facts.add(term("code", "Symbology identifier"), content.aim or term("code", "none"))
        kind, tone = self._kind(seen, content)
        self.facts.add(term("code", "It is"), kind, tone)
        fields = content.fields if isinstance(content, CodeContent) else ()
        self.model.set_rows([(at, name, value) for at, (name, value) in enumerate(fields)])
        self.table.setVisible(bool(fields))
        self.table.setFixedHeight(self.table.full_height())
        self.wrong.set_conditions(self._conditions(seen, content))
        self._suggest = (content.suggest or "") if isinstance(content, CodeRefused) else ""
        self.meant.setVisible(bool(self._suggest))
        self.go.setVisible(isinstance(content, CodeContent) and findings(seen.raw) is None)

    def open_code(self) -> None:
        """Open the part, lot, gauge … whose code is shown; what came out of a picture is as good as scanned."""
        if self._last is None:
            return
        seen = self._last
        text = seen.raw.decode("utf-8", "replace")
        source = KEYBOARD if seen.from_keyboard else "code view"
        self._desk.open_code(
            ScanReceived(uuid.uuid4(), seen.raw, text, datetime.now(UTC), time.monotonic(), source)
        )

    def show_meant(self) -> None:
        """Show the code that a refused one may have been; it goes nowhere else."""
        if self._suggest:
            self.put(Seen(self._suggest.encode("utf-8"), say("suggestion, not scanned")))

    def _kind(self, seen: Seen, content: CodeContent | CodeRefused) -> tuple[Shown, Tone]:
        checked = findings(seen.raw)
        if checked is not None:
            return say("test code of the set-up sheet"), "warn" if checked else "ok"
        if isinstance(content, CodeRefused):
            return term("code", "refused"), "ng"
        shown: Shown = KINDS.get(content.kind, content.kind)
        if content.profile:
            profile = PROFILES.get(content.profile, content.profile)
            shown = say("{kind}: {profile}", kind=shown, profile=profile)
        return shown, "warn" if content.warnings else "ok"

    def _conditions(self, seen: Seen, content: CodeContent | CodeRefused) -> list[tuple[bool | None, Shown]]:
        language = self._words.language
        checked = findings(seen.raw)
        if checked is not None:
            # The test symbol of the set-up sheet: what its arrival tells of scanner and keyboard.
            said: list[tuple[bool | None, Shown]] = [
                (False if code != "no_symbology_identifier" else None, finding_text(language, code))
                for code in checked
            ]
            return said or [(True, say("Everything arrived as it was printed: the scanner is set up right."))]
        if isinstance(content, CodeRefused):
            refused: list[tuple[bool | None, Shown]] = [
                (False, refusal_text(language, content.reason_code, content.detail))
            ]
            meant = meant_text(language, content.suggest) if content.suggest else ""
            return [*refused, (None, meant)] if meant else refused
        return [(None, warning_text(language, code)) for code in content.warnings]

    def _again(self) -> None:
        if self._last is not None:
            self.put(self._last)

    # pictures
    def open_picture(self) -> None:
        """Choose a picture and read its codes."""
        chosen = self.ask_file(self, self._words.say("Read a picture"))
        if chosen:
            self._read(partial(_of_file, Path(chosen)))

    def paste(self) -> bool:
        """Read the codes of the picture on the clipboard; False where there is none."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self.hint.put(say("There is no picture on the clipboard."))
            return False
        self._read(partial(_of_image, _png(image)))
        return True

    def _read(self, work: Callable[[], tuple[CodeRead, ...] | Words]) -> None:
        self.hint.put(say("Reading the picture…"))
        self._desk.tasks.read(work, self._put_codes, owner=self)

    def _put_codes(self, codes: tuple[CodeRead, ...] | Words) -> None:
        if isinstance(codes, Words):
            self.hint.put(codes)
            return
        if not codes:
            self.hint.put(
                say(
                    "No code was found in the picture. Take it nearer, straight from above and without glare."
                )
            )
            return
        self._codes, self._at = codes, 0
        self._put_code()

    def next_code(self) -> None:
        """Show the next code of the picture; a label often has several."""
        if self._codes:
            self._at = (self._at + 1) % len(self._codes)
            self._put_code()

    def _put_code(self) -> None:
        code, n = self._codes[self._at], len(self._codes)
        self.hint.put(
            say("Code {at} of {n} in the picture is shown.", at=self._at + 1, n=n)
            if n > 1
            else say("One code was found in the picture.")
        )
        self.put(Seen(code.as_scanned, say("picture: {symbology}", symbology=code.symbology)))
        self.further.setVisible(n > 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste():
            return
        super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._read(partial(_of_file, Path(urls[0].toLocalFile())))

    def use_settings(self, settings: PlantSettings) -> None:
        """Read codes by the plant's own patterns from now on."""
        self.book = settings.code_book
        self._again()


def _decoded(raw: bytes) -> str:
    """Return the text of bytes, UTF-8, with its control characters made visible."""
    text = raw.decode("utf-8", "replace")[:_SHOWN_BYTES]
    return "".join(shown_text(sign.encode()) if sign.isascii() else sign for sign in text)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Copied here: the clipboard belongs to the GUI thread.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _of_file(file: Path) -> tuple[CodeRead, ...] | Words:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            return say("The file is too large for a picture of a code.")
        return read_codes(file.read_bytes())
    except UnreadablePictureError:
        return say("The file is no picture that can be read.")
    except OSError as error:
        return say("The file cannot be read: {error}", error=cause_of(error))


def _of_image(content: bytes) -> tuple[CodeRead, ...] | Words:
    try:
        return read_codes(content)
    except UnreadablePictureError:
        return say("The picture cannot be read.")
