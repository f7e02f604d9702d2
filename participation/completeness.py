"""What is still missing before a child's views for a review are finished. Pure: the form, the action, the task list and
"what is stopping me?" ask the same list."""

from collections.abc import Sequence
from dataclasses import dataclass

from participation.codes import MISSING_THERE, MISSING_WAYS, WorkedOut
from participation.enums import Sharing, Way
from participation.models import ChildView, Participation


@dataclass(frozen=True)
class Missing:
    """One thing to do: `field` is the field of the views page it is done in, `message` what to do."""

    field: str
    message: str


NO_WORDS = (
    "Write what the child said, what you understood or what you observed. "
    "Or choose that their views did not get to the review."
)
NO_DATE = "Enter the day the child was heard."
NO_HOW = "Choose how the child was heard."
NO_SHARING = "Choose who may read the child's exact words. Ask the child."
NO_NAMES = "Enter the people the child named."
NO_ALONE = "Say whether you spoke with the child alone before the review."
NO_ALONE_DATE = "Enter the day you spoke with the child alone."
NO_ALONE_REASON = "Say why you did not speak with the child alone."

_FIELD = {MISSING_THERE: "at_review", MISSING_WAYS: "ways"}


def has_content(view: ChildView) -> bool:
    """Whether anything was heard, understood or observed."""
    return bool(view.exact_words.strip() or view.understood.strip() or view.observed.strip())


def is_heard(view: ChildView) -> bool:
    """Whether views came on this occasion: something is written, and when it was heard."""
    return has_content(view) and view.heard_date is not None


def missing_of_occasion(view: ChildView) -> list[Missing]:
    """What is missing of one occasion that has something written."""
    wanted = [
        (view.heard_date is None, Missing("heard_date", NO_DATE)),
        (not view.how, Missing("how", NO_HOW)),
        (bool(view.exact_words.strip()) and not view.sharing, Missing("sharing", NO_SHARING)),
        (
            view.sharing == Sharing.NAMED and not view.sharing_names.strip(),
            Missing("sharing_names", NO_NAMES),
        ),
    ]
    return [what for is_missing, what in wanted if is_missing]


def missing(views: Sequence[ChildView], part: Participation, worked: WorkedOut) -> list[Missing]:
    """Everything that is missing for a review, in the order of the page. `views` come first to last."""
    found: list[Missing] = []
    spoken = [view for view in views if has_content(view)]
    if not spoken and Way.NONE not in part.ways:
        found.append(Missing("exact_words", NO_WORDS))
    for view in spoken:
        found += [what for what in missing_of_occasion(view) if what not in found]
    if worked.clash:
        found.append(Missing("ways", worked.clash))
    elif worked.missing:
        found.append(Missing(_FIELD.get(worked.missing, ""), worked.missing))
    if not part.spoken_alone:
        found.append(Missing("spoken_alone", NO_ALONE))
    elif part.spoken_alone == "yes" and part.spoken_alone_date is None:
        found.append(Missing("spoken_alone_date", NO_ALONE_DATE))
    elif part.spoken_alone == "no" and not part.not_alone_reason.strip():
        found.append(Missing("not_alone_reason", NO_ALONE_REASON))
    return found
