"""The control chart: limits, signals, and when there is none."""

from datetime import date

import pytest

from insight import charts, show
from insight.collection import Month, months_before, year_starts
from insight.control import control, limits, percent

MONTHS = months_before(date(2026, 4, 21), 24)


def steady(**odd: tuple[int, int]):
    """24 months of 100 reviews, 93 in time; `m2025_08=(90, 70)` replaces one."""
    counts = dict.fromkeys(MONTHS, (100, 93))
    for code, pair in odd.items():
        counts[Month.from_code(code[1:].replace("_", "-"))] = pair
    return control(MONTHS, counts)


def test_months_are_the_whole_ones_before_this() -> None:
    assert (MONTHS[0].code, MONTHS[-1].code, len(MONTHS)) == ("2024-04", "2026-03", 24)
    assert (MONTHS[0].name, MONTHS[0].short) == ("April 2024", "Apr 24")
    assert MONTHS[10].last == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2026, 12, 31), date(2026, 4, 1)),
    ],
)
def test_collection_year_starts_on_1_april(day: date, start: date) -> None:
    assert year_starts(day) == start


@pytest.mark.parametrize("code", ["2025-13", "2025-0", "2025", "25-08", "2025-8", "1500-01", "x-y"])
def test_nonsense_is_no_month(code: str) -> None:
    with pytest.raises(ValueError):
        Month.from_code(code)


@pytest.mark.parametrize(
    ("average", "held", "low", "high"),
    [
        (0.93, 100, 0.84, 1.0),
        (0.9, 90, 0.8, 0.9949),
        (0.5, 25, 0.2, 0.8),
        (0.9, 4, 0.25, 1.0),
        (0.9, 900, 0.87, 0.93),
        (None, 4, 0.0, 1.0),
        (0.9, 0, 0.0, 1.0),
    ],
)
def test_limits_are_three_standard_deviations_and_wider_for_few(
    average: float | None, held: int, low: float, high: float
) -> None:
    assert limits(average, held) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


def test_one_bad_month_is_the_only_news() -> None:
    chart = steady(m2025_08=(90, 70))
    assert [point.month.code for point in chart.signals] == ["2025-08"]
    assert chart.signals[0].below
    assert show._sentence(chart) == (
        "<strong>92% in time over 24 months.</strong> August 2025 was lower than chance explains: 20 of 90 were late. "
        "Ups and downs inside the shaded range are not news."
    )


def test_a_good_month_is_news_too() -> None:
    chart = control(MONTHS, dict.fromkeys(MONTHS, (100, 60)) | {MONTHS[3]: (100, 90)})
    assert [(point.month.code, point.above) for point in chart.signals] == [("2024-07", True)]
    assert "July 2024 was higher than chance explains: 10 of 100 were late." in show._sentence(chart)


def test_steady_months_are_no_news() -> None:
    assert "93% in time over 24 months, and steady." in show._sentence(steady())


def test_a_few_late_in_a_small_month_are_chance() -> None:
    assert steady(m2025_08=(4, 2)).signals == []


def test_under_twelve_months_there_is_no_chart() -> None:
    eleven = control(MONTHS, dict.fromkeys(MONTHS[-11:], (10, 9)))
    assert not eleven.has_chart
    assert "With fewer than 12 months of reviews" in show._sentence(eleven)
    assert show._chart(eleven) == ""
    assert control(MONTHS, dict.fromkeys(MONTHS[-12:], (10, 9))).has_chart


def test_no_reviews_at_all() -> None:
    empty = control(MONTHS, {})
    assert (empty.average, empty.has_chart, empty.signals) == (None, False, [])


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "100%"), (0.999, "99%"), (0.935, "94%"), (0.001, "1%"), (0.0, "0%")]
)
def test_percent_never_says_all_while_one_was_late(share: float, words: str) -> None:
    assert percent(share) == words


def test_drawing_has_a_dot_a_month_and_a_diamond_for_the_signal() -> None:
    svg = show._chart(steady(m2025_08=(90, 70)))
    wide, narrow = svg.split("</svg>")[:2]
    for drawing in (wide, narrow):
        assert drawing.count('class="dot"') == 23
        assert drawing.count('class="dot--out"') == 1
        assert "Aug 25: 78%" in drawing
        assert 'role="img"' in drawing
    assert "average 92%" in wide
    assert "style=" not in svg
    assert charts.scale_floor(steady(m2025_08=(90, 70))) == 0.7
    assert charts.scale_floor(steady()) == 0.8


def test_months_without_reviews_leave_a_gap() -> None:
    counts = dict.fromkeys(MONTHS, (100, 93))
    del counts[MONTHS[5]]
    assert show._chart(control(MONTHS, counts)).count('class="dot"') == 46
