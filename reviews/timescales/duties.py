"""The duties around a review and the reviewing officer: what is due before it, after it, and on a new child.

Most come from the IRO Handbook. Each function takes the day it counts from and gives a `Due`.
"""

from __future__ import annotations

from datetime import date

from core.calendar import ENGLAND, WorkingCalendar
from reviews.timescales.clock import ADJOURNMENT_WORKING_DAYS
from reviews.timescales.counting import make_due
from reviews.timescales.enums import CountedFrom, Rule, Unit
from reviews.timescales.model import Due


def _working_days(
    rule: Rule, start: date, origin: CountedFrom, days: int, duty: str, calendar: WorkingCalendar
) -> Due:
    return make_due(rule, start, origin, days, Unit.WORKING_DAYS, duty, calendar=calendar)


# A child becomes looked after


def iro_service_told(started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the reviewing service must know of a newly looked-after child: 2 working days."""
    duty = "the reviewing service must be told within 2 working days"
    return _working_days(Rule.IRO_SERVICE_TOLD, started, CountedFrom.STARTED, 2, duty, calendar)


def iro_named(started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when a reviewing officer must be named: 5 working days (in law, before the first review)."""
    duty = "a reviewing officer must be named within 5 working days"
    return _working_days(Rule.IRO_NAMED, started, CountedFrom.STARTED, 5, duty, calendar)


# Before a review


def consult_child(review_on: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the child must have been asked who should come and where to meet: 20 working days before."""
    duty = "the child must be asked who should come and where to meet at least 20 working days before"
    return _working_days(Rule.CONSULT_CHILD, review_on, CountedFrom.REVIEW_DATE, -20, duty, calendar)


def social_worker_talk(review_on: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the social worker and the reviewing officer must have talked: 15 working days before."""
    duty = "the social worker and the reviewing officer must talk at least 15 working days before"
    return _working_days(Rule.SOCIAL_WORKER_TALK, review_on, CountedFrom.REVIEW_DATE, -15, duty, calendar)


def reports(review_on: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the reports must have reached the reviewing officer: 3 working days before."""
    duty = "reports must reach the reviewing officer at least 3 working days before"
    return _working_days(Rule.REPORTS, review_on, CountedFrom.REVIEW_DATE, -3, duty, calendar)


def permanence_plan(first_review_held: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the child must have a plan for permanence: the second review, so 3 months after the first.

    Where the second review is held sooner the plan is wanted then.
    """
    duty = "the plan for permanence must be there by the second review, not more than 3 calendar months later"
    return make_due(
        Rule.PERMANENCE_PLAN,
        first_review_held,
        CountedFrom.FIRST_REVIEW,
        3,
        Unit.MONTHS,
        duty,
        calendar=calendar,
    )


# After a review


def adjournment_limit(adjourned: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """The last day an adjourned review may be resumed: 20 working days, once."""
    duty = f"the review, adjourned once, must be resumed within {ADJOURNMENT_WORKING_DAYS} working days"
    return _working_days(
        Rule.ADJOURNMENT,
        adjourned,
        CountedFrom.ADJOURNED_SITTING,
        ADJOURNMENT_WORKING_DAYS,
        duty,
        calendar,
    )


def decisions(concluded: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the decisions must be out in writing: 5 working days after the last sitting."""
    duty = "the decisions must be sent out in writing within 5 working days"
    return _working_days(Rule.DECISIONS, concluded, CountedFrom.REVIEW_CONCLUDED, 5, duty, calendar)


def manager_answer(received: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the responsible manager must agree or disagree: 5 working days from receipt."""
    duty = "the manager must agree or disagree within 5 working days, and silence is agreement"
    return _working_days(Rule.MANAGER_ANSWER, received, CountedFrom.DECISIONS_RECEIVED, 5, duty, calendar)


def record(concluded: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the full record must be written: 15 working days after the last sitting."""
    duty = "the full record must be written within 15 working days"
    return _working_days(Rule.RECORD, concluded, CountedFrom.REVIEW_CONCLUDED, 15, duty, calendar)


def distribution(concluded: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the record must be with those it is for: 20 working days after the last sitting."""
    duty = "the record must be sent out within 20 working days"
    return _working_days(Rule.DISTRIBUTION, concluded, CountedFrom.REVIEW_CONCLUDED, 20, duty, calendar)


def dispute_total(started: date, *, calendar: WorkingCalendar = ENGLAND) -> Due:
    """By when the formal dispute process must end, all stages together: 20 working days."""
    duty = "the formal dispute process must end within 20 working days, all stages together"
    return _working_days(Rule.DISPUTE, started, CountedFrom.DISPUTE_STARTED, 20, duty, calendar)
