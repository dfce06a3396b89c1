"""The wizard's step to try a driver: family, line settings, and a test button. Opens nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from devices.driver import PortSettings, StreamReader
from devices.drivers.generic import Generic
from devices.profile_values import ProfileError, template_from_plain
from devices.registry import driver_classes
from devices.scanner import FAMILY as SCANNER
from devices.scanner import ScanFramer
from devices.templates import GenericTemplate
from models.vocab import DeviceKind
from ui.devices.line_form import LineForm
from ui.devices.port_words import REASONS
from ui.devices.readers import family_choices, fresh_reader
from ui.i18n import Texts, say
from ui.widgets.buttons import Button
from ui.widgets.card import Card, rule
from ui.widgets.forms import Form
from ui.widgets.label import Label


class TryCard(Card):
    """Which driver, at which line settings.

    Args:
        texts: The window's language.
        open_port: Opens the port with them.
        ask: Asks the gauge for a value.

    Attributes:
        profile: The description the generic driver works by; empty takes lines with one number.

    Signals:
        describe: The generic driver is to be described.
    """

    describe = Signal()

    def __init__(self, texts: Texts, open_port: Callable[[], object], ask: Callable[[], object]) -> None:
        super().__init__(texts, say("Try it"))
        self.profile: dict[str, Any] = {}
        self._openable = True
        self.form = Form(texts)
        self.driver = self.form.add_choice("driver", say("Driver"), family_choices())
        self.driver.chosen.connect(self._driver_chosen)
        self.add(self.form)
        self.line = LineForm(texts)
        self.add(self.line)
        self.add(rule())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.open = Button(
            texts, say("Open and show"), open_port, icon_name="player-play", name="wizard.open"
        )
        self.ask = Button(texts, say("Ask for a value"), ask, name="wizard.ask")
        self.describe_button = Button(
            texts, say("Describe the frames"), self.describe.emit, icon_name="pencil", name="wizard.describe"
        )
        for button in (self.open, self.ask, self.describe_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.add(buttons)
        self.said = Label(texts, "", "body", wrap=True)
        self.said.setObjectName("try.said")
        self.add(self.said)
        self._driver_chosen(self.driver.value())

    @property
    def family(self) -> str:
        """The driver, or ``scanner``."""
        return self.driver.value()

    @property
    def kind(self) -> DeviceKind:
        """Gauge or scanner."""
        return DeviceKind.SCANNER if self.family == SCANNER else DeviceKind.GAUGE

    def put(self, family: str, settings: PortSettings | None) -> None:
        """Show a driver with line settings; None takes the driver's own."""
        self.driver.set_value(family)
        self._driver_chosen(family)
        if settings is not None:
            self.line.put(settings)

    def reader(self) -> StreamReader | None:
        """Return a fresh reader of the chosen driver."""
        template = self.template()
        return Generic(template=template) if template is not None else fresh_reader(self.family)

    def request(self) -> bytes | None:
        """Return the bytes that ask for a value; None where the device only sends by itself."""
        template = self.template()
        if template is not None:
            return template.request
        kind = driver_classes().get(self.family)
        return kind.request if kind is not None else None

    def template(self) -> GenericTemplate | None:
        """Return the description of the generic driver, where there is one that works."""
        plain = self.profile.get("template")
        if self.family != Generic.family or not isinstance(plain, dict):
            return None
        try:
            template = template_from_plain(plain)
        except ProfileError:
            return None
        return template if template.flaw() is None else None

    def set_openable(self, openable: bool) -> None:
        """Offer to open the port, or not where there is none."""
        self._openable = openable
        self.open.setEnabled(openable)
        self.line.setVisible(openable)
        self.ask.setEnabled(openable and self.request() is not None)

    def show_trouble(self, reason: str) -> None:
        """Say why the port does not open; an empty reason changes nothing."""
        if reason:
            self.said.put(REASONS.get(reason, reason))

    def _driver_chosen(self, family: str) -> None:
        kind = driver_classes().get(family)
        self.line.put(kind.settings if kind is not None else ScanFramer.settings)
        self.ask.setEnabled(self._openable and self.request() is not None)
        self.describe_button.setVisible(family == "generic")
