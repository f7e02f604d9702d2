"""Every rule has its law; every choice is checked."""

from __future__ import annotations

from dataclasses import fields

import pytest

from reviews.timescales import (
    DEFAULT_SETTINGS,
    LAW,
    ClockSettings,
    Confidence,
    CountedFrom,
    LeapDayBirthday,
    Rule,
    Sitting,
)
from reviews.timescales.wording import ORIGINS, listed


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_its_law(rule: Rule) -> None:
    law = LAW[rule]

    assert law.citation
    assert law.plain.endswith(".")
    assert law.url.startswith(("https://www.legislation.gov.uk/uk", "https://www.gov.uk/government/"))
    assert law.confidence in Confidence


def test_the_law_names_no_rule_twice_or_too_many() -> None:
    assert set(LAW) == set(Rule)


@pytest.mark.parametrize(
    ("rule", "citation", "url"),
    [
        (
            Rule.FIRST_REVIEW,
            "Regulation 33(1), Care Planning, Placement and Case Review (England) Regulations 2010",
            "https://www.legislation.gov.uk/uksi/2010/959/regulation/33",
        ),
        (
            Rule.PLACED_SECOND,
            "Regulation 36(3)(b), Adoption Agencies Regulations 2005",
            "https://www.legislation.gov.uk/uksi/2005/389/regulation/36",
        ),
        (
            Rule.DETENTION_PLACEMENT_PLAN,
            "Regulation 47C, Care Planning, Placement and Case Review (England) Regulations 2010",
            "https://www.legislation.gov.uk/uksi/2010/959/regulation/47C",
        ),
    ],
)
def test_citations(rule: Rule, citation: str, url: str) -> None:
    assert (LAW[rule].citation, LAW[rule].url) == (citation, url)


@pytest.mark.parametrize(
    ("rule", "chapter"),
    [
        (Rule.IRO_SERVICE_TOLD, 3),
        (Rule.CONSULT_CHILD, 3),
        (Rule.SOCIAL_WORKER_TALK, 3),
        (Rule.REPORTS, 3),
        (Rule.PERMANENCE_PLAN, 3),
        (Rule.DECISIONS, 3),
        (Rule.MANAGER_ANSWER, 3),
        (Rule.RECORD, 3),
        (Rule.DISTRIBUTION, 3),
        (Rule.DISPUTE, 6),
    ],
)
def test_chapters_of_the_handbook(rule: Rule, chapter: int) -> None:
    assert LAW[rule].citation == f"IRO Handbook (statutory guidance, 2010), chapter {chapter}"


@pytest.mark.parametrize("origin", CountedFrom)
def test_every_origin_can_be_said(origin: CountedFrom) -> None:
    assert ORIGINS[origin].startswith("the ")


def test_listed() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_the_choices_to_start_with() -> None:
    chosen = {field.name: getattr(DEFAULT_SETTINGS, field.name) for field in fields(ClockSettings)}

    assert chosen == {
        "extra_review_replaces_second": False,
        "extra_review_resets_interval": True,
        "review_dated_by": "first",
        "full_time_starts_new_count": True,
        "return_review_not_before_days": 28,
        "return_review_not_after_days": 42,
        "early_return_review_counts": True,
        "unknown_start_interval_months": 6,
        "long_term_fostering_relaxed_after_months": 12,
        "meeting_interval_months": 12,
        "short_break_series_gap_months": 6,
        "short_breaks_date_stands_between": False,
        "leap_day_birthday": "1 March",
        "remand_care_plan_working_days": 5,
    }


def test_choices_from_stored_values() -> None:
    settings = ClockSettings.from_values(
        {"review_dated_by": "last", "leap_day_birthday": "28 February", "meeting_interval_months": 11}
    )

    assert settings.review_dated_by is Sitting.LAST
    assert settings.leap_day_birthday is LeapDayBirthday.LAST_OF_FEBRUARY
    assert settings.meeting_interval_months == 11
    assert settings.return_review_not_after_days == 42
    assert ClockSettings.from_values({}) == DEFAULT_SETTINGS


def test_a_return_window_may_be_a_single_day() -> None:
    settings = ClockSettings(return_review_not_before_days=42)

    assert settings.return_review_not_before_days == settings.return_review_not_after_days


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"first_review_days": 20}, "first_review_days is not a setting of the clock"),
        ({"meeting_interval_months": "12"}, "meeting_interval_months must be a whole number, not '12'"),
        ({"meeting_interval_months": True}, "meeting_interval_months must be a whole number, not True"),
        ({"meeting_interval_months": 0}, "meeting_interval_months must be at least 1, not 0"),
        ({"extra_review_replaces_second": 1}, "extra_review_replaces_second must be true or false, not 1"),
        ({"review_dated_by": "middle"}, "'middle' is not a valid Sitting"),
        ({"review_dated_by": 1}, 'review_dated_by must be "first" or "last", not 1'),
        (
            {"return_review_not_before_days": 43},
            "return_review_not_before_days must not exceed return_review_not_after_days",
        ),
    ],
)
def test_choices_that_make_no_sense(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ClockSettings.from_values(values)
