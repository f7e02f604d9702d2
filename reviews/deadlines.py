"""From a child's facts to their duties with dates. Pure: rows already read go in, specifications of rows come out.

Nothing here looks at the clock or the database, so `recompute` can derive every row again and compare.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from children.enums import Permanence, PlanSection, PlanStatus, StartBasis
from children.models import Allocation, CarePlanVersion, Child, LegalStatus, PeriodOfCare, Placement
from core.calendar import WorkingCalendar
from reviews import timescales as clock
from reviews.enums import IRO_KINDS, DutyKind, ManagerAnswer, ReviewState, Source
from reviews.models import DutyDone, Review
from reviews.timeline import LONG_TERM_FOSTERING, PLACED_FOR_ADOPTION, SHORT_BREAKS, timeline

UNDER_WAY = frozenset({ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED})
HELD = frozenset({ReviewState.CONCLUDED, ReviewState.COMPLETED})
WITH_PARENTS = "P1"


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


def derive(facts: Facts, choices: Choices) -> Derived:
    """Every duty of one child, what stood due at each review held, and the caseload entry."""
    held: dict[int, tuple[date | None, str]] = {}
    duties: list[Duty] = []
    no_date_reason = ""
    next_review: clock.Due | None = None
    period = facts.period
    try:
        answer, review_duties, held = _review_clock(facts, choices)
    except clock.TimelineError as error:
        no_date_reason = str(error.fault)
    else:
        duties += review_duties
        next_review = answer.next_review
        no_date_reason = str(answer.no_date_reason or "")
        if period is not None and answer.next_meeting is not None:
            meeting = answer.next_meeting
            key = f"period:{period.pk}:meeting:{meeting.counted_from}"
            duties.append(Duty(DutyKind.REVIEW_MEETING, key, meeting, period=period))
    for review in facts.reviews:
        duties += _around(review, choices)
    if period is None:
        return Derived([duty for duty in duties if duty.met_date or _after_care(duty)], held, None)
    duties += _reviewing_officer(facts, period, choices)
    duties += _authority(facts, period, choices)
    return Derived(duties, held, _entry(facts, period, duties, next_review, no_date_reason, choices))


def _after_care(duty: Duty) -> bool:
    """What is still owed once the child is no longer looked after: writing up the reviews that were held."""
    return duty.kind in (DutyKind.DECISIONS, DutyKind.RECORD, DutyKind.DISTRIBUTION)


def _review_clock(
    facts: Facts, choices: Choices
) -> tuple[clock.Answer, list[Duty], dict[int, tuple[date | None, str]]]:
    """The duty to review: each one met, and the one that stands."""
    line, reviews = timeline(
        facts.child, facts.periods, facts.statuses, facts.placements, facts.reviews, settings=choices.clock
    )

    def ask(events: tuple[clock.Event, ...]) -> clock.Answer:
        return clock.review_dates(
            clock.Timeline(line.date_of_birth, events), settings=choices.clock, calendar=choices.calendar
        )

    answer = ask(line.events)
    counted = {one.held: one for one in answer.reviews}
    held: dict[int, tuple[date | None, str]] = {}
    duties: list[Duty] = []
    met: dict[int, int] = {}
    for index, review in enumerate(reviews):
        if review is None or review.state not in HELD or review.held_date not in counted:
            continue
        one = counted[review.held_date]
        held[review.pk] = (one.due, str(one.rule or ""))
        number = met[review.period_id] = met.get(review.period_id, 0) + 1
        stood = ask(line.events[:index]).next_review
        if stood is not None:
            key = f"period:{review.period_id}:review:{number}"
            duties.append(
                Duty(DutyKind.REVIEW, key, stood, review.concluded_date, _period_of(facts, review), review)
            )
    period = facts.period
    if period is not None and answer.next_review is not None:
        key = f"period:{period.pk}:review:{met.get(period.pk, 0) + 1}"
        booked = next((review for review in facts.reviews if review.state in UNDER_WAY), None)
        duties.append(Duty(DutyKind.REVIEW, key, answer.next_review, period=period, review=booked))
    return answer, duties, held


def _period_of(facts: Facts, review: Review) -> PeriodOfCare | None:
    return next((period for period in facts.periods if period.pk == review.period_id), None)


def _around(review: Review, choices: Choices) -> Iterator[Duty]:
    """What is owed before a booked review and after a concluded one. An imported review owes nothing."""
    calendar = choices.calendar
    if review.source == Source.IMPORT:
        return

    def duty(kind: DutyKind, due: clock.Due, met: date | None) -> Duty:
        return Duty(kind, f"review:{review.pk}", due, met, review=review)

    if review.scheduled_date is not None and review.state in UNDER_WAY | HELD:
        before = (
            (DutyKind.CONSULT_CHILD, clock.consult_child, review.child_asked_date),
            (DutyKind.SOCIAL_WORKER_TALK, clock.social_worker_talk, review.social_worker_talk_date),
            (DutyKind.REPORTS, clock.reports, review.reports_received_date),
        )
        for kind, rule, met in before:
            # Once the review has begun, what was not done before it can no longer be.
            if met is not None or review.state == ReviewState.SCHEDULED:
                yield duty(kind, rule(review.scheduled_date, calendar=calendar), met)
    if review.adjourned_date is not None and review.state == ReviewState.ADJOURNED:
        yield duty(DutyKind.RESUME, clock.adjournment_limit(review.adjourned_date, calendar=calendar), None)
    if review.state not in HELD or review.concluded_date is None:
        return
    on = review.concluded_date
    yield duty(DutyKind.DECISIONS, clock.decisions(on, calendar=calendar), review.decisions_issued_date)
    if review.decisions_issued_date is not None:
        answered = clock.manager_answer(review.decisions_issued_date, calendar=calendar)
        silent = review.manager_answer == ManagerAnswer.SILENT
        yield duty(DutyKind.MANAGER_ANSWER, answered, answered.due if silent else review.manager_answer_date)
    yield duty(DutyKind.RECORD, clock.record(on, calendar=calendar), review.record_completed_date)
    yield duty(DutyKind.DISTRIBUTION, clock.distribution(on, calendar=calendar), review.distributed_date)


def _reviewing_officer(facts: Facts, period: PeriodOfCare, choices: Choices) -> Iterator[Duty]:
    """An IRO is to be named within 5 working days of the start, or of the day there was none any more."""
    mine = sorted(
        (one for one in facts.allocations if one.end_date is None or one.end_date > period.start_date),
        key=lambda one: one.start_date,
    )
    first = clock.iro_named(period.start_date, calendar=choices.calendar)
    named = max(mine[0].start_date, period.start_date) if mine else None
    if period.start_known or named is None:
        yield Duty(DutyKind.IRO_NAMED, f"period:{period.pk}:iro:{period.start_date}", first, named, period)
    if mine and mine[-1].end_date is not None:
        gone = mine[-1].end_date
        again = clock.iro_named(gone, calendar=choices.calendar)
        yield Duty(DutyKind.IRO_NAMED, f"period:{period.pk}:iro:{gone}", again, None, period)


def _authority(facts: Facts, period: PeriodOfCare, choices: Choices) -> Iterator[Duty]:
    """What the authority owes the child, where the facts for it are in the portal."""
    calendar, since = choices.calendar, facts.child.known_since
    full_time = period.basis != StartBasis.SHORT_BREAKS
    done: dict[str, list[date]] = {}
    for one in sorted(facts.done, key=lambda row: row.done_date):
        if one.done_date >= period.start_date:
            done.setdefault(one.kind, []).append(one.done_date)

    def duty(
        kind: DutyKind, due: clock.Due, met: date | None, key: str, placement: Placement | None = None
    ) -> Duty:
        return Duty(kind, key, due, met, period, placement=placement)

    of_period = f"period:{period.pk}"
    agreed = sorted(
        (plan for plan in facts.plans if plan.status != PlanStatus.DRAFT and plan.agreed_on),
        key=lambda plan: plan.agreed_on,
    )
    if period.start_known and full_time and (facts.plans or period.start_date >= since):
        met = next((plan.agreed_on for plan in agreed if plan.agreed_on >= period.start_date), None)
        remanded = period.basis == StartBasis.REMANDED
        due = (
            clock.remand_care_plan(period.start_date, settings=choices.clock, calendar=calendar)
            if remanded
            else clock.care_plan(period.start_date, calendar=calendar)
        )
        yield duty(DutyKind.CARE_PLAN, due, met, of_period)
    yield from _permanence(facts, period, agreed, choices)
    if full_time and period.start_known and (done.get(DutyKind.PEP) or period.start_date >= since):
        first = next(iter(done.get(DutyKind.PEP, [])), None)
        yield duty(DutyKind.PEP, clock.pep(period.start_date, calendar=calendar), first, of_period)
    if full_time:
        yield from _health(facts, period, done.get(DutyKind.HEALTH_ASSESSMENT, []), choices)
    placement = facts.placement
    if placement is not None:
        yield from _home(facts, period, placement, done, agreed, choices)
    yield from _pathway(facts, period, done.get(DutyKind.PATHWAY_ASSESSMENT, []), choices)


def _permanence(
    facts: Facts, period: PeriodOfCare, agreed: list[CarePlanVersion], choices: Choices
) -> Iterator[Duty]:
    first = next(
        (
            one
            for one in sorted(facts.reviews, key=_held_on)
            if one.period_id == period.pk and one.state in HELD and one.full
        ),
        None,
    )
    if not (first and first.held_date and period.start_known and period.basis != StartBasis.SHORT_BREAKS):
        return
    if facts.plans or first.held_date >= facts.child.known_since:
        met = next((plan.agreed_on for plan in agreed if plan.permanence != Permanence.NOT_YET), None)
        due = clock.permanence_plan(first.held_date, calendar=choices.calendar)
        yield Duty(DutyKind.PERMANENCE_PLAN, f"period:{period.pk}", due, met, period)


def _held_on(review: Review) -> date:
    return review.held_date or date.max


def _health(facts: Facts, period: PeriodOfCare, assessed: list[date], choices: Choices) -> Iterator[Duty]:
    calendar = choices.calendar
    of_period = f"period:{period.pk}"
    if period.start_known and (assessed or period.start_date >= facts.child.known_since):
        due = clock.initial_health_assessment(period.start_date, calendar=calendar)
        met = assessed[0] if assessed else None
        yield Duty(DutyKind.HEALTH_ASSESSMENT, f"{of_period}:first", due, met, period)
    for index, last in enumerate(assessed):
        following = assessed[index + 1] if index + 1 < len(assessed) else None
        due = clock.health_assessment(
            last, facts.child.date_of_birth, settings=choices.clock, calendar=calendar
        )
        yield Duty(DutyKind.HEALTH_ASSESSMENT, f"{of_period}:{last}", due, following, period)


def _home(
    facts: Facts,
    period: PeriodOfCare,
    placement: Placement,
    done: dict[str, list[date]],
    agreed: list[CarePlanVersion],
    choices: Choices,
) -> Iterator[Duty]:
    """Duties of the placement that stands: its plan, the social worker's visits, the end of a temporary approval."""
    calendar, since = choices.calendar, facts.child.known_since
    of_placement = f"placement:{placement.pk}"
    adopted = placement.type in PLACED_FOR_ADOPTION
    if not adopted:
        written = [
            plan.agreed_on
            for plan in agreed
            if plan.agreed_on >= placement.start_date and PlanSection.PLACEMENT in plan.section_codes
        ]
        recorded = [on for on in done.get(DutyKind.PLACEMENT_PLAN, []) if on >= placement.start_date]
        if written or recorded or placement.start_date >= since:
            due = clock.placement_plan(placement.start_date, calendar=calendar)
            met = min([*written, *recorded], default=None)
            yield Duty(DutyKind.PLACEMENT_PLAN, of_placement, due, met, period, placement=placement)
    if placement.temporary_approval:
        due = clock.temporary_approval(placement.start_date, calendar=calendar)
        if placement.approval_extended_on is not None:
            due = clock.temporary_approval_extension(due.due, calendar=calendar)
        yield Duty(DutyKind.TEMPORARY_APPROVAL, of_placement, due, None, period, placement=placement)
    visits = [on for on in done.get(DutyKind.VISIT, []) if on >= placement.start_date]
    if not visits and placement.start_date < since:
        return
    kind, started = _visit_kind(facts, period, placement)
    reviewed = any(
        review.state in HELD and review.held_date and review.held_date >= placement.start_date
        for review in facts.reviews
    )
    due_now = clock.visit(
        kind,
        started,
        visits[-1] if visits else None,
        first_review_held=reviewed,
        meant_to_last=placement.meant_to_last_to_18 or placement.type in LONG_TERM_FOSTERING,
        calendar=calendar,
    )
    if due_now is not None:
        after = visits[-1] if visits else "first"
        key = f"{of_placement}:visit:{after}"
        yield Duty(DutyKind.VISIT, key, due_now, None, period, placement=placement)


def _visit_kind(facts: Facts, period: PeriodOfCare, placement: Placement) -> tuple[clock.VisitKind, date]:
    """Which visiting rule holds, and from when (CPPCR reg 28, 48; AAR reg 36)."""
    status = facts.status
    code = status.code if status else ""
    if placement.type in PLACED_FOR_ADOPTION:
        return clock.VisitKind.ADOPTION, placement.start_date
    if code in SHORT_BREAKS:
        return clock.VisitKind.SHORT_BREAKS, period.start_date
    if placement.temporary_approval:
        return clock.VisitKind.TEMPORARY_APPROVAL, placement.start_date
    if placement.type == WITH_PARENTS and code == "C1":
        return clock.VisitKind.INTERIM_ORDER_WITH_PARENT, placement.start_date
    if placement.type == WITH_PARENTS and code == "C2" and status is not None:
        return clock.VisitKind.CARE_ORDER_WITH_PARENT, max(status.start_date, placement.start_date)
    return clock.VisitKind.PLACEMENT, placement.start_date


def _pathway(facts: Facts, period: PeriodOfCare, done: list[date], choices: Choices) -> Iterator[Duty]:
    spells = [
        (one.start_date, one.end_date)
        for one in sorted(facts.periods, key=lambda row: row.start_date)
        if one.basis != StartBasis.SHORT_BREAKS
    ]
    born = facts.child.date_of_birth
    eligible = clock.eligible_on(born, spells, settings=choices.clock)
    if eligible is None:
        return
    due = clock.pathway_needs_assessment(born, eligible, settings=choices.clock, calendar=choices.calendar)
    if done or due.counted_from >= facts.child.known_since:
        met = done[0] if done else None
        yield Duty(DutyKind.PATHWAY_ASSESSMENT, f"period:{period.pk}", due, met, period)


def _entry(
    facts: Facts,
    period: PeriodOfCare,
    duties: list[Duty],
    next_review: clock.Due | None,
    no_date_reason: str,
    choices: Choices,
) -> dict[str, Any]:
    """What the caseload shows of this child."""
    open_duties = [duty for duty in duties if duty.met_date is None]
    mine = sorted(
        (duty for duty in open_duties if duty.kind in IRO_KINDS),
        key=lambda duty: (duty.due.due, IRO_KINDS.index(duty.kind), duty.key),
    )
    booked = next((review for review in facts.reviews if review.state in UNDER_WAY), None)
    of_period = [review for review in facts.reviews if review.period_id == period.pk]
    review_due = next_review.due if next_review else None
    review_day = (booked.scheduled_date if booked else None) or review_due
    iro = next((one for one in facts.allocations if one.end_date is None), None)
    iro_due = next((duty.due.due for duty in open_duties if duty.kind == DutyKind.IRO_NAMED), None)
    return {
        "period_id": period.pk,
        "iro_id": iro.iro_id if iro else None,
        "next_deadline": (mine[0].kind, mine[0].key) if mine else None,
        "next_due_date": mine[0].due.due if mine else None,
        "review_due_date": review_due,
        "review_number": booked.number if booked else max((one.number for one in of_period), default=0) + 1,
        "review_id": booked.pk if booked else None,
        "preparation_starts": clock.consult_child(review_day, calendar=choices.calendar).due
        if review_day
        else None,
        "no_date_reason": no_date_reason,
        "iro_due_date": iro_due,
        "open_decisions": facts.open_decisions,
        "seen_alone_date": max(
            (one.seen_alone_date for one in facts.reviews if one.seen_alone_date), default=None
        ),
    }
