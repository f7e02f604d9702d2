"""The collection year of the national return: 1 April to 31 March, named after the year it ends in. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import MONTHS

APRIL = 4


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def following(self) -> "Month":
        """The month after it."""
        return self.plus(1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def name(self) -> str:
        """ "August 2025"."""
        return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def short(self) -> str:
        """ "Aug 25"."""
        return f"{MONTHS[self.number - 1][:3]} {self.year % 100:02}"

    @property
    def code(self) -> str:
        """ "2025-08", for addresses."""
        return f"{self.year}-{self.number:02}"

    def plus(self, months: int) -> "Month":
        """The month so many later, or earlier where negative."""
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day is in."""
        return cls(day.year, day.month)

    @classmethod
    def from_code(cls, code: str) -> "Month":
        """ "2025-08" as a month. Raises ValueError for anything else."""
        year, _, number = code.partition("-")
        month = cls(int(year), int(number))
        if month.code != code or not 1 <= month.number <= 12 or not 1900 <= month.year <= 2200:
            raise ValueError(code)
        return month


def year_starts(day: date) -> date:
    """The 1 April on or before a day."""
    return date(day.year if day.month >= APRIL else day.year - 1, APRIL, 1)


def months_before(day: date, count: int) -> list[Month]:
    """The last `count` whole months before the one a day is in, oldest first."""
    now = Month.of(day)
    return [now.plus(back) for back in range(-count, 0)]
