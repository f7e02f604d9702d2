"""The team page in words, links and drawings, made once in Python: the template only places them."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.components import Count, chip
from core.dates import local_day, long, short, short_time
from insight import charts
from insight.control import Control, Point, percent
from insight.selectors.children import NOBODY
from insight.selectors.figures import Load, Team
from insight.selectors.lists import share_in_words
from insight.selectors.team import list_url
from reviews.selectors.messages import ReminderHealth, SweepState, Which

MINI_WIDTH, MINI_MOST = 190, 90
"""The little bars: their width, and how many children that width stands for."""


def team(page: Team, health: ReminderHealth) -> dict[str, Any]:
    """What the template needs."""
    return {
        "summary": _summary(page),
        "strip": _strip(page, health),
        "no_iro": page.no_iro,
        "away": page.away,
        "no_iro_heading": _count(page.no_iro_count, "child", "children") + " without an IRO",
        "named_late": _named_late(page.named_late_count),
        "no_iro_more": _more(page.no_iro_count, len(page.no_iro), "without-iro"),
        "no_date": page.no_date,
        "no_date_heading": _count(page.no_date_count, "child", "children") + " without a next review date",
        "no_date_more": _more(page.no_date_count, len(page.no_date), "without-date"),
        "loads": [*(_load(load) for load in page.loads), *_nobody(page)],
        "band": _band(page),
        "total": _total(page),
        "year": _year(page),
        "sentence": _sentence(page.chart),
        "chart": _chart(page.chart),
        "scale": f"The scale starts at {charts.scale_floor(page.chart) * 100:.0f}%."
        if page.chart.has_chart and charts.scale_floor(page.chart)
        else "",
        "months": [_month(point) for point in reversed(page.chart.points) if point.held],
        "has_chart": page.chart.has_chart,
        "drift": page.drift,
        "drift_count": page.drift_count,
        "drift_more": _more(page.drift_count, len(page.drift), "asked-again"),
        "reminders": _reminders(health),
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _summary(page: Team) -> str:
    officers = [load for load in page.loads if load.share]
    share = f"{page.share.normalize():f}" if page.share else "0"
    words = [
        _count(page.children, "child", "children") + _restricted(page),
        _count(len(officers), "IRO", "IROs"),
        f"{share} full time",
    ]
    return f"{', '.join(words)}. {long(page.on)}."


def _restricted(page: Team) -> str:
    """How many are closed to who looks, as a number only: nothing says which, nor whose they are."""
    return f" and {page.restricted_count} restricted" if page.restricted_count else ""


def _strip(page: Team, health: ReminderHealth) -> list[Count]:
    children = "child" if page.no_iro_count == 1 else "children"
    undated = "child" if page.no_date_count == 1 else "children"
    return [
        Count(page.no_iro_count, f"{children} without an IRO", list_url("without-iro"), "late"),
        Count(page.no_date_count, f"{undated} without a next review date", list_url("without-date"), "late"),
        Count(
            page.late_count, f"{'duty' if page.late_count == 1 else 'duties'} late", list_url("late"), "late"
        ),
        Count(
            page.drift_count,
            f"decision{'' if page.drift_count == 1 else 's'} asked for again",
            list_url("asked-again"),
            "soon",
        ),
        Count(
            health.failed,
            f"message{'' if health.failed == 1 else 's'} failed",
            messages_url(Which.FAILED),
            "soon",
        ),
    ]


def _more(number: int, shown: int, figure: str) -> dict[str, Any] | None:
    """The link to all of them, where the page shows some."""
    if number <= shown:
        return None
    return {"shown": shown, "number": number, "url": list_url(figure)}


def _load(load: Load) -> dict[str, Any]:
    kind, words = load.verdict
    iro = str(load.uuid)
    return {
        "person": load.person,
        "url": load.url,
        "share": load.share_shown,
        "children": _link(load.children, load.url),
        "per": load.per_full_time if load.per_full_time is not None else "–",
        "bar": _bar(load),
        "verdict": chip(kind, words, "", tag="li"),
        "late": _link(load.late, list_url("late", iro=iro)),
        "soon": _link(load.soon, list_url("soon", iro=iro)),
        "move_url": "" if load.share or not load.children else iro,
    }


def _nobody(page: Team) -> list[dict[str, Any]]:
    """The row of the children whom nobody reviews; none where all is well."""
    if not (page.no_iro_count or page.nobody_late or page.nobody_soon):
        return []
    past = page.named_late_count
    return [
        {
            "person": "No IRO",
            "url": list_url("without-iro"),
            "share": "–",
            "children": _link(page.no_iro_count, list_url("without-iro")),
            "per": "–",
            "bar": "",
            "verdict": chip("late", f"{past} past 5 working days", "", tag="li") if past else "",
            "late": _link(page.nobody_late, list_url("late", iro=NOBODY)),
            "soon": _link(page.nobody_soon, list_url("soon", iro=NOBODY)),
            "move_url": "",
        }
    ]


def _named_late(number: int) -> dict[str, str] | None:
    """The way to those who wait past the 5 working days."""
    if not number:
        return None
    return {"words": f"{number} past the 5 working days", "url": list_url("named-late")}


def _link(number: int, url: str) -> SafeString | int:
    """A number that leads to its list; nought leads nowhere."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', url, number) if number else number


def _bar(load: Load) -> SafeString:
    """The caseload against the band, as a little bar; the words beside it say the same."""
    per = load.per_full_time
    if per is None:
        return SafeString("")
    most = max(MINI_MOST, load.high + 20)
    scale = MINI_WIDTH / most
    over = " bar--over" if per > load.high else ""
    return format_html(
        '<svg class="p-mini" viewBox="0 0 {} 20" aria-hidden="true" focusable="false"><rect class="band" x="{}" y="0" '
        'width="{}" height="20"/><rect class="bar{}" x="0" y="6" width="{}" height="8"/></svg>',
        MINI_WIDTH,
        round(load.low * scale),
        round((load.high - load.low) * scale),
        over,
        min(MINI_WIDTH, round(per * scale)),
    )


def _band(page: Team) -> dict[str, int]:
    first = page.loads[0] if page.loads else None
    return {"low": first.low if first else 50, "high": first.high if first else 70}


def _total(page: Team) -> dict[str, Any]:
    share = page.share
    return {
        "share": f"{share.normalize():f}" if share else "0",
        "children": page.children,
        "per": int(page.children / share + Decimal("0.5")) if share else "–",
        "late": page.late_in_all,
        "soon": page.soon_in_all,
    }


def _year(page: Team) -> dict[str, Any]:
    """Reviews of this collection year, each number with its list."""
    late = page.year_held - page.year_on_time
    return {
        "since": short(page.year_from),
        "share": share_in_words(page.year_on_time, page.year_held),
        "held": _link(page.year_held, list_url("held")),
        "on_time": _link(page.year_on_time, list_url("in-time")),
        "late": _link(late, list_url("held-late")),
        "any": page.year_held > 0,
    }


def _sentence(chart: Control) -> SafeString:
    """Whether anything is news."""
    if chart.average is None:
        return SafeString("No reviews with a due date were held in these months.")
    share = percent(chart.average)
    months = len(chart.points)
    if not chart.has_chart:
        return format_html(
            "<strong>{} in time so far.</strong> With fewer than 12 months of reviews, ups and downs cannot be told "
            "from chance: the table stands alone.",
            share,
        )
    if not chart.signals:
        return format_html(
            "<strong>{} in time over {} months, and steady.</strong> No month was outside what chance explains. "
            "Ups and downs inside the shaded range are not news.",
            share,
            months,
        )
    news = " ".join(_news(point) for point in chart.signals)
    return format_html(
        "<strong>{} in time over {} months.</strong> {} Ups and downs inside the shaded range are not news.",
        share,
        months,
        news,
    )


def _news(point: Point) -> str:
    how = "lower" if point.below else "higher"
    return f"{point.month.name} was {how} than chance explains: {point.late} of {point.held} were late."


def _chart(chart: Control) -> SafeString:
    if not chart.has_chart:
        return SafeString("")
    first, last = chart.points[0].month, chart.points[-1].month
    signals = [f"{point.month.name} at {percent(point.share or 0)}" for point in chart.signals]
    outside = (
        f"Outside the range that chance explains: {', '.join(signals)}."
        if signals
        else "No month is outside it."
    )
    words = (
        f"Reviews held in time each month, {first.name} to {last.name}. The average is {percent(chart.average or 0)}. "
        f"{outside} The figures are in the table below."
    )
    return charts.draw(chart, words=words)


def _month(point: Point) -> dict[str, Any]:
    month = point.month.code
    kind = "Below the range" if point.below else "Above the range" if point.above else "Within the range"
    return {
        "name": point.month.name,
        "held": _link(point.held, list_url("held", month=month)),
        "on_time": _link(point.on_time, list_url("in-time", month=month)),
        "late": _link(point.late, list_url("held-late", month=month)),
        "share": percent(point.share or 0),
        "verdict": kind,
        "is_news": point.below or point.above,
    }


def _reminders(health: ReminderHealth) -> dict[str, Any]:
    """The box on reminders; each number leads to its list."""
    state, icon = {
        SweepState.WORKING: ("Working.", "tick"),
        SweepState.LATE: ("The daily run is late.", "late"),
        SweepState.NEVER: ("They have not run yet.", "clock"),
    }[health.state]
    last = ""
    if health.last_started is not None:
        shown = short_time(health.last_started)
        if local_day(health.last_started) == local_day(health.now):
            shown = "today, " + shown.rpartition(", ")[2]
        took = _count(health.seconds, "second", "seconds") if health.seconds else "under a second"
        last = f"Last run {shown}, took {took}."
    oldest = ""
    if health.waiting:
        minutes = max(1, health.oldest_minutes)
        oldest = f", oldest {_count(minutes, 'minute', 'minutes')}"
        if minutes >= 180:
            oldest = f", oldest {minutes // 60} hours"
    return {
        "state": state,
        "icon": icon,
        "last": last,
        "sent": _link(health.sent_today, messages_url(Which.SENT_TODAY)),
        "waiting": _link(health.waiting, messages_url(Which.WAITING)),
        "oldest": oldest,
        "failed": _link(health.failed, messages_url(Which.FAILED)),
        "any_failed": health.failed > 0,
    }


def messages_url(which: Which) -> str:
    """The list of these messages."""
    return f"{reverse('messages')}?show={which.value}"
