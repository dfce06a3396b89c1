"""Describing an instrument without code: its frames, and at once what a sample of bytes becomes by the description.

Reads and writes profile files; the wizard binds a description to a device.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.causes import cause_of
from app.device_bytes import bytes_of, shown_hex, shown_text
from devices.events import Event
from devices.profile_values import template_to_plain
from devices.profiles import GaugeProfile, ProfileError, TryOut, read_profile, try_on, write_profile
from devices.transport.clock import system_now
from ui.devices.acquisition_form import AcquisitionForm
from ui.devices.line_form import LineForm
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_words import event_tone, event_words
from ui.devices.template_form import TemplateForm, UnreadableFieldError
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import TextField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

ENDING: Final = ".profile.toml"
_TRY_MS: Final = 200
_SAMPLE: Final = "ST,GS,+  12.50kg<CR><LF>\nUS,GS,+  12.48kg<CR><LF>\nOL<CR><LF>"
EventRow = tuple[int, Event]

FLAWS: Final[MappingProxyType[str, tuple[str, Words]]] = MappingProxyType(
    {
        "framing": ("terminator", say("The end bytes are missing.")),
        "gap": ("gap", say("The pause needs 0.05 to 60 seconds.")),
        "length": ("length", say("A frame has 1 to 256 bytes, and not fewer than it begins with.")),
        "skip": ("skip_front", say("More is left out than a frame has.")),
        "pattern": ("pattern", say("This is no regular expression.")),
        "pattern.unsupported": ("pattern", say("Look-around, back references and flags are not read here.")),
        "pattern.long": ("pattern", say("The regular expression is too long.")),
        "pattern.groups": (
            "pattern",
            say("It needs (?P<value>…), and knows unit, channel, sign and state besides."),
        ),
        "columns": ("columns", say("Columns are a first and a last number, from 1.")),
        "delimiter": ("delimiter", say("The delimiter is missing.")),
        "extraction": ("find", say("Only one way of finding the number.")),
        "sign": ("sign", say("A sign at a place of its own needs that place.")),
        "unit": ("unit", say("Which unit?")),
        "words": ("stable", say("Too many words.")),
        "scale": ("scale", say("A number other than 0.")),
        "request": ("request", say("The request is longer than 64 bytes.")),
    }
)
_UNREADABLE: Final = say("This cannot be read.")
_REFUSED: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "too_large": say("The file is too large for a profile."),
        "not_toml": say("The file is no profile."),
        "not_a_profile": say("The file is no profile."),
        "format": say("The profile was written by a later version of the program."),
        "name": say("Give the profile a name."),
    }
)


def ask_save_file(parent: QWidget, title: str, name: str) -> str:
    """Ask where to write a profile; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name)
    return chosen


def ask_open_file(parent: QWidget, title: str) -> str:
    """Ask for a profile; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", "*.toml;;*")
    return chosen


class GenericPanel(PartedPanel):
    """The description on the left, the sample and what becomes of it on the right.

    Args:
        desk: What screens are given.
        ask_save: Asks for a file to write.
        ask_open: Asks for a file to read.

    Signals:
        use: A ``GaugeProfile`` is to be used for a device.
    """

    use = Signal(object)

    def __init__(
        self,
        desk: Desk,
        ask_save: Callable[[QWidget, str, str], str] = ask_save_file,
        ask_open: Callable[[QWidget, str], str] = ask_open_file,
    ) -> None:
        super().__init__(desk)
        self.ask_save, self.ask_open = ask_save, ask_open
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TRY_MS)
        self._timer.timeout.connect(self.try_it)
        self.template = TemplateForm(self.texts)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left, right = CardColumn(), CardColumn(fill=True)
        line.addWidget(left.area, 6)
        line.addWidget(right.area, 5)
        self.make_in_turns(
            lambda: left.add(self._profile_card()),
            lambda: right.add(self._sample_card()),
            lambda: right.add(self._result_card(), 1),
            lambda: left.add(self.template),
            *self.template.parts,
            lambda: left.add(self._acquisition_card()),
            lambda: self.template.changed.connect(self._timer.start),
        )

    # building
    def _profile_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Generic driver"))
        self.form = Form(texts, 2)
        self.form.add_line("name", say("Name of the profile"), say("Maker and model."))
        self.form.add_line("note", term("profile", "Note"))
        self.form.set_values({"name": texts.say("Own instrument")})
        card.add(self.form)
        self.line = LineForm(texts)
        card.add(self.line)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(
            Button(
                texts, say("Open a profile"), self.open_profile, icon_name="file-import", name="profile.open"
            )
        )
        foot.addWidget(
            Button(
                texts,
                say("Save the profile"),
                self.save_profile,
                icon_name="file-export",
                name="profile.save",
            )
        )
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Use it for a device"), self._use, "primary", name="profile.use"))
        card.add(foot)
        self.said = Label(texts, "", "warn", wrap=True)
        self.said.setObjectName("profile.said")
        self.said.hide()
        card.add(self.said)
        return card

    def _acquisition_card(self) -> Card:
        card = Card(self.texts, say("How a value is taken"), say("goes along with the profile"))
        self.acquisition = AcquisitionForm(self.texts)
        card.add(self.acquisition)
        return card

    def _sample_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Try it on this sample"))
        self.sample = TextField(lines=4)
        self.sample.setObjectName("profile.sample")
        texts.bind(self.sample.setAccessibleName, say("Sample of received bytes"))
        self.sample.setPlainText(_SAMPLE)
        self.sample.textChanged.connect(self._timer.start)
        card.add(self.sample)
        card.add(
            Label(
                texts,
                say(
                    "Control characters stand in brackets: <CR>, <LF>, <STX>, <1B>. The wizard brings what it heard."
                ),
                "hint",
                wrap=True,
            )
        )
        self.hexadecimal = Label(texts, "", "muted", wrap=True)
        self.hexadecimal.setObjectName("profile.hex")
        card.add(self.hexadecimal)
        return card

    def _result_card(self) -> Card:
        texts = self.texts
        self.result = Card(texts, say("What becomes of it"), flush=True)
        columns: list[Column[EventRow]] = [
            Column(
                term("live", "Read as"),
                lambda row: event_words(row[1])[0],
                "chip",
                tone=lambda row: event_tone(row[1]),
            ),
            Column(term("live", "What it says"), lambda row: event_words(row[1])[1], weight=2),
            Column(term("live", "Besides"), lambda row: _besides(row[1]), "muted", weight=1),
        ]
        self.model: RowsModel[EventRow] = RowsModel(texts, columns, key=lambda row: row[0])
        self.table: RowTable[EventRow] = RowTable(self.model, "profile.result")
        texts.bind(self.table.setAccessibleName, say("What becomes of the sample"))
        self.result.add(self.table, 1)
        self.left = Label(texts, "", "muted", wrap=True)
        self.left.setObjectName("profile.left")
        self.left.setContentsMargins(14, 8, 14, 10)
        self.result.add(self.left)
        return self.result

    # values
    def refresh(self) -> None:
        """Show what becomes of the sample."""
        self._timer.start()

    def put_sample(self, data: bytes) -> None:
        """Take bytes that were received; nothing heard leaves the sample as it is."""
        if data:
            self.sample.setPlainText(
                shown_text(data)
                .replace("<LF>", "<LF>\n")
                .replace("<CR>", "<CR>\n")
                .replace("<CR>\n<LF>", "<CR><LF>")
            )

    def put(self, profile: GaugeProfile) -> None:
        """Show a profile."""
        self.form.set_values({"name": profile.name, "note": profile.note})
        if profile.settings is not None:
            self.line.put(profile.settings)
        self.acquisition.put(profile.acquisition)
        if profile.template is not None:
            self.template.put(profile.template)
        self.try_it()

    def profile(self) -> GaugeProfile | None:
        """Return the profile of the fields; None where something is wrong, which is said beside the field."""
        values = self.form.values()
        try:
            template = self.template.template()
        except UnreadableFieldError as error:
            self.template.show_wrong(str(error), _UNREADABLE)
            return None
        flaw = template.flaw()
        if flaw is not None:
            self.template.show_wrong(*FLAWS.get(flaw, ("framing", _UNREADABLE)))
            return None
        self.template.show_wrong("", "")
        plan = self.acquisition.plan()
        if plan is None:
            return None
        return GaugeProfile(values["name"], "generic", self.line.settings(), template, plan, values["note"])

    # acting
    def try_it(self) -> None:
        """Show what the description makes of the sample; done on another thread, patterns can be slow."""
        self._timer.stop()
        data = bytes_of("".join(self.sample.toPlainText().splitlines()))
        self.hexadecimal.put(shown_hex(data[:48]) if data else "")
        profile = self.profile()
        if data is None or profile is None:
            self._put(None, unreadable=data is None)
            return
        self.desk.tasks.read(partial(_tried, data, profile), self._put, owner=self)

    def _put(self, tried: TryOut | None, *, unreadable: bool = False) -> None:
        events = tried.events if tried is not None else ()
        self.model.set_rows(list(enumerate(events)))
        if tried is None:
            self.left.put(
                say("The sample cannot be read.") if unreadable else say("Correct the description first.")
            )
        elif tried.left:
            self.left.put(say("Left over, no whole frame: {bytes}", bytes=shown_text(tried.left)))
        else:
            self.left.put(say("{n} {n:event|events}", n=len(events)))

    def save_profile(self) -> None:
        """Write the profile into a file."""
        profile = self.profile()
        if profile is None:
            self._say(say("Correct the description first."))
            return
        chosen = self.ask_save(self, self.texts.say("Save the profile"), f"{profile.name}{ENDING}")
        if chosen:
            self.desk.tasks.read(partial(_written, Path(chosen), profile), self._say, owner=self)

    def open_profile(self) -> None:
        """Read a profile from a file."""
        chosen = self.ask_open(self, self.texts.say("Open a profile"))
        if chosen:
            self.desk.tasks.read(partial(_read, Path(chosen)), self._opened, owner=self)

    def _opened(self, read: GaugeProfile | Words) -> None:
        if isinstance(read, Words):
            self._say(read)
            return
        if read.template is None:
            self._say(
                say("The profile is for {family}; its driver needs no description.", family=read.family)
            )
            return
        self.said.hide()
        self.put(read)

    def _use(self) -> None:
        profile = self.profile()
        if profile is None:
            self._say(say("Correct the description first."))
        else:
            self.use.emit(profile)

    def _say(self, words: Shown) -> None:
        self.said.put(words)
        self.said.setVisible(bool(words))


def plain_template(profile: GaugeProfile) -> dict[str, object]:
    """Return what a device keeps of a profile of the generic driver."""
    return {} if profile.template is None else {"template": template_to_plain(profile.template)}


def _besides(event: Event) -> str:
    facts = getattr(event, "facts", {})
    return ", ".join(f"{key}={value}" for key, value in facts.items())


def _tried(data: bytes, profile: GaugeProfile) -> TryOut | None:
    try:
        return try_on(data, profile, system_now())
    except ProfileError:
        return None


def _written(file: Path, profile: GaugeProfile) -> Words:
    try:
        file.write_bytes(write_profile(profile))
    except ProfileError as error:
        return _REFUSED.get(error.code, _UNREADABLE)
    except OSError as error:
        return say("The file cannot be written: {error}", error=cause_of(error))
    return say("Saved: {file}", file=str(file))


def _read(file: Path) -> GaugeProfile | Words:
    try:
        return read_profile(file.read_bytes())
    except ProfileError as error:
        other = say("The profile cannot be used: {code} {detail}", code=error.code, detail=error.detail)
        return _REFUSED.get(error.code, other)
    except OSError as error:
        return say("The file cannot be read: {error}", error=cause_of(error))
