"""From a child's facts to their duties with dates, and the line of the caseload."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from children.models import PeriodOfCare
from reviews import timescales as clock
from reviews.deadlines.authority import owed_by_authority
from reviews.deadlines.facts import HELD, UNDER_WAY, Choices, Derived, Duty, Facts
from reviews.enums import IRO_KINDS, DutyKind, ManagerAnswer, ReviewState, Source
from reviews.models import Review
from reviews.timeline import timeline


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
        if next_review is None or facts.last_break is None:
            return Derived([duty for duty in duties if duty.met_date or _after_care(duty)], held, None)
        # Between two short breaks, where the authority lets the date stand: the review alone is owed.
        entry = _entry(facts, facts.last_break, duties, next_review, no_date_reason, choices)
        return Derived(duties, held, entry)
    duties += _reviewing_officer(facts, period, choices)
    duties += owed_by_authority(facts, period, choices)
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
        if review is None or review.state not in HELD or line.events[index].on not in counted:
            continue
        one = counted[line.events[index].on]
        held[review.pk] = (one.due, str(one.rule or ""))
        number = met[review.period_id] = met.get(review.period_id, 0) + 1
        stood = ask(line.events[:index]).next_review
        if stood is not None:
            key = f"period:{review.period_id}:review:{number}"
            duties.append(
                Duty(DutyKind.REVIEW, key, stood, review.concluded_date, _period_of(facts, review), review)
            )
    period = facts.period or facts.last_break
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
