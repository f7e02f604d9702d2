"""What is stopping me? For each step that cannot be taken back, the list of what is missing, with a link to each.

The page, the action and the reminders use the same list; the action refuses while it is not empty. Upper apps add what
they know (the child's views) in AppConfig.ready.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviews.models import Review


class Step(StrEnum):
    """The steps that ask first."""

    CONCLUDE = "conclude"
    """Say that the last sitting was held."""
    ISSUE_DECISIONS = "issue_decisions"
    COMPLETE_RECORD = "complete_record"
    """Finish and lock the full record."""


@dataclass(frozen=True)
class Problem:
    """One thing that is missing: `thing` is the link's text, `message` goes on after it, `url` leads to the field."""

    code: str
    thing: str
    message: str
    url: str


Provider = Callable[[Review, Step, date], list[Problem]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add somebody who knows what may be missing."""
    if provider not in _providers:
        _providers.append(provider)


def problems(review: Review, step: Step, *, on: date) -> list[Problem]:
    """Everything that stops this step on this day; empty where nothing does."""
    return [problem for provider in _providers for problem in provider(review, step, on)]
