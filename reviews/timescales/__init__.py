"""The statutory clock: dates in, dates out, each with its rule, what it was counted from and a sentence on
it.

No other code in the portal knows a number of days. This package imports the standard library and
`core.calendar` alone, never looks at the machine's clock, and gives the same answer to the same question
for ever.
"""

from reviews.timescales.child_duties import (
    SHORT_BREAK_MAX_DAYS,
    SHORT_BREAKS_MAX_DAYS_IN_A_YEAR,
    care_plan,
    detention_placement_plan,
    eighteenth_birthday,
    eligible_on,
    emergency_foster_placement,
    health_assessment,
    initial_health_assessment,
    pathway_needs_assessment,
    pathway_plan_review,
    pep,
    placement_plan,
    remand_care_plan,
    temporary_approval,
    temporary_approval_extension,
)
from reviews.timescales.choices import DEFAULT_SETTINGS, ClockSettings
from reviews.timescales.clock import ADJOURNMENT_WORKING_DAYS, review_dates
from reviews.timescales.counting import birthday
from reviews.timescales.duties import (
    adjournment_limit,
    consult_child,
    decisions,
    dispute_total,
    distribution,
    iro_named,
    iro_service_told,
    manager_answer,
    permanence_plan,
    record,
    reports,
    social_worker_talk,
)
from reviews.timescales.enums import (
    Basis,
    ClockState,
    Confidence,
    CountedFrom,
    EventKind,
    Fault,
    LeapDayBirthday,
    NoDateReason,
    Rule,
    Sitting,
    Unit,
    VisitKind,
)
from reviews.timescales.following import months_to_the_next
from reviews.timescales.law import LAW, Law
from reviews.timescales.model import Answer, Due, Event, HeldReview, Timeline, TimelineError
from reviews.timescales.reminders import (
    REMINDER_RHYTHM,
    REMINDER_STEPS,
    ReminderDay,
    latest_reminder,
    midway,
    reminder_days,
    working_days_left,
)
from reviews.timescales.short_breaks import Spell, join_spells, series_open_until
from reviews.timescales.stream import answer_line, answer_values, parse_timeline
from reviews.timescales.visits import visit
from reviews.timescales.wording import long_date

__all__ = [
    "ADJOURNMENT_WORKING_DAYS",
    "DEFAULT_SETTINGS",
    "LAW",
    "REMINDER_RHYTHM",
    "REMINDER_STEPS",
    "SHORT_BREAKS_MAX_DAYS_IN_A_YEAR",
    "SHORT_BREAK_MAX_DAYS",
    "Answer",
    "Basis",
    "ClockSettings",
    "ClockState",
    "Confidence",
    "CountedFrom",
    "Due",
    "Event",
    "EventKind",
    "Fault",
    "HeldReview",
    "Law",
    "LeapDayBirthday",
    "NoDateReason",
    "ReminderDay",
    "Rule",
    "Sitting",
    "Spell",
    "Timeline",
    "TimelineError",
    "Unit",
    "VisitKind",
    "adjournment_limit",
    "answer_line",
    "answer_values",
    "birthday",
    "care_plan",
    "consult_child",
    "decisions",
    "detention_placement_plan",
    "dispute_total",
    "distribution",
    "eighteenth_birthday",
    "eligible_on",
    "emergency_foster_placement",
    "health_assessment",
    "initial_health_assessment",
    "iro_named",
    "iro_service_told",
    "join_spells",
    "latest_reminder",
    "long_date",
    "manager_answer",
    "midway",
    "months_to_the_next",
    "parse_timeline",
    "pathway_needs_assessment",
    "pathway_plan_review",
    "pep",
    "permanence_plan",
    "placement_plan",
    "record",
    "remand_care_plan",
    "reminder_days",
    "reports",
    "review_dates",
    "series_open_until",
    "social_worker_talk",
    "temporary_approval",
    "temporary_approval_extension",
    "visit",
    "working_days_left",
]
