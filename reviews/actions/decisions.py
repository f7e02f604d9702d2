"""What a review decides, what became of earlier decisions, sending them, and the manager's answer."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from accounts.versions import save_versioned
from accounts.working_days import calendar_for
from audit.verbs import Verb
from core import clock
from core.dates import long
from core.errors import DomainError, StateError
from reviews import completion
from reviews.actions.editing import (
    duties_again,
    locked_for,
    need,
    not_in_future,
    nothing_missing,
    tell,
    write,
)
from reviews.enums import DecisionState, ManagerAnswer, Outcome, ReviewState
from reviews.models import Decision, FollowUp, Review
from reviews.selectors.journey import earlier_decisions
from reviews.states import Act
from reviews.timescales import manager_answer


@transaction.atomic
def add_decision(
    *,
    review: Review,
    by: Person,
    what: str = "",
    why: str = "",
    who: str = "",
    by_date: date | None = None,
    matter: str = "",
) -> Decision:
    """Draft a decision. It may be unfinished; issuing asks for what, who and by when."""
    row = locked_for(review, Act.DECIDE)
    _not_before(row, by_date)
    decision = Decision.objects.create(
        authority=row.authority,
        child=row.child,
        review=row,
        number=_next_number(row),
        what=what,
        why=why,
        who=who,
        by_date=by_date,
        matter=matter,
        saved_by=by,
        saved_at=clock.now(),
    )
    tell(Verb.DECISION_RECORDED, decision, by=by, number=decision.number)
    duties_again(row, by=by)
    return decision


@transaction.atomic
def change_decision(
    *,
    decision: Decision,
    version: int,
    by: Person,
    what: str,
    why: str,
    who: str,
    by_date: date | None,
    matter: str,
) -> Decision:
    """Change a decision that is not issued yet. Raises ConflictError where somebody changed it in between."""
    _not_before(locked_for(decision.review, Act.DECIDE), by_date)
    decision = _draft(decision)
    save_versioned(
        decision, version=version, by=by, what=what, why=why, who=who, by_date=by_date, matter=matter
    )
    tell(Verb.DECISION_CHANGED, decision, by=by, number=decision.number)
    return decision


@transaction.atomic
def remove_decision(*, decision: Decision, by: Person) -> None:
    """Take away a decision that is not issued yet; its words stay in the history."""
    row = locked_for(decision.review, Act.DECIDE)
    decision = _draft(decision)
    if decision.carried_from_id is not None:
        raise StateError(
            "This asks again for an earlier decision. Change what you found of that one instead."
        )
    tell(Verb.DECISION_REMOVED, decision, by=by, number=decision.number)
    decision.delete()
    duties_again(row, by=by)


@transaction.atomic
def follow_up(
    *, review: Review, decision: Decision, by: Person, outcome: Outcome, note: str = "", version: int = 0
) -> FollowUp:
    """Say at a review what became of an earlier decision. It takes effect when this review's decisions are sent.

    What is asked for again becomes a draft of this review that points to the last one and counts how often.
    `version` is 0 where nothing was said yet. Raises ConflictError where somebody said something in between.
    """
    row = locked_for(review, Act.DECIDE)
    earlier = (
        earlier_decisions(row)
        .select_for_update(of=("self",))
        .filter(pk=decision.pk, child=row.child_id)
        .first()
    )
    if earlier is None or earlier.state != DecisionState.OPEN:
        raise StateError(
            "This decision is not an open one of an earlier review. Nothing can be said of it here."
        )
    if outcome != Outcome.CARRIED_OUT:
        need(note, "Say why it was not carried out", field="note")
    again = Decision.objects.select_related("review").filter(carried_from=earlier).first()
    if again is not None and again.review_id != row.pk:
        raise StateError(f"Review {again.review.number} asks for this again. Send its decisions first.")
    found = FollowUp.objects.filter(review=row, decision=earlier).first()
    if found is None:
        found = FollowUp.objects.create(
            authority=row.authority, review=row, decision=earlier, outcome=outcome, note=note, recorded_by=by,
            saved_by=by, saved_at=clock.now(),
        )  # fmt: skip
    else:
        save_versioned(found, version=version, by=by, outcome=outcome, note=note, recorded_by=by)
    if outcome == Outcome.CARRY_FORWARD and again is None:
        _ask_again(row, earlier, by=by)
    elif outcome != Outcome.CARRY_FORWARD and again is not None:
        again.delete()
    tell(Verb.DECISION_FOLLOWED_UP, earlier, by=by, outcome=outcome, at_review=row.pk)
    duties_again(row, by=by)
    return found


def _ask_again(row: Review, earlier: Decision, *, by: Person) -> Decision:
    """The draft that asks again: same words, a new date still to be given."""
    return Decision.objects.create(
        authority=row.authority,
        child=row.child,
        review=row,
        number=_next_number(row),
        what=earlier.what,
        why=earlier.why,
        who=earlier.who,
        matter=earlier.matter,
        carried_from=earlier,
        times_asked=earlier.times_asked + 1,
        first_asked_date=earlier.first_asked_date or earlier.review.held_date,
        saved_by=by,
        saved_at=clock.now(),
    )


@transaction.atomic
def issue_decisions(*, review: Review, by: Person, on: date) -> Review:
    """Send the decisions: drafts become open, and what was found of earlier ones takes effect. Raises StillMissing.

    A reopened record may send decisions that were forgotten; the day of the first sending stands.
    """
    row = locked_for(review, Act.ISSUE_DECISIONS)
    drafts = list(
        Decision.objects.select_for_update(of=("self",)).filter(review=row, state=DecisionState.DRAFT)
    )
    if row.decisions_issued_at is not None and not drafts:
        raise StateError("The decisions have gone out already. There is nothing new to send.")
    nothing_missing(row, completion.Step.ISSUE_DECISIONS, on=on)
    for draft in drafts:
        write(
            draft, by=by, state=DecisionState.OPEN, first_asked_date=draft.first_asked_date or row.held_date
        )
    _close_followed_up(row, by=by)
    if row.decisions_issued_at is None:
        write(row, by=by, decisions_issued_at=clock.now(), decisions_issued_by=by, decisions_issued_date=on)
    tell(Verb.DECISIONS_ISSUED, row, by=by, decisions=[draft.pk for draft in drafts])
    duties_again(row, by=by)
    return row


_LEADS_TO = {
    Outcome.CARRIED_OUT: DecisionState.DONE,
    Outcome.CARRY_FORWARD: DecisionState.CARRIED_FORWARD,
    Outcome.DROPPED: DecisionState.NOT_DONE,
}


def _close_followed_up(row: Review, *, by: Person) -> None:
    """What the review found of earlier decisions takes effect, dated by the review."""
    for found in FollowUp.objects.filter(review=row, decision__state=DecisionState.OPEN).select_related(
        "decision"
    ):
        write(found.decision, by=by, state=_LEADS_TO[Outcome(found.outcome)], closed_date=row.held_date)


@transaction.atomic
def answer_decisions(
    *, review: Review, by: Person, on: date, answer: ManagerAnswer, date: date, note: str = ""
) -> Review:
    """Record the responsible manager's answer. Silence is agreement once the days are over (Handbook ch. 3), so a
    challenge after them is refused and points to the way of disputes."""
    row = locked_for(review, Act.ANSWER)
    not_in_future(date, on=on)
    sent = row.decisions_issued_date
    if sent is not None and date < sent:
        raise DomainError(
            f"The decisions went out on {long(sent)}. Enter that day or a later one.",
            "before_sent",
            field="date",
        )
    if answer not in (ManagerAnswer.AGREED, ManagerAnswer.CHALLENGED):
        raise DomainError("Choose the manager’s answer", "required", field="answer")
    if answer == ManagerAnswer.CHALLENGED:
        need(note, "Say what the manager challenges, and why", field="note")
        until = manager_answer(sent or date, calendar=calendar_for(row.authority_id)).due
        if date > until:
            raise DomainError(
                f"The manager could answer until {long(until)}; the decisions stand as agreed. "
                "Record what the manager says with the decision it is about.",
                "too_late",
                field="date",
            )
    write(row, by=by, manager_answer=answer, manager_answer_date=date, manager_answer_note=note)
    tell(Verb.MANAGER_ANSWERED, row, by=by, answer=answer, date=date)
    duties_again(row, by=by)
    return row


def silence(row: Review, *, on: date) -> dict[str, object]:
    """What to write where the manager's days are over without an answer: silence is agreement (Handbook ch. 3)."""
    if row.decisions_issued_date is None or row.manager_answer:
        return {}
    until = manager_answer(row.decisions_issued_date, calendar=calendar_for(row.authority_id)).due
    return {"manager_answer": ManagerAnswer.SILENT, "manager_answer_date": until} if on > until else {}


@transaction.atomic
def close_decision(
    *, decision: Decision, version: int, by: Person, on: date, date: date, note: str = ""
) -> Decision:
    """Record between reviews that an issued decision was carried out.

    Refused while its review is not complete (CPPCR reg 36(2): nothing proposed is carried out before), and where the
    review under way has already said what became of it.
    """
    row = locked_for(decision.review, Act.CLOSE_DECISION)
    not_in_future(date, on=on)
    if row.concluded_date is not None and date < row.concluded_date:
        raise DomainError(
            f"It was decided on {long(row.concluded_date)}. Enter that day or a later one.",
            "before_review",
            field="date",
        )
    earlier = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if earlier.state != DecisionState.OPEN:
        raise StateError("This decision is not open any more.")
    over = (ReviewState.CANCELLED, ReviewState.LAPSED)
    if earlier.follow_ups.exclude(review__state__in=over).exists():
        raise StateError("The review under way says what became of this decision. Change it there.")
    save_versioned(
        earlier, version=version, by=by, state=DecisionState.DONE, closed_date=date, closed_note=note.strip()
    )
    tell(Verb.DECISION_CLOSED, earlier, by=by, date=date)
    duties_again(row, by=by)
    return earlier


def _not_before(row: Review, by_date: date | None) -> None:
    """A date before the review cannot be kept."""
    day = row.held_date or row.scheduled_date
    if by_date is not None and day is not None and by_date < day:
        raise DomainError(
            f"The review is on {long(day)}. Choose a date on or after it.", "before_review", field="by_date"
        )


def _next_number(row: Review) -> int:
    return (row.decisions.aggregate(last=Max("number"))["last"] or 0) + 1


def _draft(decision: Decision) -> Decision:
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.state != DecisionState.DRAFT:
        raise StateError(
            "This decision has gone out. It stands as it was sent; ask for something else in a new one."
        )
    return row
