"""People and rights: the list with the chosen person, the approval lines, and one's own secrets."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.labels import label
from app.people.queries import UserRow, user_rows
from models.vocab import Noun
from ui.i18n import say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen, stacked, stacked_columns
from ui.settings.deputies_card import DeputiesCard
from ui.settings.new_person_card import NewPersonCard
from ui.settings.own_card import OwnSecretCard
from ui.settings.person_card import PersonCard
from ui.settings.routes_card import RouteCard
from ui.theme.theme import current_theme
from ui.widgets.card import Card
from ui.widgets.tables import RowTable
from ui.widgets.tabs import TabStrip


class PeopleScreen(Screen):
    """Three tabs; ``open_record`` takes a person's id, or ``own``, or ``routes``."""

    nouns = frozenset({Noun.USER.value})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("People and rights"))
        texts = self.texts
        self._wanted: object = None
        self.new_act = self.add_action(
            say("New person"),
            self.add_person,
            icon_name="plus",
            shortcut="Ctrl+N",
            kind="primary",
            name="people.new",
        )
        self.tabs = TabStrip(texts)
        self.tabs.add_tab("people", say("People"), self._people())
        self.tabs.add_tab("routes", say("Approval lines"), self._routes())
        self.tabs.add_tab("own", say("My password and PIN"), self._own())
        self.tabs.changed.connect(lambda key: self.new_act.setVisible(key == "people"))
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tabs.pages, 1)

    def _people(self) -> QWidget:
        texts = self.texts
        columns: list[Column[UserRow]] = [
            Column(term("person", "Name"), lambda row: row.name, "strong"),
            Column(say("Sign-in name"), lambda row: row.login),
            Column(term("person", "Title"), lambda row: row.title, "muted", weight=1),
            Column(say("Roles"), self._roles_of, weight=2),
            Column(say("Badge"), lambda row: row.badge, "muted"),
            Column(
                say("State"),
                lambda row: "" if row.active and row.locked_until is None else self._state_of(row),
                "chip",
                tone=lambda row: "warn" if row.active else "neutral",
            ),
        ]
        self.model: RowsModel[UserRow] = RowsModel(
            texts, columns, look=lambda row: Look(struck=not row.active), key=lambda row: row.id
        )
        self.table: RowTable[UserRow] = RowTable(self.model, "people", sortable=True)
        texts.bind(self.table.setAccessibleName, say("People"))
        self.table.chosen_changed.connect(self._chosen)
        self.offer_tags("user", lambda: getattr(self.table.chosen(), "id", None), self.table.chosen_changed)
        listed = Card(texts, say("People"), say("deactivated, never deleted"), flush=True)
        listed.add(self.table, 1)
        self.person = PersonCard(self.desk, self.do)
        self.new_person = NewPersonCard(self.desk, self.do, self._added)
        self.side = QStackedWidget()
        self.side.addWidget(stacked(self.person))
        self.side.addWidget(stacked(self.new_person))
        return _page((listed, 8), (self.side, 5))

    def _routes(self) -> QWidget:
        parts = RouteCard(self.desk, Noun.PART_REVISION, say("Parts and BOMs"))
        documents = RouteCard(self.desk, Noun.DOCUMENT_REVISION, say("Drawings and documents"))
        changes = RouteCard(self.desk, Noun.CHANGE_ORDER, term("noun", "Change order"))
        concessions = RouteCard(self.desk, Noun.CONCESSION, term("noun", "Concession"))
        self.routes = (parts, documents, changes, concessions)
        self.deputies = DeputiesCard(self.desk)
        return _page((stacked_columns((parts, changes), (documents, concessions, self.deputies)), 1))

    def _own(self) -> QWidget:
        self.password = OwnSecretCard(self.desk, self.do, pin=False)
        self.pin = OwnSecretCard(self.desk, self.do, pin=True)
        return _page((stacked_columns((self.password,), (self.pin,)), 1))

    def refresh(self) -> None:
        """Ask for the people again; the choice stays."""
        self.ask(user_rows, then=self._put)

    def _put(self, rows: tuple[UserRow, ...]) -> None:
        self.model.set_rows(rows)
        wanted, self._wanted = self._wanted, None
        chosen = self.table.chosen()
        if isinstance(wanted, int):
            self.table.choose(wanted)
        elif chosen is None and rows:
            self.table.choose(rows[0].id)
        elif chosen is not None:
            self._chosen(chosen)

    def open_record(self, record: object) -> None:
        """Show a person, one's own secrets (``own``) or the approval lines (``routes``)."""
        if record in ("own", "routes"):
            self.tabs.show_tab(str(record))
            return
        self.tabs.show_tab("people")
        self._wanted = record
        self.refresh()

    def add_person(self) -> None:
        """Open the form of a new person."""
        self.tabs.show_tab("people")
        self.side.setCurrentIndex(1)
        self.new_person.start()

    def _added(self, person: int | None) -> None:
        self.side.setCurrentIndex(0)
        if person is not None:
            self._wanted = person
            self.refresh()

    def _chosen(self, row: UserRow | None) -> None:
        if row is not None:
            self.side.setCurrentIndex(0)
            self.person.put(row)

    def _roles_of(self, row: UserRow) -> str:
        return ", ".join(label(self.texts.language, role) for role in row.roles)

    def _state_of(self, row: UserRow) -> str:
        return self.texts.term("person", "Locked") if row.active else self.texts.say("Out of service")


def _page(*parts: tuple[QWidget, int]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    line = QHBoxLayout()
    line.setSpacing(round(current_theme().size("gap_px")))
    for widget, share in parts:
        line.addWidget(widget, share)
    column.addLayout(line, 1)
    return page
