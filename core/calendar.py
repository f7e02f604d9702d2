"""Working days and calendar months, as the review regulations count them.

A working day (regulation 2(1) of the Care Planning, Placement and Case Review (England) Regulations 2010) is
any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday of England. The holidays
come from the `holidays` library; an authority may correct them, because one-off bank holidays are
announced between two releases of it.

Everything here is pure: dates in, dates out, no clock, no time zone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NoReturn

import holidays

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""The library knows no bank holiday after 2100; counting on without them would be silently wrong."""

_SATURDAY: Final = 5


class CalendarRangeError(ValueError):
    """A day was asked about in a year whose bank holidays are not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Bank holidays are known for {FIRST_YEAR} to {LAST_YEAR}, not for {year}.")


def add_months(start: date, months: int) -> date:
    """The corresponding date `months` calendar months on (or back, if negative).

    Where the month has no such day the answer is its last day (Dodds v Walker [1981] 1 WLR 1027), so one
    month after 31 January is 28 or 29 February. Raises ValueError outside the years 1 to 9999.
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if start.day <= 28:  # every month has it: the common case needs no look at the month
        return date(year, month0 + 1, start.day)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


@lru_cache(maxsize=512)
def _bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in one year, Good Friday and Christmas Day among them."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarRangeError(year)
    # The language is named because the library would otherwise follow the machine's locale.
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year, language="en_GB"))


class WorkingCalendar:
    """The working days of England with an authority's own corrections.

    `corrections` maps a day to the name of a bank holiday the library lacks, or to None where it has one
    that is not. Immutable, hashable and cheap to keep: each year is worked out once per calendar.
    """

    __slots__ = ("_corrections", "_hash", "_years")

    _corrections: tuple[tuple[date, str | None], ...]
    _years: dict[int, tuple[tuple[int, ...], dict[date, str]]]
    _hash: int

    def __init__(self, corrections: Mapping[date, str | None]) -> None:
        ordered = tuple(sorted(corrections.items(), key=lambda item: item[0]))
        object.__setattr__(self, "_corrections", ordered)
        object.__setattr__(self, "_hash", hash(ordered))
        object.__setattr__(self, "_years", {})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A WorkingCalendar does not change; make another.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("A WorkingCalendar does not change; make another.")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkingCalendar):
            return NotImplemented
        return self._corrections == other._corrections

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"WorkingCalendar({dict(self._corrections)!r})"

    def __reduce__(self) -> tuple[type[WorkingCalendar], tuple[dict[date, str | None]]]:
        return WorkingCalendar, (dict(self._corrections),)

    @property
    def corrections(self) -> Mapping[date, str | None]:
        """A copy of the corrections this calendar was made with."""
        return dict(self._corrections)

    def _year(self, year: int) -> tuple[tuple[int, ...], dict[date, str]]:
        """The ordinals of a year's working days, and its bank holidays that fall on weekdays."""
        known = self._years.get(year)
        if known is None:
            names = dict(_bank_holidays(year))
            for day, name in self._corrections:
                if day.year == year:
                    if name is None:
                        names.pop(day, None)
                    else:
                        names[day] = name
            on_weekdays = {day: names[day] for day in sorted(names) if day.weekday() < _SATURDAY}
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            off = {day.toordinal() for day in on_weekdays}
            # Ordinal 1 was a Monday, so (n - 1) % 7 is the weekday.
            working = tuple(n for n in range(first, last + 1) if (n - 1) % 7 < _SATURDAY and n not in off)
            known = self._years[year] = (working, on_weekdays)
        return known

    def holiday_name(self, day: date) -> str | None:
        """The name of the bank holiday on that weekday, or None."""
        return self._year(day.year)[1].get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is neither at a weekend nor a bank holiday."""
        return day.weekday() < _SATURDAY and day not in self._year(day.year)[1]

    def add_working_days(self, start: date, days: int) -> date:
        """The day `days` working days after `start`, which is itself not counted; before it if negative.

        Nought gives `start` back, working day or not.
        """
        if days == 0:
            return start
        year = start.year
        working = self._year(year)[0]
        if days > 0:
            index = bisect_right(working, start.toordinal()) + days - 1
            while index >= len(working):
                index -= len(working)
                year += 1
                working = self._year(year)[0]
        else:
            index = bisect_left(working, start.toordinal()) + days
            while index < 0:
                year -= 1
                working = self._year(year)[0]
                index += len(working)
        return date.fromordinal(working[index])

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; counted from `b` and negative if `b` comes first.

        With `a` today and `b` a due date this is the days left, or minus the days over.
        """
        if b < a:
            return -self.working_days_between(b, a)
        after_a = bisect_right(self._year(a.year)[0], a.toordinal())
        up_to_b = bisect_right(self._year(b.year)[0], b.toordinal())
        return up_to_b - after_a + sum(len(self._year(year)[0]) for year in range(a.year, b.year))

    def holidays_between(self, a: date, b: date) -> tuple[tuple[date, str], ...]:
        """The bank holidays on weekdays that a count from `a` to `b` passes over, oldest first.

        `a` is left out and `b` taken in, whichever comes first in time.
        """
        early, late = (a, b) if a <= b else (b, a)
        return tuple(
            (day, name)
            for year in range(early.year, late.year + 1)
            for day, name in self._year(year)[1].items()
            if early <= day <= late and day != a
        )

    def last_working_day_on_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the nearest one before."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def next_working_day_on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the nearest one after."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)


ENGLAND: Final = WorkingCalendar({})
"""The bank holidays as the library has them, with no authority's corrections."""
