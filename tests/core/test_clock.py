"""The clock's two readers."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
import time_machine

from core import clock


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # midnight in London, summer
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_today_is_the_date_in_london(
    instant: datetime, expected: date, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with time_machine.travel(instant, tick=False):
            assert clock.today() == expected
            assert clock.now() == instant
    finally:
        monkeypatch.undo()
        time.tzset()


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
