"""The participation code of the national return, worked out from facts. Pure: no clock, no database.

REVIEW_CODE of the 903 return (PN0 to PN7) says how a child took part in a review. Nobody types it: it follows from the
child's age on the day, whether the child was there, and how their views came to the review.

Which code, where several ways are true (the first that fits):

    under 4 on the day                                    PN0, whatever the other answers are
    the child was there   spoke for themselves            PN1
                          an advocate spoke for them      PN2
                          drawings, play, signs, device   PN3
                          nothing of these                PN4
    the child was not     told an advocate or the
    there                 reviewing officer before, or
                          an advocate spoke for them      PN5
                          wrote, recorded, drew or sent   PN6
                          nothing of these                PN7

For a child who was there only what happened there counts: words told or sent beforehand alone are PN4, and the
reason says so, since it surprises. On the 4th birthday the child is 4 (rules 440 and 441 of the return fire on neither
side of that day). A child born on 29 February is 4 on the next 29 February, four years later but round 1900 and 2100;
where the year has no such day, on 1 March.

Facts that cannot both be so are a clash: it gives no code, but a sentence that says which answer to change. The code
PN0 stands in spite of a clash, because it rests on the age alone; the clash is still told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from participation.enums import AtReview, Code, Way

AGE_OF_VOICE = 4
"""Under this age, in years, the return asks for no way of taking part."""

CLASH_SPOKE = "You said the child was not there but spoke at it. Change one answer."
CLASH_NONE = (
    "You said the child's views did not get to the review, and also how they got there. Change one answer."
)
CLASH_BIRTH = "The review is before the child's date of birth. Change one of the two dates."
MISSING_DAY = "The code follows once the review has a day."
MISSING_THERE = "Say whether the child was at the review."
MISSING_WAYS = "Choose how the child's views got to the review."

_AT_REVIEW = {
    AtReview.ALL: "The child was there for all of it",
    AtReview.PART: "The child was there for part of it",
    AtReview.NO: "The child was not there",
}
_WHEN_THERE = (
    (Way.SPOKE, Code.PN1, "The child spoke for themselves"),
    (Way.ADVOCATE_SPOKE, Code.PN2, "An advocate spoke for the child"),
    (Way.SYMBOLS, Code.PN3, "The child showed their views through drawings, play, signs or a device"),
)
_WHEN_AWAY = (
    (
        Way.TOLD_BEFORE,
        Code.PN5,
        "The child told an advocate or the reviewing officer before, and it was passed on",
    ),
    (Way.ADVOCATE_SPOKE, Code.PN5, "An advocate spoke for the child"),
    (Way.SENT, Code.PN6, "The child wrote, recorded or sent something"),
    (Way.SYMBOLS, Code.PN6, "The child's views came through drawings, play, signs or a device"),
)
_BEFORE_ONLY = "What was told or sent beforehand counts only for a child who is not there"


@dataclass(frozen=True)
class WorkedOut:
    """The code and why; or, without a code, what clashes or what is still missing.

    The sentences say "the child"; a page puts the name there (participation/wording.py).
    """

    code: Code | None
    reasons: tuple[str, ...] = ()
    clash: str = ""
    """Which answers cannot both be so; empty where they can."""
    missing: str = ""
    """What to answer next, where the answers do not give a code yet."""


def age_on(date_of_birth: date, day: date) -> int:
    """Whole years on a day; negative before birth. A birthday of 29 February falls on 1 March in a year without one."""
    return day.year - date_of_birth.year - ((day.month, day.day) < (date_of_birth.month, date_of_birth.day))


def clash_of(at_review: str, ways: Collection[str]) -> str:
    """The sentence for answers that cannot both be so; empty where they can."""
    if at_review == AtReview.NO and Way.SPOKE in ways:
        return CLASH_SPOKE
    if Way.NONE in ways and len(set(ways)) > 1:
        return CLASH_NONE
    return ""


def work_out(
    *, date_of_birth: date, held_on: date | None, at_review: AtReview | str, ways: Collection[Way | str]
) -> WorkedOut:
    """The participation code of a review (903 return, REVIEW_CODE).

    `held_on` is the day of its first sitting, None where it has none yet. `at_review` is an AtReview or "" where nobody
    answered; `ways` the ways that were true, empty where nobody answered. Never raises for these.
    """
    if held_on is None:
        return WorkedOut(None, clash=clash_of(at_review, ways), missing=MISSING_DAY)
    if held_on < date_of_birth:
        return WorkedOut(None, clash=CLASH_BIRTH)
    age = age_on(date_of_birth, held_on)
    clash = clash_of(at_review, ways)
    if age < AGE_OF_VOICE:
        return WorkedOut(Code.PN0, (f"The child was {age} on the day (under 4)",), clash=clash)
    if clash:
        return WorkedOut(None, clash=clash)
    if not at_review:
        return WorkedOut(None, missing=MISSING_THERE)
    if not ways:
        return WorkedOut(None, missing=MISSING_WAYS)
    there = AtReview(at_review) is not AtReview.NO
    code, because = _from_ways(there, ways)
    reasons = (f"The child was {age} on the day (4 or over)", _AT_REVIEW[AtReview(at_review)], *because)
    return WorkedOut(code, reasons)


def _from_ways(there: bool, ways: Collection[str]) -> tuple[Code, list[str]]:
    """The code by the table above, with the way that gave it and the other ways that were true but come after it."""
    true = [(code, said) for way, code, said in (_WHEN_THERE if there else _WHEN_AWAY) if way in ways]
    if not true:
        because = ["No views were given there" if there else "The child's views did not get to the review"]
        if there and Way.NONE not in ways:
            because.append(_BEFORE_ONLY)
        return (Code.PN4 if there else Code.PN7), because
    code, first = true[0]
    return code, [
        first,
        *(f"{said}: true too, the one above comes first" for other, said in true[1:] if other != code),
    ]
