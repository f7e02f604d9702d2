"""After a review is held under a rule, how many calendar months to the one after it."""

from __future__ import annotations

from typing import Final

from reviews.timescales.enums import Rule

_TO_THE_SECOND: Final = 3
_TO_A_LATER: Final = 6
_FIRST_OF_TWO: Final = frozenset({Rule.FIRST_REVIEW, Rule.PLACED_FIRST})


def months_to_the_next(rule: Rule) -> int:
    """Calendar months from a review held under `rule` to the next: 3 after a first, 6 after any other.

    CPPCR 33(2), 48(3); AAR 36(1)(b) and (3). After a first review of short breaks or of an authority to place the
    interval is six at once.
    """
    return _TO_THE_SECOND if rule in _FIRST_OF_TWO else _TO_A_LATER
