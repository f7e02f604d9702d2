"""Why this date? The working of one duty, from its row, laid out for the page."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.calendar import WorkingCalendar, add_months
from core.dates import DAYS, MONTHS, long, plain, short
from reviews.enums import DutyKind, ReviewState
from reviews.models import Deadline
from reviews.timescales import LAW, Confidence, CountedFrom, Law, Rule, Unit
from reviews.timescales.following import months_to_the_next
from reviews.timescales.wording import ORIGINS, amount_of

HOW_SURE = {
    Confidence.FOUND: "We have read the text of this rule.",
    Confidence.HIGH: "We know this rule well but have not had its text before us.",
    Confidence.MEDIUM: "We are not certain of this rule. Your authority can set it, and ought to check it.",
    Confidence.LOW: "We are unsure of this rule. Your authority can set it, and must check it.",
}
CALENDAR_UP_TO = 62
"""Days: a longer count is told in words alone."""


@dataclass(frozen=True)
class Day:
    """One day of the month calendar."""

    number: int | None = None
    css: str = ""
    note: str = ""


@dataclass(frozen=True)
class Month:
    """One month of the calendar, in weeks from Monday."""

    title: str
    weeks: list[list[Day]]


@dataclass(frozen=True)
class Why:
    """Everything the page shows."""

    due: str
    explanation: str
    steps: list[tuple[str, str, str]]
    """Each: what, the rest of the sentence, a smaller line."""
    months: list[Month]
    law: Law | None
    rule: str
    how_sure: str
    changes: list[str]
    stays: str
    following: str
    other: dict[str, str] | None = None
    weekdays: list[tuple[str, str]] = field(default_factory=lambda: [(day[:2], day) for day in DAYS])


def why(deadline: Deadline, calendar: WorkingCalendar) -> Why:
    """The working of a duty. The child is named here, on the page, and nowhere in the row."""
    who = deadline.child.shown_as
    working = deadline.working
    unit, amount = Unit(working["unit"]), int(working["amount"])
    skipped = {date.fromisoformat(on): name for on, name in working["skipped"]}
    law = LAW.get(Rule(deadline.rule))
    other = working["other"]
    return Why(
        due=long(deadline.due_date),
        explanation=_named(deadline.explanation, who),
        steps=_steps(deadline, who, unit, amount, skipped, calendar),
        months=_months(deadline, skipped, calendar) if unit is Unit.WORKING_DAYS else [],
        law=law,
        rule=deadline.rule,
        how_sure=HOW_SURE[Confidence(working["confidence"])],
        changes=_changes(deadline, who, unit),
        stays=_stays(deadline),
        following=_following(deadline),
        other=(
            {
                "rule": other["rule"],
                "due": long(date.fromisoformat(other["due"])),
                "explanation": _named(other["explanation"], who),
            }
            if other
            else None
        ),
    )


def _named(text: str, who: str) -> str:
    """The rule says "the child"; the page says who."""
    return text.replace("The child", who).replace("the child", who)


def _steps(
    deadline: Deadline, who: str, unit: Unit, amount: int, skipped: dict[date, str], calendar: WorkingCalendar
) -> list[tuple[str, str, str]]:
    origin = CountedFrom(deadline.working["event"])
    start, due = deadline.counted_from, deadline.due_date
    source = "From the 903 files. " if deadline.period and deadline.period.source == "import" else ""
    steps = [
        (
            f"Counted from {long(start)},",
            f"{_named(ORIGINS[origin], who)}.",
            f"{source}The day itself is not counted.",
        )
    ]
    direction = "back" if amount < 0 else "on"
    if unit is Unit.WORKING_DAYS:
        weekends = _weekends(start, due)
        passed = [f"{weekends} weekend{'' if weekends == 1 else 's'}"] if weekends else []
        passed += [f"{name} ({plain(on)[:-5]})" for on, name in skipped.items()]
        more = f"Skipped on the way: {_listed(passed)}." if passed else "Nothing was skipped on the way."
    else:
        more = f"A date counted in {unit} does not move for a weekend or a bank holiday."
    steps.append((f"{amount_of(amount, unit)} {direction}.", more, ""))
    late = calendar.add_working_days(due, 1) if unit is Unit.WORKING_DAYS else due + timedelta(days=1)
    steps.append(
        (f"Last day: {long(due)}.", f"Done on this day it is in time. On {long(late)} it is late.", "")
    )
    plan_for = date.fromisoformat(deadline.working["plan_for"])
    booked = deadline.review.scheduled_date if deadline.review and deadline.kind == DutyKind.REVIEW else None
    if booked is not None and deadline.review.state == ReviewState.SCHEDULED:
        left = calendar.working_days_between(booked, due)
        spare = (
            f"That leaves {left} working day{'' if left == 1 else 's'} if it has to move."
            if left >= 0 and booked <= due
            else "That is after the last day."
        )
        steps.append((f"Plan for {long(booked)}, as booked.", spare, ""))
    elif plan_for != due:
        steps.append((f"Plan for {long(plan_for)},", "the last working day before.", ""))
    return steps


def _weekends(start: date, due: date) -> int:
    """Saturdays passed over between the two days."""
    early, late = sorted((start, due))
    return sum(1 for n in range(1, (late - early).days + 1) if (early + timedelta(days=n)).weekday() == 5)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _months(deadline: Deadline, skipped: dict[date, str], calendar: WorkingCalendar) -> list[Month]:
    """The days one by one, numbered as they were counted."""
    start, due = deadline.counted_from, deadline.due_date
    early, late = sorted((start, due))
    if (late - early).days > CALENDAR_UP_TO:
        return []
    step = 1 if due >= start else -1
    numbered: dict[date, int] = {}
    day, number = start, 0
    while day != due:
        day += timedelta(days=step)
        if calendar.is_working_day(day):
            number += 1
            numbered[day] = number
    months = []
    first = early.replace(day=1)
    while first <= late:
        weeks = [
            [_day(on, first.month, start, due, numbered, skipped) for on in week]
            for week in Calendar().monthdatescalendar(first.year, first.month)
        ]
        months.append(Month(f"{MONTHS[first.month - 1]} {first.year}", weeks))
        first = add_months(first, 1)
    return months


def _day(
    on: date, month: int, start: date, due: date, numbered: dict[date, int], skipped: dict[date, str]
) -> Day:
    if on.month != month:
        return Day()
    if on == start:
        return Day(on.day, "is-from", "start")
    if on == due:
        return Day(on.day, "is-due", f"{numbered[on]}: due" if on in numbered else "due")
    if on in skipped:
        return Day(on.day, "is-hol", _short_name(skipped[on]))
    if on in numbered:
        return Day(on.day, "is-count", str(numbered[on]))
    return Day(on.day, "is-off" if on.weekday() >= 5 else "")


def _short_name(name: str) -> str:
    """A bank holiday's name short enough for a calendar's square."""
    known = {
        "Good Friday": "Good Fri",
        "Easter Monday": "Easter",
        "May Day": "May Day",
        "Christmas Day": "Xmas",
    }
    return known.get(name, "Holiday")


def _changes(deadline: Deadline, who: str, unit: Unit) -> list[str]:
    """What would move the date."""
    kind = DutyKind(deadline.kind)
    origin = CountedFrom(deadline.working["event"])
    changes = [f"A different date for {_named(ORIGINS[origin], who)}"]
    if kind in (DutyKind.REVIEW, DutyKind.REVIEW_MEETING):
        changes.append("A review held before it: the next is then counted from that one")
        changes.append(f"{who} stops being looked after, or turns 18: no review is due")
    if kind in (DutyKind.CONSULT_CHILD, DutyKind.SOCIAL_WORKER_TALK, DutyKind.REPORTS):
        changes.append("The review is moved to another day")
    if unit is Unit.WORKING_DAYS:
        changes.append("A new bank holiday in between")
    return changes


def _stays(deadline: Deadline) -> str:
    return "Moving or cancelling the meeting does not change it." if deadline.kind == DutyKind.REVIEW else ""


def _following(deadline: Deadline) -> str:
    """What comes after this one, for reviews."""
    if deadline.kind != DutyKind.REVIEW or deadline.met_date is not None:
        return ""
    months = months_to_the_next(Rule(deadline.rule))
    planned = date.fromisoformat(deadline.working["plan_for"])
    if deadline.review is not None and deadline.review.scheduled_date is not None:
        planned = deadline.review.scheduled_date
    after = short(add_months(planned, months))
    return f"{months} calendar months after the day this review is held. Held on {short(planned)}: due by {after}."
