"""Forms of a part revision: attribute values, special effectivity, check-in, baseline, obsolete, discard, copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.bom.baselines import make_baseline
from app.bom.copies import copy_part
from app.bom.dropping import drop_draft
from app.bom.iterations import check_in
from app.parts.attributes import AttributeValue, set_part_attributes, set_revision_attributes
from app.parts.effectivity import Scope, add_effectivity, end_effectivity
from app.parts.in_force import EffectivityRow
from app.parts.lifecycle import obsolete_revision, still_used
from app.unit_of_work import UnitOfWork
from models.vocab import AttributeType, EffectivityScope
from ui.changes.form_dialog import FormDialog
from ui.changes.obsolete_dialog import ObsoleteFormDialog
from ui.i18n import Shown, say
from ui.panels import Desk
from ui.parts.part_words import choices
from ui.widgets.label import Label


class AttributesDialog(FormDialog):
    """The values of a part's own attributes."""

    def __init__(
        self,
        desk: Desk,
        part_id: int,
        revision_id: int,
        values: Sequence[AttributeValue],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, say("Own attributes"), say("Save"), parent, columns=2)
        self.setObjectName("attributes_dialog")
        self._part_id, self._revision_id, self._values = part_id, revision_id, values
        for row in values:
            definition = row.definition
            name = f"a{definition.id}"
            unit = f" ({definition.unit})" if definition.unit else ""
            if definition.type is AttributeType.CHOICE:
                offered: list[tuple[str, Shown]] = [("", "—"), *((word, word) for word in definition.choices)]
                self.form.add_choice(name, f"{definition.name}{unit}", offered)
            else:
                self.form.add_line(name, f"{definition.name}{unit}")
        self.form.set_values({f"a{row.definition.id}": row.value for row in values})
        self._logged = any(not row.definition.controlled for row in values)
        if self._logged:
            self.form.add_text("reason", say("Reason"), lines=2)

    @override
    def save(self, values: dict[str, str]) -> None:
        changed = {
            row: values[f"a{row.definition.id}"]
            for row in self._values
            if values[f"a{row.definition.id}"] != row.value
        }
        controlled = {row.definition.id: text for row, text in changed.items() if row.definition.controlled}
        logged = {row.definition.id: text for row, text in changed.items() if not row.definition.controlled}
        reason = values.get("reason", "")
        seen = {row.definition.id: row.value for row in changed}
        self.run(_set_values, self._part_id, self._revision_id, controlled, logged, seen, reason=reason)


def _set_values(
    unit: UnitOfWork,
    part_id: int,
    revision_id: int,
    controlled: Mapping[int, str],
    logged: Mapping[int, str],
    seen: Mapping[int, str],
    *,
    reason: str,
) -> None:
    """Set controlled and uncontrolled values in one act; what somebody else set meanwhile is not written over."""
    if controlled:
        set_revision_attributes(unit, revision_id, controlled, seen={key: seen[key] for key in controlled})
    if logged:
        set_part_attributes(unit, part_id, logged, reason=reason, seen={key: seen[key] for key in logged})


class EffectivityDialog(FormDialog):
    """For which lots or which order a revision is in force beside the general one."""

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("In force for lots or an order"), say("Put in force"), parent, columns=2)
        self.setObjectName("effectivity_dialog")
        self._revision_id = revision_id
        form = self.form
        self._kind = form.add_choice("kind", say("Scope"), choices(self.texts, EffectivityScope))
        form.add_line("first", say("Lot, order, or first lot"), required=True)
        form.add_line("last", say("Last lot"), say("empty: open"))
        form.add_line("mask", say("Mask of the lots"), say("# is a digit, A a letter, e.g. ######-###"))
        form.add_text("reason", say("Reason"), required=True, lines=2)
        self._kind.currentIndexChanged.connect(lambda _at: self._turn())
        self._turn()

    def _turn(self) -> None:
        ranged = self._kind.value() == EffectivityScope.LOT_RANGE.value
        for name in ("last", "mask"):
            self.form.rows[name].setVisible(ranged)

    @override
    def save(self, values: dict[str, str]) -> None:
        scope = Scope(EffectivityScope(values["kind"]), values["first"], values["last"], values["mask"])
        self.run(add_effectivity, self._revision_id, scope, reason=values["reason"])


class EndEffectivityDialog(FormDialog):
    """Why a revision is no longer in force for lots or an order; it stays on record that it was."""

    def __init__(self, desk: Desk, row: EffectivityRow, parent: QWidget | None = None) -> None:
        title = say("End “{scope}” of Rev {revision} now", scope=row.shown, revision=row.revision)
        super().__init__(desk, title, say("End"), parent)
        self.setObjectName("end_effectivity_dialog")
        self._id = row.id
        self.form.add_text("reason", say("Reason"), required=True, lines=2)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(end_effectivity, self._id, reason=values["reason"])


class CheckInDialog(FormDialog):
    """The note of a check-in."""

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Check the draft in"), say("Check in"), parent)
        self.setObjectName("check_in_dialog")
        self._revision_id = revision_id
        self.form.add_text("note", say("What changed"), required=True)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(check_in, self._revision_id, note=values["note"])


class BaselineDialog(FormDialog):
    """Name and purpose of a baseline."""

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Make a baseline"), say("Freeze"), parent)
        self.setObjectName("baseline_dialog")
        self._revision_id = revision_id
        self.form.add_line("name", say("Name"), required=True)
        self.form.add_line("purpose", say("Purpose"), say("submission, audit …"))

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(make_baseline, self._revision_id, name=values["name"], purpose=values["purpose"])


class ObsoleteDialog(ObsoleteFormDialog):
    """Makes a revision obsolete, with the list of who still uses it."""

    def __init__(self, desk: Desk, revision_id: int, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Make this revision obsolete"), parent)
        self.setObjectName("obsolete_dialog")
        self._revision_id = revision_id
        self.ask_users(still_used, part_id, lambda row: f"{row.number} {row.revision} ({row.find_number})")

    @override
    def save(self, values: dict[str, str]) -> None:
        self.end(obsolete_revision, self._revision_id, values)


class DropDraftDialog(FormDialog):
    """Discards a draft that nobody needs; what was released is not touched by it."""

    def __init__(
        self, desk: Desk, revision_id: int, what: str, *, whole: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, say("Discard the draft {what}", what=what), say("Discard"), parent)
        self.setObjectName("drop_draft_dialog")
        self._revision_id = revision_id
        told = (
            say("The part was never released: it goes with its draft. The audit log keeps what it said.")
            if whole
            else say("The revision before stays as it is. The audit log keeps what the draft said.")
        )
        self.above.addWidget(Label(self.texts, told, "muted", wrap=True))
        self.form.add_text("reason", say("Reason"), required=True, lines=2)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(drop_draft, self._revision_id, reason=values["reason"])


class CopyPartDialog(FormDialog):
    """Number and name of a part that is made like another one."""

    def __init__(self, desk: Desk, revision_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Copy this part"), say("Copy"), parent)
        self.setObjectName("copy_part_dialog")
        self._revision_id = revision_id
        self.form.add_line("number", say("Part number"), say("empty: the next one of its kind"))
        self.form.add_line("name", say("Name"), required=True).setText(name)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(copy_part, self._revision_id, number=values["number"], name=values["name"])

    def _finish(self, changes: Any) -> None:
        super()._finish(changes)
        self.desk.open_place("parts", changes.result)
