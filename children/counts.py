"""How many children an authority looks after: a number for the platform, never a child."""

from datetime import date

from django.db.models import Q

from children.models import PeriodOfCare


def looked_after(on: date) -> int:
    """Children of the authority in scope who are looked after on a day."""
    open_then = Q(end_date__isnull=True) | Q(end_date__gt=on)
    return PeriodOfCare.objects.filter(open_then, start_date__lte=on).values("child").distinct().count()
