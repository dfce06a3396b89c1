"""A day that may also be none: a box says whether there is one. Holds no meaning of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, term
from ui.widgets.check import CheckField
from ui.widgets.fields import DateField
from ui.widgets.forms import Form


class OptionalDay(QWidget):
    """A box and a day; with the box empty there is none.

    Args:
        texts: The window's language.
        name: objectName of the box, for tests.
    """

    def __init__(self, texts: Texts, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Without words beside it: two fields stand in one line of a narrow card.
        self.box = CheckField(texts, "", name)
        texts.bind(self.box.setAccessibleName, term("certification", "On a day"))
        texts.bind(self.box.setToolTip, term("certification", "On a day"))
        self.day = DateField()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.box)
        line.addWidget(self.day, 1)
        self.box.toggled.connect(self.day.setEnabled)
        self.day.setEnabled(False)
        self.setFocusProxy(self.box)

    @override
    def setAccessibleName(self, name: str) -> None:
        """Name the day inside too, which is what is typed into."""
        super().setAccessibleName(name)
        self.day.setAccessibleName(name)

    def value(self) -> str:
        """Return the day as ``YYYY-MM-DD``, or an empty text for none."""
        return self.day.value() if self.box.isChecked() else ""

    def set_value(self, value: str) -> None:
        """Show a day given as ``YYYY-MM-DD``; an empty text shows none, the day offered stays."""
        self.box.setChecked(bool(value))
        if value:
            self.day.set_value(value)


def add_optional_day(form: Form, texts: Texts, name: str, shown: Shown, box: str) -> OptionalDay:
    """Add such a day to a form under a name."""
    return form.add(name, shown, OptionalDay(texts, box))
