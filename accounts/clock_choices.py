"""The choices of law that an authority may make, as its settings page asks them. `reviews` knows them and adds them.

Each is stored by its name in AuthoritySettings.clock_choices; what is not stored keeps its default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One choice: a question with its answers in words, and how sure we are of what the law says."""

    name: str
    question: str
    default: bool | int | str
    hint: str = ""
    sure: bool = True
    """False: the text of the rule is known at second hand only (K-med); the page says so."""
    answers: tuple[tuple[str, str], ...] = ()
    """Stored value to words; none for a number."""

    def stored(self, typed: str) -> bool | int | str:
        """What the form gave, as it is stored."""
        if isinstance(self.default, bool):
            return typed == "yes"
        return int(typed) if isinstance(self.default, int) else typed

    def shown(self, value: Any) -> str:
        """A stored value as the form shows it."""
        if isinstance(self.default, bool):
            return "yes" if value else "no"
        return str(value)


Check = Callable[[Mapping[str, Any]], None]
_choices: list[Choice] = []
_checks: list[Check] = []


def register(choices: list[Choice], check: Check) -> None:
    """Set the choices, and what raises ValueError for values that make no sense together."""
    _choices[:] = choices
    _checks[:] = [check]


def choices() -> tuple[Choice, ...]:
    """Every choice in the order of the page."""
    return tuple(_choices)


def check(values: Mapping[str, Any]) -> None:
    """Raises ValueError for values that make no sense."""
    for one in _checks:
        one(values)
