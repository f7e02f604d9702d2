"""What reviews show on a child's page: the next act, open decisions and their drift, the time line, duties, reviews."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from children.panels import Panel, Visit
from children.selectors import Spell
from core.components import chip, days_left
from core.dates import long, plain, short
from reviews.enums import AUTHORITY_KINDS, IRO_KINDS, DutyKind, ReviewState, Source
from reviews.models import Review
from reviews.naming import days_in_words, duty_name, took_part
from reviews.selectors.child import OpenDuty, ReviewsOfChild, reviews_of
from reviews.selectors.no_date import in_short, needs_a_fact
from reviews.selectors.time_in_care import time_in_care
from reviews.timescales import NoDateReason

AHEAD = 365
"""Days: what the authority owes later than this is not shown yet."""
IN_SIGHT = 6
"""Reviews in sight; older ones are in a fold."""
NO_LONGER = (ReviewState.CANCELLED, ReviewState.LAPSED)


def _known(visit: Visit) -> ReviewsOfChild:
    return visit.once("reviews", lambda: reviews_of(visit.record.child))


def next_duty(visit: Visit) -> Panel | None:
    """The bar under the name: the next duty, and the one button that goes on with it; or why there is no date."""
    known, child, period = _known(visit), visit.record.child, visit.record.period
    duty = next((one for one in known.duties if one.kind in IRO_KINDS), None)
    if period is None and duty is None:
        return None
    review = duty.review if duty is not None and duty.review is not None else known.under_way
    act, url = _act(review, child.uuid) if visit.actor.may(Permission.RECORD_REVIEW) else ("", "")
    reason = known.no_date_reason
    unknown = period is not None and not period.facts["start_known"]
    noted = unknown and reason != NoDateReason.START_NOT_KNOWN
    content = {
        "words": _duty_words(duty, known, period) if duty else "",
        "due": long(duty.due_date) if duty else "",
        "left": "",
        "late": False,
        "why_url": reverse("why-date", args=[duty.uuid]) if duty else "",
        "no_date": "",
        "settled": False,
        "missing": in_short(reason) if reason else "",
        "no_date_url": reverse("why-no-date", args=[child.uuid]) if reason else "",
        "start_note": (
            f"When care began is not known: the files tell of it from {plain(period.start)} on. "
            "The date is counted from the last review known."
            if noted
            else ""
        ),
        "start_url": (
            reverse("care-start", args=[child.uuid])
            if unknown and visit.actor.may(Permission.EDIT_CHILD)
            else ""
        ),
        "act": act,
        "url": url,
    }
    if duty is not None:
        days = known.days(duty.due_date, visit.on)
        content |= {"left": days_in_words(days), "late": days < 0}
    if reason:
        wanted = needs_a_fact(reason)
        content |= {
            "no_date": "No review date can be worked out" if wanted else "No further review is due",
            "settled": not wanted,
        }
    return Panel("reviews/room_next.html", content)


def _duty_words(duty: OpenDuty, known: ReviewsOfChild, period: Spell | None) -> str:
    number = duty.review.number if duty.review else None
    if number is None and duty.kind in (DutyKind.REVIEW, DutyKind.REVIEW_MEETING) and period is not None:
        number = known.next_number(period)
    return duty_name(duty.kind, number)


def _act(review: Review | None, child_uuid: object) -> tuple[str, str]:
    """The one button: what it says and where it leads."""
    if review is None:
        return "Book the review", reverse("review-book", args=[child_uuid])
    if review.state == ReviewState.SCHEDULED:
        return f"Prepare review {review.number}", reverse("review", args=[review.uuid])
    return f"Carry on recording review {review.number}", reverse("review", args=[review.uuid])


def open_decisions(visit: Visit) -> Panel:
    """Decisions still to be carried out, the longest asked for first, each with its age; below, those carried out."""
    known = _known(visit)
    own = visit.actor.may(Permission.RECORD_REVIEW)
    rows = []
    for row in known.open_decisions:
        review = row["review"]
        page = (
            reverse("decision-done", args=[review.uuid, row["uuid"]])
            if own
            else reverse("review-record", args=[review.uuid])
        )
        rows.append(
            {
                "what": row["what"],
                "who": row["who"],
                "by": short(_day(row["by"])),
                "drift": _drift(row, visit.on),
                "found": row["found"] or "",
                "url": page,
            }
        )
    done = [{"what": row["what"], "closed": plain(_day(row["closed"]))} for row in known.carried_out]
    return Panel("reviews/room_decisions.html", {"rows": rows, "done": done})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _drift(row: dict[str, Any], on: date) -> Any:
    """The chip: asked for again, past its date, or new."""
    if row["times_asked"] > 1:
        asked = _day(row["first_asked"]) or row["review"].held_date
        since = f", {_months(asked, on)}" if asked else ""
        return chip("late", f"Asked for at {row['times_asked']} reviews{since}", "")
    by = _day(row["by"])
    if by is not None and by < on:
        return chip("soon", "Past its date", "")
    return chip("info", f"New at review {row['review'].number}", "")


def _months(since: date, on: date) -> str:
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return f"{months} month{'' if months == 1 else 's'}" if months > 0 else "under a month"


def seen_alone(visit: Visit) -> Panel:
    """When a reviewing officer last spoke with the child alone (CPPCR reg 36(1))."""
    on = _known(visit).seen_alone
    return Panel("reviews/room_alone.html", {"who": visit.record.child.shown_as, "on": short(on)})


def time_line(visit: Visit) -> Panel | None:
    """Homes, legal statuses and reviews on one scale, with the table."""
    drawn = time_in_care(visit.record, _known(visit), visit.on)
    return Panel("reviews/room_timeline.html", {"drawn": drawn}) if drawn else None


def duties(visit: Visit) -> Panel | None:
    """What the authority owes the child, where the facts for it are there."""
    if visit.record.period is None:
        return None
    known = _known(visit)
    rows = [
        {
            "what": duty_name(duty.kind, duty.review.number if duty.review else None),
            "due": short(duty.due_date),
            "left": days_left(known.days(duty.due_date, visit.on)),
            "why_url": reverse("why-date", args=[duty.uuid]),
        }
        for duty in known.duties
        if duty.kind in AUTHORITY_KINDS and _of_now(duty, visit.on)
    ]
    may = visit.actor.may(Permission.EDIT_CHILD)
    url = reverse("duty-done", args=[visit.record.child.uuid]) if may else ""
    return Panel("reviews/room_duties.html", {"rows": rows, "url": url})


def _of_now(duty: OpenDuty, on: date) -> bool:
    """Not far off; and a manager's answer only until its day, since silence is agreement and never late."""
    if duty.kind == DutyKind.MANAGER_ANSWER and duty.due_date < on:
        return False
    return (duty.due_date - on).days <= AHEAD


def past_reviews(visit: Visit) -> Panel:
    """The reviews, newest first, each with whether it was in time; the older ones in a fold."""
    known = _known(visit)
    rows = [
        {
            "title": f"Review {review.number}",
            "url": reverse("review", args=[review.uuid]),
            "held": short(review.held_date),
            "due": short(review.due_date),
            "timing": _timing(review, known),
            "code": took_part(review.participation_code),
            "state": "From the 903 files" if review.source == Source.IMPORT else review.get_state_display(),
        }
        for review in known.reviews
    ]
    older = rows[IN_SIGHT:]
    tables = [{"label": "Reviews", "fold": "", "rows": rows[:IN_SIGHT]}] if rows else []
    if older:
        fold = f"{len(older)} older review{'' if len(older) == 1 else 's'}"
        tables.append({"label": "Older reviews", "fold": fold, "rows": older})
    return Panel("reviews/room_reviews.html", {"tables": tables})


def _timing(review: Review, known: ReviewsOfChild) -> Any:
    if review.state in NO_LONGER:
        return ""
    if review.held_date is None:
        return f"Booked for {short(review.scheduled_date)}" if review.scheduled_date else "Not booked"
    if review.on_time is False:
        return chip("late", f"{known.days_late(review)} late", "")
    return chip("done", "In time", "") if review.on_time else "No date stood due"
