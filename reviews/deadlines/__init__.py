"""From a child's facts to their duties with dates. Pure: rows already read go in, specifications of rows come out.

Nothing here looks at the clock or the database, so `recompute` can derive every row again and compare.
"""

from reviews.deadlines.deriving import derive
from reviews.deadlines.facts import Choices, Derived, Duty, Facts

__all__ = ["Choices", "Derived", "Duty", "Facts", "derive"]
