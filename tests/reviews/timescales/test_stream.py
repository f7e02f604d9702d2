"""Timelines as JSON lines."""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.calendar import WorkingCalendar
from reviews.timescales import ClockSettings, answer_line

STARTED = {"on": "2026-04-02", "event": "started_to_be_looked_after", "basis": "accommodated"}
LINE = {"date_of_birth": "2012-06-15", "events": [STARTED]}


def answered(line: object) -> dict[str, object]:
    """The answer to a line given as values, or as it stands."""
    text = line if isinstance(line, str | bytes) else json.dumps(line)
    answer = answer_line(text)
    assert "\n" not in answer
    return json.loads(answer)


def test_the_example_of_the_readme() -> None:
    answer = answered(
        {
            "date_of_birth": "2012-06-15",
            "as_of": "2026-06-01",
            "events": [
                {"on": "2025-12-01", "event": "started_to_be_looked_after", "basis": "accommodated"},
                {"on": "2025-12-19", "event": "review_held"},
                {"on": "2026-02-02", "event": "review_held", "full": False},
            ],
        }
    )

    assert answer == {
        "next_review": {
            "due": "2026-03-19",
            "rule": "CPPCR 33(2)",
            "counted_from": "2025-12-19",
            "explanation": (
                "Counted from Friday 19 December 2025, the day the first review was held: the second review"
                " must be held not more than 3 calendar months later. A date counted in months does not"
                " move for a weekend or a bank holiday."
            ),
        },
        "next_meeting": None,
        "reviews": [{"held": "2025-12-19", "due": "2025-12-31", "on_time": True, "rule": "CPPCR 33(1)"}],
    }


def test_nothing_due_and_nothing_stood_due() -> None:
    events = [
        {"on": "2025-04-01", "event": "started_to_be_looked_after", "start_known": False},
        {"on": "2025-08-29", "event": "review_held"},
        {"on": "2025-09-01", "event": "ceased_to_be_looked_after"},
    ]

    assert answered({**LINE, "events": events}) == {
        "next_review": None,
        "next_meeting": None,
        "reviews": [{"held": "2025-08-29", "due": None, "on_time": None, "rule": None}],
    }


def test_the_meeting_of_long_term_fostering() -> None:
    events = [
        {"on": "2024-03-04", "event": "started_to_be_looked_after", "basis": "accommodated"},
        {"on": "2024-06-03", "event": "long_term_foster_placement_started"},
        {"on": "2025-06-10", "event": "review_held"},
        {"on": "2025-12-10", "event": "review_held", "meeting": False},
    ]
    meeting = answered({**LINE, "events": events})["next_meeting"]

    assert isinstance(meeting, dict)
    assert (meeting["due"], meeting["rule"], meeting["counted_from"]) == (
        "2026-06-10",
        "CPPCR 33(2)",
        "2025-06-10",
    )


@pytest.mark.parametrize(
    "event",
    [
        "short_breaks_became_full_time",
        "authorised_to_place_for_adoption",
        "placed_for_adoption",
        "long_term_foster_placement_started",
        "placement_changed",
        "review_held",
        "review_adjourned",
        "review_cancelled",
        "ceased_to_be_looked_after",
        "started_to_be_looked_after",
    ],
)
def test_every_event_is_known(event: str) -> None:
    assert "error" not in answered({**LINE, "events": [STARTED, {"on": "2026-04-10", "event": event}]})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("placed_for_adoption", "adoption_placement_ended"),
        ("review_adjourned", "review_resumed"),
    ],
)
def test_events_that_need_another(first: str, second: str) -> None:
    events = [STARTED, {"on": "2026-04-10", "event": first}, {"on": "2026-04-11", "event": second}]

    assert "error" not in answered({**LINE, "events": events})


@pytest.mark.parametrize("basis", ["accommodated", "short_breaks", "remanded", None])
def test_every_basis_is_known(basis: str | None) -> None:
    assert "error" not in answered({**LINE, "events": [{**STARTED, "basis": basis}]})


def test_keys_that_are_not_known_and_nulls_are_passed_over() -> None:
    event = {**STARTED, "start_known": None, "full": None, "note": ["x"]}

    assert answered({**LINE, "as_of": None, "name": "example 1", "events": [event]}) == answered(LINE)


def test_a_byte_order_mark_and_line_ends_are_no_part_of_a_line() -> None:
    assert answered(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b"\r\n") == answered(LINE)


def with_event(**values: object) -> dict[str, object]:
    return {**LINE, "events": [{**STARTED, **values}]}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("", "The line is not JSON."),
        ("{", "The line is not JSON."),
        (b"\xff\xfe{}", "The line is not JSON."),
        ("[" * 100_000, "The line is not JSON."),
        ("1" * 5_000, "The line is not JSON."),
        ("[]", "The line is not a JSON object."),
        ("null", "The line is not a JSON object."),
        ('"text"', "The line is not a JSON object."),
        ({"events": []}, "The timeline has no date of birth."),
        ({"date_of_birth": None, "events": []}, "The timeline has no date of birth."),
        (
            {"date_of_birth": 20120615, "events": []},
            '"date_of_birth" must be a date written YYYY-MM-DD, not 20120615.',
        ),
        (
            {"date_of_birth": "", "events": []},
            '"date_of_birth" must be a date written YYYY-MM-DD, not "".',
        ),
        ({"date_of_birth": "2012-06-15"}, '"events" must be a list.'),
        ({**LINE, "events": {}}, '"events" must be a list.'),
        ({**LINE, "events": None}, '"events" must be a list.'),
        ({**LINE, "as_of": False}, '"as_of" must be a date written YYYY-MM-DD, not false.'),
        ({**LINE, "events": [STARTED, 7]}, "Event 2 is not a JSON object."),
        (with_event(event="review"), 'Event 1 has "event": "review", which is not known.'),
        (with_event(event=None), 'Event 1 has "event": null, which is not known.'),
        (with_event(event=["review_held"]), 'Event 1 has "event": a list, which is not known.'),
        (with_event(event={}), 'Event 1 has "event": an object, which is not known.'),
        (with_event(basis="voluntary"), 'Event 1 has "basis": "voluntary", which is not known.'),
        (with_event(basis=3), 'Event 1 has "basis": 3, which is not known.'),
        (with_event(on=None), 'Event 1: "on" must be a date written YYYY-MM-DD, not null.'),
        (with_event(on="2026-02-30"), 'Event 1: "on" must be a date written YYYY-MM-DD, not "2026-02-30".'),
        (with_event(on="20260402"), 'Event 1: "on" must be a date written YYYY-MM-DD, not "20260402".'),
        (with_event(on="2026-W14-4"), 'Event 1: "on" must be a date written YYYY-MM-DD, not "2026-W14-4".'),
        (with_event(on="02/04/2026"), 'Event 1: "on" must be a date written YYYY-MM-DD, not "02/04/2026".'),
        (
            with_event(on="2026-04-02T00:00:00Z and more than will be shown"),
            'Event 1: "on" must be a date written YYYY-MM-DD, not "2026-04-02T00:00:00Z and more than'
            " will....",
        ),
        (with_event(on="٢٠٢٦-٠٤-٠٢"), None),
        (with_event(full="no"), 'Event 1: "full" must be true or false, not "no".'),
        (with_event(meeting=0), 'Event 1: "meeting" must be true or false, not 0.'),
        (with_event(start_known=[]), 'Event 1: "start_known" must be true or false, not a list.'),
        (
            {"date_of_birth": "0001-01-01", "events": []},
            "The date of birth 0001-01-01 is not a likely date; give one from 1900 to 2080.",
        ),
        (with_event(on="9999-12-31"), None),
    ],
)
def test_malformed_lines(line: object, error: str | None) -> None:
    answer = answered(line)

    assert list(answer) == ["error"]
    assert answer["error"] if error is None else answer["error"] == error


def test_settings_and_calendar_are_passed_on() -> None:
    line = json.dumps(LINE)
    calendar = WorkingCalendar({date(2026, 4, 20): "Day of thanks"})
    unknown = json.dumps(
        {
            **LINE,
            "events": [{**STARTED, "start_known": False}, {"on": "2026-04-20", "event": "review_held"}],
        }
    )

    assert json.loads(answer_line(line, calendar=calendar))["next_review"]["due"] == "2026-05-06"
    settings = ClockSettings(unknown_start_interval_months=3)
    assert json.loads(answer_line(unknown, settings=settings))["next_review"]["due"] == "2026-07-20"
