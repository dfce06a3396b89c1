"""Setting a scanner up: what makes keys a scan, the gaps that were measured, the test sheet, and a live check.

The limits are this PC's own settings; the capture of the window uses them at once.
"""

from __future__ import annotations

import sys
import tempfile
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from app.causes import cause_of
from app.device_bytes import bytes_of, shown_text
from app.documents.scanner_sheet import scanner_sheet_pdf
from app.machine import MachineSettings, change_machine, read_machine
from app.settings import PlantSettings, read_settings
from devices.events import ScanReceived
from models.vocab import Noun
from ui.devices.code_view import KEYBOARD, CodeView, Seen
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_service import PortService
from ui.i18n import Shown, Words, say, term
from ui.input.wedge import GapReport, WedgeLimits
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_KEPT: Final = 8
_ENDS: Final = (("\r", "CR"), ("\n", "LF"), ("\t", "TAB"), ("\x04", "EOT"))


@dataclass(frozen=True)
class BurstRow:
    """One burst of keys with an end sign, as it was measured."""

    number: int
    report: GapReport
    scan: bool


def limits_of(machine: MachineSettings) -> WedgeLimits:
    """Return what makes keys a scan on this PC; settings that cannot be are as on a new one."""
    try:
        return WedgeLimits(
            machine.wedge_gap_ms, machine.wedge_least, machine.wedge_prefix, machine.wedge_suffixes
        )
    except ValueError:
        return WedgeLimits()


def ask_sheet_file(parent: QWidget, title: str, name: str) -> str:
    """Ask where to write the sheet; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name)
    return chosen


class ScannerPanel(PartedPanel):
    """The scanner page.

    Args:
        desk: What screens are given.
        ports: The ports of this PC, with the capture of keyboard scanners.
        ask_save: Asks for a file to write.
    """

    nouns = frozenset({Noun.PLANT.value})

    def __init__(
        self,
        desk: Desk,
        ports: PortService,
        ask_save: Callable[[QWidget, str, str], str] = ask_sheet_file,
    ) -> None:
        super().__init__(desk)
        self.capture, self.ask_save = ports.capture, ask_save
        self._bursts: deque[BurstRow] = deque(maxlen=_KEPT)
        self._count = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left, right = CardColumn(), CardColumn()
        line.addWidget(left.area, 1)
        line.addWidget(right.area, 1)
        self.make_in_turns(
            lambda: left.add(self._sheet_card()),
            lambda: left.add(self._limits_card()),
            lambda: left.add(self._gap_card()),
            lambda: right.add(self._view()),
            self._join,
        )

    # building
    def _view(self) -> CodeView:
        self.view = CodeView(self.desk)
        return self.view

    def _join(self) -> None:
        if self.capture is not None:
            self.capture.measured.connect(self._measured)
        self._put_limits(limits_of(read_machine()))
        self.native.setChecked(read_machine().wedge_native)

    def _sheet_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Test sheet"))
        card.add(
            Label(
                texts,
                say("Print it and scan its codes here: you see at once whether GS arrives and Hangul is on."),
                "muted",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(
            Button(texts, say("Open the sheet"), self.open_sheet, "primary", "printer", "sheet.open")
        )
        line.addWidget(
            Button(texts, say("Save as PDF"), self.save_sheet, icon_name="download", name="sheet.save")
        )
        line.addStretch(1)
        card.add(line)
        self.sheet_said = Label(texts, "", "muted", wrap=True)
        self.sheet_said.setObjectName("sheet.said")
        self.sheet_said.hide()
        card.add(self.sheet_said)
        return card

    def _limits_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Scanner as a keyboard"), say("on this PC"))
        self.form = Form(texts, 2)
        self.form.add_line("gap", say("Greatest gap, ms"), say("Slower is typing. 50 fits most scanners."))
        self.form.add_line("least", say("Least number of signs"))
        self.form.add_line(
            "prefix",
            say("Prefix"),
            say("The surest sign: set it in the scanner too. <STX> and the like are read."),
        )
        card.add(self.form)
        ends = QHBoxLayout()
        ends.addWidget(Label(texts, say("A scan ends with"), "muted"))
        self.ends: dict[str, CheckField] = {}
        for sign, name in _ENDS:
            self.ends[sign] = CheckField(texts, name, f"wedge.end.{name}")
            ends.addWidget(self.ends[sign])
        ends.addStretch(1)
        card.add(ends)
        words = say(
            "Stations take keys before the input method (Windows; not yet run there, from the next start on)"
        )
        self.native = CheckField(texts, words, "wedge.native")
        self.native.setVisible(sys.platform == "win32")
        card.add(self.native)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("As on a new PC"), self.usual, name="wedge.usual"))
        foot.addWidget(Button(texts, say("Save"), self.save_limits, "primary", name="wedge.save"))
        card.add(foot)
        return card

    def _gap_card(self) -> Card:
        texts = self.texts
        columns: list[Column[BurstRow]] = [
            Column(term("gaps", "Signs"), lambda row: str(len(row.report.gaps_ms)), "number"),
            Column(term("gaps", "Usual gap, ms"), lambda row: f"{row.report.usual_ms:.0f}", "number"),
            Column(term("gaps", "Greatest, ms"), lambda row: str(row.report.greatest_ms), "number"),
            Column(
                term("gaps", "Taken as"),
                lambda row: term("gaps", "scan") if row.scan else term("gaps", "typing"),
                "chip",
                tone=lambda row: "ok" if row.scan else "warn",
            ),
        ]
        self.model: RowsModel[BurstRow] = RowsModel(texts, columns, key=lambda row: row.number)
        self.table: RowTable[BurstRow] = RowTable(self.model, "wedge.gaps")
        self.table.when_empty(
            say("Scan anything: the gaps between its signs are measured here."), at_once=True
        )
        texts.bind(self.table.setAccessibleName, say("Measured gaps, newest first"))
        self.table.setFixedHeight(190)
        card = Card(texts, say("Measured gaps"), say("newest first"), flush=True)
        card.add(self.table)
        return card

    # values
    @override
    def refresh(self) -> None:
        self.ask(read_settings, then=self._put_settings, key="plant")

    def _put_settings(self, settings: PlantSettings) -> None:
        self.view.use_settings(settings)

    def _put_limits(self, limits: WedgeLimits) -> None:
        self.form.set_values(
            {
                "gap": str(limits.max_gap_ms),
                "least": str(limits.min_length),
                "prefix": shown_text(limits.prefix.encode("utf-8")),
            }
        )
        for sign, box in self.ends.items():
            box.setChecked(sign in limits.suffixes)

    def limits(self) -> WedgeLimits | None:
        """Return the limits of the fields; None where one is wrong, which is said beside it."""
        values = self.form.values()
        prefix = bytes_of(values["prefix"])
        wrong: dict[str, Words] = {}
        if not _whole(values["gap"], 1, 1000):
            wrong["gap"] = say("1 to 1000 ms.")
        if not _whole(values["least"], 1, 100):
            wrong["least"] = say("1 to 100.")
        if prefix is None or len(prefix) > 8:
            wrong["prefix"] = say("At most 8 signs.")
        for name, row in self.form.rows.items():
            row.show_wrong(wrong.get(name, ""))
        ends = "".join(sign for sign, box in self.ends.items() if box.isChecked())
        if not ends:
            self.desk.notices.toast(say("A scan must end with something."), "warn")
        if wrong or not ends or prefix is None:
            return None
        return WedgeLimits(int(values["gap"]), int(values["least"]), prefix.decode("latin-1"), ends)

    # acting
    def save_limits(self) -> None:
        """Use the limits from now on, and keep them for this PC."""
        limits = self.limits()
        if limits is None:
            return
        change_machine(
            wedge_gap_ms=limits.max_gap_ms,
            wedge_least=limits.min_length,
            wedge_prefix=limits.prefix,
            wedge_suffixes=limits.suffixes,
            wedge_native=self.native.isChecked(),
        )
        if self.capture is not None:
            self.capture.set_limits(limits)
        self.desk.notices.toast(say("Saved for this PC; it counts from now on."), "ok")

    def usual(self) -> None:
        """Show the limits of a new PC; they count when they are saved."""
        self._put_limits(WedgeLimits())

    def _measured(self, report: GapReport) -> None:
        limit = self.capture.limits.max_gap_ms if self.capture is not None else WedgeLimits().max_gap_ms
        self._count += 1
        self._bursts.appendleft(BurstRow(self._count, report, report.greatest_ms <= limit))
        self.model.set_rows(tuple(self._bursts))

    def take_scan(self, scan: ScanReceived) -> bool:
        """Show a scan."""
        typed = scan.source == KEYBOARD
        source: Shown = term("code", "keyboard") if typed else scan.source
        self.view.put(Seen(scan.raw, source, typed))
        return True

    def open_sheet(self) -> None:
        """Show the sheet in the system's PDF viewer, to be printed from there."""
        language = self.texts.language

        def work() -> Path:
            file = Path(tempfile.mkdtemp(prefix="partproof-")) / "scanner-set-up.pdf"
            file.write_bytes(scanner_sheet_pdf(language))
            return file

        self.desk.tasks.read(work, self._show_sheet, owner=self)

    def _show_sheet(self, file: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._say(say("No program opens PDF files here. The sheet lies in {file}", file=str(file)))

    def save_sheet(self) -> None:
        """Write the sheet into a file."""
        chosen = self.ask_save(self, self.texts.say("Save as PDF"), "scanner-set-up.pdf")
        if not chosen:
            return
        language, file = self.texts.language, Path(chosen)

        def work() -> Words:
            try:
                file.write_bytes(scanner_sheet_pdf(language))
            except OSError as error:
                return say("The file cannot be written: {error}", error=cause_of(error))
            return say("Saved: {file}", file=str(file))

        self.desk.tasks.read(work, self._say, owner=self)

    def _say(self, words: Words) -> None:
        self.sheet_said.put(words)
        self.sheet_said.show()


def _whole(text: str, least: int, greatest: int) -> bool:
    return text.isdecimal() and len(text) < 6 and least <= int(text) <= greatest
