"""The rules themselves: which dates the clocks of a period of care give, and which one governs."""

from __future__ import annotations

from datetime import date, timedelta

from core.calendar import WorkingCalendar, add_months
from reviews.timescales.choices import ClockSettings
from reviews.timescales.counting import count, make_due
from reviews.timescales.enums import CountedFrom, Rule, Sitting, Unit
from reviews.timescales.model import Due
from reviews.timescales.period import Candidate, Mark, Period, Review
from reviews.timescales.wording import long_date

_LOOKED_AFTER_RULES = (Rule.FIRST_REVIEW, Rule.LATER_REVIEW, Rule.SHORT_BREAKS_REVIEW)


class Rules:
    """What is due in a period of care: one authority's choices and calendar, one child's 18th birthday."""

    def __init__(self, settings: ClockSettings, calendar: WorkingCalendar, eighteenth: date) -> None:
        self.settings = settings
        self.calendar = calendar
        self.eighteenth = eighteenth

    def governing(self, period: Period) -> Candidate | None:
        """The date that stands: the earliest, unless it falls on or after the 18th birthday."""
        candidates = self.candidates(period)
        if candidates and candidates[0].due < self.eighteenth:
            return candidates[0]
        return None

    def candidates(self, period: Period) -> list[Candidate]:
        """The date of each clock that runs, the governing one first."""
        if period.placed is not None:
            return [self._placed(period, period.placed)]
        if period.returned is not None:
            found = self._returned(period, period.returned)
        else:
            found = self._looked_after(period)
            if period.authority is not None:
                found.append(self._authorised(period, period.authority))
        return sorted(found, key=lambda one: (one.due, one.rule not in _LOOKED_AFTER_RULES))

    def _looked_after(self, period: Period) -> list[Candidate]:
        reviews = period.since(period.start)
        if period.short_breaks:
            rule, first = Rule.SHORT_BREAKS_REVIEW, (3, Unit.MONTHS)
        else:
            rule, first = Rule.FIRST_REVIEW, (20, Unit.WORKING_DAYS)
        if not reviews:
            if not period.start_known:
                return []
            duty = f"the first review must be held within {first[0]} {_UNIT_WORDS[first[1]]}"
            readings = (_FULL_TIME,) if period.origin is CountedFrom.FULL_TIME_STARTED else ()
            return [self._candidate(rule, period.start.on, period.origin, *first, duty, *readings)]
        if not period.short_breaks:
            rule = Rule.LATER_REVIEW
        readings = (_KEPT_COUNT,) if period.full_time_kept_count else ()
        if not period.start_known:
            months = self.settings.unknown_start_interval_months
            return [
                self._candidate(
                    rule,
                    reviews[-1].on,
                    CountedFrom.LAST_KNOWN_REVIEW,
                    months,
                    Unit.MONTHS,
                    f"the next review must be held not more than {months} calendar months later",
                    _UNKNOWN_START,
                    *readings,
                    *self._sitting(reviews[-1]),
                )
            ]
        if len(reviews) == 1 and not period.short_breaks:
            return [self._after(rule, reviews[0], CountedFrom.FIRST_REVIEW, 3, _SECOND, *readings)]
        return [self._after(rule, reviews[-1], CountedFrom.LAST_REVIEW, 6, _LATER, *readings)]

    def _authorised(self, period: Period, authority: Mark) -> Candidate:
        reviews = period.since(authority)
        if not reviews:
            duty = "the first adoption review must be held not more than 3 calendar months later"
            return self._candidate(
                Rule.AUTHORISED_FIRST, authority.on, CountedFrom.AUTHORITY, 3, Unit.MONTHS, duty
            )
        return self._after(Rule.AUTHORISED_LATER, reviews[-1], CountedFrom.LAST_REVIEW, 6, _LATER)

    def _placed(self, period: Period, placed: Mark) -> Candidate:
        reviews = period.since(placed)
        if not reviews:
            duty = "the first review of the adoption placement must be held not more than 4 weeks later"
            return self._candidate(
                Rule.PLACED_FIRST, placed.on, CountedFrom.PLACED, 4, Unit.WEEKS, duty, _PLACED
            )
        if len(reviews) == 1:
            return self._after(
                Rule.PLACED_SECOND, reviews[0], CountedFrom.FIRST_REVIEW, 3, _PLACED_SECOND, _PLACED
            )
        return self._after(Rule.PLACED_LATER, reviews[-1], CountedFrom.LAST_REVIEW, 6, _LATER, _PLACED)

    def _returned(self, period: Period, returned: Mark) -> list[Candidate]:
        earliest = self.settings.return_review_not_before_days
        latest = self.settings.return_review_not_after_days
        duty = f"a review must be held not before {earliest} and not after {latest} days later"
        found = [
            self._candidate(
                Rule.ADOPTION_RETURN,
                returned.on,
                CountedFrom.RETURNED,
                latest,
                Unit.DAYS,
                duty,
                _RETURN.format(days=latest),
                not_before=returned.on + timedelta(days=earliest),
            )
        ]
        if period.reviews:
            last = period.reviews[-1]
            found.append(
                self._after(Rule.LATER_REVIEW, last, CountedFrom.LAST_REVIEW, 6, _LATER, _RETURN_SIX)
            )
        return found

    def _after(
        self, rule: Rule, review: Review, origin: CountedFrom, months: int, duty: str, *readings: str
    ) -> Candidate:
        """So many months after a review, counted from the day it was held."""
        return self._candidate(
            rule, review.on, origin, months, Unit.MONTHS, duty, *readings, *self._sitting(review)
        )

    def _sitting(self, review: Review) -> tuple[str, ...]:
        return (_SITTING[self.settings.review_dated_by],) if review.adjourned else ()

    def _candidate(
        self,
        rule: Rule,
        start: date,
        origin: CountedFrom,
        amount: int,
        unit: Unit,
        duty: str,
        *readings: str,
        not_before: date | None = None,
    ) -> Candidate:
        due = count(start, amount, unit, self.calendar)
        return Candidate(due, rule, start, origin, amount, unit, duty, readings, not_before)

    def _due(self, one: Candidate, *more: str, competing: Due | None = None) -> Due:
        return make_due(
            one.rule,
            one.counted_from,
            one.origin,
            one.amount,
            one.unit,
            one.duty,
            *one.readings,
            *more,
            calendar=self.calendar,
            not_before=one.not_before,
            competing=competing,
        )

    def explained(self, candidates: list[Candidate]) -> Due:
        """The governing date with its working, and the other clock's where two run."""
        governing, *others = candidates
        if not others:
            return self._due(governing)
        other = self._due(others[0])
        if other.due == governing.due:
            return self._due(governing, _TIE.format(rule=other.rule), competing=other)
        note = _EARLIER.format(rule=other.rule, due=long_date(other.due))
        return self._due(governing, note, competing=other)

    def meeting(self, period: Period, candidates: list[Candidate]) -> Due | None:
        """By when a meeting must be held, where long-term fostering lets other reviews do without one.

        That is so once the next review would find the placement more than a year old. The placement may
        change the need for a meeting, never the date of the review. With no meeting known there is nothing
        to count from: the next review has to be one.
        """
        if period.fostered_since is None or period.placed is not None or period.short_breaks:
            return None
        relaxed_from = add_months(
            period.fostered_since, self.settings.long_term_fostering_relaxed_after_months
        )
        met = [review for review in period.reviews if review.meeting]
        if not met or not candidates or candidates[0].due <= relaxed_from:
            return None
        months = self.settings.meeting_interval_months
        duty = f"the next review with a meeting must be held not more than {months} calendar months later"
        since = f"The long-term foster placement started on {long_date(period.fostered_since)}; {_RELAXED}"
        meeting = self._candidate(
            Rule.ANNUAL_MEETING,
            met[-1].on,
            CountedFrom.LAST_MEETING,
            months,
            Unit.MONTHS,
            duty,
            since,
            *self._sitting(met[-1]),
        )
        return self._due(meeting) if meeting.due < self.eighteenth else None


_UNIT_WORDS = {Unit.WORKING_DAYS: "working days", Unit.MONTHS: "calendar months"}
_SECOND = "the second review must be held not more than 3 calendar months later"
_PLACED_SECOND = (
    "the second review of the adoption placement must be held not more than 3 calendar months later"
)
_LATER = "the next review must be held not more than 6 calendar months later"
_FULL_TIME = "Full-time care after short breaks is counted as a new start."
_KEPT_COUNT = "The reviews held during the short breaks go on counting."
_UNKNOWN_START = "When this period of care began is not known, so this is not taken for the first review."
_PLACED = "While the child is placed for adoption the looked-after clock does not run."
_RETURN = "The {days} days are as the portal reads the adoption regulations; the authority may set them."
_RETURN_SIX = "After an adoption placement the last review of any kind is counted from."
_SITTING = {
    Sitting.FIRST: "That review was adjourned and resumed in time; it is dated by its first sitting.",
    Sitting.LAST: "That review was adjourned and resumed in time; it is dated by its last sitting.",
}
_TIE = "The other clock that runs ({rule}) gives the same date."
_EARLIER = "The other clock that runs ({rule}) gives {due}; the earlier date governs."
_RELAXED = "after a year in it a review may be held without a meeting, but not for longer than this."
