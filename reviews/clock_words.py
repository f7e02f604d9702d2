"""The choices of law on the authority's settings page, in words. Their meaning stands in timescales.ClockSettings."""

from collections.abc import Mapping
from typing import Any

from accounts import clock_choices
from accounts.clock_choices import Choice
from accounts.models import LocalAuthority, Person
from reviews.timescales import DEFAULT_SETTINGS, ClockSettings

YES_NO = (("yes", "Yes"), ("no", "No"))


def _choice(
    name: str, question: str, hint: str = "", *, sure: bool = True, answers: tuple = YES_NO
) -> Choice:
    default = getattr(DEFAULT_SETTINGS, name)
    plain = (
        default if isinstance(default, bool) else str(default) if isinstance(default, str) else int(default)
    )
    return Choice(name, question, plain, hint, sure, () if type(plain) is int else answers)


CHOICES = [
    _choice(
        "extra_review_resets_interval",
        "Does a full extra review start a new six months?",
        "Yes: the interval runs from the last review, whatever called for it.",
        sure=False,
    ),
    _choice(
        "review_dated_by",
        "Which day is the date of an adjourned review?",
        sure=False,
        answers=(("first", "The first sitting"), ("last", "The last sitting")),
    ),
    _choice(
        "full_time_starts_new_count",
        "When short breaks become full-time care, does the count start anew?",
        "Yes: the first review is then due within 20 working days.",
        sure=False,
    ),
    _choice(
        "short_breaks_date_stands_between",
        "Between two short breaks of a series, does the review date go on standing?",
        "No: a child at home between breaks is not looked after, so no review is due until the next break.",
        sure=False,
    ),
    _choice(
        "return_review_not_before_days",
        "An adoption placement ended: how many days later may the review be held at the earliest?",
        sure=False,
    ),
    _choice("return_review_not_after_days", "And how many days later at the latest?", sure=False),
    _choice("early_return_review_counts", "Does a full review held earlier than that count?", sure=False),
    _choice(
        "remand_care_plan_working_days",
        "Within how many working days does a remanded child need a care plan?",
        sure=False,
    ),
    _choice(
        "unknown_start_interval_months",
        "Where nobody knows when care began: how many months after the last review is the next due?",
    ),
    _choice(
        "leap_day_birthday",
        "When does somebody born on 29 February turn 18 in a year without one?",
        answers=(("1 March", "1 March"), ("28 February", "28 February")),
    ),
]


def check(values: Mapping[str, Any]) -> None:
    """Raises ValueError for choices that make no sense."""
    ClockSettings.from_values(values)


def recompute(authority: LocalAuthority, by: Person | None) -> None:
    """Work every due date of the authority out again, in the transaction of what changed them."""
    from reviews.actions.duties import recompute_authority

    recompute_authority(LocalAuthority.objects.select_related("settings").get(pk=authority.pk), apply=True)


def register() -> None:
    """Called once, when the apps are ready."""
    from accounts import settings_changed

    clock_choices.register(CHOICES, check)
    settings_changed.register("reviews", recompute)
