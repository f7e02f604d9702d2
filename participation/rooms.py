"""What participation brings to pages of the apps below: a room on the child's page, rows in the task list of a review's
record, and what may stop its decisions and its record. Registered in apps.py."""

from datetime import date

from django.urls import reverse

from children.panels import Panel, Visit
from core.dates import plain
from participation.actions import worked_out_for
from participation.completeness import missing
from participation.models import ChildView, Participation
from participation.selectors import latest_of, views_of
from participation.wording import named
from reviews.completion import Problem, Step
from reviews.enums import Progress
from reviews.enums import Source as ReviewSource
from reviews.models import Review
from reviews.parts import Status


def views_url(review: Review, field: str = "") -> str:
    """The address of a review's views page, at a field of it."""
    return reverse("review-views", args=[review.uuid]) + (f"#id_{field}" if field else "")


def alone_url(review: Review) -> str:
    """The question whether the reviewing officer spoke with the child alone."""
    return views_url(review, "spoken_alone_0")


def voice_panel(visit: Visit) -> Panel:
    """The child's latest words, or that there are none yet and when they were last asked."""
    child = visit.record.child
    latest = latest_of(child, visit.actor)
    heard = latest.heard
    return Panel(
        "participation/panel_voice.html",
        {
            "label": f"In {child.shown_as}’s own words",
            "heard": heard,
            "limit": named(heard.limit, child.shown_as) if heard else "",
            "withheld": named(heard.withheld, child.shown_as) if heard else "",
            "all_words": f"All of {child.shown_as}’s words ({latest.count})",
            "url": reverse("child-words", args=[child.uuid]),
            "nothing": f"{child.shown_as} has not told us anything yet.",
            "asked": f"Last asked {plain(latest.last_asked)}."
            if latest.last_asked
            else "Nobody has asked yet.",
        },
    )


def _state_of(review: Review) -> tuple[list[ChildView], Participation]:
    views = list(views_of(review))
    part = Participation.objects.filter(review=review).first()
    return views, part or Participation(review=review, version=0)


def views_status(review: Review) -> Status:
    """How far the child's views are: "Exact words saved, 2 questions left"."""
    views, part = _state_of(review)
    if part.complete:
        code = review.participation_code
        return Status(Progress.DONE, f"{code} for the national return" if code else "")
    if not views and not part.version:
        return Status(Progress.NOT_STARTED)
    left = len(missing(views, part, worked_out_for(review, part)))
    said = "Exact words saved" if any(view.exact_words.strip() for view in views) else "No exact words yet"
    if not left:
        return Status(Progress.IN_PROGRESS, f"{said}, to be marked as complete")
    return Status(Progress.IN_PROGRESS, f"{said}, {left} question{'s' if left > 1 else ''} left")


def alone_status(review: Review) -> Status:
    """Whether the reviewing officer spoke with the child alone before the review, or why not (CPPCR reg 36)."""
    part = Participation.objects.filter(review=review).first()
    if part is None or not part.spoken_alone:
        return Status(Progress.NOT_STARTED)
    if part.spoken_alone == "yes":
        return Status(Progress.DONE, f"{plain(part.spoken_alone_date)}, before the review")
    if part.not_alone_reason.strip():
        return Status(Progress.DONE, "Not this time; the reason is recorded")
    return Status(Progress.IN_PROGRESS, "Not this time; say why")


def problems(review: Review, step: Step, on: date) -> list[Problem]:
    """What stops decisions going out and the record being completed: views not finished, time alone not said."""
    if step not in (Step.ISSUE_DECISIONS, Step.COMPLETE_RECORD) or review.source == ReviewSource.IMPORT:
        return []
    part = Participation.objects.filter(review=review).first() or Participation(review=review)
    name = review.child.shown_as
    found = []
    if not part.complete:
        found.append(
            Problem(
                "views_unfinished", f"{name}’s views", "are not finished", views_url(review, "exact_words")
            )
        )
    elif worked_out_for(review, part).code != part.worked_out_code:
        message = "no longer follows from the day of the review: save the page again"
        found.append(
            Problem("code_stale", "The participation code", message, views_url(review, "at_review_0"))
        )
    if not part.spoken_alone:
        message = "is not answered"
        thing = f"Whether you spoke with {name} alone before the review"
        found.append(Problem("alone_unsaid", thing, message, alone_url(review)))
    return found
