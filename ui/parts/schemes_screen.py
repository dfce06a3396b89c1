"""How parts are numbered and their internal revisions labelled, per kind, and which own attributes they have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.labels import label
from app.parts.attributes import AttributeRow, attribute_rows, define_attribute, edit_attribute
from app.parts.numbering import SchemeFacts, SchemeRow, scheme_rows, set_scheme
from models.vocab import AttributeType, CheckDigit, LabelScheme, PartKind
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen
from ui.parts.part_words import choices
from ui.seen_lists import export_button
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.tables import RowTable


class SchemesScreen(Screen):
    """Numbering per kind, and own attributes."""

    nouns = frozenset({"plant", "part"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Numbers and attributes"))
        texts = self.texts
        self.schemes: RowsModel[SchemeRow] = RowsModel(
            texts, self._scheme_columns(), key=lambda row: row.kind
        )
        self.scheme_table: RowTable[SchemeRow] = RowTable(self.schemes, "schemes")
        texts.bind(self.scheme_table.setAccessibleName, say("Numbering schemes"))
        self.scheme_table.opened.connect(self._edit_scheme)
        upper = Card(texts, say("Numbering schemes"), say("Enter or double-click changes one"), flush=True)
        upper.add_head(
            export_button(desk, self, say("Numbering schemes"), self.scheme_table, name="schemes.export")
        )
        upper.add(self.scheme_table, 1)
        self.attributes: RowsModel[AttributeRow] = RowsModel(
            texts, self._attribute_columns(), key=lambda row: row.id
        )
        self.attribute_table: RowTable[AttributeRow] = RowTable(self.attributes, "attributes")
        self.attribute_table.when_empty(say("Add an attribute where more is to be recorded about parts."))
        texts.bind(self.attribute_table.setAccessibleName, say("Own attributes"))
        self.attribute_table.opened.connect(self._edit_attribute)
        lower = Card(texts, say("Own attributes"), flush=True)
        lower.add_head(
            Button(texts, say("Add an attribute"), self._add, icon_name="plus", name="attributes.add")
        )
        lower.add(self.attribute_table, 1)
        self.body.addWidget(upper, 3)
        self.body.addWidget(lower, 2)

    def _scheme_columns(self) -> list[Column[SchemeRow]]:
        texts = self.texts
        return [
            Column(say("Kind"), lambda row: label(texts.language, row.kind), "strong"),
            Column(say("Prefix"), lambda row: row.facts.prefix or "—"),
            Column(say("Digits"), lambda row: str(row.facts.digits or "—"), "number"),
            Column(say("Check digit"), lambda row: label(texts.language, row.facts.check_digit)),
            Column(say("Next number"), lambda row: row.following or say("given by hand"), weight=1),
            Column(say("Form of numbers given by hand"), lambda row: row.facts.mask or "—", weight=1),
            Column(say("Internal revisions"), lambda row: label(texts.language, row.facts.labels), weight=1),
        ]

    def _attribute_columns(self) -> list[Column[AttributeRow]]:
        texts = self.texts

        def kind(row: AttributeRow) -> Shown:
            return say("All kinds") if row.kind is None else label(texts.language, row.kind)

        def control(row: AttributeRow) -> Shown:
            return say("controlled") if row.controlled else say("logged")

        return [
            Column(say("Attribute"), lambda row: row.name, "strong", second=lambda row: row.name_en),
            Column(say("Kind"), kind),
            Column(say("Value"), lambda row: label(texts.language, row.type)),
            Column(say("Unit"), lambda row: row.unit or "—"),
            Column(say("Choices"), lambda row: ", ".join(row.choices), "muted", weight=1),
            Column(say("Control"), control),
            Column(say("Use"), lambda row: say("in use") if row.active else say("out of use"), "muted"),
        ]

    @override
    def refresh(self) -> None:
        self.ask(scheme_rows, then=self.schemes.set_rows, key="schemes")
        self.ask(attribute_rows, then=self.attributes.set_rows, key="attributes")

    def _edit_scheme(self, row: SchemeRow) -> None:
        SchemeDialog(self.desk, row, self.window()).open()

    def _edit_attribute(self, row: AttributeRow) -> None:
        EditAttributeDialog(self.desk, row, self.window()).open()

    def _add(self) -> None:
        AttributeDialog(self.desk, self.window()).open()


class SchemeDialog(FormDialog):
    """The scheme of one kind."""

    def __init__(self, desk: Desk, row: SchemeRow, parent: QWidget | None = None) -> None:
        kind = label(desk.texts.language, row.kind)
        super().__init__(desk, say("Numbers of {kind}", kind=kind), say("Save"), parent, columns=2)
        self.setObjectName("scheme_dialog")
        self._row = row
        form = self.form
        form.add_line("prefix", say("Prefix"))
        form.add_line("digits", say("Digits of the counter"), say("0: numbers are given by hand"))
        form.add_choice("check_digit", say("Check digit"), choices(self.texts, CheckDigit))
        form.add_line(
            "mask", say("Form of numbers given by hand"), say("# digit, A letter, * any; empty: any")
        )
        form.add_choice("labels", say("Internal revisions"), choices(self.texts, LabelScheme))
        form.set_values(
            {
                "prefix": row.facts.prefix,
                "digits": str(row.facts.digits),
                "check_digit": row.facts.check_digit.value,
                "mask": row.facts.mask,
                "labels": row.facts.labels.value,
            }
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        digits = values["digits"].strip() or "0"
        if not (digits.isascii() and digits.isdigit()):
            self.form.rows["digits"].show_wrong(say("Enter a whole number."))
            return
        facts = SchemeFacts(
            values["prefix"],
            int(digits),
            CheckDigit(values["check_digit"]),
            values["mask"],
            LabelScheme(values["labels"]),
        )
        version = self._row.version or None
        self.run(set_scheme, self._row.kind, facts, expected_version=version)


class AttributeDialog(FormDialog):
    """A new attribute; what it is and whether it is controlled never change afterwards."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Add an attribute"), say("Add"), parent, columns=2)
        self.setObjectName("attribute_dialog")
        form = self.form
        form.add_line("name", say("Name"), required=True)
        form.add_line("name_en", say("English name"))
        kinds: list[tuple[str, Shown]] = [("", say("All kinds")), *choices(self.texts, PartKind)]
        form.add_choice("kind", say("Kind"), kinds)
        form.add_choice("type", say("Value"), choices(self.texts, AttributeType))
        form.add_line("unit_name", say("Unit"))
        control = (("yes", say("controlled")), ("no", say("logged")))
        form.add_choice("controlled", say("Control"), control)
        form.add_text("choices", say("Choices, one a line"), lines=3)

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            define_attribute,
            name=values["name"],
            name_en=values["name_en"],
            kind=PartKind(values["kind"]) if values["kind"] else None,
            type=AttributeType(values["type"]),
            unit_name=values["unit_name"],
            choices=_listed(values["choices"]),
            controlled=values["controlled"] == "yes",
        )


class EditAttributeDialog(FormDialog):
    """What of an attribute may still change."""

    def __init__(self, desk: Desk, row: AttributeRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Change {number}", number=row.name), say("Save"), parent)
        self.setObjectName("edit_attribute_dialog")
        self._row = row
        self.form.add_line("name_en", say("English name"))
        self.form.add_text("choices", say("Choices, one a line"), lines=3)
        self.form.add_choice("active", say("Use"), (("yes", say("in use")), ("no", say("out of use"))))
        self.form.set_values(
            {
                "name_en": row.name_en,
                "choices": "\n".join(row.choices),
                "active": "yes" if row.active else "no",
            }
        )

    @override
    def save(self, values: dict[str, str]) -> None:
        self.run(
            edit_attribute,
            self._row.id,
            expected_version=self._row.version,
            name_en=values["name_en"],
            choices=_listed(values["choices"]),
            active=values["active"] == "yes",
        )


def _listed(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
