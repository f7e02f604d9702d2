"""Why no date? Which fact is missing, or which two contradict each other, and what a person can do about it."""

from dataclasses import dataclass

from children.models import Child, PeriodOfCare
from core.dates import long, plain
from reviews.timescales import Fault, NoDateReason
from reviews.timescales.choices import ClockSettings
from reviews.timescales.counting import birthday

SHORT: dict[str, str] = {
    NoDateReason.START_NOT_KNOWN: "Nobody has told when this period of care began, and no review is known",
    NoDateReason.EIGHTEEN_FIRST: "Turns 18 before another review would be due",
    Fault.BEFORE_START: "A review or a placement is dated before this period of care began",
    Fault.AFTER_END: "A review or a placement is dated after this period of care ended",
    Fault.BEFORE_BIRTH: "Something is dated before the child was born",
    Fault.OUT_OF_ORDER: "Two periods of care, or what happened in them, overlap",
    Fault.LATE_RESUMPTION: "A review was taken up again more than 20 working days after it was adjourned",
    Fault.SECOND_ADJOURNMENT: "A review is recorded as adjourned twice",
    Fault.NOT_PLACED: "An adoption placement ended that is not known to have begun",
}
"""One line for lists, by the code of the caseload entry."""
CONTRADICTION = "Two facts contradict each other"


def in_short(reason: str) -> str:
    """Why there is no date, for a list."""
    return SHORT.get(reason, CONTRADICTION)


def needs_a_fact(reason: str) -> bool:
    """Whether somebody has to do something; turning 18 first is simply so."""
    return reason != NoDateReason.EIGHTEEN_FIRST


@dataclass(frozen=True)
class NoDate:
    """What the page says."""

    heading: str
    missing: str
    todo: str
    can_fill_in: bool = False


def no_date(child: Child, period: PeriodOfCare | None, reason: str, settings: ClockSettings) -> NoDate:
    """The missing fact in a sentence, and what to do. The child is named here, on the page, and nowhere else."""
    who = child.shown_as
    if reason == NoDateReason.EIGHTEEN_FIRST:
        grown = birthday(child.date_of_birth, 18, settings.leap_day_birthday)
        return NoDate(
            f"No further review is due for {who}",
            f"{who} turns 18 on {long(grown)}. Another review would be due only after that day, and a review is "
            "for a child.",
            "A review before the birthday can still be booked, if it helps with leaving care.",
        )
    if reason == NoDateReason.START_NOT_KNOWN and period is not None:
        told = plain(period.first_episode_date or period.start_date)
        return NoDate(
            f"No review date for {who}",
            f"The files tell of {who} being looked after on {told}, but not since when, and of no review. "
            "The first review is counted from the day the period of care began.",
            "Fill in that day. Until then plan a review as soon as you can: it may be late already.",
            can_fill_in=True,
        )
    return NoDate(
        f"No review date for {who}",
        f"{in_short(reason)}. While that stands no date can be trusted, so none is given.",
        "It has to be corrected in the case system; the next import brings the correction. Until then plan for the "
        "earlier reading of the two.",
    )
