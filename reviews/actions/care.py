"""Which period of care a day belongs to, for a review on that day."""

from datetime import date

from accounts.models import AuthoritySettings
from children.enums import StartBasis
from children.models import Child, PeriodOfCare
from reviews.clock_settings import clock_settings_from
from reviews.timeline import SHORT_BREAKS
from reviews.timescales import series_open_until


def period_on(child: Child, day: date) -> PeriodOfCare | None:
    """The period the day lies in, or the short break whose date stands after it (a choice of the authority)."""
    last = child.periods.filter(start_date__lte=day).order_by("-start_date").first()
    if last is None or last.end_date is None or day < last.end_date:
        return last
    became_full_time = last.legal_statuses.exclude(code__in=SHORT_BREAKS)
    if last.basis != StartBasis.SHORT_BREAKS or became_full_time.exists():
        return None
    settings = clock_settings_from(AuthoritySettings.objects.get(authority=child.authority_id))
    stands = settings.short_breaks_date_stands_between and day <= series_open_until(last.end_date, settings)
    return last if stands else None
