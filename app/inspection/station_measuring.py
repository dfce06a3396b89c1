"""The measuring half of a station's job: values, judgements, undo, repeat, skip, finish. Knows no screen."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Final

from app.changes.concession_queries import OfferedConcession
from app.errors import PartproofError
from app.factory import ChangeSet
from app.inspection.device_events import keep_unused_reading
from app.inspection.inspections import finish_inspection
from app.inspection.measurement import Measurement, StoredReading
from app.inspection.queries import NextMeasurement
from app.inspection.readings import store_reading, undo_last_reading
from app.inspection.refusals import NOT_PLAUSIBLE
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_state import JobState, Place
from app.inspection.station_view import Step
from app.inspection.trace import last_holding, reading_place
from app.inspection.under_concession import bench_concession, conceding
from devices.events import GaugeReading
from models.rules.verdict import Limits, NotANumberError, read_value
from models.vocab import EntryMode, InspectionState, Verdict

_REPEATED: Final = "measured again"
# What is said instead where a concession in force covers it.
_CONCEDED: Final = {
    "reading_ng": "reading_ng_conceded",
    "judged_ng": "judged_ng_conceded",
    "finished_fail": "finished_fail_conceded",
}
_WHY_UNUSED: Final = {
    Step.BADGE: "no_badge",
    Step.PAUSED: "paused",
    Step.ORDER: "no_job",
    Step.LOT: "no_job",
    Step.ACKNOWLEDGE: "acknowledge",
    Step.COMPLETE: "complete",
}


class Measuring:
    """What happens to values and commands while an inspection is armed."""

    def __init__(self, state: JobState) -> None:
        self._state = state

    def device_reading(self, event: GaugeReading, *, gauge_id: int, port: str) -> StationNotice:
        """Take a value from a gauge, or keep it on record when nothing is armed for it."""
        view = self._state.view()
        if view.step is not Step.MEASURE or view.next is None:
            return self.unused(event, port=port, why=_WHY_UNUSED[view.step])
        measurement = Measurement(
            event.event_id,
            EntryMode.DEVICE,
            value=event.value,
            unit=event.unit or "",
            raw=event.raw,
            facts={**event.facts, "driver": event.driver, "channel": event.channel, "port": port},
            gauge_id=gauge_id,
            measured_at=event.at,
            station_id=self._state.station_id,
        )
        return self._store(view.next, measurement)

    def unused(self, event: GaugeReading, *, port: str, why: str) -> StationNotice:
        """Keep a value that nothing is armed for, and say so."""
        change = self._state.perform(keep_unused_reading, self._state.station_id, event, port=port, why=why)
        code = "acknowledge_first" if why == "acknowledge" else "reading_unused"
        code = "unknown_device" if why == "unknown_device" else code
        return self._state.notice(
            NoticeKind.WARN, code, change, value=event.value, unit=event.unit or "", port=port, why=why
        )

    def typed_value(self, text: str, *, event_id: uuid.UUID) -> StationNotice:
        """Take a value that was typed, measured with the gauge whose label was scanned."""
        return self._entered(Measurement(event_id, EntryMode.KEYED, value=text))

    def judgement(self, word: str, *, event_id: uuid.UUID) -> StationNotice:
        """Take OK or NG for the place to be measured; NG also acknowledges a bad reading."""
        if self._state.unacknowledged is not None:
            if word == "NG":
                return self._acknowledge()
            return self._state.notice(NoticeKind.WARN, "acknowledge_first")
        return self._entered(Measurement(event_id, EntryMode.KEYED, attribute=word))

    def undo(self, *, event_id: uuid.UUID) -> StationNotice:
        """Take back the last reading that holds."""
        state = self._state
        if state.inspection_id is None:
            return self._nothing_armed()
        try:
            change = state.perform(
                undo_last_reading, state.inspection_id, event_id=event_id, station_id=state.station_id
            )
        except PartproofError as refusal:
            return state.refused(refusal)
        state.unacknowledged = state.again = state.far_off = None
        with state.factory.reading() as session:
            balloon, characteristic_id, sample = reading_place(session, change.result)
        state.skipped.discard((characteristic_id, sample))
        return state.notice(
            NoticeKind.INFO,
            "taken_back",
            change,
            reading_id=change.result,
            balloon=balloon,
            sample=sample,
        )

    def go_on(self) -> StationNotice:
        """NEXT: acknowledge a bad reading, or leave the place to be measured for later."""
        if self._state.unacknowledged is not None:
            return self._acknowledge()
        coming = self._state.view().next
        if self._state.inspection_id is None or coming is None:
            return self._nothing_armed()
        self._state.again = self._state.far_off = None
        place = (coming.characteristic_id, coming.sample)
        if place in self._state.skipped:
            # Everything left was skipped once: begin another round.
            self._state.skipped.clear()
        self._state.skipped.add(place)
        return self._state.notice(NoticeKind.INFO, "skipped", balloon=coming.number, sample=coming.sample)

    def repeat(self) -> StationNotice:
        """REPEAT: measure the last place once more; the reading that is there is replaced, not forgotten."""
        state = self._state
        last = None if state.inspection_id is None else self._last_reading(state.inspection_id)
        if last is None:
            return state.notice(NoticeKind.WARN, "nothing_to_repeat")
        with state.factory.reading() as session:
            balloon, characteristic_id, sample = reading_place(session, last)
        state.unacknowledged = None
        state.again = ((characteristic_id, sample), last)
        return state.notice(NoticeKind.INFO, "repeat", balloon=balloon, sample=sample)

    def finish(self) -> StationNotice:
        """FINISH: judge the inspection; while values are missing only when asked twice."""
        state = self._state
        view = state.view()
        if state.inspection_id is None or view.inspection is None:
            return self._nothing_armed()
        if state.unacknowledged is not None:
            return state.notice(NoticeKind.WARN, "acknowledge_first")
        missing = view.total - view.done
        if missing and not state.finish_asked:
            state.finish_asked = True
            return state.notice(NoticeKind.WARN, "finish_again", missing=missing)
        try:
            change = state.perform(finish_inspection, state.inspection_id)
        except PartproofError as refusal:
            return state.refused(refusal)
        ended = change.result
        number, inspection_id = view.inspection.number, state.inspection_id
        state.leave_inspection()
        kind, code = {
            InspectionState.PASS: (NoticeKind.OK, "finished_pass"),
            InspectionState.FAIL: (NoticeKind.NG, "finished_fail"),
        }.get(ended.state, (NoticeKind.WARN, "finished_incomplete"))
        with state.factory.reading() as session:
            conceded = conceding(session, inspection_id, now=state.factory.clock())
        covered = conceded is not None and conceded.covered
        return state.notice(
            kind,
            _CONCEDED[code] if covered else code,
            change,
            concession=conceded.numbers if conceded is not None and covered else "",
            inspection=number,
            ng=ended.ng,
            missing=ended.missing + ended.not_judged,
        )

    def _entered(self, measurement: Measurement) -> StationNotice:
        """Store what a person entered, with the gauge that was scanned."""
        view = self._state.view()
        if view.step is Step.ACKNOWLEDGE:
            return self._state.notice(NoticeKind.WARN, "acknowledge_first")
        if view.step is not Step.MEASURE or view.next is None:
            return self._nothing_armed()
        gauge_id = self._state.gauge_id
        if measurement.attribute and view.next.judged_by_person:
            gauge_id = None
        entered = replace(measurement, gauge_id=gauge_id, station_id=self._state.station_id)
        return self._store(view.next, entered)

    def _store(self, coming: NextMeasurement, measurement: Measurement) -> StationNotice:
        state = self._state
        assert state.inspection_id is not None
        place = (coming.characteristic_id, coming.sample)
        replaces = state.again[1] if state.again is not None and state.again[0] == place else None
        meant = replace(
            measurement,
            reason=_REPEATED if replaces is not None else "",
            replaces_id=replaces,
            confirmed=self._same_as_not_believed(place, coming, measurement.value),
        )
        try:
            change = state.perform(store_reading, state.inspection_id, *place, meant)
        except PartproofError as refusal:
            if refusal.kind is NOT_PLAUSIBLE and measurement.value is not None:
                state.far_off = (place, read_value(measurement.value))
            return state.refused(refusal)
        state.far_off = None
        if change.result.again:
            return state.notice(
                NoticeKind.DUPLICATE, "same_event", change, reading_id=change.result.reading_id
            )
        return self._stored(coming, meant, change)

    def _stored(
        self, coming: NextMeasurement, measurement: Measurement, change: ChangeSet[StoredReading]
    ) -> StationNotice:
        state, stored = self._state, change.result
        place = (coming.characteristic_id, coming.sample)
        state.again = None
        state.skipped.discard(place)
        if stored.verdict is Verdict.NG:
            state.unacknowledged = stored.reading_id
        kind, code = {
            Verdict.OK: (NoticeKind.OK, "judged_ok" if measurement.attribute else "reading_ok"),
            Verdict.NG: (NoticeKind.NG, "judged_ng" if measurement.attribute else "reading_ng"),
            Verdict.NOT_JUDGED: (NoticeKind.INFO, "reading_not_judged"),
        }[stored.verdict]
        offered = self._concession(coming, measurement.value) if stored.verdict is Verdict.NG else None
        return state.notice(
            kind,
            code if offered is None else _CONCEDED[code],
            change,
            concession="" if offered is None else offered.number,
            limits="" if offered is None else offered.limits,
            reading_id=stored.reading_id,
            verdict=stored.verdict,
            warnings=stored.warnings,
            balloon=coming.number,
            sample=coming.sample,
            value=measurement.value or measurement.attribute,
            unit=measurement.unit or coming.unit,
        )

    def _concession(self, coming: NextMeasurement, text: str | None) -> OfferedConcession | None:
        """The concession in force for what was just found out of tolerance; it changes no verdict."""
        state = self._state
        assert state.inspection_id is not None
        value = None if text is None else read_value(text)
        now = state.factory.clock()
        with state.factory.reading() as session:
            return bench_concession(session, state.inspection_id, coming.number, value, now=now)

    def _same_as_not_believed(self, place: Place, coming: NextMeasurement, text: str | None) -> bool:
        """Whether a far-off value came a second time at the same place: then the part is so, not the measuring."""
        if text is None or self._state.far_off is None or self._state.far_off[0] != place:
            return False
        try:
            value = read_value(text)
        except NotANumberError:
            return False
        width = Limits(coming.lower_limit, coming.upper_limit).width
        return abs(value - self._state.far_off[1]) <= width

    def _acknowledge(self) -> StationNotice:
        self._state.unacknowledged = None
        return self._state.notice(NoticeKind.INFO, "acknowledged")

    def _last_reading(self, inspection_id: int) -> int | None:
        with self._state.factory.reading() as session:
            return last_holding(session, inspection_id)

    def _nothing_armed(self) -> StationNotice:
        step = self._state.view().step
        code = {
            Step.BADGE: "badge_first",
            Step.PAUSED: "paused",
            Step.ORDER: "order_first",
            Step.LOT: "lot_first",
        }.get(step, "all_measured")
        return self._state.notice(NoticeKind.WARN, code)
