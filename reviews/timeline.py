"""From the portal's rows to the events of the clock. Pure: rows already read go in, events come out.

The way from the 903 return to events is settled: a first row with RNE S starts a period, LS decides on what footing,
E1 is the authority to place for adoption, A3 to A6 a placement for adoption, U1 and U4 long-term fostering, and short
breaks recorded one by one are one series while the gaps are short.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from children.models import Child, LegalStatus, PeriodOfCare, Placement
from reviews.enums import ReviewState
from reviews.models import Review
from reviews.timescales import (
    Basis,
    ClockSettings,
    Event,
    EventKind,
    Sitting,
    Spell,
    Timeline,
    join_spells,
    series_open_until,
)

SHORT_BREAKS = frozenset({"V3", "V4"})
PLACEMENT_ORDER = "E1"
PLACED_FOR_ADOPTION = frozenset({"A3", "A4", "A5", "A6"})
LONG_TERM_FOSTERING = frozenset({"U1", "U4"})
COUNTED = frozenset({ReviewState.CONCLUDED, ReviewState.COMPLETED})

_START, _CHANGE, _REVIEW, _END = range(4)
"""On one day a start comes first, then changes of home and law, then the review, then the end."""


@dataclass(frozen=True)
class Marked:
    """An event with its place on the day, and the review it came from."""

    event: Event
    order: int
    review: Review | None = None

    @property
    def key(self) -> tuple[date, int]:
        """What events are sorted by."""
        return (self.event.on, self.order)


def timeline(
    child: Child,
    periods: Iterable[PeriodOfCare],
    statuses: Iterable[LegalStatus],
    placements: Iterable[Placement],
    reviews: Iterable[Review],
    *,
    settings: ClockSettings,
) -> tuple[Timeline, list[Review | None]]:
    """The child's timeline, and beside each event the review it came from (None for other events)."""
    statuses = sorted(statuses, key=lambda status: status.start_date)
    stretches = join_spells(_spells(periods, statuses), settings=settings)
    marked = [
        *_care(stretches),
        *_status_events(statuses),
        *_placement_events(sorted(placements, key=lambda placement: placement.start_date)),
        *(
            one
            for review in reviews
            for one in _review_events(review, settings)
            if _counted(one.event.on, stretches, settings)
        ),
    ]
    marked.sort(key=lambda one: one.key)
    return Timeline(child.date_of_birth, [one.event for one in marked]), [one.review for one in marked]


def _spells(periods: Iterable[PeriodOfCare], statuses: list[LegalStatus]) -> Iterator[Spell]:
    """The periods of care; one of short breaks that became full time has another status as well."""
    full_time = {status.period_id for status in statuses if status.code not in SHORT_BREAKS}
    for period in periods:
        basis = Basis(period.basis)
        became = basis is Basis.SHORT_BREAKS and period.pk in full_time
        yield Spell(period.start_date, period.end_date, basis, period.start_known, became)


def _care(stretches: tuple[Spell, ...]) -> Iterator[Marked]:
    for one in stretches:
        start = Event(one.start, EventKind.STARTED, basis=one.basis, start_known=one.start_known)
        yield Marked(start, _START)
        if one.end is not None:
            yield Marked(Event(one.end, EventKind.CEASED), _END)


def _status_events(statuses: list[LegalStatus]) -> Iterator[Marked]:
    previous: LegalStatus | None = None
    for status in statuses:
        follows_on = previous is not None and previous.end_date == status.start_date
        before = previous.code if previous is not None and follows_on else ""
        if status.code == PLACEMENT_ORDER and before != PLACEMENT_ORDER:
            yield Marked(Event(status.start_date, EventKind.AUTHORISED_TO_PLACE), _CHANGE)
        if before in SHORT_BREAKS and status.code not in SHORT_BREAKS:
            yield Marked(Event(status.start_date, EventKind.SHORT_BREAKS_BECAME_FULL_TIME), _CHANGE)
        previous = status


def _placement_events(placements: list[Placement]) -> Iterator[Marked]:
    for index, placement in enumerate(placements):
        last = placements[index - 1] if index else None
        before = last.type if last is not None and last.end_date == placement.start_date else ""
        on, now = placement.start_date, placement.type
        if before in PLACED_FOR_ADOPTION and now not in PLACED_FOR_ADOPTION:
            yield Marked(Event(on, EventKind.ADOPTION_PLACEMENT_ENDED), _CHANGE)
        if now in PLACED_FOR_ADOPTION:
            if before not in PLACED_FOR_ADOPTION:
                yield Marked(Event(on, EventKind.PLACED_FOR_ADOPTION), _CHANGE)
        elif now in LONG_TERM_FOSTERING:
            yield Marked(Event(on, EventKind.LONG_TERM_FOSTERING_STARTED), _CHANGE)
        elif before in LONG_TERM_FOSTERING:
            yield Marked(Event(on, EventKind.PLACEMENT_CHANGED), _CHANGE)


def _review_events(review: Review, settings: ClockSettings) -> Iterator[Marked]:
    """A review counts from its first sitting, once its last is held; one adjourned says so until it is resumed.

    By which sitting a review that was adjourned is dated is a choice of the authority.
    """
    if review.held_date is None:
        return
    facts = {"full": review.full, "meeting": review.by_meeting, "extra": review.extra}
    if review.state in COUNTED:
        by_last = review.adjourned_date is not None and settings.review_dated_by is Sitting.LAST
        on = review.concluded_date if by_last and review.concluded_date else review.held_date
        yield Marked(Event(on, EventKind.REVIEW_HELD, **facts), _REVIEW, review)
    elif review.state == ReviewState.ADJOURNED:
        yield Marked(Event(review.held_date, EventKind.REVIEW_ADJOURNED, **facts), _REVIEW, review)


def _counted(on: date, stretches: tuple[Spell, ...], settings: ClockSettings) -> bool:
    """Whether the day lies in a stretch of care, its first and last day included, or after a short break whose date
    stands (a choice of the authority)."""
    return any(one.start <= on <= _until(one, settings) for one in stretches)


def _until(stretch: Spell, settings: ClockSettings) -> date:
    if stretch.end is None:
        return date.max
    if stretch.short_breaks and settings.short_breaks_date_stands_between:
        return series_open_until(stretch.end, settings)
    return stretch.end
