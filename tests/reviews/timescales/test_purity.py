"""The rules look at no clock, no time zone and no framework."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

import reviews.timescales
from reviews.timescales import answer_line, reminder_days, working_days_left

FOLDER = Path(reviews.timescales.__file__).parent
ROOT = FOLDER.parent.parent
LINES = [
    '{"date_of_birth": "2012-06-15", "events": [{"on": "2026-04-02", "event":'
    ' "started_to_be_looked_after"}]}',
    '{"date_of_birth": "2008-02-29", "events": [{"on": "2025-03-30", "event": "started_to_be_looked_after"},'
    ' {"on": "2025-08-31", "event": "review_held"}]}',
]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_it_imports_the_standard_library_and_the_calendar_alone(path: Path) -> None:
    for module in imported(path):
        own = module == "core.calendar" or module.startswith("reviews.timescales")
        assert own or module.split(".")[0] in sys.stdlib_module_names, module


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_it_asks_no_clock(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert not called & {"today", "now", "utcnow", "time", "localtime", "fromtimestamp", "getenv"}


def test_it_runs_without_django() -> None:
    code = "import sys, reviews.timescales; print(sorted(m for m in sys.modules if m.startswith('django')))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize(
    "instant",
    [
        datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the clocks go forward
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # and back
        datetime(2040, 2, 29, 12, 0, tzinfo=UTC),
    ],
)
def test_no_answer_depends_on_today_or_the_time_zone(
    zone: str, instant: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = [answer_line(line) for line in LINES]
    due, on = date(2026, 5, 5), date(2026, 4, 30)
    days = reminder_days(due)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with time_machine.travel(instant, tick=False):
            assert [answer_line(line) for line in LINES] == here
            assert reminder_days(due) == days
            assert working_days_left(due, on) == 2
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("language", ["th_TH.UTF-8", "en_US.UTF-8", "ur_PK.UTF-8"])
def test_no_answer_depends_on_the_machine_s_language(language: str) -> None:
    code = "import sys; from reviews.timescales import answer_line; print(answer_line(sys.argv[1]))"
    ran = subprocess.run(
        [sys.executable, "-c", code, LINES[0]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "LANG": language, "LANGUAGE": language, "LC_ALL": language},
    )

    assert ran.stdout == answer_line(LINES[0]) + "\n"
