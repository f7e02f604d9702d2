"""The review clock: a timeline in, the reviews held and the next one due out.

The rules are regulations 33, 36 and 48 of the Care Planning, Placement and Case Review (England)
Regulations 2010 ("CPPCR") and regulation 36 of the Adoption Agencies Regulations 2005 ("AAR"):

* looked after: 20 working days, then 3 months after the first review, then 6 months after each;
* in a series of short breaks: 3 months, then 6 months, counted over the breaks of the series together;
* while an authority to place for adoption stands: the adoption clock (3 months, then 6) runs alongside and
  the earlier date governs; on a tie the looked-after rule is named;
* placed for adoption: 28 days, then 3 months, then 6; the looked-after clock is off;
* after an adoption placement ended: the earlier of 42 days and six months from the last review of any kind.

Each clock counts the reviews whose first sitting came after its own start. Reviews count from the day they
are held, early or late; nothing here looks at today's date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.calendar import ENGLAND, FIRST_YEAR, LAST_YEAR, WorkingCalendar
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings
from reviews.timescales.counting import birthday
from reviews.timescales.enums import (
    Basis,
    ClockState,
    CountedFrom,
    EventKind,
    Fault,
    NoDateReason,
    Sitting,
)
from reviews.timescales.model import Answer, Event, HeldReview, Timeline, TimelineError
from reviews.timescales.period import Adjourned, Candidate, Mark, Period, Review
from reviews.timescales.rules import Rules
from reviews.timescales.short_breaks import series_open_until
from reviews.timescales.wording import long_date

ADJOURNMENT_WORKING_DAYS: Final = 20
_LAST_LIKELY_YEAR: Final = LAST_YEAR - 20
_BETWEEN: Final = (
    "The last short break has ended; by the authority's choice the date stands while the series is open."
)
_OF_REVIEWS: Final = frozenset(
    {
        EventKind.REVIEW_HELD,
        EventKind.REVIEW_ADJOURNED,
        EventKind.REVIEW_RESUMED,
        EventKind.REVIEW_CANCELLED,
    }
)


def review_dates(
    timeline: Timeline,
    *,
    settings: ClockSettings = DEFAULT_SETTINGS,
    calendar: WorkingCalendar = ENGLAND,
) -> Answer:
    """Everything the review clock knows about a child: the next review and meeting due, and how each
    review stood.

    Raises TimelineError where the events contradict each other.
    """
    return _Clock(timeline, settings, calendar).answer()


class _Clock:
    """Walks a timeline once."""

    def __init__(self, timeline: Timeline, settings: ClockSettings, calendar: WorkingCalendar) -> None:
        _check_range(timeline.date_of_birth, "date of birth")
        self.timeline = timeline
        self.settings = settings
        self.calendar = calendar
        eighteenth = birthday(timeline.date_of_birth, 18, settings.leap_day_birthday)
        self.rules = Rules(settings, calendar, eighteenth)
        self.period: Period | None = None
        self.ceased_on: date | None = None
        self.held: list[HeldReview] = []

    def answer(self) -> Answer:
        """Take the events one by one, then say what is due."""
        last: date | None = None
        for index, event in enumerate(self.timeline.events):
            self._check(event, last, index)
            self._take(event, index)
            last = event.on
        return self._sum_up()

    # What an event must not be

    def _check(self, event: Event, last: date | None, index: int) -> None:
        _check_range(event.on, _name(event), index)
        if event.on < self.timeline.date_of_birth:
            raise _refused(Fault.BEFORE_BIRTH, event, index, "is before the date of birth")
        if last is not None and event.on < last:
            told = f"comes after one on {long_date(last)}: list the oldest first"
            raise _refused(Fault.OUT_OF_ORDER, event, index, told)
        if self.timeline.as_of is not None and event.on > self.timeline.as_of:
            told = f"is after {long_date(self.timeline.as_of)}, the day asked about"
            raise _refused(Fault.AFTER_AS_OF, event, index, told)
        if event.kind is EventKind.STARTED:
            return
        if self.period is None:
            raise _refused(Fault.BEFORE_START, event, index, "is before the child was looked after")
        if self.ceased_on is not None and not (event.kind in _OF_REVIEWS and self._stands_between(event.on)):
            told = f"is after the child ceased to be looked after on {long_date(self.ceased_on)}"
            raise _refused(Fault.AFTER_END, event, index, told)

    # What an event does

    def _take(self, event: Event, index: int) -> None:
        if event.kind is EventKind.STARTED:
            self._start(event, index)
            return
        period = self.period
        assert period is not None  # noqa: S101 - _check has refused everything else
        match event.kind:
            case EventKind.SHORT_BREAKS_BECAME_FULL_TIME:
                self._become_full_time(period, event, index)
            case EventKind.AUTHORISED_TO_PLACE:
                # "the date on which the agency first has authority": a second order changes nothing.
                period.authority = period.authority or Mark(event.on, index)
            case EventKind.PLACED_FOR_ADOPTION:
                period.placed = Mark(event.on, index)
                period.fostered_since = None
            case EventKind.ADOPTION_PLACEMENT_ENDED:
                if period.placed is None:
                    raise _refused(Fault.NOT_PLACED, event, index, "ends a placement that had not started")
                period.placed = None
                period.returned = Mark(event.on, index)
            case EventKind.LONG_TERM_FOSTERING_STARTED:
                period.fostered_since = event.on
            case EventKind.PLACEMENT_CHANGED:
                period.fostered_since = None
            case EventKind.REVIEW_HELD:
                self._hold(period, event, index)
            case EventKind.REVIEW_ADJOURNED:
                self._adjourn(period, event, index)
            case EventKind.REVIEW_RESUMED:
                self._resume(period, event, index)
            case EventKind.CEASED:
                self.ceased_on = event.on
            case _:  # cancelled: the due date does not move
                pass

    def _start(self, event: Event, index: int) -> None:
        """Begin a period of care, unless the child is looked after already, stopped on this very day, or this is one
        more short break of a series."""
        if self.period is not None and (self.ceased_on in (None, event.on) or self._same_series(event)):
            # Not a new period: a remand, a new legal status or a stop and start on one day restarts nothing.
            self.ceased_on = None
            if event.basis is not Basis.SHORT_BREAKS:
                self._become_full_time(self.period, event, index)
            return
        short_breaks = event.basis is Basis.SHORT_BREAKS
        self.ceased_on = None
        self.period = Period(
            start=Mark(event.on, index),
            start_known=event.start_known,
            short_breaks=short_breaks,
            origin=CountedFrom.SHORT_BREAKS_STARTED if short_breaks else CountedFrom.STARTED,
        )

    def _same_series(self, event: Event) -> bool:
        return event.basis is Basis.SHORT_BREAKS and self._series_open(event.on)

    def _series_open(self, day: date) -> bool:
        """Whether the last short break ended so lately that another, that day, would be of its series."""
        if self.period is None or self.ceased_on is None or not self.period.short_breaks:
            return False
        return day <= series_open_until(self.ceased_on, self.settings)

    def _stands_between(self, day: date) -> bool:
        """Whether a date on that day goes on standing although the last break has ended: a choice of law."""
        return self.settings.short_breaks_date_stands_between and self._series_open(day)

    def _become_full_time(self, period: Period, event: Event, index: int) -> None:
        """Short breaks give way to full-time care: the full regime, counted anew (a choice of law)."""
        if not period.short_breaks:
            return
        period.short_breaks = False
        kept = period.since(period.start)
        if kept and not self.settings.full_time_starts_new_count:
            period.full_time_kept_count = True
            return
        period.start = Mark(event.on, index)
        period.start_known = True
        period.origin = CountedFrom.FULL_TIME_STARTED

    def _hold(self, period: Period, event: Event, index: int) -> None:
        if not self._counts(period, event):
            return
        period.adjourned = None  # a review held in full leaves nothing of an older one to resume
        standing = self.rules.governing(period)
        self._add(
            period,
            Review(event.on, index, event.meeting, adjourned=False),
            concluded=event.on,
            standing=standing,
        )

    def _counts(self, period: Period, event: Event) -> bool:
        """Whether a review moves the clock: it was full, and if it was an extra one the authority lets it."""
        if not event.full:
            return False
        if not event.extra:
            return True
        counted_from = {one.origin for one in self.rules.candidates(period)}
        if CountedFrom.FIRST_REVIEW in counted_from:  # a second review is awaited
            return self.settings.extra_review_replaces_second
        if counted_from & {CountedFrom.LAST_REVIEW, CountedFrom.LAST_KNOWN_REVIEW}:
            return self.settings.extra_review_resets_interval
        return True

    def _adjourn(self, period: Period, event: Event, index: int) -> None:
        if period.adjourned is not None:
            told = f"is a second one: the review of {long_date(period.adjourned.on)} is adjourned already"
            raise _refused(Fault.SECOND_ADJOURNMENT, event, index, told)
        period.adjourned = Adjourned(
            event.on,
            index,
            event,
            self.rules.governing(period),
            self.calendar.add_working_days(event.on, ADJOURNMENT_WORKING_DAYS),
        )

    def _resume(self, period: Period, event: Event, index: int) -> None:
        adjourned = period.adjourned
        if adjourned is None:
            raise _refused(Fault.NOT_ADJOURNED, event, index, "resumes a review that was not adjourned")
        if event.on > adjourned.until:
            told = (
                f"is too late: the review adjourned on {long_date(adjourned.on)} had to be resumed within"
                f" {ADJOURNMENT_WORKING_DAYS} working days, by {long_date(adjourned.until)}"
            )
            raise _refused(Fault.LATE_RESUMPTION, event, index, told)
        period.adjourned = None
        if not (event.full and self._counts(period, adjourned.event)):
            return
        if self.settings.review_dated_by is Sitting.FIRST:
            held, place, standing = adjourned.on, adjourned.place, adjourned.standing
        else:
            held, place, standing = event.on, index, self.rules.governing(period)
        self._add(
            period,
            Review(held, place, adjourned.event.meeting, adjourned=True),
            concluded=event.on,
            standing=standing,
        )

    def _add(self, period: Period, review: Review, *, concluded: date, standing: Candidate | None) -> None:
        """Write down a review that counts, in time or late by what stood due on the day it was held."""
        period.reviews.append(review)
        returned = period.returned
        if returned is not None and review.place > returned.place:
            too_early = returned.on + timedelta(days=self.settings.return_review_not_before_days)
            if self.settings.early_return_review_counts or review.on >= too_early:
                period.returned = None
        self.held.append(
            HeldReview(
                held=review.on,
                concluded=concluded,
                number=len(period.reviews),
                meeting=review.meeting,
                due=standing.due if standing else None,
                rule=standing.rule if standing else None,
                on_time=review.on <= standing.due if standing else None,
            )
        )

    # The answer

    def _sum_up(self) -> Answer:
        period = self.period
        candidates = self.rules.candidates(period) if period is not None else []
        gone = self.ceased_on is not None and not (candidates and self._stands_between(candidates[0].due))
        if period is None or gone:
            ended = period is not None
            return Answer(
                next_review=None,
                next_meeting=None,
                reviews=tuple(self.held),
                state=ClockState.ENDED if ended else ClockState.NONE,
                no_date_reason=NoDateReason.CEASED if ended else NoDateReason.NOT_LOOKED_AFTER,
            )
        next_review, reason = None, NoDateReason.START_NOT_KNOWN
        if candidates:
            reason = NoDateReason.EIGHTEEN_FIRST
            if self.ceased_on is not None:
                candidates[0] = replace(candidates[0], readings=(*candidates[0].readings, _BETWEEN))
            if candidates[0].due < self.rules.eighteenth:
                next_review = self.rules.explained(candidates)
        return Answer(
            next_review=next_review,
            next_meeting=self.rules.meeting(period, candidates),
            reviews=tuple(self.held),
            state=_state(period),
            no_date_reason=None if next_review else reason,
            adjourned_until=period.adjourned.until if period.adjourned else None,
        )


def _state(period: Period) -> ClockState:
    if period.placed is not None:
        return ClockState.ADOPTION_PLACED
    if period.returned is not None:
        return ClockState.ADOPTION_RETURNED
    if period.authority is not None:
        return ClockState.ADOPTION_AUTHORISED
    return ClockState.SHORT_BREAKS if period.short_breaks else ClockState.LOOKED_AFTER


def _name(event: Event) -> str:
    return event.kind.value.replace("_", " ")


def _refused(fault: Fault, event: Event, index: int, told: str) -> TimelineError:
    """The error for an event, naming what it is and its day."""
    return TimelineError(fault, f'The event "{_name(event)}" on {long_date(event.on)} {told}.', index=index)


def _check_range(day: date, what: str, index: int | None = None) -> None:
    """Refuse days for which the bank holidays, or those of the counts that follow, are not known."""
    if not FIRST_YEAR <= day.year <= _LAST_LIKELY_YEAR:
        told = f"is not a likely date; give one from {FIRST_YEAR} to {_LAST_LIKELY_YEAR}"
        raise TimelineError(Fault.OUT_OF_RANGE, f"The {what} {day.isoformat()} {told}.", index=index)
