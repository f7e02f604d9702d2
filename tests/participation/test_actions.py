"""Writing down what a child said and how they took part."""

import uuid
from datetime import date

import pytest

from audit.models import Event
from core.errors import ConflictError, DomainError, StateError
from participation.actions import (
    TakingPart,
    Words,
    complete_views,
    page_version,
    record_participation,
    record_views,
    save_views_page,
)
from participation.models import ChildView, Participation
from reviews.models import CaseloadEntry
from tests.factories.reviews import ReviewFactory

ON = date(2026, 4, 21)
WALK = date(2026, 4, 16)
ODD = "  “I wan’t it”\r\n\t👩‍👧‍👦 e\u0301 \u202eback\u202c \u00a0\u200b\n\n— ¿ne? 我想回家  \n"

WHOLE_WORDS = {
    "exact_words": "I want to see Juno.",
    "understood": "The visits matter most.",
    "observed": "",
    "heard_date": WALK,
    "how": "walk",
    "heard_by": "Jas Okoro",
    "sharing": "everyone",
}
WHOLE_PART = {
    "at_review": "part",
    "ways": ["spoke", "told_before"],
    "spoken_alone": "yes",
    "spoken_alone_date": WALK,
}


def last_event(verb: str) -> Event:
    return Event.objects.filter(verb=verb).order_by("-pk")[0]


def test_exact_words_are_kept_byte_for_byte(world):
    view = record_views(review=world.review, by=world.iro, on=ON, exact_words=ODD, heard_date=WALK)

    stored = ChildView.objects.get(pk=view.pk)
    assert stored.exact_words.encode() == ODD.encode()
    assert (stored.child_id, stored.review_id) == (world.child.pk, world.review.pk)


def test_the_audit_holds_no_words(world):
    view = record_views(review=world.review, by=world.iro, on=ON, **WHOLE_WORDS)

    event = last_event("views.recorded")
    assert event.object_ids == [view.pk]
    assert event.child_ids == [world.child.pk]
    assert event.actor_id == world.iro.pk
    assert event.detail == {
        "review": world.review.pk,
        "fields": ["exact_words", "heard_by", "heard_date", "how", "sharing", "understood"],
    }


def test_a_review_may_have_several_occasions(world):
    first = record_views(review=world.review, by=world.iro, on=ON, exact_words="One")
    second = record_views(review=world.review, by=world.iro, on=ON, exact_words="Two")

    assert list(ChildView.objects.order_by("pk").values_list("pk", "exact_words")) == [
        (first.pk, "One"),
        (second.pk, "Two"),
    ]


def test_a_second_press_makes_no_second_occasion(world):
    mine = uuid.uuid4()
    record_views(review=world.review, by=world.iro, on=ON, uuid=mine, exact_words="One")

    with pytest.raises(ConflictError) as caught:
        record_views(review=world.review, by=world.iro, on=ON, uuid=mine, exact_words="One, again")

    assert caught.value.current["exact_words"] == "One"
    assert caught.value.version == 1
    assert ChildView.objects.count() == 1


def test_an_id_of_another_review_is_refused(world):
    other = ReviewFactory(period=world.period, number=5, state="scheduled")
    taken = record_views(review=other, by=world.iro, on=ON, exact_words="Other").uuid

    with pytest.raises(StateError):
        record_views(review=world.review, by=world.iro, on=ON, uuid=taken, exact_words="Mine")

    assert ChildView.objects.get(uuid=taken).exact_words == "Other"


def test_a_changed_occasion_names_what_changed_and_the_same_again_writes_nothing(world):
    view = record_views(review=world.review, by=world.iro, on=ON, exact_words="One", understood="Two")
    view = record_views(
        review=world.review, by=world.iro, on=ON, view=view, version=1, exact_words="One", understood="3"
    )
    again = record_views(
        review=world.review, by=world.iro, on=ON, view=view, version=2, exact_words="One", understood="3"
    )

    assert again.version == 2
    assert last_event("views.recorded").detail["fields"] == ["understood"]
    assert Event.objects.filter(verb="views.recorded").count() == 2


def test_somebody_elses_change_is_shown_and_not_overwritten(world):
    view = record_views(review=world.review, by=world.iro, on=ON, exact_words="One")
    record_views(review=world.review, by=world.manager, on=ON, view=view, version=1, exact_words="Theirs")

    with pytest.raises(ConflictError) as caught:
        record_views(review=world.review, by=world.iro, on=ON, view=view, version=1, exact_words="Mine")

    assert caught.value.by == "Marnie Holloway"
    assert caught.value.current["exact_words"] == "Theirs"
    assert ChildView.objects.get(pk=view.pk).exact_words == "Theirs"


@pytest.mark.parametrize("day", [date(2026, 4, 22), date(2015, 6, 13)])
def test_a_day_to_come_or_before_birth_is_refused(world, day):
    with pytest.raises(DomainError) as caught:
        record_views(review=world.review, by=world.iro, on=ON, exact_words="One", heard_date=day)

    assert caught.value.field == "heard_date"
    assert not ChildView.objects.exists()


@pytest.mark.parametrize("state", ["completed", "cancelled", "lapsed"])
def test_a_locked_or_ended_review_takes_nothing(world, state):
    concluded = {"concluded_date": ON if state == "completed" else None}
    type(world.review).objects.filter(pk=world.review.pk).update(state=state, **concluded)

    with pytest.raises(StateError):
        record_views(review=world.review, by=world.iro, on=ON, exact_words="One")
    with pytest.raises(StateError):
        record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)
    with pytest.raises(StateError):
        complete_views(review=world.review, by=world.iro, on=ON, version=0)
    with pytest.raises(StateError):
        save_views_page(review=world.review, by=world.iro, on=ON, version=0, words=Words(), part=TakingPart())

    assert not ChildView.objects.exists()
    assert not Participation.objects.exists()


def test_the_code_is_worked_out_stored_with_its_reasons_and_put_on_the_review(world):
    part = record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)

    world.review.refresh_from_db()
    assert part.worked_out_code == "PN1"
    assert part.reasons == [
        "The child was 10 on the day (4 or over)",
        "The child was there for part of it",
        "The child spoke for themselves",
    ]
    assert world.review.participation_code == "PN1"
    assert world.review.seen_alone_date == WALK
    assert last_event("participation.recorded").detail["code"] == "PN1"


def test_the_time_alone_reaches_the_caseload(world):
    record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)

    assert CaseloadEntry.objects.get(child=world.child).seen_alone_date == WALK


def test_answers_that_clash_are_kept_without_a_code(world):
    part = record_participation(review=world.review, by=world.iro, on=ON, at_review="no", ways=["spoke"])

    world.review.refresh_from_db()
    assert (part.at_review, part.ways, part.worked_out_code, part.reasons) == ("no", ["spoke"], "", [])
    assert world.review.participation_code == ""


def test_a_changed_answer_changes_the_code(world):
    record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)
    record_participation(
        review=world.review,
        by=world.iro,
        on=ON,
        version=1,
        **(WHOLE_PART | {"at_review": "no", "ways": ["sent"]}),
    )

    world.review.refresh_from_db()
    assert world.review.participation_code == "PN6"


def test_a_contradiction_needs_a_reason_and_is_an_act_of_its_own(world):
    with pytest.raises(DomainError) as caught:
        record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART, contradicted_code="PN2")
    assert caught.value.field == "contradicted_reason"

    record_participation(
        review=world.review,
        by=world.iro,
        on=ON,
        **WHOLE_PART,
        contradicted_code="PN2",
        contradicted_reason="The advocate did nearly all the talking",
    )

    world.review.refresh_from_db()
    assert world.review.participation_code == "PN2"
    assert Participation.objects.get().worked_out_code == "PN1"
    assert last_event("participation.code_contradicted").detail == {
        "review": world.review.pk,
        "code": "PN1",
        "contradicted": "PN2",
    }


@pytest.mark.parametrize(("born", "code"), [(date(2015, 6, 14), "PN0"), (date(2024, 6, 14), "PN1")])
def test_what_the_return_would_refuse_cannot_be_chosen(world, born, code):
    type(world.child).objects.filter(pk=world.child.pk).update(date_of_birth=born)

    with pytest.raises(DomainError) as caught:
        record_participation(
            review=world.review,
            by=world.iro,
            on=ON,
            **WHOLE_PART,
            contradicted_code=code,
            contradicted_reason="Because",
        )

    assert caught.value.field == "contradicted_code"


def test_an_imported_code_stands_as_imported(world):
    type(world.review).objects.filter(pk=world.review.pk).update(
        imported_code="PN5", participation_code="PN5"
    )

    record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)
    with pytest.raises(StateError):
        record_participation(
            review=world.review,
            by=world.iro,
            on=ON,
            version=1,
            **WHOLE_PART,
            contradicted_code="PN2",
            contradicted_reason="No",
        )

    world.review.refresh_from_db()
    assert (world.review.imported_code, world.review.participation_code) == ("PN5", "PN5")
    assert Participation.objects.get().worked_out_code == "PN1"


@pytest.mark.parametrize("day", [None, date(2026, 4, 22)])
def test_time_alone_needs_a_day_that_has_come(world, day):
    with pytest.raises(DomainError) as caught:
        record_participation(
            review=world.review, by=world.iro, on=ON, **(WHOLE_PART | {"spoken_alone_date": day})
        )

    assert caught.value.field == "spoken_alone_date"


def test_time_alone_is_before_the_review(world):
    with pytest.raises(DomainError) as caught:
        record_participation(
            review=world.review,
            by=world.iro,
            on=date(2026, 4, 25),
            **(WHOLE_PART | {"spoken_alone_date": date(2026, 4, 22)}),
        )

    assert caught.value.message == "This is after the review. Enter a day on or before Tuesday 21 April 2026."


def test_no_time_alone_takes_the_date_away(world):
    record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)
    record_participation(
        review=world.review,
        by=world.iro,
        on=ON,
        version=1,
        **(WHOLE_PART | {"spoken_alone": "no", "not_alone_reason": "Ash did not want to"}),
    )

    world.review.refresh_from_db()
    assert world.review.seen_alone_date is None


def test_views_count_as_recorded_once_something_was_heard_on_a_day(world):
    view = record_views(review=world.review, by=world.iro, on=ON, exact_words="One")
    world.review.refresh_from_db()
    before = world.review.views_recorded_date
    record_views(
        review=world.review, by=world.iro, on=ON, view=view, version=1, exact_words="One", heard_date=WALK
    )
    world.review.refresh_from_db()

    assert (before, world.review.views_recorded_date) == (None, ON)


def test_the_page_is_saved_as_one(world):
    version = save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(**WHOLE_WORDS),
        part=TakingPart(**WHOLE_PART),
    )

    assert version == page_version(ChildView.objects.get(), Participation.objects.get()) == 2
    assert not Participation.objects.get().complete


def test_only_who_heard_it_is_no_occasion(world):
    version = save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(heard_by="Jas Okoro"),
        part=TakingPart(at_review="all"),
    )

    assert version == 1
    assert not ChildView.objects.exists()


def test_either_half_changed_by_somebody_else_is_a_conflict_of_the_page(world):
    version = save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(**WHOLE_WORDS),
        part=TakingPart(**WHOLE_PART),
    )
    record_participation(
        review=world.review, by=world.manager, on=ON, version=1, **(WHOLE_PART | {"ways": ["symbols"]})
    )

    with pytest.raises(ConflictError) as caught:
        save_views_page(
            review=world.review,
            by=world.iro,
            on=ON,
            version=version,
            words=Words(**(WHOLE_WORDS | {"observed": "Smiled"})),
            part=TakingPart(**WHOLE_PART),
        )

    assert caught.value.by == "Marnie Holloway"
    assert caught.value.version == 3
    assert caught.value.current["ways"] == ["symbols"]
    assert caught.value.current["exact_words"] == "I want to see Juno."
    assert ChildView.objects.get().observed == ""


def test_complete_views(world):
    version = save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(**WHOLE_WORDS),
        part=TakingPart(**WHOLE_PART),
        complete=True,
    )

    world.review.refresh_from_db()
    part = Participation.objects.get()
    assert part.complete
    assert version == page_version(ChildView.objects.get(), part)
    assert world.review.views_recorded_date == ON


def test_completing_twice_is_one_act(world):
    record_views(review=world.review, by=world.iro, on=ON, **WHOLE_WORDS)
    part = record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)
    part = complete_views(review=world.review, by=world.iro, on=ON, version=part.version)
    complete_views(review=world.review, by=world.iro, on=ON, version=part.version)

    assert Event.objects.filter(verb="participation.recorded", detail__fields=["complete"]).count() == 1


def test_completing_an_old_page_is_a_conflict(world):
    record_participation(review=world.review, by=world.iro, on=ON, **WHOLE_PART)

    with pytest.raises(ConflictError):
        complete_views(review=world.review, by=world.iro, on=ON, version=0)


@pytest.mark.parametrize(
    ("words", "part", "field"),
    [
        ({"exact_words": "", "understood": " "}, {}, "exact_words"),
        ({"heard_date": None}, {}, "heard_date"),
        ({"how": ""}, {}, "how"),
        ({"sharing": ""}, {}, "sharing"),
        ({"sharing": "named"}, {}, "sharing_names"),
        ({}, {"at_review": ""}, "at_review"),
        ({}, {"ways": []}, "ways"),
        ({}, {"at_review": "no"}, "ways"),
        ({}, {"spoken_alone": ""}, "spoken_alone"),
        ({}, {"spoken_alone": "no"}, "not_alone_reason"),
    ],
)
def test_what_is_missing_stops_completing_and_nothing_is_saved(world, words, part, field):
    with pytest.raises(DomainError) as caught:
        save_views_page(
            review=world.review,
            by=world.iro,
            on=ON,
            version=0,
            words=Words(**(WHOLE_WORDS | words)),
            part=TakingPart(**(WHOLE_PART | part)),
            complete=True,
        )

    assert caught.value.field == field
    assert not ChildView.objects.exists()
    assert not Participation.objects.exists()


def test_views_that_did_not_get_there_need_no_words(world):
    save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=0,
        words=Words(),
        part=TakingPart(at_review="no", ways=["none"], spoken_alone="no", not_alone_reason="Did not want to"),
        complete=True,
    )

    world.review.refresh_from_db()
    assert world.review.participation_code == "PN7"
    assert world.review.views_recorded_date == ON


def test_a_review_to_come_cannot_be_complete(world):
    day = date(2026, 4, 29)
    type(world.review).objects.filter(pk=world.review.pk).update(
        state="scheduled", held_date=None, concluded_date=None, scheduled_date=day
    )

    with pytest.raises(StateError) as caught:
        save_views_page(
            review=world.review,
            by=world.iro,
            on=ON,
            version=0,
            words=Words(**WHOLE_WORDS),
            part=TakingPart(**WHOLE_PART),
            complete=True,
        )

    assert caught.value.code == "not_held"


def test_taking_an_answer_back_makes_it_incomplete_again(world):
    words, part = Words(**WHOLE_WORDS), TakingPart(**WHOLE_PART)
    version = save_views_page(
        review=world.review, by=world.iro, on=ON, version=0, words=words, part=part, complete=True
    )
    later = save_views_page(
        review=world.review,
        by=world.iro,
        on=ON,
        version=version,
        words=words,
        part=TakingPart(**(WHOLE_PART | {"ways": []})),
    )

    row = Participation.objects.get()
    world.review.refresh_from_db()
    assert not row.complete
    assert later == page_version(ChildView.objects.get(), row)
    assert world.review.participation_code == ""


def test_a_version_that_never_was_is_refused(world):
    with pytest.raises(StateError) as caught:
        record_participation(review=world.review, by=world.iro, on=ON, version=5, **WHOLE_PART)

    assert caught.value.message == "This page is out of date. Open it again."
