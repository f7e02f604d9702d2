"""How long an e-mail address is locked after too many wrong passwords. axes counts them; this says it in words."""

import math
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum

COOL_OFF = timedelta(hours=settings.AXES_COOLOFF_TIME)


def minutes_left(email: str, *, at: datetime) -> int:
    """Whole minutes, at least 1, until this address may be tried again; 0 where it is not locked."""
    tries = AccessAttempt.objects.filter(username=email, attempt_time__gt=at - COOL_OFF).aggregate(
        wrong=Sum("failures_since_start"), last=Max("attempt_time")
    )
    if (tries["wrong"] or 0) < settings.AXES_FAILURE_LIMIT:
        return 0
    return max(1, math.ceil((tries["last"] + COOL_OFF - at) / timedelta(minutes=1)))


def sentence(minutes: int) -> str:
    """What the person is told. The same for an address nobody has."""
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many wrong passwords for this e-mail address. Wait {wait}, then try again."


def clear(email: str) -> None:
    """Open the address again: its password was just set anew."""
    AxesProxyHandler.reset_attempts(username=email)
