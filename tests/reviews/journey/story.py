"""Short words for the acts of a review, so that a test tells its story. Each calls the portal's own action."""

from datetime import date, time
from typing import Any

from accounts.models import Person
from children.models import Child
from reviews.actions import decisions, record, recording, scheduling, sittings
from reviews.enums import Matter, Progress
from reviews.models import Decision, Review, Sitting

TODAY = date(2026, 4, 21)


def booked(child: Child, iro: Person, day: date = date(2026, 4, 28), **more: Any) -> Review:
    """A review booked for Tue 28 April 2026, the friend not asked."""
    left_out = {person.pk: "" for person in child.relationships.filter(kind="friend")}
    given = {
        "on": TODAY, "date": day, "time": time(8, 30), "place": "school", "left_out": left_out,
        "child_asked_date": date(2026, 4, 7), "child_asked_how": "On a walk. Ash wants Rue there.",
    }  # fmt: skip
    return scheduling.schedule_review(child=child, by=iro, **(given | more))


def planned(review: Review) -> Sitting:
    """The sitting that is still to come."""
    return review.sittings.get(held=False, called_off_reason="")


def everybody_came(review: Review) -> dict[int, str]:
    """Everybody who was invited came."""
    return {one.pk: "came" for one in review.invitations.filter(not_invited_reason="")}


def held(child: Child, iro: Person, day: date = TODAY, **more: Any) -> Review:
    """A review booked for and held on a day."""
    review = booked(child, iro, day, on=day, **more)
    sittings.hold_sitting(
        sitting=planned(review), by=iro, on=day, date=day, attendance=everybody_came(review)
    )
    return again(review)


def concluded(child: Child, iro: Person, day: date = TODAY, **more: Any) -> Review:
    """A review held and concluded on a day."""
    return sittings.conclude_review(review=held(child, iro, day, **more), by=iro, on=day)


def decided(review: Review, iro: Person, what: str = "Start life story work", **more: Any) -> Decision:
    """A decision with everything it needs."""
    given = {"who": "Petra Lund, social worker", "by_date": date(2026, 12, 1)}
    return decisions.add_decision(review=review, by=iro, what=what, **(given | more))


def finish_views(review: Review) -> None:
    """What the participation app asks of a review: the child's views, as complete as it wants them."""
    from participation.models import ChildView, Participation

    ChildView.objects.create(
        authority=review.authority, child=review.child, review=review, exact_words="I like it here.",
        understood="Ash feels safe.", observed="Relaxed.", heard_date=review.held_date, how="talking",
        where="At home", with_whom="Nobody else", heard_by="Jas Okoro", sharing="everyone",
    )  # fmt: skip
    Participation.objects.create(
        authority=review.authority, review=review, at_review="all", ways=["spoke"], spoken_alone="yes",
        spoken_alone_date=review.held_date, worked_out_code="PN1", reasons=["Came and spoke."], complete=True,
    )  # fmt: skip
    Review.objects.filter(pk=review.pk).update(
        views_recorded_date=review.held_date, seen_alone_date=review.held_date, participation_code="PN1"
    )


def issued(review: Review, iro: Person, on: date = TODAY) -> Review:
    """The decisions of a review sent."""
    if not review.decisions.exists():
        decided(review, iro)
    finish_views(review)
    return decisions.issue_decisions(review=review, by=iro, on=on)


def written(review: Review, iro: Person) -> None:
    """Everything the full record asks for."""
    for matter in Matter:
        if matter not in (Matter.WISHES, Matter.PROTECTION):
            recording.record_consideration(
                review=review, matter=matter, version=0, by=iro, text="Considered.", progress=Progress.DONE
            )
    review.refresh_from_db()
    recording.record_right_people(review=review, version=review.version, by=iro, answer="yes", note="")
    review.refresh_from_db()
    recording.record_iro_view(review=review, version=review.version, by=iro, text="The plan is right.")


def completed(review: Review, iro: Person, on: date = TODAY) -> Review:
    """A concluded review with its record completed and locked."""
    review = issued(review, iro, on)
    written(review, iro)
    return record.complete_record(review=again(review), by=iro, on=on)


def again(review: Review) -> Review:
    """The review as it stands in the database."""
    return Review.objects.select_related("child", "period").get(pk=review.pk)
