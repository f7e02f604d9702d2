"""Whatever is done to a child's reviews in whatever order, what must hold holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.models import Person
from children.models import Child
from core.errors import DomainError
from reviews.actions import decisions, record, recording, scheduling, sittings
from reviews.actions.duties import recompute_children
from reviews.enums import Matter, Outcome, Progress
from reviews.models import Consideration, Decision, Review
from tests.reviews.journey.story import TODAY, decided, everybody_came, finish_views

pytestmark = pytest.mark.django_db
ACTS = (
    "cancel", "move", "hold", "add", "call_off", "adjourn", "adjourn", "lapse", "conclude", "decide", "follow_up",
    "issue", "write", "complete", "reopen", "reopen", "close", "wait",
)  # fmt: skip
STEPS = st.one_of(st.just("go_on"), st.just("go_on"), st.sampled_from(ACTS))
"""Two steps of three go the natural way on, so that stories get far; the third may be anything."""
WORDS = {"reason": "Missing", "effect": "Waits", "wishes": "None said"}


class Story:
    """One child's reviews, one act after another; what is refused changes nothing."""

    def __init__(self, child: Child, iro: Person) -> None:
        self.child, self.iro, self.on = child, iro, TODAY
        self.taken = 0

    @property
    def latest(self) -> Review | None:
        return Review.objects.filter(child=self.child).order_by("-pk").first()

    def act(self, name: str, days: int) -> None:
        """Do it if it may be done."""
        try:
            with transaction.atomic():
                getattr(self, name)(days)
            self.taken += 1
        except DomainError:
            pass

    def go_on(self, days: int) -> None:
        """The next thing a reviewing officer would do."""
        review = self.latest
        state = review.state if review else "completed"
        if state in ("completed", "cancelled", "lapsed"):
            return self.book(days)
        if state in ("scheduled", "adjourned"):
            return (
                self.hold(days)
                if self._one().sittings.filter(held=False, called_off_reason="")
                else self.add(1)
            )
        if state == "in_progress":
            return self.conclude(days)
        if review.decisions_issued_at is None:
            if not review.decisions.exists():
                self.decide(days)
            self.follow_up(days)
            return self.issue(days)
        if review.decisions.filter(state="draft").exists():
            return self.issue(days)
        self.write(days)
        return self.complete(days)

    def wait(self, days: int) -> None:
        self.on += timedelta(days=days * 3)

    def book(self, days: int) -> None:
        scheduling.schedule_review(
            child=self.child, by=self.iro, on=self.on, date=self.on + timedelta(days=days), late_reason="Late",
            left_out={one.pk: "Not now" for one in self.child.relationships.all()},
        )  # fmt: skip

    def _one(self) -> Review:
        review = self.latest
        if review is None:
            raise DomainError("None")
        return review

    def _planned(self) -> Any:
        sitting = self._one().sittings.filter(held=False, called_off_reason="").first()
        if sitting is None:
            raise DomainError("None")
        return sitting

    def cancel(self, days: int) -> None:
        scheduling.cancel_review(review=self._one(), by=self.iro, reason="Ill")

    def move(self, days: int) -> None:
        scheduling.rearrange_review(
            review=self._one(), by=self.iro, on=self.on, date=self.on + timedelta(days=days), reason="Moved",
            late_reason="Late",
        )  # fmt: skip

    def hold(self, days: int) -> None:
        self.on = max(self.on, self._planned().date)
        review = self._one()
        sittings.hold_sitting(
            sitting=self._planned(), by=self.iro, on=self.on, date=self.on, attendance=everybody_came(review)
        )

    def add(self, days: int) -> None:
        sittings.add_sitting(review=self._one(), by=self.iro, on=self.on, date=self.on + timedelta(days=days))

    def call_off(self, days: int) -> None:
        sittings.call_off_sitting(sitting=self._planned(), by=self.iro, reason="Ill")

    def adjourn(self, days: int) -> None:
        sittings.adjourn_review(
            review=self._one(), by=self.iro, on=self.on, date=self.on + timedelta(days=days), **WORDS
        )

    def lapse(self, days: int) -> None:
        sittings.lapse_review(review=self._one(), by=self.iro, on=self.on)

    def conclude(self, days: int) -> None:
        sittings.conclude_review(review=self._one(), by=self.iro, on=self.on, full=days != 7)

    def decide(self, days: int) -> None:
        decided(self._one(), self.iro, by_date=self.on + timedelta(days=200))

    def follow_up(self, days: int) -> None:
        review = self._one()
        for earlier in Decision.objects.filter(child=self.child, state="open").exclude(review=review):
            said = review.follow_ups.filter(decision=earlier).first()
            decisions.follow_up(
                review=review, decision=earlier, by=self.iro, version=said.version if said else 0, note="Waiting list",
                outcome=(Outcome.CARRY_FORWARD, Outcome.CARRY_FORWARD, Outcome.CARRIED_OUT, Outcome.DROPPED)[days % 4],
            )  # fmt: skip
        Decision.objects.filter(review=review, by_date=None).update(by_date=self.on + timedelta(days=200))

    def issue(self, days: int) -> None:
        review = self._one()
        if not hasattr(review, "participation") and review.held_date:
            finish_views(review)
        decisions.issue_decisions(review=review, by=self.iro, on=self.on)

    def write(self, days: int) -> None:
        review = self._one()
        for matter in Matter:
            if matter not in (Matter.WISHES, Matter.PROTECTION):
                found = Consideration.objects.filter(review=review, matter=matter).first()
                recording.record_consideration(
                    review=review, matter=matter, version=found.version if found else 0, by=self.iro,
                    text=f"Considered on {self.on}.", progress=Progress.DONE,
                )  # fmt: skip
        review.refresh_from_db()
        recording.record_right_people(
            review=review, version=review.version, by=self.iro, answer="yes", note=""
        )
        review.refresh_from_db()
        recording.record_iro_view(review=review, version=review.version, by=self.iro, text=f"On {self.on}.")

    def complete(self, days: int) -> None:
        record.complete_record(review=self._one(), by=self.iro, on=self.on)

    def reopen(self, days: int) -> None:
        record.reopen_record(review=self._one(), by=self.iro, reason="A date was wrong")

    def close(self, days: int) -> None:
        decision = Decision.objects.filter(child=self.child, state="open").first()
        if decision is None:
            raise DomainError("None")
        decisions.close_decision(
            decision=decision, version=decision.version, by=self.iro, on=self.on, date=self.on
        )


def words_of(review: Review) -> list[Any]:
    """Everything a locked record says."""
    return [
        review.iro_view,
        review.held_date,
        review.concluded_date,
        list(review.considerations.order_by("pk").values_list("matter", "text", "progress")),
        list(
            review.decisions.order_by("pk").values_list(
                "what", "who", "by_date", "times_asked", "first_asked_date"
            )
        ),
        list(review.follow_ups.order_by("pk").values_list("decision", "outcome", "note")),
        list(review.sittings.order_by("pk").values_list("date", "held", "called_off_reason")),
    ]


def check_all(child: Child) -> None:
    """What holds after every act."""
    reviews = list(Review.objects.filter(child=child))
    assert sum(one.state in ("scheduled", "in_progress", "adjourned") for one in reviews) <= 1
    for review in reviews:
        assert (review.concluded_date is not None) == (review.state in ("concluded", "completed"))
        if review.state == "completed":
            assert review.decisions_issued_at is not None
            assert not review.decisions.filter(state="draft").exists()
        if review.decisions_issued_at is None:
            assert not review.decisions.exclude(state="draft").exists()
        if review.resume_by is not None and review.state in ("concluded", "completed", "in_progress"):
            resumed = review.sittings.filter(held=True).order_by("-date").first()
            assert resumed.date >= review.adjourned_date
    for decision in Decision.objects.filter(child=child).select_related("carried_from"):
        before = decision.carried_from
        if before is not None:
            assert decision.times_asked == before.times_asked + 1
            assert decision.first_asked_date == before.first_asked_date
            assert decision.review_id != before.review_id
        if decision.state == "carried_forward":
            assert decision.carried_to.state != "draft"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(STEPS, st.integers(0, 12)), min_size=8, max_size=30))
def test_random_acts_keep_what_must_hold(child: Child, iro: Person, acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        story = Story(child, iro)
        for name, days in acts:
            locked = {one.pk: words_of(one) for one in Review.objects.filter(child=child, state="completed")}
            story.act(name, days)
            for pk, words in locked.items():
                now = Review.objects.get(pk=pk)
                if name != "reopen":
                    assert words_of(now) == words, name
            check_all(child)
        assert recompute_children([child.pk], apply=False).total == 0
        event(f"{Review.objects.filter(child=child, state='completed').count()} records completed")
        event(f"{Decision.objects.filter(child=child, times_asked__gt=1).count()} decisions asked for again")
        transaction.set_rollback(True)


def test_a_whole_life_of_reviews(child: Child, iro: Person) -> None:
    """The same story, told once in full: three reviews, one decision asked for at each of them."""
    story = Story(child, iro)
    for months in range(3):
        for name in ("book", "hold", "conclude", "follow_up", "issue", "write", "complete"):
            if name == "follow_up" and months == 0:
                story.act("decide", 0)
            story.act(name, 0)
            check_all(child)
        assert recompute_children([child.pk], apply=False).total == 0
        story.on = date(2026, 7 + 3 * months, 14) if months < 2 else story.on

    counts = Decision.objects.filter(child=child).order_by("pk").values_list("times_asked", "state")
    assert list(counts) == [(1, "carried_forward"), (2, "carried_forward"), (3, "open")]
    assert list(Review.objects.order_by("number").values_list("number", "state")) == [
        (1, "completed"), (2, "completed"), (3, "completed"),
    ]  # fmt: skip
