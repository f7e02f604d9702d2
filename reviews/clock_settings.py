"""An authority's calendar and its choices of law, as the timescales module takes them."""

from collections.abc import Iterable
from datetime import date

from accounts.models import AuthoritySettings, BankHolidayCorrection, LocalAuthority
from core.calendar import WorkingCalendar
from reviews.timescales import ClockSettings


def calendar_for(authority: LocalAuthority) -> WorkingCalendar:
    """The bank holidays with the authority's corrections, in one statement."""
    corrections = BankHolidayCorrection.objects.filter(authority=authority).values_list(
        "on", "name", "is_holiday"
    )
    return calendar_with(corrections)


def calendar_with(corrections: Iterable[tuple[date, str, bool]]) -> WorkingCalendar:
    """The bank holidays with corrections that were read already: day, name, whether it is one."""
    return WorkingCalendar({on: name if is_holiday else None for on, name, is_holiday in corrections})


def clock_settings_from(chosen: AuthoritySettings) -> ClockSettings:
    """The authority's choices of law. Raises ValueError for a stored choice that makes no sense."""
    return ClockSettings.from_values(
        {
            **chosen.clock_choices,
            "extra_review_replaces_second": chosen.extra_review_replaces_second,
            "short_break_series_gap_months": chosen.short_break_gap_months,
        }
    )
