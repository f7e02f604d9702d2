"""Dates and times as the pages show them. Fast, because a table asks for hundreds of them: cached, no templates.

    short(date(2026, 5, 5))   "Tue 5 May 2026"        lists
    long(date(2026, 5, 5))    "Tuesday 5 May 2026"    sentences and headings
    plain(date(2026, 5, 5))   "5 May 2026"            where the weekday says nothing (a birthday, a past order)
    clock(instant)            "10:04"                 save states; London time
    short_time(instant)       "Wed 22 Apr, 2pm"       meetings; London time

None gives an empty string, so that a missing date never reads as "None".
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def local_day(value: dt.date | dt.datetime) -> dt.date:
    """The London date of an instant; a date is its own."""
    if isinstance(value, dt.datetime):
        return value.astimezone(LONDON).date() if value.tzinfo else value.date()
    return value


@lru_cache(maxsize=8192)
def _short(day: dt.date) -> str:
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


@lru_cache(maxsize=8192)
def _long(day: dt.date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=8192)
def _plain(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(value: dt.date | dt.datetime | None) -> str:
    """ "Tue 5 May 2026"."""
    return "" if value is None else _short(local_day(value))


def long(value: dt.date | dt.datetime | None) -> str:
    """ "Tuesday 5 May 2026"."""
    return "" if value is None else _long(local_day(value))


def plain(value: dt.date | dt.datetime | None) -> str:
    """ "5 May 2026"."""
    return "" if value is None else _plain(local_day(value))


def time_of_day(value: dt.time | dt.datetime | None) -> str:
    """ "2pm", "8.30am", "midday", "midnight"."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = (value.astimezone(LONDON) if value.tzinfo else value).time()
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    half = "am" if value.hour < 12 else "pm"
    hour = value.hour % 12 or 12
    return f"{hour}.{value.minute:02}{half}" if value.minute else f"{hour}{half}"


def clock(value: dt.datetime | None) -> str:
    """ "10:04", London time."""
    return "" if value is None else f"{value.astimezone(LONDON):%H:%M}"


def short_time(value: dt.datetime | None) -> str:
    """ "Wed 22 Apr, 2pm", London time. The year is left out: for meetings near today."""
    return "" if value is None else f"{short(value)[:-5]}, {time_of_day(value)}"


def long_time(value: dt.datetime | None) -> str:
    """ "Tuesday 5 May 2026 at 2pm", London time."""
    return "" if value is None else f"{long(value)} at {time_of_day(value)}"
