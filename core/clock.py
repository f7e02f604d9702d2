"""The only readers of the machine's clock.

Rules take the day as an argument; views, tasks and commands ask here and pass it down as `on=`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in London, whatever the machine's own time zone."""
    return now().astimezone(LONDON).date()
