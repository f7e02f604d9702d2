"""Sittings held, added, corrected and called off; adjourning, resuming, lapsing; concluding."""

from datetime import date

import pytest

from accounts.models import Person
from audit.models import Event
from children.models import Child
from core.errors import ConflictError, DomainError, StateError
from reviews.actions import scheduling, sittings
from reviews.actions.editing import StillMissing
from reviews.models import Deadline, Review
from tests.reviews.journey.story import (
    TODAY,
    again,
    booked,
    concluded,
    decided,
    everybody_came,
    held,
    planned,
)

pytestmark = pytest.mark.django_db
ADJOURN = {"reason": "The health report is missing", "effect": "Ash waits", "wishes": "Ash wants it over"}


def adjourned(child: Child, iro: Person, day: date = date(2026, 5, 12)) -> Review:
    """Held today and adjourned to Tue 12 May 2026."""
    return sittings.adjourn_review(review=held(child, iro), by=iro, on=TODAY, date=day, **ADJOURN)


def open_dates(child: Child) -> dict[str, date]:
    """The child's open duties around reviews."""
    kinds = ("review", "resume", "decisions", "record", "distribution")
    rows = Deadline.objects.filter(child=child, met_date__isnull=True, kind__in=kinds)
    return {row.kind: row.due_date for row in rows}


def test_holding_the_first_sitting(child: Child, iro: Person) -> None:
    review = held(child, iro)

    assert (review.state, review.held_date, review.chaired_by) == ("in_progress", TODAY, iro)
    assert set(review.invitations.values_list("attendance", flat=True)) == {"came"}
    assert open_dates(child) == {"review": date(2026, 5, 5)}


def test_a_sitting_held_on_another_day_than_planned_is_dated_by_that_day(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    sittings.hold_sitting(sitting=planned(review), by=iro, on=TODAY, date=date(2026, 4, 20))

    assert again(review).held_date == date(2026, 4, 20)
    assert again(review).scheduled_date == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 4, 22), "in_future"), (date(2026, 4, 1), "not_in_care")]
)
def test_holding_refuses_a_day_that_cannot_be(child: Child, iro: Person, day: date, code: str) -> None:
    review = booked(child, iro)

    with pytest.raises(DomainError) as refused:
        sittings.hold_sitting(sitting=planned(review), by=iro, on=TODAY, date=day)

    assert refused.value.code == code


def test_holding_refuses_an_answer_that_does_not_exist(child: Child, iro: Person) -> None:
    review = booked(child, iro)
    person = review.invitations.first()

    with pytest.raises(DomainError) as refused:
        sittings.hold_sitting(
            sitting=planned(review), by=iro, on=TODAY, date=TODAY, attendance={person.pk: "maybe"}
        )

    assert (refused.value.code, refused.value.field) == ("invalid", f"came_{person.pk}")
    assert again(review).state == "scheduled"


def test_a_sitting_is_held_once_and_not_after_it_was_called_off(child: Child, iro: Person) -> None:
    review = held(child, iro)
    first = review.sittings.get()
    second = sittings.add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 24))
    sittings.call_off_sitting(sitting=second, by=iro, reason="Not needed")

    for sitting, said in (
        (first, "This sitting was recorded as held already."),
        (second, "This sitting was called off. Add a sitting instead."),
    ):
        with pytest.raises(StateError) as refused:
            sittings.hold_sitting(sitting=sitting, by=iro, on=TODAY, date=TODAY)
        assert refused.value.message == said


def test_several_sittings_and_the_review_is_dated_by_the_first(child: Child, iro: Person) -> None:
    review = held(child, iro, date(2026, 4, 14))
    second = sittings.add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 21))
    sittings.hold_sitting(sitting=second, by=iro, on=TODAY, date=date(2026, 4, 21))

    done = sittings.conclude_review(review=review, by=iro, on=TODAY)

    assert (done.held_date, done.concluded_date) == (date(2026, 4, 14), date(2026, 4, 21))
    assert (done.due_date, done.due_rule, done.on_time) == (date(2026, 5, 5), "CPPCR 33(1)", True)
    assert open_dates(child) == {
        "review": date(2026, 7, 14),
        "decisions": date(2026, 4, 28),
        "record": date(2026, 5, 13),
        "distribution": date(2026, 5, 20),
    }


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"date": date(2026, 4, 20)}, "past"),
        ({"date": date(2026, 4, 22), "already_held": True}, "in_future"),
        ({"date": date(2026, 4, 13), "already_held": True}, "before_first"),
        ({"date": date(2026, 4, 1), "already_held": True}, "not_in_care"),
    ],
)
def test_adding_a_sitting_refuses(child: Child, iro: Person, given: dict, code: str) -> None:
    review = held(child, iro, date(2026, 4, 14))

    with pytest.raises(DomainError) as refused:
        sittings.add_sitting(review=review, by=iro, on=TODAY, **given)

    assert refused.value.code == code


def test_calling_off_the_only_sitting_leaves_the_review_without_a_day(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    sittings.call_off_sitting(sitting=planned(review), by=iro, reason="Ash is ill")

    assert (again(review).state, again(review).scheduled_date) == ("scheduled", None)
    assert open_dates(child) == {"review": date(2026, 5, 5)}


def test_correcting_a_sitting_moves_the_review_and_what_follows(child: Child, iro: Person) -> None:
    review = concluded(child, iro)
    sitting = review.sittings.get()

    sittings.correct_sitting(
        sitting=sitting,
        version=sitting.version,
        by=iro,
        on=TODAY,
        date=date(2026, 4, 20),
        place="home",
        note="At home",
    )

    review = again(review)
    assert (review.held_date, review.concluded_date) == (date(2026, 4, 20), date(2026, 4, 20))
    assert open_dates(child)["review"] == date(2026, 7, 20)


def test_correcting_a_sitting_refuses(child: Child, iro: Person) -> None:
    review = held(child, iro, date(2026, 4, 14))
    first = review.sittings.get()
    second = sittings.add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 24))
    correct = {"by": iro, "on": TODAY}

    with pytest.raises(StateError, match="was not held yet"):
        sittings.correct_sitting(sitting=second, version=1, date=TODAY, **correct)
    with pytest.raises(DomainError) as future:
        sittings.correct_sitting(sitting=first, version=2, date=date(2026, 4, 22), **correct)
    sittings.correct_sitting(sitting=first, version=2, date=date(2026, 4, 16), **correct)
    with pytest.raises(ConflictError):
        sittings.correct_sitting(sitting=first, version=2, date=date(2026, 4, 15), **correct)
    Review.objects.filter(pk=review.pk).update(decisions_issued_date=date(2026, 4, 15))
    with pytest.raises(DomainError) as sent:
        sittings.correct_sitting(sitting=first, version=3, date=date(2026, 4, 17), **correct)

    assert (future.value.code, sent.value.code) == ("in_future", "after_decisions")


def test_adjourning_counts_from_the_sitting(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)

    assert (review.state, review.adjourned_date, review.resume_by) == ("adjourned", TODAY, date(2026, 5, 20))
    assert (review.adjourned_effect, review.adjourned_wishes) == ("Ash waits", "Ash wants it over")
    assert planned(review).date == date(2026, 5, 12)
    assert open_dates(child) == {"review": date(2026, 5, 5), "resume": date(2026, 5, 20)}


def test_the_worked_example_of_the_framework(child: Child, iro: Person) -> None:
    child.periods.update(start_date=date(2026, 3, 2))
    on = date(2026, 3, 16)
    review = sittings.adjourn_review(
        review=held(child, iro, on, child_asked_date=None), by=iro, on=on, date=date(2026, 4, 15), **ADJOURN
    )

    assert review.resume_by == date(2026, 4, 15)


def test_adjourning_calls_off_what_was_planned(child: Child, iro: Person) -> None:
    review = held(child, iro)
    sittings.add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 24))

    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **ADJOURN)

    assert list(review.sittings.order_by("number").values_list("date", "held", "called_off_reason")) == [
        (TODAY, True, ""),
        (date(2026, 4, 24), False, "The review was adjourned"),
        (date(2026, 5, 12), False, ""),
    ]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"date": date(2026, 5, 21)}, "after_adjournment", "date"),
        ({"date": date(2026, 4, 20)}, "past", "date"),
        ({"reason": " "}, "required", "reason"),
        ({"effect": ""}, "required", "effect"),
        ({"wishes": ""}, "required", "wishes"),
        ({"on": date(2026, 5, 21)}, "adjournment_over", ""),
    ],
)
def test_adjourning_refuses(child: Child, iro: Person, given: dict, code: str, field: str) -> None:
    review = held(child, iro)

    with pytest.raises(DomainError) as refused:
        sittings.adjourn_review(
            review=review, by=iro, **({"on": TODAY, "date": date(2026, 5, 12)} | ADJOURN | given)
        )

    assert (refused.value.code, refused.value.field) == (code, field)
    assert again(review).state == "in_progress"


def test_resuming_in_time_and_only_one_adjournment(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)
    on = date(2026, 5, 20)

    sittings.hold_sitting(sitting=planned(review), by=iro, on=on, date=on)

    assert (again(review).state, again(review).held_date) == ("in_progress", TODAY)
    assert Event.objects.get(verb="review.resumed").detail == {"sitting": 2, "date": "2026-05-20"}
    with pytest.raises(StateError, match="may be adjourned once"):
        sittings.adjourn_review(review=review, by=iro, on=on, date=on, **ADJOURN)


def test_resumed_in_time_it_is_held_on_its_first_sitting(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)
    on = date(2026, 5, 12)
    sittings.hold_sitting(sitting=planned(review), by=iro, on=on, date=on)

    done = sittings.conclude_review(review=review, by=iro, on=on)

    assert (done.held_date, done.concluded_date, done.on_time) == (TODAY, on, True)
    assert open_dates(child)["review"] == date(2026, 7, 21)
    assert open_dates(child)["decisions"] == date(2026, 5, 19)


def test_a_late_resumption_is_refused_and_the_review_lapses(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)
    on = date(2026, 5, 21)

    with pytest.raises(StateError) as refused:
        sittings.hold_sitting(sitting=planned(review), by=iro, on=on, date=on)
    sittings.lapse_review(review=review, by=iro, on=on)

    assert refused.value.code == "late_resumption"
    assert again(review).state == "lapsed"
    assert open_dates(child) == {"review": date(2026, 5, 5)}


def test_resuming_refuses_a_day_before_the_adjournment(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)

    with pytest.raises(DomainError) as refused:
        sittings.hold_sitting(sitting=planned(review), by=iro, on=TODAY, date=date(2026, 4, 20))

    assert refused.value.code == "before_adjournment"


def test_a_review_that_may_still_be_resumed_does_not_lapse(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)

    with pytest.raises(StateError) as refused:
        sittings.lapse_review(review=review, by=iro, on=date(2026, 5, 20))

    assert refused.value.message == "This review may still be resumed, until Wednesday 20 May 2026."


def test_booking_again_closes_an_adjourned_review_whose_days_are_over(child: Child, iro: Person) -> None:
    old = adjourned(child, iro)
    on = date(2026, 5, 21)

    new = booked(child, iro, date(2026, 5, 22), on=on, late_reason="The health report came late")

    assert again(old).state == "lapsed"
    assert (new.number, new.state) == (1, "scheduled")
    assert open_dates(child)["review"] == date(2026, 5, 5)


def test_a_sitting_of_an_adjourned_review_is_moved_within_the_days(child: Child, iro: Person) -> None:
    review = adjourned(child, iro)
    move = {"review": review, "by": iro, "on": TODAY, "reason": "Moved"}

    with pytest.raises(DomainError) as refused:
        scheduling.rearrange_review(date=date(2026, 5, 21), **move)
    scheduling.rearrange_review(date=date(2026, 5, 20), **move)

    assert refused.value.code == "after_adjournment"
    assert planned(review).date == date(2026, 5, 20)


def test_nothing_an_adjourned_review_proposes_is_carried_out(child: Child, iro: Person) -> None:
    from reviews.actions.decisions import close_decision, issue_decisions

    review = held(child, iro)
    decision = decided(review, iro)
    sittings.adjourn_review(review=review, by=iro, on=TODAY, date=date(2026, 5, 12), **ADJOURN)

    with pytest.raises(StateError):
        close_decision(decision=decision, version=1, by=iro, on=TODAY, date=TODAY)
    with pytest.raises(StateError):
        issue_decisions(review=review, by=iro, on=TODAY)

    decision.refresh_from_db()
    assert decision.state == "draft"


def test_concluding_lists_what_is_missing(child: Child, iro: Person) -> None:
    review = held(child, iro)
    review.invitations.filter(name="Rue Vane").update(attendance="")
    sittings.add_sitting(review=review, by=iro, on=TODAY, date=date(2026, 4, 24))

    with pytest.raises(StillMissing) as missing:
        sittings.conclude_review(review=review, by=iro, on=TODAY)

    assert [(one.code, f"{one.thing} {one.message}") for one in missing.value.problems] == [
        (
            "planned_sitting",
            "The sitting of Fri 24 Apr 2026 is still planned: record it as held, or call it off",
        ),
        ("attendance", "Who came is not recorded for one person"),
    ]
    person = review.invitations.get(name="Rue Vane")
    assert missing.value.problems[1].url == f"/reviews/{review.uuid}/attendance/#id_came_{person.pk}_0"


def test_a_review_that_is_not_full_does_not_count(child: Child, iro: Person) -> None:
    review = sittings.conclude_review(review=held(child, iro), by=iro, on=TODAY, full=False, by_meeting=False)

    assert (review.state, review.full, review.by_meeting, review.due_date) == (
        "concluded",
        False,
        False,
        None,
    )
    assert open_dates(child)["review"] == date(2026, 5, 5)


def test_everybody_came_is_what_the_story_says(child: Child, iro: Person) -> None:
    review = booked(child, iro)

    assert set(everybody_came(review).values()) == {"came"}


def test_correcting_a_sitting_does_not_get_round_the_days_allowed(child: Child, iro: Person) -> None:
    review = adjourned(child, iro, date(2026, 5, 20))
    on = date(2026, 5, 22)
    first, second = review.sittings.order_by("number")
    sittings.hold_sitting(sitting=second, by=iro, on=on, date=date(2026, 5, 20))
    second.refresh_from_db()

    with pytest.raises(DomainError) as refused:
        sittings.correct_sitting(
            sitting=second, version=second.version, by=iro, on=on, date=date(2026, 5, 21)
        )
    first.refresh_from_db()
    sittings.correct_sitting(sitting=first, version=first.version, by=iro, on=on, date=date(2026, 4, 22))

    assert refused.value.code == "after_adjournment"
    second.refresh_from_db()
    assert second.date == date(2026, 5, 20)
    assert (again(review).adjourned_date, again(review).resume_by) == (date(2026, 4, 22), date(2026, 5, 21))
