"""The choices of law: where the text has two readings, or is known at second hand, the authority may choose.

The defaults are those the portal starts with. Each field says what else could be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self, cast

from reviews.timescales.enums import LeapDayBirthday, Sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """An authority's choices of law. Raises ValueError where a choice makes no sense."""

    extra_review_replaces_second: bool = False
    """A setting. Whether a full extra review between the first and the second takes the place of the second.
    No: the second stays due three months after the first, as regulation 33(2) says of "the second review".
    Bears only on reviews marked extra; one simply reported as held in full always counts."""

    extra_review_resets_interval: bool = True
    """K-med. Whether a full extra review later on starts a new six months. Yes: an interval runs from the
    previous review, whatever called for it. No: the planned sequence goes on as if it had not been held."""

    review_dated_by: Sitting = Sitting.FIRST
    """K-med. An adjourned review resumed in time is dated by its first sitting. The other reading is its
    last."""

    full_time_starts_new_count: bool = True
    """K-med. Short breaks that become full-time care start the full regime anew, with 20 working days. The
    other reading lets the reviews held during the short breaks go on counting as the first, the second and
    so on."""

    return_review_not_before_days: int = 28
    """K-med. Calendar days after an adoption placement ends before which the review should not be held."""

    return_review_not_after_days: int = 42
    """K-med. Calendar days after an adoption placement ends by which the review must be held."""

    early_return_review_counts: bool = True
    """K-med. Whether a full review held before the 28th day after the return meets that duty. Yes: a full
    extra review counts like any other. No: the review between the 28th and the 42nd day is still to come."""

    unknown_start_interval_months: int = 6
    """A setting. Where nobody knows when the period of care began, months from the last known review. Six,
    because a review that is not known to be the first is taken to be a later one."""

    long_term_fostering_relaxed_after_months: int = 12
    """K-high, by the 2015 amendment. After how long in a long-term foster placement a review may do without a
    meeting."""

    meeting_interval_months: int = 12
    """K-high, by the 2015 amendment. At what interval a meeting must be held all the same."""

    short_break_series_gap_months: int = 6
    """A setting. Short breaks recorded one by one are one series while the gaps between them are no
    longer."""

    short_breaks_date_stands_between: bool = False
    """K-med. Whether the date of a series of short breaks stands after a break has ended, while another may still
    belong to the series. No: a child at home is not looked after, so no review is due. Yes: it is the series that is
    reviewed (CPPCR 48(3)), so a date that falls while the series is open goes on standing."""

    leap_day_birthday: LeapDayBirthday = LeapDayBirthday.FIRST_OF_MARCH
    """A setting. When someone born on 29 February has a birthday in a common year."""

    remand_care_plan_working_days: int = 5
    """K-med. Working days for the care plan of a child remanded to local authority accommodation."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is not type(field.default):
                raise ValueError(f"{field.name} must be {_KINDS[type(field.default)]}, not {value!r}.")
            if type(value) is int and value < 1:
                raise ValueError(f"{field.name} must be at least 1, not {value}.")
        if self.return_review_not_before_days > self.return_review_not_after_days:
            raise ValueError("return_review_not_before_days must not exceed return_review_not_after_days.")

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> Self:
        """Settings from stored plain values (JSON), where what is not given keeps its default.

        Raises ValueError for a name that is not a setting or a value that makes no sense.
        """
        known = {field.name: field.default for field in fields(cls)}
        chosen: dict[str, object] = {}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"{name} is not a setting of the clock.")
            kind = type(known[name])
            chosen[name] = kind(value) if issubclass(kind, str) and isinstance(value, str) else value
        return cls(**cast(dict[str, Any], chosen))


_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    Sitting: '"first" or "last"',
    LeapDayBirthday: '"1 March" or "28 February"',
}

DEFAULT_SETTINGS: Final = ClockSettings()
