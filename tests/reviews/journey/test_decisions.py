"""Decisions: drafted, followed up, sent, answered, carried out, asked for again."""

from datetime import date

import pytest

from accounts.models import Person
from audit.models import Event
from children.models import Child
from core.errors import ConflictError, DomainError, StateError
from reviews.actions import decisions, scheduling
from reviews.actions.editing import StillMissing
from reviews.enums import ManagerAnswer, Outcome
from reviews.models import CaseloadEntry, Deadline, Decision, FollowUp, Review
from tests.reviews.journey.story import (
    TODAY,
    again,
    booked,
    completed,
    concluded,
    decided,
    finish_views,
    held,
    issued,
)

pytestmark = pytest.mark.django_db
LATER = date(2026, 7, 14)


@pytest.fixture
def open_decision(child: Child, iro: Person) -> Decision:
    """A decision sent at review 1, today; review 2 is not booked yet."""
    review = concluded(child, iro)
    decision = decided(review, iro)
    issued(review, iro)
    decision.refresh_from_db()
    return decision


@pytest.fixture
def second(child: Child, iro: Person, open_decision: Decision) -> Review:
    """Review 2, held on 14 July 2026."""
    return held(child, iro, LATER)


def state_of(decision: Decision) -> tuple[str, date | None]:
    """Where a decision stands, and since when it is closed."""
    decision.refresh_from_db()
    return decision.state, decision.closed_date


def test_a_draft_may_be_unfinished_and_is_numbered(child: Child, iro: Person) -> None:
    review = held(child, iro)

    first = decisions.add_decision(review=review, by=iro, what="Time with Juno")
    second = decisions.add_decision(review=review, by=iro, what="Life story work")

    assert (first.number, second.number, first.state) == (1, 2, "draft")


def test_a_draft_is_changed_and_removed(child: Child, iro: Person) -> None:
    decision = decided(held(child, iro), iro)
    change = {"what": "Other", "why": "", "who": "Rue", "by_date": date(2026, 5, 1), "matter": "health"}

    changed = decisions.change_decision(decision=decision, version=1, by=iro, **change)
    decisions.remove_decision(decision=changed, by=iro)

    assert not Decision.objects.exists()
    verbs = Event.objects.filter(object_type="reviews.decision").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["decision.recorded", "decision.changed", "decision.removed"]


def test_two_people_change_a_draft(child: Child, iro: Person) -> None:
    decision = decided(held(child, iro), iro)
    change = {"why": "", "who": "Rue", "by_date": date(2026, 5, 1), "matter": "", "version": 1, "by": iro}
    decisions.change_decision(decision=decision, what="Theirs", **change)

    with pytest.raises(ConflictError) as conflict:
        decisions.change_decision(decision=decision, what="Mine", **change)

    assert conflict.value.current["what"] == "Theirs"


def test_a_date_before_the_review_is_refused(child: Child, iro: Person) -> None:
    with pytest.raises(DomainError) as refused:
        decided(held(child, iro), iro, by_date=date(2026, 4, 20))

    assert (refused.value.code, refused.value.field) == ("before_review", "by_date")


def test_sending_lists_what_is_missing_with_links_to_the_fields(child: Child, iro: Person) -> None:
    review = concluded(child, iro)
    life = decided(review, iro, by_date=None)
    juno = decided(review, iro, "Time with Juno", who="")

    with pytest.raises(StillMissing) as missing:
        decisions.issue_decisions(review=review, by=iro, on=TODAY)

    own = [one for one in missing.value.problems if one.code.startswith("decision")]
    assert [(one.thing, one.message, one.url) for one in own] == [
        (
            "Start life story work",
            "has no date to be done by",
            f"/reviews/{review.uuid}/decisions/{life.uuid}/#id_by_date-day",
        ),
        ("Time with Juno", "has no person named", f"/reviews/{review.uuid}/decisions/{juno.uuid}/#id_who"),
    ]
    assert again(review).decisions_issued_at is None


def test_sending_nothing_is_refused(child: Child, iro: Person) -> None:
    review = concluded(child, iro)
    finish_views(review)

    with pytest.raises(StillMissing) as missing:
        decisions.issue_decisions(review=review, by=iro, on=TODAY)

    assert [one.code for one in missing.value.problems] == ["no_decisions"]


def test_sent_decisions_are_open_and_counted(child: Child, iro: Person, open_decision: Decision) -> None:
    review = open_decision.review

    assert (open_decision.state, open_decision.first_asked_date, open_decision.times_asked) == (
        "open",
        TODAY,
        1,
    )
    assert (again(review).decisions_issued_date, again(review).decisions_issued_by) == (TODAY, iro)
    assert CaseloadEntry.objects.get(child=child).open_decisions == 1
    answer = Deadline.objects.get(review=review, kind="manager_answer")
    assert (answer.due_date, answer.met_date) == (date(2026, 4, 28), None)
    assert Deadline.objects.get(review=review, kind="decisions").met_date == TODAY


def test_sent_decisions_stand(child: Child, iro: Person, open_decision: Decision) -> None:
    change = {"what": "Other", "why": "", "who": "Rue", "by_date": date(2026, 5, 1), "matter": ""}

    with pytest.raises(StateError, match="has gone out"):
        decisions.change_decision(decision=open_decision, version=open_decision.version, by=iro, **change)
    with pytest.raises(StateError, match="has gone out"):
        decisions.remove_decision(decision=open_decision, by=iro)
    with pytest.raises(StateError, match="gone out already"):
        decisions.issue_decisions(review=open_decision.review, by=iro, on=TODAY)


def test_a_forgotten_decision_is_sent_later_and_the_first_day_stands(
    child: Child, iro: Person, open_decision: Decision
) -> None:
    review = open_decision.review
    forgotten = decided(review, iro, "Time with Juno")

    decisions.issue_decisions(review=review, by=iro, on=date(2026, 4, 23))

    assert state_of(forgotten) == ("open", None)
    assert again(review).decisions_issued_date == TODAY


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.CARRIED_OUT, "done"),
        (Outcome.DROPPED, "not_done"),
        (Outcome.CARRY_FORWARD, "carried_forward"),
    ],
)
def test_what_is_found_takes_effect_when_the_decisions_go_out(
    iro: Person, open_decision: Decision, second: Review, outcome: Outcome, state: str
) -> None:
    decisions.follow_up(review=second, decision=open_decision, by=iro, outcome=outcome, note="Waiting list")
    before = state_of(open_decision)
    decided(second, iro, "Something else")
    Decision.objects.filter(review=second, by_date=None).update(by_date=date(2026, 9, 1))
    from reviews.actions.sittings import conclude_review

    issued(conclude_review(review=second, by=iro, on=LATER), iro, LATER)

    assert before == ("open", None)
    assert state_of(open_decision) == (state, LATER)


def test_asked_for_again_is_a_new_row_that_counts(
    iro: Person, open_decision: Decision, second: Review
) -> None:
    decisions.follow_up(
        review=second, decision=open_decision, by=iro, outcome=Outcome.CARRY_FORWARD, note="Waiting list"
    )

    again_asked = Decision.objects.get(carried_from=open_decision)
    assert (again_asked.review, again_asked.state, again_asked.times_asked) == (second, "draft", 2)
    assert (again_asked.what, again_asked.who, again_asked.by_date) == (
        open_decision.what,
        open_decision.who,
        None,
    )
    assert again_asked.first_asked_date == TODAY


def test_changing_what_was_found_takes_the_draft_away(
    iro: Person, open_decision: Decision, second: Review
) -> None:
    found = {"review": second, "decision": open_decision, "by": iro}
    decisions.follow_up(outcome=Outcome.CARRY_FORWARD, note="Waiting list", **found)
    draft = Decision.objects.get(carried_from=open_decision)
    with pytest.raises(StateError, match="asks again for an earlier decision"):
        decisions.remove_decision(decision=draft, by=iro)

    decisions.follow_up(outcome=Outcome.CARRIED_OUT, version=1, **found)

    assert not Decision.objects.filter(carried_from=open_decision).exists()
    assert FollowUp.objects.get().outcome == "carried_out"


def test_two_people_say_what_became_of_a_decision(
    iro: Person, open_decision: Decision, second: Review
) -> None:
    found = {"review": second, "decision": open_decision, "by": iro}
    decisions.follow_up(outcome=Outcome.CARRIED_OUT, note="Done in May", **found)

    with pytest.raises(ConflictError) as conflict:
        decisions.follow_up(outcome=Outcome.DROPPED, note="Not needed", **found)

    assert conflict.value.current["note"] == "Done in May"


def test_what_was_not_carried_out_needs_a_word(iro: Person, open_decision: Decision, second: Review) -> None:
    with pytest.raises(DomainError) as refused:
        decisions.follow_up(review=second, decision=open_decision, by=iro, outcome=Outcome.DROPPED, note="")

    assert (refused.value.code, refused.value.field) == ("required", "note")


def test_only_open_decisions_of_earlier_reviews_are_followed_up(
    iro: Person, open_decision: Decision, second: Review
) -> None:
    own = decided(second, iro, "Something else")

    with pytest.raises(StateError, match="not an open one of an earlier review"):
        decisions.follow_up(review=second, decision=own, by=iro, outcome=Outcome.CARRIED_OUT)


def test_sending_asks_about_every_earlier_decision(
    iro: Person, open_decision: Decision, second: Review
) -> None:
    from reviews.actions.sittings import conclude_review

    decided(second, iro, "Something else")
    finish_views(second)
    conclude_review(review=second, by=iro, on=LATER)

    with pytest.raises(StillMissing) as missing:
        decisions.issue_decisions(review=second, by=iro, on=LATER)

    (problem,) = missing.value.problems
    assert (problem.code, problem.thing) == ("follow_up", "Start life story work")
    assert problem.url == f"/reviews/{second.uuid}/earlier-decisions/{open_decision.uuid}/"


def test_a_cancelled_review_leaves_earlier_decisions_open(
    child: Child, iro: Person, open_decision: Decision
) -> None:
    review = booked(child, iro, LATER, on=LATER)
    decisions.follow_up(
        review=review, decision=open_decision, by=iro, outcome=Outcome.CARRY_FORWARD, note="Waiting list"
    )

    scheduling.cancel_review(review=review, by=iro, reason="Ash is ill")
    following = held(child, iro, LATER)
    decisions.follow_up(
        review=following, decision=open_decision, by=iro, outcome=Outcome.CARRY_FORWARD, note="Waiting list"
    )

    assert state_of(open_decision) == ("open", None)
    assert Decision.objects.get(carried_from=open_decision).review == following


@pytest.mark.parametrize(
    ("answer", "day", "note"),
    [
        (ManagerAnswer.AGREED, date(2026, 4, 22), ""),
        (ManagerAnswer.CHALLENGED, date(2026, 4, 28), "No money for it"),
    ],
)
def test_the_manager_answers(
    iro: Person, open_decision: Decision, answer: ManagerAnswer, day: date, note: str
) -> None:
    review = decisions.answer_decisions(
        review=open_decision.review, by=iro, on=date(2026, 4, 28), answer=answer, date=day, note=note
    )

    assert (review.manager_answer, review.manager_answer_date) == (answer, day)
    assert Deadline.objects.get(review=review, kind="manager_answer").met_date == day


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"date": date(2026, 4, 30)}, "in_future", "date"),
        ({"date": date(2026, 4, 20)}, "before_sent", "date"),
        ({"answer": ManagerAnswer.SILENT}, "required", "answer"),
        ({"answer": ManagerAnswer.CHALLENGED, "note": " "}, "required", "note"),
        ({"answer": ManagerAnswer.CHALLENGED, "note": "No", "date": date(2026, 4, 29)}, "too_late", "date"),
    ],
)
def test_answering_refuses(iro: Person, open_decision: Decision, given: dict, code: str, field: str) -> None:
    usual = {"answer": ManagerAnswer.AGREED, "date": date(2026, 4, 22), "on": date(2026, 4, 29)}

    with pytest.raises(DomainError) as refused:
        decisions.answer_decisions(review=open_decision.review, by=iro, **(usual | given))

    assert (refused.value.code, refused.value.field) == (code, field)


def test_silence_is_agreement_once_the_days_are_over(child: Child, iro: Person) -> None:
    early = concluded(child, iro)
    done = completed(early, iro, date(2026, 4, 29))
    from reviews.actions.record import mark_distributed

    mark_distributed(review=done, by=iro, on=date(2026, 5, 8), date=date(2026, 5, 8))

    review = again(done)
    assert (review.manager_answer, review.manager_answer_date) == ("silent", date(2026, 5, 7))
    assert Deadline.objects.get(review=review, kind="manager_answer").met_date == date(2026, 5, 7)


def test_carried_out_between_reviews(child: Child, iro: Person, open_decision: Decision) -> None:
    decisions.close_decision(
        decision=open_decision, version=open_decision.version, by=iro, on=date(2026, 5, 4), date=date(2026, 5, 1),
        note="Petra told me",
    )  # fmt: skip

    open_decision.refresh_from_db()
    assert (open_decision.state, open_decision.closed_date, open_decision.closed_note) == (
        "done", date(2026, 5, 1), "Petra told me",
    )  # fmt: skip
    assert CaseloadEntry.objects.get(child=child).open_decisions == 0


def test_closing_refuses(iro: Person, open_decision: Decision) -> None:
    close = {"decision": open_decision, "version": open_decision.version, "by": iro, "on": date(2026, 5, 4)}

    with pytest.raises(DomainError) as future:
        decisions.close_decision(date=date(2026, 5, 5), **close)
    with pytest.raises(DomainError) as early:
        decisions.close_decision(date=date(2026, 4, 20), **close)
    decisions.close_decision(date=date(2026, 5, 1), **close)
    with pytest.raises(StateError, match="not open any more"):
        decisions.close_decision(date=date(2026, 5, 1), **close)

    assert (future.value.code, early.value.code) == ("in_future", "before_review")


def test_the_review_under_way_has_the_word(iro: Person, open_decision: Decision, second: Review) -> None:
    decisions.follow_up(
        review=second, decision=open_decision, by=iro, outcome=Outcome.CARRY_FORWARD, note="Waiting list"
    )

    with pytest.raises(StateError, match="The review under way says"):
        decisions.close_decision(decision=open_decision, version=2, by=iro, on=LATER, date=LATER)


def test_a_follow_up_of_a_cancelled_review_stops_nothing(
    child: Child, iro: Person, open_decision: Decision
) -> None:
    review = booked(child, iro, LATER, on=LATER)
    decisions.follow_up(
        review=review, decision=open_decision, by=iro, outcome=Outcome.DROPPED, note="Not needed"
    )
    scheduling.cancel_review(review=review, by=iro, reason="Ash is ill")

    decisions.close_decision(
        decision=open_decision, version=open_decision.version, by=iro, on=LATER, date=LATER
    )

    assert state_of(open_decision) == ("done", LATER)


def test_decisions_of_a_later_review_are_not_followed_up_at_an_earlier_one(child: Child, iro: Person) -> None:
    first = concluded(child, iro)
    later = concluded(child, iro, LATER)
    decision = decided(later, iro)
    issued(later, iro, LATER)

    with pytest.raises(StateError, match="not an open one of an earlier review"):
        decisions.follow_up(review=first, decision=decision, by=iro, outcome=Outcome.CARRIED_OUT)


def test_two_reviews_do_not_ask_again_for_the_same_decision(
    child: Child, iro: Person, open_decision: Decision
) -> None:
    second = concluded(child, iro, LATER)
    decisions.follow_up(
        review=second, decision=open_decision, by=iro, outcome=Outcome.CARRY_FORWARD, note="Waiting list"
    )
    third = held(child, iro, date(2026, 9, 1))

    with pytest.raises(StateError) as refused:
        decisions.follow_up(review=third, decision=open_decision, by=iro, outcome=Outcome.CARRIED_OUT)

    assert refused.value.message == "Review 2 asks for this again. Send its decisions first."
    assert Decision.objects.get(carried_from=open_decision).review == second


def test_an_answer_given_is_not_taken_for_silence(child: Child, iro: Person) -> None:
    from tests.reviews.journey.story import written

    review = issued(concluded(child, iro), iro)
    decisions.answer_decisions(review=review, by=iro, on=TODAY, answer=ManagerAnswer.AGREED, date=TODAY)
    written(review, iro)
    from reviews.actions.record import complete_record

    assert complete_record(review=review, by=iro, on=date(2026, 5, 20)).manager_answer == "agreed"
