"""What duties follow from, and what follows: rows already read go in, specifications of rows come out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from children.enums import StartBasis
from children.models import Allocation, CarePlanVersion, Child, LegalStatus, PeriodOfCare, Placement
from core.calendar import WorkingCalendar
from reviews import timescales as clock
from reviews.enums import DutyKind, ReviewState
from reviews.models import DutyDone, Review

UNDER_WAY = frozenset({ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED})
HELD = frozenset({ReviewState.CONCLUDED, ReviewState.COMPLETED})


@dataclass(frozen=True)
class Choices:
    """What the authority chose: calendar, readings of the law, reminder steps."""

    calendar: WorkingCalendar
    clock: clock.ClockSettings
    reminder_steps: tuple[int, ...]


@dataclass
class Facts:
    """Everything about one child that duties follow from, already read."""

    child: Child
    periods: list[PeriodOfCare] = field(default_factory=list)
    statuses: list[LegalStatus] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    plans: list[CarePlanVersion] = field(default_factory=list)
    """With `section_codes`: the sections that have text."""
    done: list[DutyDone] = field(default_factory=list)
    open_decisions: int = 0

    @property
    def period(self) -> PeriodOfCare | None:
        """The open period of care."""
        return next((period for period in self.periods if period.end_date is None), None)

    @property
    def last_break(self) -> PeriodOfCare | None:
        """The short break that ended last, for a child at home again."""
        last = max(self.periods, key=lambda period: period.start_date, default=None)
        return last if last and last.end_date and last.basis == StartBasis.SHORT_BREAKS else None

    @property
    def placement(self) -> Placement | None:
        """Where the child lives now."""
        return next((placement for placement in self.placements if placement.end_date is None), None)

    @property
    def status(self) -> LegalStatus | None:
        """The legal status that stands now."""
        return next((status for status in self.statuses if status.end_date is None), None)


@dataclass(frozen=True)
class Duty:
    """One row of `Deadline` as it ought to stand."""

    kind: DutyKind
    key: str
    due: clock.Due
    met_date: date | None = None
    period: PeriodOfCare | None = None
    review: Review | None = None
    placement: Placement | None = None

    def values(self, choices: Choices) -> dict[str, Any]:
        """The fields of the row."""
        days = clock.reminder_days(self.due.due, choices.reminder_steps, choices.calendar)
        return {
            "period_id": self.period.pk if self.period else None,
            "review_id": self.review.pk if self.review else None,
            "placement_id": self.placement.pk if self.placement else None,
            "due_date": self.due.due,
            "rule": str(self.due.rule),
            "counted_from": self.due.counted_from,
            "explanation": self.due.explanation,
            "working": working(self.due),
            "met_date": self.met_date,
            "reminder_dates": [day.on for day in days],
            "reminder_steps": [day.step for day in days],
        }


def working(due: clock.Due) -> dict[str, Any]:
    """The rest of a date's working, as JSON keeps it."""
    return {
        "event": str(due.counted_from_event),
        "amount": due.amount,
        "unit": str(due.unit),
        "skipped": [[on.isoformat(), name] for on, name in due.skipped],
        "plan_for": due.plan_for.isoformat(),
        "not_before": due.not_before.isoformat() if due.not_before else None,
        "confidence": str(due.confidence),
        "other": (
            {
                "rule": str(due.competing.rule),
                "due": due.competing.due.isoformat(),
                "explanation": due.competing.explanation,
            }
            if due.competing
            else None
        ),
    }


@dataclass(frozen=True)
class Derived:
    """What follows from a child's facts."""

    duties: list[Duty]
    held: dict[int, tuple[date | None, str]]
    """Review id to what stood due when it was held, and the rule: fixed on the review, so lateness is never typed."""
    entry: dict[str, Any] | None
    """The fields of the caseload entry (next_deadline as a key of `duties`); None for a child not looked after."""
