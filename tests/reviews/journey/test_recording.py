"""Writing the record: preparation, who came, matters considered, the reviewing officer's view; two people at once."""

from datetime import date

import pytest

from accounts.models import Person
from audit.models import Event
from children.models import Child
from core.errors import ConflictError, DomainError, StateError
from reviews.actions import recording
from reviews.enums import Matter, Progress
from reviews.models import Consideration, Deadline, Review
from tests.factories.accounts import PersonFactory
from tests.reviews.journey.story import TODAY, again, booked, completed, concluded, held

pytestmark = pytest.mark.django_db
NOTHING = {
    "child_asked_date": None,
    "child_asked_how": "",
    "social_worker_talk_date": None,
    "social_worker_talk_note": "",
    "reports_received_date": None,
    "reports_note": "",
}


def open_steps(review: Review) -> set[str]:
    """The steps of preparation still to be done."""
    kinds = ("consult_child", "social_worker_talk", "reports")
    return set(
        Deadline.objects.filter(review=review, met_date__isnull=True, kind__in=kinds).values_list(
            "kind", flat=True
        )
    )


def test_preparation_meets_its_duties(child: Child, iro: Person) -> None:
    review = booked(child, iro, child_asked_date=None, child_asked_how="")
    before = open_steps(review)
    given = NOTHING | {
        "child_asked_date": TODAY,
        "child_asked_how": "On a walk",
        "social_worker_talk_date": date(2026, 4, 20),
    }

    recording.record_preparation(review=review, version=review.version, by=iro, on=TODAY, **given)

    assert before == {"consult_child", "social_worker_talk", "reports"}
    assert open_steps(review) == {"reports"}
    assert Event.objects.get(verb="review.preparation_recorded").detail == {
        "child_asked_date": "2026-04-21", "social_worker_talk_date": "2026-04-20",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reports_received_date": date(2026, 4, 22)}, "in_future", "reports_received_date"),
        ({"child_asked_date": TODAY, "child_asked_how": " "}, "required", "child_asked_how"),
    ],
)
def test_preparation_refuses(child: Child, iro: Person, given: dict, code: str, field: str) -> None:
    review = booked(child, iro)

    with pytest.raises(DomainError) as refused:
        recording.record_preparation(
            review=review, version=review.version, by=iro, on=TODAY, **(NOTHING | given)
        )

    assert (refused.value.code, refused.value.field) == (code, field)


def test_preparation_may_be_taken_back(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    recording.record_preparation(review=review, version=review.version, by=iro, on=TODAY, **NOTHING)

    assert open_steps(review) == {"consult_child", "social_worker_talk", "reports"}


def test_other_fields_saved_in_between_are_no_conflict(child: Child, iro: Person) -> None:
    """The review's row is shared by several pages: only what somebody else touched is asked about."""
    review = held(child, iro)
    opened_at = review.version
    recording.record_right_people(review=review, version=opened_at, by=iro, answer="yes", note="")

    saved = recording.record_iro_view(review=review, version=opened_at, by=iro, text="The plan is right.")

    review = again(review)
    assert (review.right_people, review.iro_view, review.version) == (
        "yes",
        "The plan is right.",
        saved.version,
    )


def test_the_same_field_saved_in_between_is_a_conflict_and_neither_is_lost(child: Child, iro: Person) -> None:
    review = held(child, iro)
    opened_at = review.version
    kit = PersonFactory(name="Kit Ashdown")
    recording.record_iro_view(review=review, version=opened_at, by=kit, text="Panel moved to 3 June.")

    with pytest.raises(ConflictError) as conflict:
        recording.record_iro_view(review=review, version=opened_at, by=iro, text="Match not agreed.")

    assert conflict.value.current == {"iro_view": "Panel moved to 3 June."}
    assert (conflict.value.by, conflict.value.version) == ("Kit Ashdown", opened_at + 1)
    assert again(review).iro_view == "Panel moved to 3 June."


@pytest.mark.parametrize(
    ("answer", "note", "field"),
    [("", "", "right_people"), ("maybe", "", "right_people"), ("no", " ", "right_people_note")],
)
def test_right_people_refuses(child: Child, iro: Person, answer: str, note: str, field: str) -> None:
    review = held(child, iro)

    with pytest.raises(DomainError) as refused:
        recording.record_right_people(review=review, version=review.version, by=iro, answer=answer, note=note)

    assert (refused.value.code, refused.value.field) == ("required", field)


def test_going_ahead_without_everybody_is_a_warning_only(child: Child, iro: Person) -> None:
    review = held(child, iro)

    recording.record_right_people(
        review=review, version=review.version, by=iro, answer="no", note="Health report missing; went ahead"
    )

    assert again(review).right_people == "no"


def test_attendance_is_saved_person_by_person(child: Child, iro: Person) -> None:
    review = held(child, iro)
    mother, worker = review.invitations.order_by("pk")

    recording.record_attendance(
        review=review, version=recording.attendance_version(review), by=iro,
        attendance={mother.pk: "absent", worker.pk: "came"}, notes={mother.pk: "Was ill"},
    )  # fmt: skip

    mother.refresh_from_db()
    worker.refresh_from_db()
    assert (mother.attendance, mother.note, mother.version) == ("absent", "Was ill", 3)
    assert (worker.attendance, worker.version) == ("came", 2)


def test_two_people_record_who_came(child: Child, iro: Person) -> None:
    review = held(child, iro)
    mother = review.invitations.order_by("pk").first()
    opened_at = recording.attendance_version(review)
    recording.record_attendance(review=review, version=opened_at, by=iro, attendance={mother.pk: "absent"})

    with pytest.raises(ConflictError) as conflict:
        recording.record_attendance(
            review=review, version=opened_at, by=iro, attendance={mother.pk: "sent_views"}
        )

    assert conflict.value.current[f"came_{mother.pk}"] == "absent"
    assert conflict.value.version == opened_at + 1


def test_a_matter_is_written_and_finished(child: Child, iro: Person) -> None:
    review = held(child, iro)
    write = {"review": review, "matter": Matter.HEALTH, "by": iro}

    draft = recording.record_consideration(version=0, text="Teeth", progress=Progress.IN_PROGRESS, **write)
    done = recording.record_consideration(
        version=1, text="Teeth are seen to", progress=Progress.DONE, **write
    )

    assert draft.pk == done.pk
    assert (done.text, done.progress, done.version) == ("Teeth are seen to", "done", 2)
    assert Event.objects.filter(verb="review.consideration_recorded").count() == 2


def test_an_emptied_matter_is_not_started(child: Child, iro: Person) -> None:
    review = held(child, iro)
    write = {"review": review, "matter": Matter.HEALTH, "by": iro, "progress": Progress.IN_PROGRESS}
    recording.record_consideration(version=0, text="Teeth", **write)

    assert recording.record_consideration(version=1, text=" ", **write).progress == "not_started"


@pytest.mark.parametrize(
    ("matter", "progress", "text", "code"),
    [
        (Matter.HEALTH, Progress.DONE, " ", "required"),
        (Matter.HEALTH, Progress.NOT_APPLICABLE, "No", "always_applies"),
        (Matter.VISITS, Progress.NOT_APPLICABLE, "", "required"),
    ],
)
def test_a_matter_refuses(
    child: Child, iro: Person, matter: Matter, progress: Progress, text: str, code: str
) -> None:
    review = held(child, iro)

    with pytest.raises(DomainError) as refused:
        recording.record_consideration(
            review=review, matter=matter, version=0, by=iro, text=text, progress=progress
        )

    assert refused.value.code == code
    assert not Consideration.objects.exists()


@pytest.mark.parametrize("matter", [Matter.VISITS, Matter.LEAVING_CARE, Matter.PROTECTION])
def test_some_matters_may_not_apply_with_a_reason(child: Child, iro: Person, matter: Matter) -> None:
    written = recording.record_consideration(
        review=held(child, iro),
        matter=matter,
        version=0,
        by=iro,
        text="Ash is 11.",
        progress=Progress.NOT_APPLICABLE,
    )

    assert written.progress == "not_applicable"


def test_two_people_start_the_same_matter(child: Child, iro: Person) -> None:
    review = held(child, iro)
    write = {"review": review, "matter": Matter.HEALTH, "version": 0, "progress": Progress.IN_PROGRESS}
    recording.record_consideration(text="Theirs", by=PersonFactory(name="Kit Ashdown"), **write)

    with pytest.raises(ConflictError) as conflict:
        recording.record_consideration(text="Mine", by=iro, **write)

    assert conflict.value.current["text"] == "Theirs"
    assert Consideration.objects.get().text == "Theirs"


def test_a_locked_record_refuses_every_edit(child: Child, iro: Person) -> None:
    review = completed(concluded(child, iro), iro)
    before = Review.objects.filter(pk=review.pk).values().get()
    edits = (
        lambda: recording.record_iro_view(review=review, version=review.version, by=iro, text="Other"),
        lambda: recording.record_right_people(
            review=review, version=review.version, by=iro, answer="yes", note=""
        ),
        lambda: recording.record_attendance(review=review, version=0, by=iro, attendance={}),
        lambda: recording.record_preparation(
            review=review, version=review.version, by=iro, on=TODAY, **NOTHING
        ),
        lambda: recording.record_consideration(
            review=review, matter=Matter.HEALTH, version=1, by=iro, text="Other", progress=Progress.DONE
        ),
    )

    for edit in edits:
        with pytest.raises(StateError, match="completed and locked"):
            edit()

    assert Review.objects.filter(pk=review.pk).values().get() == before
    assert set(review.considerations.values_list("text", flat=True)) == {"Considered."}
