"""Counting nonconforming parts, and deciding what happens with some of them; each dialog runs its one verb."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.changes.concession_queries import OfferedConcession
from app.nonconformance.dispositions import count_nonconforming, decide_disposition
from app.nonconformance.queries import NonconformanceRow, offered_concessions
from models.types import decimal_text
from models.vocab_quality import DispositionKind
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.wording import worded


class CountDialog(FormDialog):
    """How many parts are not as required."""

    def __init__(self, desk: Desk, row: NonconformanceRow, parent: QWidget | None = None) -> None:
        title = say("Nonconforming quantity of {number}", number=row.number)
        super().__init__(desk, title, term("nonconformances", "Record the quantity"), parent)
        self.setObjectName("count_dialog")
        self._row = row
        field = self.form.add_decimal(
            "quantity",
            term("nonconformances", "Nonconforming quantity"),
            say(
                "In {unit}. 0 where no part is nonconforming after all; the remarks then say why.",
                unit=row.unit,
            ),
            required=True,
        )
        if row.quantity is not None:
            field.set_value(decimal_text(row.quantity))

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            quantity = self.decimal("quantity")
        except ValueError:
            return
        if quantity is not None:
            row = self._row
            self.run(count_nonconforming, row.id, quantity, expected_version=row.version)


class DispositionDialog(FormDialog):
    """What happens with how many of the parts; a concession is chosen where they are used under one."""

    def __init__(self, desk: Desk, row: NonconformanceRow, parent: QWidget | None = None) -> None:
        title = say("Disposition of parts of {number}", number=row.number)
        super().__init__(desk, title, term("nonconformances", "Decide"), parent)
        self.setObjectName("disposition_dialog")
        self._row, self._wanted = row, ""
        words = [(kind.value, worded(kind)) for kind in DispositionKind]
        self.kind = self.form.add_choice("kind", term("nonconformances", "Disposition"), words)
        quantity = self.form.add_decimal(
            "quantity",
            term("nonconformances", "Quantity"),
            say("In {unit}; several dispositions may share the parts.", unit=row.unit),
            required=True,
        )
        if row.undecided:
            quantity.set_value(decimal_text(row.undecided))
        self.concession = self.form.add_choice(
            "concession",
            term("nonconformances", "Concession"),
            [("", say("No concession is in force for this part"))],
            say(
                "The concession it rests on; what is used counts against it when the nonconformance is closed."
            ),
        )
        self.form.add_line("note", term("nonconformances", "Remarks"))
        self.kind.chosen.connect(lambda _kind: self._fit())
        self._fit()
        ask, now = desk.ask, datetime.now(UTC)
        desk.tasks.read(lambda: ask(offered_concessions, row.id, now=now), self._offer, owner=self)

    def propose(self, kind: DispositionKind, concession_id: int | None = None) -> None:
        """Choose a disposition beforehand; the person still confirms it."""
        self.kind.set_value(kind.value)
        self._wanted = "" if concession_id is None else str(concession_id)
        self._fit()

    def _fit(self) -> None:
        self.form.rows["concession"].setVisible(self.kind.value() == DispositionKind.CONCESSION)
        self.form.close_gaps()

    def _offer(self, found: tuple[OfferedConcession, ...]) -> None:
        choices: list[tuple[str, Shown]] = [
            (
                str(one.id),
                say("{number} {title} ({limits})", number=one.number, title=one.title, limits=one.limits),
            )
            for one in found
        ]
        if choices:
            self.concession.set_choices(choices)
            if self._wanted:
                self.concession.set_value(self._wanted)

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            quantity = self.decimal("quantity") or Decimal(0)
        except ValueError:
            return
        kind = DispositionKind(values["kind"])
        conceded = kind is DispositionKind.CONCESSION and values["concession"]
        self.run(
            decide_disposition,
            self._row.id,
            kind,
            quantity,
            concession_id=int(values["concession"]) if conceded else None,
            note=values["note"],
        )
