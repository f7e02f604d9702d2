"""The duties towards the child between reviews: plans, visits, health, placements with a limit, growing
up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from core.calendar import ENGLAND, WorkingCalendar
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings
from reviews.timescales.counting import birthday, make_due
from reviews.timescales.enums import CountedFrom, Rule, Unit
from reviews.timescales.law import LAW
from reviews.timescales.model import Due
from reviews.timescales.wording import explain

SHORT_BREAK_MAX_DAYS: Final = 17
"""No single short break is meant to be longer (CPPCR 48(1), calendar days)."""

SHORT_BREAKS_MAX_DAYS_IN_A_YEAR: Final = 75
"""All short breaks of any 12 months together (CPPCR 48(1), calendar days)."""

_ELIGIBLE_AGE: Final = 14
_ELIGIBLE_WEEKS: Final = 13

# Plans


def care_plan(first_placement: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the care plan must be made, if not before the first placement: 10 working days of its start."""
    return make_due(
        Rule.CARE_PLAN,
        first_placement,
        CountedFrom.FIRST_PLACEMENT,
        10,
        Unit.WORKING_DAYS,
        "the care plan must be made before it or, if that cannot be, within 10 working days",
        calendar=calendar,
    )


def placement_plan(placement_started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the placement plan must be made, if not before the placement: 5 working days of its start."""
    return make_due(
        Rule.PLACEMENT_PLAN,
        placement_started,
        CountedFrom.PLACEMENT_STARTED,
        5,
        Unit.WORKING_DAYS,
        "the placement plan must be made before it or, if that cannot be, within 5 working days",
        calendar=calendar,
    )


def detention_placement_plan(remanded: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the plan of a child remanded to youth detention must be made: 10 working days."""
    return make_due(
        Rule.DETENTION_PLACEMENT_PLAN,
        remanded,
        CountedFrom.REMANDED,
        10,
        Unit.WORKING_DAYS,
        "the detention placement plan must be made within 10 working days",
        calendar=calendar,
    )


def remand_care_plan(
    remanded: date, *, settings: ClockSettings = DEFAULT_SETTINGS, calendar: WorkingCalendar = ENGLAND
) -> Due:
    """By when the care plan of a child remanded to local authority accommodation must be made (a setting)."""
    days = settings.remand_care_plan_working_days
    return make_due(
        Rule.REMAND_CARE_PLAN,
        remanded,
        CountedFrom.REMANDED,
        days,
        Unit.WORKING_DAYS,
        f"the care plan must be made within {days} working days",
        "That number is as the portal reads the remand regulations; the authority may set it.",
        calendar=calendar,
    )


def pep(started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the personal education plan must be started: 10 working days. Its termly review is no count."""
    return make_due(
        Rule.PEP,
        started,
        CountedFrom.STARTED,
        10,
        Unit.WORKING_DAYS,
        "the personal education plan must be started within 10 working days",
        calendar=calendar,
    )


# Health


def initial_health_assessment(started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the first health assessment must be ready: for the first review, 20 working days."""
    return make_due(
        Rule.INITIAL_HEALTH,
        started,
        CountedFrom.STARTED,
        20,
        Unit.WORKING_DAYS,
        "the first health assessment must be ready for the first review, within 20 working days",
        calendar=calendar,
    )


def health_assessment(
    last_assessed: date,
    date_of_birth: date,
    *,
    settings: ClockSettings = DEFAULT_SETTINGS,
    calendar: WorkingCalendar = ENGLAND,
) -> Due:
    """By when health must be assessed again: 6 months if the child was under 5 at the last one, else 12.

    A child assessed shortly before the 5th birthday is seen within the six months: the stricter reading.
    """
    under_five = last_assessed < birthday(date_of_birth, 5, settings.leap_day_birthday)
    months = 6 if under_five else 12
    age = "under 5" if under_five else "5 or over"
    return make_due(
        Rule.HEALTH,
        last_assessed,
        CountedFrom.LAST_ASSESSMENT,
        months,
        Unit.MONTHS,
        f"health must be assessed again not more than {months} calendar months later, as the child was {age}",
        calendar=calendar,
    )


# Placements with a limit


def temporary_approval(approved: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """The end of a connected person's temporary approval: 16 weeks."""
    return make_due(
        Rule.TEMPORARY_APPROVAL,
        approved,
        CountedFrom.APPROVED,
        16,
        Unit.WEEKS,
        "a temporary approval lasts not more than 16 weeks",
        calendar=calendar,
    )


def temporary_approval_extension(approval_ends: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """The end of the one extension of a temporary approval: 8 weeks after the 16 are over."""
    return make_due(
        Rule.TEMPORARY_APPROVAL_EXTENSION,
        approval_ends,
        CountedFrom.APPROVAL_ENDED,
        8,
        Unit.WEEKS,
        "the approval may be made longer once, by not more than 8 weeks",
        calendar=calendar,
    )


def emergency_foster_placement(placement_started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """The end of an emergency placement outside the foster parent's terms of approval: 6 working days."""
    return make_due(
        Rule.EMERGENCY_FOSTERING,
        placement_started,
        CountedFrom.PLACEMENT_STARTED,
        6,
        Unit.WORKING_DAYS,
        "an emergency placement outside the terms of approval must end within 6 working days",
        calendar=calendar,
    )


# Growing up


def eligible_on(
    date_of_birth: date,
    periods: Iterable[tuple[date, date | None]],
    *,
    settings: ClockSettings = DEFAULT_SETTINGS,
) -> date | None:
    """The day a child becomes an eligible child (CPPCR 40), or None if the periods given never make one.

    Eligible is who at 16 or 17 is looked after and has been for 13 weeks in all since the 14th birthday.
    `periods` are the periods of care, oldest first, from and to (None: still running), without those of
    short breaks, which do not count.
    """
    fourteenth = birthday(date_of_birth, _ELIGIBLE_AGE, settings.leap_day_birthday)
    sixteenth = birthday(date_of_birth, 16, settings.leap_day_birthday)
    eighteenth = birthday(date_of_birth, 18, settings.leap_day_birthday)
    wanting = timedelta(weeks=_ELIGIBLE_WEEKS)
    for start, end in periods:
        counted_from = max(start, fourteenth)
        reached = max(counted_from + max(wanting, timedelta(0)), sixteenth)
        if reached < eighteenth and (end is None or reached <= end):
            return reached
        if end is not None and end > counted_from:
            wanting -= end - counted_from
    return None


def pathway_needs_assessment(
    date_of_birth: date,
    became_eligible: date,
    *,
    settings: ClockSettings = DEFAULT_SETTINGS,
    calendar: WorkingCalendar = ENGLAND,
) -> Due:
    """By when an eligible child's needs must be assessed: 3 months from the 16th birthday or, later,
    eligibility."""
    sixteenth = birthday(date_of_birth, 16, settings.leap_day_birthday)
    later = became_eligible > sixteenth
    return make_due(
        Rule.PATHWAY_NEEDS,
        became_eligible if later else sixteenth,
        CountedFrom.BECAME_ELIGIBLE if later else CountedFrom.SIXTEENTH_BIRTHDAY,
        3,
        Unit.MONTHS,
        "the child's needs must be assessed for a pathway plan not more than 3 calendar months later",
        calendar=calendar,
    )


def pathway_plan_review(last: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the pathway plan must be reviewed: 6 months after it was made or last reviewed."""
    return make_due(
        Rule.PATHWAY_REVIEW,
        last,
        CountedFrom.LAST_PATHWAY_REVIEW,
        6,
        Unit.MONTHS,
        "the pathway plan must be reviewed not more than 6 calendar months later",
        calendar=calendar,
    )


def eighteenth_birthday(
    date_of_birth: date, *, settings: ClockSettings = DEFAULT_SETTINGS, calendar: WorkingCalendar = ENGLAND
) -> Due:
    """The day the child comes of age and looked-after reviews end."""
    day = birthday(date_of_birth, 18, settings.leap_day_birthday)
    note = "A birthday does not move for a weekend or a bank holiday."
    if (day.month, day.day) != (date_of_birth.month, date_of_birth.day):
        note += f" There is no 29 February in {day.year}, so the day taken is {settings.leap_day_birthday}."
    duty = "looked-after reviews end on the 18th birthday"
    return Due(
        due=day,
        rule=Rule.EIGHTEENTH_BIRTHDAY,
        counted_from=date_of_birth,
        counted_from_event=CountedFrom.BORN,
        amount=18,
        unit=Unit.YEARS,
        explanation=explain(date_of_birth, CountedFrom.BORN, duty, note),
        skipped=(),
        plan_for=calendar.last_working_day_on_or_before(day),
        confidence=LAW[Rule.EIGHTEENTH_BIRTHDAY].confidence,
    )
