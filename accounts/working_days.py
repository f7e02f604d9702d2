"""An authority's working days: the bank holidays of England with the authority's own corrections."""

from collections.abc import Iterable
from datetime import date

from accounts.models import BankHolidayCorrection
from core.calendar import WorkingCalendar


def calendar_for(authority_id: int) -> WorkingCalendar:
    """The bank holidays with the authority's corrections, in one statement."""
    corrections = BankHolidayCorrection.objects.filter(authority=authority_id)
    return calendar_with(corrections.values_list("on", "name", "is_holiday"))


def calendar_with(corrections: Iterable[tuple[date, str, bool]]) -> WorkingCalendar:
    """The bank holidays with corrections that were read already: day, name, whether it is one."""
    return WorkingCalendar({on: name if is_holiday else None for on, name, is_holiday in corrections})
