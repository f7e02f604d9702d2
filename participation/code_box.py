"""The box that shows the participation code and why: the same words on the page and in its live answer."""

from collections.abc import Collection
from dataclasses import dataclass

from participation.actions import worked_out_for
from participation.codes import WorkedOut
from participation.enums import Code
from participation.models import Participation
from participation.wording import named
from reviews.models import Review


@dataclass(frozen=True)
class CodeBox:
    """What the box says; every text may be empty."""

    heading: str
    meaning: str = ""
    reasons: tuple[str, ...] = ()
    clash: str = ""
    missing: str = ""
    imported: str = ""
    instead: str = ""
    foot: str = ""


FOOT = "Worked out from your answers. If it looks wrong, change the answer, not the code."


def code_box(review: Review, *, at_review: str, ways: Collection[str], contradicted: str = "") -> CodeBox:
    """The box for these answers. Values that are no answers of ours count as not given."""
    name = review.child.shown_as
    given = Participation(
        at_review=at_review
        if at_review in dict(Participation._meta.get_field("at_review").choices or ())
        else "",
        ways=list(ways),
    )
    worked = worked_out_for(review, given)
    instead = contradicted if contradicted in Code.values and contradicted != worked.code else ""
    return _box(review, worked, instead, name)


def _box(review: Review, worked: WorkedOut, instead: str, name: str) -> CodeBox:
    imported = review.imported_code
    code = imported or instead or worked.code
    said = ""
    if imported:
        said = f"{imported} came with a 903 file and stands as imported."
        if worked.code and worked.code != imported:
            said += f" Your answers would give {worked.code}."
    return CodeBox(
        heading=f"For the national return: {code}" if code else "For the national return: no code yet",
        meaning=f"{Code(code).label}." if code in Code.values else "",
        reasons=() if imported else tuple(named(reason, name) for reason in worked.reasons),
        clash=named(worked.clash, name),
        missing=named(worked.missing, name),
        imported=said,
        instead=f"You chose {instead} in its place. The answers give {worked.code}."
        if instead and worked.code
        else "",
        foot="" if imported else FOOT,
    )
