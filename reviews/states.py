"""Where a review may go: states, acts and guards in one literal table.

`check` is asked by every action after it has locked the row; `may` by the pages, to offer only what can be done. What
is not in the table cannot be done, and the error says what the state is and what to do instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.dates import long
from core.errors import StateError
from reviews.enums import ReviewState, Source
from reviews.models import Review


class Act(StrEnum):
    """What a person may do to a review."""

    REARRANGE = "rearrange"
    CANCEL = "cancel"
    INVITE = "invite"
    PREPARE = "prepare"
    """Record that the child was asked, that the social worker was spoken with, that the reports came."""
    ADD_SITTING = "add_sitting"
    CALL_OFF_SITTING = "call_off_sitting"
    HOLD_SITTING = "hold_sitting"
    CORRECT_SITTING = "correct_sitting"
    """Put right the day, time or place of a sitting that was held."""
    ADJOURN = "adjourn"
    RESUME = "resume"
    LAPSE = "lapse"
    CONCLUDE = "conclude"
    RECORD = "record"
    """Write: who came, the matters considered, the reviewing officer's view."""
    DECIDE = "decide"
    """Write, change and remove decisions that are not issued yet, and say what became of earlier ones."""
    ISSUE_DECISIONS = "issue_decisions"
    ANSWER = "answer"
    CLOSE_DECISION = "close_decision"
    """Record between reviews that a decision was carried out."""
    COMPLETE_RECORD = "complete_record"
    REOPEN = "reopen"
    DISTRIBUTE = "distribute"


Guard = Callable[[Review], str]
"""Why the act cannot be done though the state allows it, in a sentence that says what to do; empty where it can."""


def adjourned_only_once(review: Review) -> str:
    """CPPCR reg 36(2)."""
    if review.adjourned_date is None:
        return ""
    return (
        f"This review was adjourned on {long(review.adjourned_date)}, and a review may be adjourned once. "
        "Hold it with what there is, or add a sitting."
    )


def decisions_are_out(review: Review) -> str:
    """What was not sent cannot be answered or carried out: no proposal is carried out before the review is complete."""
    return "" if review.decisions_issued_at else "The decisions have not gone out yet. Send them first."


def not_answered(review: Review) -> str:
    """The manager answers once."""
    if not review.manager_answer_date:
        return ""
    return f"The manager’s answer was recorded on {long(review.manager_answer_date)}. It stands."


def not_distributed(review: Review) -> str:
    """Copies go out once."""
    if not review.distributed_date:
        return ""
    return f"The copies were sent on {long(review.distributed_date)}. There is nothing left to do."


@dataclass(frozen=True)
class Move:
    """Where an act leads; `to` is None where the state stays."""

    to: ReviewState | None = None
    guards: tuple[Guard, ...] = ()


STAY = Move()
S = ReviewState
TABLE: dict[ReviewState, dict[Act, Move]] = {
    S.SCHEDULED: {
        Act.REARRANGE: STAY,
        Act.CANCEL: Move(S.CANCELLED),
        Act.INVITE: STAY,
        Act.PREPARE: STAY,
        Act.ADD_SITTING: STAY,
        Act.CALL_OFF_SITTING: STAY,
        Act.HOLD_SITTING: Move(S.IN_PROGRESS),
        Act.RECORD: STAY,
        Act.DECIDE: STAY,
    },
    S.IN_PROGRESS: {
        Act.REARRANGE: STAY,
        Act.INVITE: STAY,
        Act.PREPARE: STAY,
        Act.ADD_SITTING: STAY,
        Act.CALL_OFF_SITTING: STAY,
        Act.HOLD_SITTING: STAY,
        Act.CORRECT_SITTING: STAY,
        Act.ADJOURN: Move(S.ADJOURNED, (adjourned_only_once,)),
        Act.CONCLUDE: Move(S.CONCLUDED),
        Act.RECORD: STAY,
        Act.DECIDE: STAY,
    },
    S.ADJOURNED: {
        Act.REARRANGE: STAY,
        Act.INVITE: STAY,
        Act.PREPARE: STAY,
        Act.ADD_SITTING: STAY,
        Act.CALL_OFF_SITTING: STAY,
        Act.RESUME: Move(S.IN_PROGRESS),
        Act.LAPSE: Move(S.LAPSED),
        Act.RECORD: STAY,
        Act.DECIDE: STAY,
    },
    S.CONCLUDED: {
        Act.PREPARE: STAY,
        Act.CORRECT_SITTING: STAY,
        Act.RECORD: STAY,
        Act.DECIDE: STAY,
        Act.ISSUE_DECISIONS: STAY,
        Act.ANSWER: Move(guards=(decisions_are_out, not_answered)),
        Act.CLOSE_DECISION: Move(guards=(decisions_are_out,)),
        Act.COMPLETE_RECORD: Move(S.COMPLETED, (decisions_are_out,)),
    },
    S.COMPLETED: {
        Act.ANSWER: Move(guards=(decisions_are_out, not_answered)),
        Act.CLOSE_DECISION: Move(guards=(decisions_are_out,)),
        Act.REOPEN: Move(S.CONCLUDED),
        Act.DISTRIBUTE: Move(guards=(not_distributed,)),
    },
    S.CANCELLED: {},
    S.LAPSED: {},
}

WHAT_TO_DO: dict[ReviewState, str] = {
    S.SCHEDULED: "This review is booked and not held yet. Record its first sitting before you go on.",
    S.IN_PROGRESS: "This review is under way. Hold its last sitting and conclude it before you go on.",
    S.ADJOURNED: "This review is adjourned. Resume it by the last day allowed before you go on.",
    S.CONCLUDED: "This review is held and its record is still being written. Complete the record before you go on.",
    S.COMPLETED: "The record of this review is completed and locked. Reopen it first, and say why.",
    S.CANCELLED: "This review was cancelled. Book it again from the child’s page.",
    S.LAPSED: "This review was adjourned and not resumed in time, so it was not completed. Book it again.",
}
"""What the state is and what to do, for an act that is not possible in it."""

HELD = "A sitting of this review was held already. Conclude it, or adjourn it; it cannot be cancelled."
OVER = "This review was held and concluded. "
TOO_LATE: dict[tuple[ReviewState, Act], str] = {
    (S.IN_PROGRESS, Act.CANCEL): HELD,
    (S.ADJOURNED, Act.CANCEL): HELD,
    (
        S.ADJOURNED,
        Act.ADJOURN,
    ): "This review is adjourned already, and a review may be adjourned once. Resume it.",
    (S.CONCLUDED, Act.CANCEL): OVER + "It can no longer be cancelled.",
    (S.CONCLUDED, Act.ADJOURN): OVER + "It can no longer be adjourned.",
    (S.CONCLUDED, Act.REARRANGE): OVER + "It can no longer be moved to another day.",
    (S.CONCLUDED, Act.CONCLUDE): OVER + "There is nothing left to conclude; go on with its record.",
}
"""Plainer words for acts that come too late."""

IMPORTED = "This review came from a 903 file. It has no record in the portal to change."


def refusal(review: Review, act: Act) -> str:
    """Why the act cannot be done now; empty where it can."""
    if review.source == Source.IMPORT:
        return IMPORTED
    state = ReviewState(review.state)
    move = TABLE[state].get(act)
    if move is None:
        return TOO_LATE.get((state, act), WHAT_TO_DO[state])
    return next((said for guard in move.guards if (said := guard(review))), "")


def may(review: Review, act: Act) -> bool:
    """Whether the act can be done now. Who may do it is a matter of access.py."""
    return not refusal(review, act)


def check(review: Review, act: Act) -> ReviewState:
    """The state the act leads to. Raises StateError where it cannot be done now."""
    if said := refusal(review, act):
        raise StateError(said)
    return TABLE[ReviewState(review.state)][act].to or ReviewState(review.state)
