"""The review rules a second time, told as plainly as can be, to hold the clock against.

Written from the framework's own lines, in another way than the portal: it looks at the whole list of
events anew for every question, counts working days one by one, and knows nothing of explanations or settings.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.calendar import ENGLAND
from reviews.timescales import Basis, Event, EventKind

K = EventKind


def working_days_on(start: date, days: int) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        days -= ENGLAND.is_working_day(day)
    return day


def months_on(start: date, months: int) -> date:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, min(start.day, day))
        except ValueError:
            continue
    raise AssertionError


def coming_of_age(born: date) -> date:
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def period_start(events: list[Event]) -> int | None:
    """Where the running period of care starts in the list, or None if the child is not looked after."""
    start = None
    ended: date | None = None
    for place, event in enumerate(events):
        if event.kind is K.STARTED:
            if start is None or (
                ended is not None and ended != event.on and not same_series(events[start:place], event, ended)
            ):
                start = place
            ended = None
        elif event.kind is K.CEASED:
            ended = event.on
    return None if ended is not None else start


def same_series(before: list[Event], event: Event, ended: date) -> bool:
    """Whether a break is one more of the series that the period before it was from end to end."""
    starts = [one.basis for one in before if one.kind is K.STARTED]
    full_time = [one for one in before if one.kind is K.SHORT_BREAKS_BECAME_FULL_TIME]
    only_breaks = set(starts) == {Basis.SHORT_BREAKS} and not full_time
    return only_breaks and event.basis is Basis.SHORT_BREAKS and event.on <= months_on(ended, 6)


def completed(events: list[Event], since: int) -> list[tuple[int, date, bool]]:
    """Place, date and meeting of each review that counts, from a place in the list on, by its first
    sitting."""
    found = []
    open_sitting: int | None = None
    for place, event in enumerate(events):
        if event.kind is K.REVIEW_HELD and event.full:
            found.append((place, event.on, event.meeting))
            open_sitting = None
        elif event.kind is K.REVIEW_ADJOURNED:
            open_sitting = place
        elif event.kind is K.REVIEW_RESUMED:
            assert open_sitting is not None
            found.append((open_sitting, events[open_sitting].on, events[open_sitting].meeting))
            open_sitting = None
    return [one for one in sorted(found) if one[0] > since]


def last_place(events: list[Event], since: int, *kinds: EventKind) -> int | None:
    places = [n for n, event in enumerate(events) if n > since and event.kind in kinds]
    return places[-1] if places else None


def standing(events: list[Event], born: date) -> tuple[date, str, date] | None:
    """Due date, rule and day counted from, after these events."""
    start = period_start(events)
    if start is None:
        return None
    reviews = completed(events, start)
    placed = last_place(events, start, K.PLACED_FOR_ADOPTION)
    returned = last_place(events, start, K.ADOPTION_PLACEMENT_ENDED)
    dates: list[tuple[date, int, str, date]] = []
    if placed is not None and (returned is None or placed > returned):
        since = [on for place, on, _ in reviews if place > placed]
        if not since:
            on = events[placed].on
            dates.append((on + timedelta(days=28), 1, "AAR 36(3)(a)", on))
        elif len(since) == 1:
            dates.append((months_on(since[0], 3), 1, "AAR 36(3)(b)", since[0]))
        else:
            dates.append((months_on(since[-1], 6), 1, "AAR 36(3)(c)", since[-1]))
    elif returned is not None and not [place for place, _, _ in reviews if place > returned]:
        on = events[returned].on
        dates.append((on + timedelta(days=42), 1, "AAR 36 return", on))
        if reviews:
            dates.append((months_on(reviews[-1][1], 6), 0, "CPPCR 33(2)", reviews[-1][1]))
    else:
        dates += looked_after(events, start)
        authority = [n for n, event in enumerate(events) if n > start and event.kind is K.AUTHORISED_TO_PLACE]
        if authority:
            since = [on for place, on, _ in reviews if place > authority[0]]
            if since:
                dates.append((months_on(since[-1], 6), 1, "AAR 36(1)(b)", since[-1]))
            else:
                on = events[authority[0]].on
                dates.append((months_on(on, 3), 1, "AAR 36(1)(a)", on))
    if not dates:
        return None
    due, _, rule, counted_from = min(dates)
    return (due, rule, counted_from) if due < coming_of_age(born) else None


def looked_after(events: list[Event], start: int) -> list[tuple[date, int, str, date]]:
    """The date the looked-after clock gives, if any."""
    short, known, since = events[start].basis is Basis.SHORT_BREAKS, events[start].start_known, start
    for place, event in enumerate(events):
        ends_short_breaks = event.kind is K.SHORT_BREAKS_BECAME_FULL_TIME or (
            event.kind is K.STARTED and event.basis is not Basis.SHORT_BREAKS
        )
        if place > start and short and ends_short_breaks:
            short, known, since = False, True, place
    held = [on for _, on, _ in completed(events, since)]
    later = "CPPCR 48(3)" if short else "CPPCR 33(2)"
    if held:
        months = 3 if known and not short and len(held) == 1 else 6
        return [(months_on(held[-1], months), 0, later, held[-1])]
    if not known:
        return []
    on = events[since].on
    if short:
        return [(months_on(on, 3), 0, "CPPCR 48(3)", on)]
    return [(working_days_on(on, 20), 0, "CPPCR 33(1)", on)]


def reviews_told(events: list[Event], born: date) -> list[tuple[date, date | None, str | None]]:
    """Each review that counts: held, what stood due before its first sitting, and by which rule."""
    told = []
    for place, on, _ in completed(events, -1):
        stood = standing(events[:place], born)
        told.append((on, stood[0] if stood else None, stood[1] if stood else None))
    return told
