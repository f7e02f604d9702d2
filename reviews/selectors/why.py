"""Why this date? The working of one duty, from its row, laid out for the page."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.calendar import WorkingCalendar, add_months
from core.dates import DAYS, MONTHS, long, plain, short
from reviews.enums import DutyKind, ReviewState, Source
from reviews.models import Deadline
from reviews.naming import MEETINGS, days_in_words, duty_name
from reviews.timescales import LAW, Confidence, CountedFrom, Law, Rule, Unit
from reviews.timescales.following import months_to_the_next
from reviews.timescales.wording import ORIGINS, amount_of

HOW_SURE = {
    Confidence.HIGH: "Known well, but its text was not before us.",
    Confidence.MEDIUM: "We are not certain of this rule. Your authority can set it, and ought to check it.",
    Confidence.LOW: "We are unsure of this rule. Your authority can set it, and must check it.",
}
"""Said beside a rule; nothing where its text was read."""
BEFORE = (DutyKind.CONSULT_CHILD, DutyKind.SOCIAL_WORKER_TALK, DutyKind.REPORTS)
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

    name: str
    due: str
    explanation: str
    changed: str
    """When the date last changed and what it was; empty where it never did."""
    changed_why: str
    met: str
    met_late: bool
    steps: list[tuple[str, str, str]]
    """Each: what, the rest of the sentence, a smaller line."""
    months: list[Month]
    law: Law | None
    rule: str
    how_sure: str
    changes: list[str]
    stays: str
    following: str
    wrong: str
    """What to do where the date looks wrong."""
    can_fill_in: bool
    """Whether the day counted from is one a person may fill in here."""
    other: dict[str, str] | None = None
    weekdays: list[tuple[str, str]] = field(default_factory=lambda: [(day[:2], day) for day in DAYS])


def why(deadline: Deadline, calendar: WorkingCalendar) -> Why:
    """The working of a duty. The child is named here, on the page, and nowhere in the row."""
    who = deadline.child.shown_as
    working = deadline.working
    unit, amount = Unit(working["unit"]), int(working["amount"])
    skipped = {date.fromisoformat(on): name for on, name in working["skipped"]}
    met, late = _met(deadline, calendar)
    wrong, can_fill_in = _wrong(deadline)
    changed, changed_why = _changed(deadline)
    return Why(
        name=name_of(deadline),
        due=long(deadline.due_date),
        explanation=_named(deadline.explanation, who),
        changed=changed,
        changed_why=changed_why,
        met=met,
        met_late=late,
        steps=_steps(deadline, who, unit, amount, skipped, calendar),
        months=_months(deadline, skipped, calendar) if unit is Unit.WORKING_DAYS else [],
        law=LAW.get(Rule(deadline.rule)),
        rule=deadline.rule,
        how_sure=HOW_SURE.get(Confidence(working["confidence"]), ""),
        changes=_changes(deadline, who, unit) if deadline.met_date is None else [],
        stays=_stays(deadline),
        following=_following(deadline),
        wrong=wrong,
        can_fill_in=can_fill_in,
        other=_other(working["other"], who),
    )


def name_of(deadline: Deadline) -> str:
    """What the duty is called: "First review". A review not booked yet has its number in the duty's key."""
    number = deadline.review.number if deadline.review else None
    if number is None and deadline.kind == DutyKind.REVIEW and deadline.rule != Rule.SHORT_BREAKS_REVIEW:
        number = int(deadline.key.rpartition(":")[2])
    return duty_name(deadline.kind, number)


def _changed(deadline: Deadline) -> tuple[str, str]:
    """When the date of this duty last changed, what it was, and what it changed with."""
    at, was, origin = deadline.due_changed_at, deadline.earlier_due_date, deadline.earlier_counted_from
    if at is None or was is None or origin is None:
        return "", ""
    told = f"Date changed on {short(at)}, was {short(was)}."
    if deadline.earlier_rule != deadline.rule:
        law = LAW.get(Rule(deadline.earlier_rule))
        citation = law.citation if law else deadline.earlier_rule
        return told, f"Until then it was counted from {short(origin)}, by another rule: {citation}."
    if origin != deadline.counted_from:
        return (
            told,
            f"Until then it was counted from {short(origin)}, now from {short(deadline.counted_from)}.",
        )
    return told, "The bank holidays or your authority’s choices were changed."


def _met(deadline: Deadline, calendar: WorkingCalendar) -> tuple[str, bool]:
    """When it was done, and whether that was late. A review is dated by its first sitting."""
    on = deadline.met_date
    if on is None:
        return "", False
    if deadline.kind == DutyKind.REVIEW and deadline.review is not None:
        on = deadline.review.held_date or on
    verb = "Held" if deadline.kind == DutyKind.REVIEW else "Done"
    if on <= deadline.due_date:
        return f"{verb} on {long(on)}, in time.", False
    days = max(calendar.working_days_between(deadline.due_date, on), 1)
    return f"{verb} on {long(on)}, {days_in_words(-days)}.", True


def _other(other: dict[str, str] | None, who: str) -> dict[str, str] | None:
    """The other clock, where two run."""
    if not other:
        return None
    law = LAW.get(Rule(other["rule"]))
    return {
        "due": long(date.fromisoformat(other["due"])),
        "law": law.citation if law else other["rule"],
        "url": law.url if law else "",
        "explanation": _named(other["explanation"], who),
    }


def _wrong(deadline: Deadline) -> tuple[str, bool]:
    """What to do where the date looks wrong, and whether the start may be filled in here."""
    origin = CountedFrom(deadline.working["event"])
    period = deadline.period
    given = period is not None and (period.start_given_by_person or not period.start_known)
    if origin is CountedFrom.STARTED and given:
        return "Somebody filled in here when care began. It can be corrected.", True
    if origin in (CountedFrom.LAST_KNOWN_REVIEW,):
        return "When care began is not known. With that day filled in, the date is counted again.", True
    if period is not None and period.source == Source.IMPORT:
        return (
            "Compare the first step with the case system. What is corrected there comes with the next import.",
            False,
        )
    return "Compare the first step with the record. Most often the day counted from needs correcting.", False


def _named(text: str, who: str) -> str:
    """The rule says "the child"; the page says who."""
    return text.replace("The child", who).replace("the child", who).replace("'", "’")


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
    not_before = deadline.working["not_before"]
    if not_before:
        early = long(date.fromisoformat(not_before))
        steps.append((f"Not before {early}.", "The review should not be held earlier.", ""))
    steps.append((f"Last day: {long(due)}.", _last_day(deadline, unit, calendar), ""))
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
    elif plan_for != due and deadline.met_date is None:
        steps.append((f"Plan for {long(plan_for)},", "the last working day before.", ""))
    return steps


def _last_day(deadline: Deadline, unit: Unit, calendar: WorkingCalendar) -> str:
    """What holds on the last day, and what on the next."""
    due = deadline.due_date
    if deadline.kind == DutyKind.MANAGER_ANSWER:
        return "No answer by the end of this day is taken as agreement."
    if deadline.kind == DutyKind.TEMPORARY_APPROVAL:
        return "After it the approval no longer holds, unless it was made longer."
    late = calendar.add_working_days(due, 1) if unit is Unit.WORKING_DAYS else due + timedelta(days=1)
    done = "A review held on this day is" if deadline.kind in MEETINGS else "Done on this day it is"
    return f"{done} in time. On {long(late)} it is late."


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
            if week[-1] >= early and week[0] <= late
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
        return Day(on.day, "is-from", "start" if due >= start else "review")
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
    if kind in BEFORE:
        return ["The review is moved to another day", "A new bank holiday in between"]
    changes = [f"A different date for {_named(ORIGINS[origin], who)}"]
    if kind in (DutyKind.REVIEW, DutyKind.REVIEW_MEETING):
        changes.append("A review held before it: the next is then counted from that one")
        changes.append(f"{who} stops being looked after, or turns 18: no review is due")
    if unit is Unit.WORKING_DAYS:
        changes.append(f"A new bank holiday before {plain(deadline.due_date)}")
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
