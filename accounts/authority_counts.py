"""What the platform administrator sees of an authority: counts, never a child. The apps above add theirs.

A counter is called inside the authority's scope and answers one number.
"""

from collections.abc import Callable
from datetime import date

_counters: dict[str, tuple[str, Callable[[date], int]]] = {}


def register(name: str, words: str, counter: Callable[[date], int]) -> None:
    """Add a count: `words` say what is counted ("children looked after")."""
    _counters[name] = (words, counter)


def counts(on: date) -> list[tuple[str, int]]:
    """Each count in words, with its number, for the authority in scope."""
    return [(words, counter(on)) for _name, (words, counter) in sorted(_counters.items())]
