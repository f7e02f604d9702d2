"""The states of a review, every state with every act, as a written table."""

import pytest

from core.errors import StateError
from reviews.models import Review
from reviews.states import Act, check, may, refusal

ALLOWED: dict[str, dict[str, str]] = {
    "scheduled": {
        "rearrange": "scheduled",
        "cancel": "cancelled",
        "invite": "scheduled",
        "prepare": "scheduled",
        "add_sitting": "scheduled",
        "call_off_sitting": "scheduled",
        "hold_sitting": "in_progress",
        "record": "scheduled",
        "decide": "scheduled",
    },
    "in_progress": {
        "rearrange": "in_progress",
        "invite": "in_progress",
        "prepare": "in_progress",
        "add_sitting": "in_progress",
        "call_off_sitting": "in_progress",
        "hold_sitting": "in_progress",
        "correct_sitting": "in_progress",
        "adjourn": "adjourned",
        "conclude": "concluded",
        "record": "in_progress",
        "decide": "in_progress",
    },
    "adjourned": {
        "rearrange": "adjourned",
        "invite": "adjourned",
        "prepare": "adjourned",
        "add_sitting": "adjourned",
        "call_off_sitting": "adjourned",
        "resume": "in_progress",
        "lapse": "lapsed",
        "record": "adjourned",
        "decide": "adjourned",
    },
    "concluded": {
        "prepare": "concluded",
        "correct_sitting": "concluded",
        "record": "concluded",
        "decide": "concluded",
        "issue_decisions": "concluded",
        "answer": "concluded",
        "close_decision": "concluded",
        "complete_record": "completed",
    },
    "completed": {
        "answer": "completed",
        "close_decision": "completed",
        "reopen": "concluded",
        "distribute": "completed",
    },
    "cancelled": {},
    "lapsed": {},
}
ACTS = [
    "rearrange", "cancel", "invite", "prepare", "add_sitting", "call_off_sitting", "hold_sitting", "correct_sitting",
    "adjourn", "resume", "lapse", "conclude", "record", "decide", "issue_decisions", "answer", "close_decision",
    "complete_record", "reopen", "distribute",
]  # fmt: skip


def review_in(state: str) -> Review:
    """A review in a state, its decisions sent (so that only the state decides)."""
    from datetime import UTC, datetime

    return Review(state=state, decisions_issued_at=datetime(2026, 4, 21, tzinfo=UTC))


def test_the_table_below_knows_every_act() -> None:
    assert sorted(ACTS) == sorted(act.value for act in Act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", list(ALLOWED))
def test_each_act_in_each_state(state: str, act: str) -> None:
    review = review_in(state)

    if act in ALLOWED[state]:
        assert check(review, Act(act)) == ALLOWED[state][act]
    else:
        with pytest.raises(StateError) as refused:
            check(review, Act(act))
        assert refused.value.message.endswith(".")
    assert may(review, Act(act)) == (act in ALLOWED[state])


@pytest.mark.parametrize("act", ACTS)
def test_an_imported_review_has_no_record_to_change(act: str) -> None:
    review = Review(state="concluded", source="import")

    assert refusal(review, Act(act)) == (
        "This review came from a 903 file. It has no record in the portal to change."
    )


@pytest.mark.parametrize(
    ("state", "act", "said"),
    [
        (
            "completed",
            "record",
            "The record of this review is completed and locked. Reopen it first, and say why.",
        ),
        ("cancelled", "record", "This review was cancelled. Book it again from the child’s page."),
        (
            "in_progress",
            "cancel",
            "A sitting of this review was held already. Conclude it, or adjourn it; it cannot be cancelled.",
        ),
        (
            "scheduled",
            "conclude",
            "This review is booked and not held yet. Record its first sitting before you go on.",
        ),
        ("concluded", "adjourn", "This review was held and concluded. It can no longer be adjourned."),
        (
            "lapsed",
            "resume",
            "This review was adjourned and not resumed in time, so it was not completed. Book it again.",
        ),
    ],
)
def test_what_is_said(state: str, act: str, said: str) -> None:
    assert refusal(review_in(state), Act(act)) == said


def test_guards_ask_for_more_than_the_state() -> None:
    from datetime import date

    once = Review(state="in_progress", adjourned_date=date(2026, 3, 16))
    unsent = Review(state="concluded")
    answered = review_in("concluded")
    answered.manager_answer_date = date(2026, 4, 22)
    sent = review_in("completed")
    sent.distributed_date = date(2026, 4, 23)

    assert refusal(once, Act.ADJOURN) == (
        "This review was adjourned on Monday 16 March 2026, and a review may be adjourned once. "
        "Hold it with what there is, or add a sitting."
    )
    for act in (Act.ANSWER, Act.CLOSE_DECISION, Act.COMPLETE_RECORD):
        assert refusal(unsent, act) == "The decisions have not gone out yet. Send them first."
    assert (
        refusal(answered, Act.ANSWER)
        == "The manager’s answer was recorded on Wednesday 22 April 2026. It stands."
    )
    assert refusal(sent, Act.DISTRIBUTE) == (
        "The copies were sent on Thursday 23 April 2026. There is nothing left to do."
    )
