"""What the authority owes a child in care: plans, health, schooling, visits. Shown where the facts for it are there."""

from collections.abc import Iterator
from datetime import date

from children.enums import Permanence, PlanSection, PlanStatus, StartBasis
from children.models import CarePlanVersion, PeriodOfCare, Placement
from reviews import timescales as clock
from reviews.deadlines.facts import HELD, Choices, Duty, Facts
from reviews.enums import DutyKind
from reviews.models import Review
from reviews.timeline import LONG_TERM_FOSTERING, PLACED_FOR_ADOPTION, SHORT_BREAKS

WITH_PARENTS = "P1"


def owed_by_authority(facts: Facts, period: PeriodOfCare, choices: Choices) -> Iterator[Duty]:
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
