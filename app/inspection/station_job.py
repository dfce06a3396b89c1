"""One station's job as a state machine without a window: badge → order → lot → measure → finish, by events alone.

The station screen and the headless demo drive the same object. It runs on the writer thread and is recovered
from the database after any end of the program.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.errors import PartproofError
from app.factory import Factory
from app.inspection.refusals import NOT_A_NUMBER
from app.inspection.station_measuring import Measuring
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_state import JobState
from app.inspection.station_verbs import arm_gauge, arm_lot, arm_order
from app.inspection.station_view import StationView, Step
from app.people.sign_in import identify_by_badge
from app.settings import read_settings
from app.unit_of_work import number_key
from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.registry import parse
from devices.events import GaugeReading, ScanReceived
from models.vocab import InspectionKind

# A scanner that reads one label twice in passing does so within this time (seconds).
SAME_SCAN: Final = 0.2
KEYBOARD: Final = "keyboard"


class StationJob:
    """What happens at one station.

    Args:
        factory: The open factory.
        station_id: The station.
        kind: Which inspection its lots get.
        sample_size: Samples for every characteristic; None follows the plan.
    """

    def __init__(
        self,
        factory: Factory,
        station_id: int,
        *,
        kind: InspectionKind = InspectionKind.SELF,
        sample_size: int | None = None,
    ) -> None:
        self.state = JobState(factory, station_id, kind, sample_size)
        self.state.recover()
        self.measuring = Measuring(self.state)
        self._last_scan: tuple[str, float] | None = None
        self._seen: deque[uuid.UUID] = deque(maxlen=64)
        self._armed_at = ""

    @property
    def station_id(self) -> int:
        """The station's id."""
        return self.state.station_id

    def view(self) -> StationView:
        """Return the station as it is now."""
        return self.state.view()

    def reading(self, event: GaugeReading, *, gauge_id: int, port: str) -> StationNotice:
        """Take a value from the gauge at a port."""
        self.state.finish_asked = False
        # A code scanned again after a measurement was not read twice in passing: it is meant.
        self._last_scan = None
        return self.measuring.device_reading(event, gauge_id=gauge_id, port=port)

    def typed_value(self, text: str, *, event_id: uuid.UUID) -> StationNotice:
        """Take a value typed on the screen; it is marked as keyed for ever."""
        self.state.finish_asked = False
        if not text.strip():
            return self.state.refused(NOT_A_NUMBER(text=text))
        return self.measuring.typed_value(text, event_id=event_id)

    def scan(self, event: ScanReceived) -> StationNotice:
        """Take a scanned code; the same one twice in passing counts once."""
        if event.event_id in self._seen:
            return self.state.notice(NoticeKind.DUPLICATE, "same_event")
        self._seen.append(event.event_id)
        last, self._last_scan = self._last_scan, (event.text, event.monotonic)
        if last is not None and last[0] == event.text and event.monotonic - last[1] < SAME_SCAN:
            return self.state.notice(NoticeKind.DUPLICATE, "scanned_twice", text=event.text)
        keyed = event.source.startswith(KEYBOARD)
        with self.state.factory.reading() as session:
            settings = read_settings(session)
        content = parse(
            event.raw,
            from_keyboard=keyed,
            today=settings.local(event.at).date(),
            book=settings.code_book,
        )
        if isinstance(content, CodeRefused):
            return self.state.notice(
                NoticeKind.WARN,
                "scan_refused",
                text=event.text,
                reason=content.reason_code,
                detail=content.detail,
                suggest=content.suggest or "",
            )
        answer = self._code(content, event)
        # What was repaired or tolerated is told with the answer, whatever that is.
        return replace(answer, warnings=(*answer.warnings, *content.warnings))

    def command(self, word: str, *, event_id: uuid.UUID) -> StationNotice:
        """Obey a command of the command sheet or a button: UNDO, OK, NG, NEXT, REPEAT, PAUSE, LOGOUT, FINISH."""
        state, measuring = self.state, self.measuring
        if state.actor is None:
            return state.notice(NoticeKind.WARN, "badge_first")
        if state.paused and word not in ("PAUSE", "LOGOUT"):
            return state.notice(NoticeKind.WARN, "paused")
        if word != "FINISH":
            state.finish_asked = False
        commands: dict[str, Callable[[], StationNotice]] = {
            "UNDO": lambda: measuring.undo(event_id=event_id),
            "OK": lambda: measuring.judgement("OK", event_id=event_id),
            "NG": lambda: measuring.judgement("NG", event_id=event_id),
            "NEXT": measuring.go_on,
            "REPEAT": measuring.repeat,
            "PAUSE": self._pause,
            "LOGOUT": self._log_out,
            "FINISH": measuring.finish,
        }
        act = commands.get(word)
        if act is None:
            return state.notice(NoticeKind.WARN, "unknown_code", text=word)
        return act()

    def _code(self, content: CodeContent, event: ScanReceived) -> StationNotice:
        kind, value = self._meant(content)
        if kind == "command":
            return self.command(value, event_id=event.event_id)
        self.state.finish_asked = False
        if kind == "badge":
            return self._badge(value)
        handlers: dict[str, Callable[[str, ScanReceived], StationNotice]] = {
            "order": self._order,
            "lot": self._lot,
            "part": self._part,
            "gauge": self._gauge,
        }
        if self.state.actor is None:
            return self.state.notice(NoticeKind.WARN, "badge_first")
        if self.state.paused:
            return self.state.notice(NoticeKind.WARN, "paused")
        handler = handlers.get(kind)
        if handler is None:
            return self.state.notice(NoticeKind.WARN, "unknown_code", text=content.text, kind_of_code=kind)
        return handler(value, event)

    def _meant(self, content: CodeContent) -> tuple[str, str]:
        """What a code is: ours say so; a plain number is what the station waits for."""
        if content.kind != "text":
            return content.kind, content.value(content.kind) or ""
        waits = {Step.BADGE: "badge", Step.ORDER: "order", Step.LOT: "lot"}
        return waits.get(self.state.view().step, content.kind), content.text.strip()

    def _badge(self, badge: str) -> StationNotice:
        state = self.state
        try:
            change = state.factory.perform(
                identify_by_badge, badge, station=state.station_code, actor=state.machine
            )
        except PartproofError as refusal:
            return state.refused(refusal)
        before, state.actor, state.paused = state.actor, change.result, False
        name = change.result.name
        if before is not None and before.user_id != change.result.user_id:
            return state.notice(NoticeKind.INFO, "handover", change, name=name)
        view = state.view()
        if view.inspection is not None:
            return state.notice(
                NoticeKind.INFO, "resumed", change, name=name, inspection=view.inspection.number
            )
        return state.notice(NoticeKind.INFO, "welcome", change, name=name)

    def _order(self, number: str, event: ScanReceived) -> StationNotice:
        state = self.state
        if state.inspection_id is not None and state.order is not None:
            if number_key(number) == number_key(state.order.number):
                return self._already(state.order.number)
            view = state.view()
            head = "" if view.inspection is None else view.inspection.number
            return state.notice(NoticeKind.WARN, "job_open", inspection=head)
        try:
            change = state.perform(arm_order, number)
        except PartproofError as refusal:
            return state.refused(refusal)
        if state.order is not None and state.order.order_id == change.result.order_id:
            return self._already(state.order.number)
        state.order = change.result
        self._armed(event)
        return state.notice(NoticeKind.INFO, "order_armed", change, order=change.result.number)

    def _lot(self, number: str, event: ScanReceived) -> StationNotice:
        state = self.state
        view = state.view()
        if view.inspection is not None:
            if number_key(number) == number_key(view.lot_number):
                return self._already(view.lot_number)
            return state.notice(NoticeKind.WARN, "job_open", inspection=view.inspection.number)
        if state.order is None:
            return state.notice(NoticeKind.WARN, "order_first")
        try:
            change = state.perform(
                arm_lot,
                state.order.order_id,
                number,
                kind=state.kind,
                sample_size=state.sample_size,
                station_id=state.station_id,
            )
        except PartproofError as refusal:
            return state.refused(refusal)
        state.inspection_id = change.result
        self._armed(event)
        view = state.view()
        assert view.inspection is not None
        if view.next is None:
            return state.notice(NoticeKind.INFO, "all_measured", change)
        return state.notice(
            NoticeKind.INFO,
            "measuring",
            change,
            inspection=view.inspection.number,
            lot=view.lot_number,
            balloon=view.next.number,
            sample=view.next.sample,
        )

    def _part(self, number: str, _event: ScanReceived) -> StationNotice:
        order = self.state.order
        if order is None:
            return self.state.notice(NoticeKind.WARN, "order_first")
        if number_key(number) == number_key(order.part_number):
            return self.state.notice(NoticeKind.OK, "part_matches", part=number)
        return self.state.notice(NoticeKind.NG, "part_differs", part=number, wanted=order.part_number)

    def _gauge(self, number: str, _event: ScanReceived) -> StationNotice:
        try:
            change = self.state.perform(arm_gauge, number)
        except PartproofError as refusal:
            return self.state.refused(refusal)
        armed = change.result
        self.state.gauge_id = armed.gauge_id
        warnings = () if armed.warning is None else (f"due_{armed.warning}",)
        return self.state.notice(
            NoticeKind.INFO, "gauge_armed", change, gauge=armed.number, warnings=warnings
        )

    def _pause(self) -> StationNotice:
        self.state.paused = not self.state.paused
        if self.state.paused:
            return self.state.notice(NoticeKind.INFO, "paused")
        name = "" if self.state.actor is None else self.state.actor.name
        return self.state.notice(NoticeKind.INFO, "handover", name=name)

    def _log_out(self) -> StationNotice:
        self.state.actor, self.state.gauge_id, self.state.paused = None, None, False
        return self.state.notice(NoticeKind.INFO, "logged_out")

    def _armed(self, event: ScanReceived) -> None:
        with self.state.factory.reading() as session:
            self._armed_at = f"{read_settings(session).local(event.at):%H:%M}"

    def _already(self, what: str) -> StationNotice:
        name = "" if self.state.actor is None else self.state.actor.name
        return self.state.notice(
            NoticeKind.DUPLICATE, "already_scanned", what=what, at=self._armed_at, name=name
        )
