"""Where a copy for one person may go: states and acts in one literal table. What is not in it cannot be done."""

from enum import StrEnum

from django.db.models import TextChoices

from core.errors import StateError


class ReleaseState(TextChoices):
    """Where a copy stands."""

    DRAFT = "draft", "Being made"
    PREVIEWED = "previewed", "Read by its sender"
    CONFIRMED = "confirmed", "Confirmed by a second person"
    RELEASED = "released", "Released"
    OPENED = "opened", "In their hands"
    WITHDRAWN = "withdrawn", "Called back"


class ReleaseAct(StrEnum):
    """What may be done to a copy."""

    CHANGE = "change"
    """What it contains, and the names in it: it has to be previewed again."""
    PREVIEW = "preview"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    RELEASE = "release"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"


S, A = ReleaseState, ReleaseAct
TABLE: dict[ReleaseState, dict[ReleaseAct, ReleaseState]] = {
    S.DRAFT: {A.CHANGE: S.DRAFT, A.PREVIEW: S.PREVIEWED, A.WITHDRAW: S.WITHDRAWN},
    S.PREVIEWED: {
        A.CHANGE: S.DRAFT,
        A.PREVIEW: S.PREVIEWED,
        A.CONFIRM: S.CONFIRMED,
        A.SEND_BACK: S.DRAFT,
        A.RELEASE: S.RELEASED,
        A.WITHDRAW: S.WITHDRAWN,
    },
    S.CONFIRMED: {
        A.CHANGE: S.DRAFT,
        A.PREVIEW: S.PREVIEWED,
        A.RELEASE: S.RELEASED,
        A.WITHDRAW: S.WITHDRAWN,
    },
    S.RELEASED: {A.DELIVER: S.OPENED, A.WITHDRAW: S.WITHDRAWN},
    S.OPENED: {},
    S.WITHDRAWN: {},
}
WHAT_TO_DO: dict[ReleaseState, str] = {
    S.DRAFT: "This copy is still being made. Read it as its recipient will get it, then go on.",
    S.PREVIEWED: "This copy waits for its second person. It can go when they have confirmed it.",
    S.CONFIRMED: "This copy is confirmed already. Release it, or change it and read it again.",
    S.RELEASED: "This copy is released. Call it back to change it.",
    S.OPENED: "This copy is in its recipient’s hands. It can no longer be changed or called back.",
    S.WITHDRAWN: "This copy was called back. Make a new one.",
}


def may(state: str, act: ReleaseAct) -> bool:
    """Whether the table has the act in this state. Who may do it, and the second person, are asked elsewhere."""
    return act in TABLE[ReleaseState(state)]


def after(state: str, act: ReleaseAct) -> ReleaseState:
    """The state the act leads to. Raises StateError, with what to do instead, where it cannot be done."""
    to = TABLE[ReleaseState(state)].get(act)
    if to is None:
        raise StateError(WHAT_TO_DO[ReleaseState(state)])
    return to
