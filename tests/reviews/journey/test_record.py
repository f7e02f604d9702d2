"""The full record: completed and locked, opened again, sent to everyone."""

from datetime import date

import pytest

from accounts.models import Person
from audit.models import Event
from children.models import Child
from core.errors import DomainError, StateError
from reviews.actions import editing, record
from reviews.actions.editing import StillMissing
from reviews.completion import Step, problems
from reviews.models import Deadline, Review
from reviews.problems import called
from tests.reviews.journey.story import TODAY, again, booked, completed, concluded, decided, issued, written

pytestmark = pytest.mark.django_db


def test_completing_lists_each_missing_thing_with_a_link_to_its_field(child: Child, iro: Person) -> None:
    review = issued(concluded(child, iro), iro)

    with pytest.raises(StillMissing) as missing:
        record.complete_record(review=review, by=iro, on=TODAY)

    here = f"/reviews/{review.uuid}"
    assert [(one.code, one.url) for one in missing.value.problems] == [
        ("right_people", f"{here}/right-people/#id_right_people_0"),
        ("matter_changes", f"{here}/matters/changes/#id_text"),
        ("matter_legal_status", f"{here}/matters/legal-status/#id_text"),
        ("matter_permanence", f"{here}/matters/permanence/#id_text"),
        ("matter_family_time", f"{here}/matters/family-time/#id_text"),
        ("matter_home", f"{here}/matters/home/#id_text"),
        ("matter_education", f"{here}/matters/education/#id_text"),
        ("matter_leisure", f"{here}/matters/leisure/#id_text"),
        ("matter_health", f"{here}/matters/health/#id_text"),
        ("matter_identity", f"{here}/matters/identity/#id_text"),
        ("matter_advice", f"{here}/matters/advice/#id_text"),
        ("matter_leaving_care", f"{here}/matters/leaving-care/#id_text"),
        ("matter_visits", f"{here}/matters/visits/#id_text"),
        ("iro_view", f"{here}/your-view/#id_iro_view"),
    ]
    assert missing.value.message == "14 things are still missing. Put right what is listed, then try again."


def test_an_unaccompanied_child_is_asked_about_protection(child: Child, iro: Person) -> None:
    child.unaccompanied = True
    child.save()
    review = issued(concluded(child, iro), iro)

    with pytest.raises(StillMissing) as missing:
        record.complete_record(review=review, by=iro, on=TODAY)

    assert "matter_protection" in [one.code for one in missing.value.problems]


def test_the_record_is_not_completed_before_the_decisions_are_out(child: Child, iro: Person) -> None:
    with pytest.raises(StateError, match="The decisions have not gone out yet"):
        record.complete_record(review=concluded(child, iro), by=iro, on=TODAY)


def test_completing_locks_and_meets_the_duty(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)

    assert (review.state, review.locked, review.record_completed_by) == ("completed", True, iro)
    assert Deadline.objects.get(review=review, kind="record").met_date == TODAY


def test_reopening_is_an_act_of_its_own_and_the_first_day_stands(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)

    opened = record.reopen_record(review=review, by=iro, reason="The date of the health check was wrong")
    between = (opened.state, opened.record_completed_at, opened.record_completed_date)
    locked = record.complete_record(review=again(review), by=iro, on=date(2026, 5, 4))

    assert between == ("concluded", None, TODAY)
    assert (locked.state, locked.record_completed_date) == ("completed", TODAY)
    reopening = review.reopenings.get()
    assert (reopening.reopened_by, reopening.reason) == (iro, "The date of the health check was wrong")
    assert reopening.was_completed_at == review.record_completed_at
    verbs = Event.objects.filter(object_ids=[review.pk]).order_by("-pk").values_list("verb", flat=True)[:3]
    assert list(verbs) == ["review.record_completed", "review.record_reopened", "review.record_completed"]


def test_reopening_needs_a_reason(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)

    with pytest.raises(DomainError) as refused:
        record.reopen_record(review=review, by=iro, reason=" ")

    assert (refused.value.code, refused.value.field) == ("required", "reason")
    assert again(review).state == "completed"


def test_a_review_that_is_not_full_asks_for_no_matters(child: Child, iro: Person) -> None:
    review = issued(concluded(child, iro), iro)
    written(review, iro)
    review.considerations.all().delete()
    Review.objects.filter(pk=review.pk).update(full=False)

    assert record.complete_record(review=review, by=iro, on=TODAY).state == "completed"


def test_sending_to_everyone(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)
    mother = review.invitations.get(name="Rue Vane")

    record.mark_distributed(
        review=review,
        by=iro,
        on=date(2026, 4, 23),
        date=date(2026, 4, 22),
        withheld={mother.pk: "A court forbids it"},
    )

    mother.refresh_from_db()
    assert mother.copy_withheld_reason == "A court forbids it"
    assert again(review).distributed_date == date(2026, 4, 22)
    assert Deadline.objects.get(review=review, kind="distribution").met_date == date(2026, 4, 22)
    assert Event.objects.get(verb="review.record_distributed").detail == {
        "date": "2026-04-22", "withheld": [mother.pk],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"date": date(2026, 4, 24)}, "in_future", "date"),
        ({"date": date(2026, 4, 20)}, "before_record", "date"),
        ({"withheld": {0: "Nobody"}}, "invalid", "copies"),
    ],
)
def test_sending_refuses(child: Child, iro: Person, given: dict, code: str, field: str) -> None:
    review = completed(concluded(child, iro), iro)
    usual = {"on": date(2026, 4, 23), "date": date(2026, 4, 22)}

    with pytest.raises(DomainError) as refused:
        record.mark_distributed(review=review, by=iro, **(usual | given))

    assert (refused.value.code, refused.value.field) == (code, field)


def test_withholding_needs_a_reason(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)
    mother = review.invitations.get(name="Rue Vane")

    with pytest.raises(DomainError) as refused:
        record.mark_distributed(review=review, by=iro, on=TODAY, date=TODAY, withheld={mother.pk: ""})

    assert (refused.value.code, refused.value.field) == ("required", "withheld_reason")


def test_nothing_is_saved_where_the_audit_cannot_be_written(
    child: Child, iro: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = completed(concluded(child, iro), iro)

    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("The audit is full")

    monkeypatch.setattr(editing, "record", refuse)
    with pytest.raises(RuntimeError):
        record.reopen_record(review=review, by=iro, reason="A date was wrong")

    assert again(review).state == "completed"
    assert not review.reopenings.exists()


def test_a_decision_written_after_the_sending_stops_the_record(child: Child, iro: Person) -> None:
    review = issued(concluded(child, iro), iro)
    written(review, iro)
    decided(review, iro, "Time with Juno")

    with pytest.raises(StillMissing) as missing:
        record.complete_record(review=review, by=iro, on=TODAY)

    (problem,) = missing.value.problems
    assert (problem.code, problem.url) == ("drafts_left", f"/reviews/{review.uuid}/decisions/")


def test_who_is_asked_before_a_sitting_is_held(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    assert [one.code for one in problems(review, Step.CONCLUDE, on=TODAY)] == ["no_sitting"]
    assert [one.code for one in problems(review, Step.COMPLETE_RECORD, on=TODAY)][:2] == [
        "not_issued",
        "right_people",
    ]


def test_a_long_decision_is_called_by_its_first_words(child: Child, iro: Person) -> None:
    decision = decided(concluded(child, iro), iro, "Find out " * 20, who="")

    assert called(decision) == "Find out Find out Find out Find out Find out Find out Fin…"
    assert called(type(decision)(number=3)) == "Decision 3"
