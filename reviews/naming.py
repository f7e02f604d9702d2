"""What a duty and a review are called on a page: "First review", "Decisions of review 4"."""

from datetime import date

from core.dates import short
from reviews.enums import DutyKind, ReviewState

MEETINGS = (DutyKind.REVIEW, DutyKind.REVIEW_MEETING, DutyKind.RESUME)


def duty_name(kind: str, number: int | None) -> str:
    """A duty in words; `number` is that of its review, where it has one."""
    if kind not in MEETINGS and number is None:
        return DutyKind(kind).label
    if kind == DutyKind.REVIEW:
        return {None: "Review", 1: "First review"}.get(number, f"Review {number}")
    if kind == DutyKind.REVIEW_MEETING:
        return "Review with a meeting" if number is None else f"Review {number}, with a meeting"
    if kind == DutyKind.RESUME:
        return "Resume the adjourned review" if number is None else f"Resume review {number}"
    if kind == DutyKind.DISTRIBUTION:
        return f"Record of review {number} sent to everyone"
    label = DutyKind(kind).label
    named = label.replace("the review", f"review {number}")
    return named if named != label else f"{label}, for review {number}"


def review_heading(number: int, state: str, *, day: date | None, recorder: bool) -> str:
    """What the page of a review is headed by: "Review 2, booked for Tue 5 May 2026", "Record review 2".

    `day` is when it is booked for, later when it was held; `recorder` is who has the record to write.
    """
    if state in (ReviewState.IN_PROGRESS, ReviewState.CONCLUDED) and recorder:
        return f"Record review {number}"
    said = {
        ReviewState.SCHEDULED: f"booked for {short(day)}" if day else "booked",
        ReviewState.ADJOURNED: "adjourned",
        ReviewState.CANCELLED: "cancelled",
        ReviewState.LAPSED: "not resumed in time",
    }.get(ReviewState(state), f"held on {short(day)}" if day else "")
    return f"Review {number}, {said}" if said else f"Review {number}"


def days_in_words(days: int) -> str:
    """Working days in a sentence: "5 working days left", "Due today", "1 working day late"."""
    if days == 0:
        return "due today"
    return f"{abs(days)} working day{'' if abs(days) == 1 else 's'} {'late' if days < 0 else 'left'}"


TOOK_PART = {
    "PN0": "Under 4 then",
    "PN1": "Came and spoke",
    "PN2": "Came, an advocate spoke",
    "PN3": "Came, showed their views",
    "PN4": "Came, gave no views",
    "PN5": "Did not come, an advocate spoke",
    "PN6": "Did not come, sent their views",
    "PN7": "Did not come, no views",
}


def took_part(code: str) -> str:
    """How the child took part, by the code of the national return, which stands behind it."""
    return f"{TOOK_PART[code]} ({code})" if code in TOOK_PART else code
