"""Reads of what children said, in a fixed number of statements, with the limits of sharing kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, QuerySet

from accounts.actor import Actor
from children.models import Child
from participation.access import is_unfinished, may_read, reads_as_iro
from participation.completeness import has_content
from participation.enums import Sharing
from participation.models import ChildView, Participation
from participation.wording import caption
from reviews.enums import ReviewState
from reviews.models import Review

NOT_ASKED = "The child has not been asked yet who may read this."
UNFINISHED = "The child's reviewing officer is still writing this down."
WITHHELD = {
    Sharing.NAMED: "The child wants only the people they named to read this.",
    Sharing.IRO_ONLY: "Only the child's reviewing officer and their manager may read this.",
}
NOT_HELD = (ReviewState.CANCELLED, ReviewState.LAPSED)


@dataclass(frozen=True)
class Heard:
    """One occasion as one reader may see it."""

    view: ChildView
    readable: bool

    @property
    def words(self) -> str:
        """The exact words, as they were said; empty where there are none, or this reader may not read them."""
        return self.view.exact_words if self.readable else ""

    @property
    def understood(self) -> str:
        """What the adult understood."""
        return self.view.understood if self.readable else ""

    @property
    def observed(self) -> str:
        """What the adult observed."""
        return self.view.observed if self.readable else ""

    @property
    def withheld(self) -> str:
        """Why the words are not shown; empty where they are."""
        if self.readable:
            return ""
        return UNFINISHED if is_unfinished(self.view) else WITHHELD.get(self.view.sharing, NOT_ASKED)

    @property
    def caption(self) -> str:
        """By whom, with whom, how, where and when."""
        return caption(self.view)

    @property
    def limit(self) -> str:
        """Who else may read it, for a reader who may; empty where everyone may."""
        if not self.readable or self.view.sharing in ("", Sharing.EVERYONE):
            return ""
        names = f": {self.view.sharing_names}" if self.view.sharing_names else ""
        return f"{Sharing(self.view.sharing).label}{names}"


@dataclass(frozen=True)
class Latest:
    """What stands on the child's page."""

    heard: Heard | None
    count: int
    """On how many occasions the child was heard."""
    last_asked: date | None = None
    """When the child was last asked about a review; only looked up where nothing was heard."""


@dataclass(frozen=True)
class ReviewVoice:
    """Everything the views page of one review shows."""

    first: ChildView | None
    others: Sequence[ChildView]
    part: Participation | None
    before: "Before | None"


@dataclass(frozen=True)
class Before:
    """The same of the review before this one."""

    review: Review
    heard: Heard | None
    part: Participation | None


def views_of(review: Review) -> QuerySet[ChildView]:
    """What was heard for one review, in the order it was written down. The review comes from its door."""
    return ChildView.objects.filter(review=review).order_by("pk")


def words_of(child: Child, actor: Actor) -> list[Heard]:
    """Every occasion on which a child was heard, newest first. The child comes from its door."""
    as_iro = reads_as_iro(actor, child)
    views = ChildView.objects.filter(child=child).select_related("review__participation")
    ordered = views.order_by(F("heard_date").desc(nulls_last=True), "-pk")
    return [Heard(view, may_read(actor, view, as_iro=as_iro)) for view in ordered if has_content(view)]


def latest_of(child: Child, actor: Actor) -> Latest:
    """The child's latest words that this person may read, and how often the child was heard; two statements or three.

    Where only adults' notes are there, the latest of those. Without any, when the child was last asked.
    """
    everything = words_of(child, actor)
    if everything:
        newest = next((one for one in everything if one.words), None)
        newest = newest or next((one for one in everything if one.readable), everything[0])
        return Latest(newest, len(everything))
    asked = Review.objects.filter(child=child).aggregate(
        asked=Max("child_asked_date"), seen=Max("seen_alone_date")
    )
    return Latest(None, 0, max((day for day in asked.values() if day), default=None))


def voice_of(review: Review, actor: Actor) -> ReviewVoice:
    """Everything the views page of a review shows; the review comes from its door."""
    views = list(ChildView.objects.filter(review=review).select_related("saved_by").order_by("pk"))
    part = Participation.objects.filter(review=review).select_related("saved_by").first()
    return ReviewVoice(views[0] if views else None, views[1:], part, _before(review, actor))


def _before(review: Review, actor: Actor) -> Before | None:
    """The last review of the child before this one that was held or prepared, with what was heard then."""
    earlier = (
        Review.objects.filter(child_id=review.child_id)
        .exclude(pk=review.pk)
        .exclude(state__in=NOT_HELD)
        .filter(held_date__isnull=False)
    )
    if review.held_date is not None:
        earlier = earlier.filter(held_date__lt=review.held_date)
    last = earlier.order_by("-held_date", "-pk").select_related("participation").first()
    if last is None:
        return None
    view = (
        ChildView.objects.filter(review=last).select_related("review__participation").order_by("pk").first()
    )
    as_iro = reads_as_iro(actor, review.child)
    heard = Heard(view, may_read(actor, view, as_iro=as_iro)) if view and has_content(view) else None
    return Before(last, heard, getattr(last, "participation", None))
