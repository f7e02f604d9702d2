"""What stops a review's steps, as far as the reviews app knows: each missing thing with a link to its field."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from core.dates import short
from reviews.completion import Problem, Step
from reviews.enums import Attendance, Matter, Progress
from reviews.models import Decision, Review
from reviews.selectors.journey import Whole, offered_matters, whole

FINISHED = (Progress.DONE, Progress.NOT_APPLICABLE)
MATTER_NAMES: dict[Matter, str] = {
    Matter.CHANGES: "Changes since the last review",
    Matter.LEGAL_STATUS: "Legal status",
    Matter.PERMANENCE: "Permanence",
    Matter.FAMILY_TIME: "Time with family and friends",
    Matter.HOME: "Home",
    Matter.EDUCATION: "Education",
    Matter.LEISURE: "Leisure and interests",
    Matter.HEALTH: "Health",
    Matter.IDENTITY: "Identity",
    Matter.ADVICE: "Advice and support between visits",
    Matter.LEAVING_CARE: "When the child stops being looked after",
    Matter.WISHES: "Wishes and feelings",
    Matter.VISITS: "Visits by the social worker",
    Matter.PROTECTION: "Trafficked or unaccompanied child",
}


def journey_problems(review: Review, step: Step, on: date) -> list[Problem]:
    """What is missing for the step; registered with reviews/completion.py."""
    found = whole(review)
    return list(
        {
            Step.CONCLUDE: _before_concluding,
            Step.ISSUE_DECISIONS: _before_issuing,
            Step.COMPLETE_RECORD: _before_completing,
        }[step](found)
    )


def _url(name: str, review: Review, anchor: str = "", **more: object) -> str:
    return reverse(name, kwargs={"uuid": review.uuid, **more}) + (f"#{anchor}" if anchor else "")


def _before_concluding(found: Whole) -> Iterator[Problem]:
    review = found.review
    sittings = _url("review-sittings", review)
    if not found.held:
        yield Problem("no_sitting", "The sitting", "is not recorded as held", sittings)
    elif found.planned:
        planned = found.planned[0]
        message = "is still planned: record it as held, or call it off"
        yield Problem("planned_sitting", f"The sitting of {short(planned.date)}", message, sittings)
    yield from _attendance(found)


def _attendance(found: Whole) -> Iterator[Problem]:
    unknown = [person for person in found.invited if person.attendance == Attendance.UNKNOWN]
    if unknown and found.held:
        number = "one person" if len(unknown) == 1 else f"{len(unknown)} people"
        url = _url("review-attendance", found.review, f"id_came_{unknown[0].pk}_0")
        yield Problem("attendance", "Who came", f"is not recorded for {number}", url)


def _before_issuing(found: Whole) -> Iterator[Problem]:
    review = found.review
    if not found.decisions:
        yield Problem(
            "no_decisions", "Decisions", "are not written yet", _url("review-decision-add", review, "id_what")
        )
    for decision in found.drafts:
        yield from _unfinished(decision, review)
    for decision in found.unanswered:
        url = _url("review-follow-up", review, decision=decision.uuid)
        message = "was asked for earlier; say whether it was carried out"
        yield Problem("follow_up", called(decision), message, url)


def _unfinished(decision: Decision, review: Review) -> Iterator[Problem]:
    missing = (
        ("what", decision.what, "does not say what is to be done", "id_what"),
        ("who", decision.who, "has no person named", "id_who"),
        ("by_date", decision.by_date, "has no date to be done by", "id_by_date-day"),
    )
    for code, value, message, anchor in missing:
        if not value:
            url = _url("review-decision", review, anchor, decision=decision.uuid)
            yield Problem(f"decision_{code}", called(decision), message, url)


def called(decision: Decision) -> str:
    """A decision in a few words."""
    words = decision.what or f"Decision {decision.number}"
    return words if len(words) <= 60 else f"{words[:57].rstrip()}…"


def _before_completing(found: Whole) -> Iterator[Problem]:
    review = found.review
    if review.decisions_issued_at is None:
        yield Problem("not_issued", "The decisions", "have not gone out", _url("review-issue", review))
    elif found.drafts:
        url = _url("review-decisions", review)
        yield Problem("drafts_left", "A decision", "is written but has not gone out", url)
    yield from _attendance(found)
    if not review.right_people:
        url = _url("review-right-people", review, "id_right_people_0")
        yield Problem("right_people", "The right people and papers", "are not spoken of yet", url)
    if review.full:
        for matter in offered_matters(found):
            written = found.considerations.get(matter)
            if written is None or written.progress not in FINISHED:
                name = MATTER_NAMES[matter].replace("the child", review.child.shown_as)
                url = _url("review-matter", review, "id_text", matter=matter_slug(matter))
                yield Problem(f"matter_{matter}", name, "is not finished", url)
    if not review.iro_view.strip():
        url = _url("review-iro-view", review, "id_iro_view")
        yield Problem("iro_view", "Your view as reviewing officer", "is not written", url)


def matter_slug(matter: Matter) -> str:
    """A matter as it stands in addresses."""
    return matter.value.replace("_", "-")


def matter_of(slug: str) -> Matter | None:
    """The matter an address names; None where there is none such."""
    value = slug.replace("-", "_")
    return Matter(value) if value in Matter.values else None
