"""An authority's choices of law, as the timescales module takes them."""

from accounts.models import AuthoritySettings
from reviews.timescales import ClockSettings


def clock_settings_from(chosen: AuthoritySettings) -> ClockSettings:
    """The authority's choices of law. Raises ValueError for a stored choice that makes no sense."""
    return ClockSettings.from_values(
        {
            **chosen.clock_choices,
            "extra_review_replaces_second": chosen.extra_review_replaces_second,
            "short_break_series_gap_months": chosen.short_break_gap_months,
        }
    )
