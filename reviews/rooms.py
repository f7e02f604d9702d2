"""What reviews show on a child's page: the next act, open decisions and their drift, the time line, duties, reviews."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from children.panels import Panel, Visit
from core.components import chip, days_left
from core.dates import long, plain, short
from reviews.enums import AUTHORITY_KINDS, IRO_KINDS, RECORDABLE_KINDS, DutyKind, ReviewState
from reviews.models import Deadline
from reviews.selectors.child import ReviewsOfChild, reviews_of
from reviews.selectors.time_in_care import time_in_care

AHEAD = 365
"""Days: what the authority owes later than this is not shown yet."""


def _known(visit: Visit) -> ReviewsOfChild:
    return visit.once("reviews", lambda: reviews_of(visit.record.child))


def next_duty(visit: Visit) -> Panel | None:
    """The bar under the name: the next duty, and the one button that goes on with it."""
    if visit.record.period is None:
        return None
    known = _known(visit)
    duty = next((one for one in known.duties if one.kind in IRO_KINDS), None)
    child, may = visit.record.child, visit.actor.may(Permission.RECORD_REVIEW)
    review = duty.review if duty is not None and duty.review is not None else known.under_way
    act, url = _act(review, child.uuid)
    return Panel(
        "reviews/room_next.html",
        {
            "words": _duty_words(duty) if duty else "",
            "due": long(duty.due_date) if duty else "",
            "left": days_left(known.days(duty.due_date, visit.on)) if duty else "",
            "why_url": reverse("why-date", args=[duty.uuid]) if duty else "",
            "start_known": visit.record.period.facts.get("start_known"),
            "act": act if may else "",
            "url": url,
        },
    )


def _duty_words(duty: Deadline) -> str:
    label = DutyKind(duty.kind).label
    if duty.review is None:
        return "Next review" if duty.kind == DutyKind.REVIEW else label
    number = duty.review.number
    if duty.kind == DutyKind.REVIEW:
        return f"Review {number}"
    named = label.replace("the review", f"review {number}")
    return named if named != label else f"{label}, for review {number}"


def _act(review: Any, child_uuid: object) -> tuple[str, str]:
    """The one button: what it says and where it leads."""
    if review is None:
        return "Book the review", reverse("review-book", args=[child_uuid])
    if review.state == ReviewState.SCHEDULED:
        return f"Prepare review {review.number}", reverse("review", args=[review.uuid])
    return f"Carry on recording review {review.number}", reverse("review", args=[review.uuid])


def open_decisions(visit: Visit) -> Panel:
    """Decisions still to be carried out, the longest asked for first, each with its age."""
    known = _known(visit)
    rows = []
    for row in known.open_decisions:
        by = date.fromisoformat(row["by"]) if row["by"] else None
        asked = date.fromisoformat(row["first_asked"]) if row["first_asked"] else row["review"].held_date
        again = row["times_asked"] > 1
        late = by is not None and by < visit.on
        if again:
            drift = chip("late", f"Asked for at {row['times_asked']} reviews, {_months(asked, visit.on)}", "")
        elif late:
            drift = chip("soon", "Past its date", "")
        else:
            drift = chip("info", f"New at review {row['review'].number}", "")
        rows.append(
            {
                "what": row["what"],
                "who": row["who"],
                "by": short(by),
                "drift": drift,
                "url": f"{reverse('review', args=[row['review'].uuid])}#decisions",
            }
        )
    return Panel("reviews/room_decisions.html", {"rows": rows, "carried_out": known.carried_out})


def _months(since: date | None, on: date) -> str:
    if since is None:
        return "some time"
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return f"{months} month{'' if months == 1 else 's'}" if months else "under a month"


def time_line(visit: Visit) -> Panel | None:
    """Homes, legal statuses and reviews on one scale, with the table."""
    drawn = time_in_care(visit.record, _known(visit), visit.on)
    return Panel("reviews/room_timeline.html", {"drawn": drawn}) if drawn else None


def duties(visit: Visit) -> Panel | None:
    """What the authority owes the child, where the facts for it are there."""
    if visit.record.period is None:
        return None
    known = _known(visit)
    rows = []
    for duty in known.duties:
        if duty.kind not in AUTHORITY_KINDS or (duty.due_date - visit.on).days > AHEAD:
            continue
        left = days_left(known.days(duty.due_date, visit.on)) if duty.kind != DutyKind.MANAGER_ANSWER else ""
        rows.append(
            {
                "what": DutyKind(duty.kind).label,
                "due": short(duty.due_date),
                "left": left,
                "why_url": reverse("why-date", args=[duty.uuid]),
            }
        )
    may = visit.actor.may(Permission.EDIT_CHILD) and bool(RECORDABLE_KINDS)
    url = reverse("duty-done", args=[visit.record.child.uuid]) if may else ""
    return Panel("reviews/room_duties.html", {"rows": rows, "url": url})


def past_reviews(visit: Visit) -> Panel:
    """The reviews held, newest first, each with whether it was in time."""
    known = _known(visit)
    rows = []
    for review in known.reviews:
        if review.state in (ReviewState.CANCELLED, ReviewState.LAPSED):
            timing = review.get_state_display()
        elif review.held_date is None:
            timing = f"Booked for {short(review.scheduled_date)}" if review.scheduled_date else "Booked"
        elif review.on_time is False:
            days = -known.calendar.working_days_between(review.held_date, review.due_date)
            timing = chip("late", f"{days} late", "")
        else:
            timing = chip("done", "In time", "") if review.on_time else "Nothing stood due"
        rows.append(
            {
                "title": f"Review {review.number}",
                "url": reverse("review", args=[review.uuid]),
                "held": plain(review.held_date),
                "due": plain(review.due_date),
                "timing": timing,
                "code": review.participation_code,
                "state": review.get_state_display() if review.source == "portal" else "From the 903 files",
            }
        )
    return Panel("reviews/room_reviews.html", {"rows": rows})
