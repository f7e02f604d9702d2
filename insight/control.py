"""A control chart of shares (p-chart): which months are news and which are only chance. Pure.

The average is that of all months together. A month of n reviews would fall within three standard deviations of it in
997 of 1,000 months if nothing changed; a month outside is a signal. Limits are wider in months with few reviews.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

from insight.collection import Month

SIGMAS = 3
TAIL = 0.00135
"""The chance of lying beyond three standard deviations, on one side."""
FEW = 500
"""Above this many reviews the two ways to the limits agree, and only the simple one is taken."""
ENOUGH_MONTHS = 12
"""With fewer months that have reviews a chart would show noise: then the table stands alone."""


@dataclass(frozen=True)
class Point:
    """One month: how many reviews were held, how many of them in time, and the limits of chance for that many."""

    month: Month
    held: int
    on_time: int
    low: float
    high: float

    @property
    def late(self) -> int:
        """How many were held late."""
        return self.held - self.on_time

    @property
    def share(self) -> float | None:
        """The share in time, 0 to 1; None in a month without reviews."""
        return self.on_time / self.held if self.held else None

    @property
    def below(self) -> bool:
        """Lower than chance explains."""
        return self.share is not None and self.share < self.low

    @property
    def above(self) -> bool:
        """Higher than chance explains."""
        return self.share is not None and self.share > self.high


@dataclass(frozen=True)
class Control:
    """The months with their limits, and the average of all."""

    points: tuple[Point, ...]
    average: float | None
    """None where no review was held at all."""

    @property
    def has_chart(self) -> bool:
        """Whether there are months enough to tell news from chance."""
        return sum(1 for point in self.points if point.held) >= ENOUGH_MONTHS

    @property
    def signals(self) -> list[Point]:
        """The months outside what chance explains."""
        return [point for point in self.points if point.below or point.above]


def control(months: Sequence[Month], counts: dict[Month, tuple[int, int]]) -> Control:
    """The chart of these months; `counts` gives (held, in time) of each month that has any."""
    held = sum(counts.get(month, (0, 0))[0] for month in months)
    on_time = sum(counts.get(month, (0, 0))[1] for month in months)
    average = on_time / held if held else None
    points = []
    for month in months:
        n, good = counts.get(month, (0, 0))
        low, high = limits(average, n)
        points.append(Point(month, n, good, low, high))
    return Control(tuple(points), average)


def limits(average: float | None, held: int) -> tuple[float, float]:
    """Between what shares chance alone moves a month of so many reviews, 0 to 1.

    Three standard deviations to either side, or as far as the exact chance of 1.35 in 1,000 reaches where that is
    wider: with few reviews three standard deviations would cry wolf.
    """
    if average is None or not held:
        return 0.0, 1.0
    spread = SIGMAS * sqrt(average * (1 - average) / held)
    low, high = max(0.0, average - spread), min(1.0, average + spread)
    if held > FEW:
        return low, high
    return min(low, _quantile(average, held) / held), max(high, 1 - _quantile(1 - average, held) / held)


def _quantile(share: float, held: int) -> int:
    """The smallest number in time of which at most so many are not rarer than TAIL."""
    chance = 0.0
    for number in range(held + 1):
        chance += comb(held, number) * share**number * (1 - share) ** (held - number)
        if chance >= TAIL:
            return number
    return held


def percent(share: float) -> str:
    """ "93%". Rounded to the nearest whole; never 100% while one was late, never 0% while one was in time."""
    whole = int(share * 100 + 0.5)
    if whole == 100 and share < 1:
        whole = 99
    elif whole == 0 and share > 0:
        whole = 1
    return f"{whole}%"
