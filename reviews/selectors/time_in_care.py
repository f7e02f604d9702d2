"""Time in care on one scale: homes, legal statuses and reviews, drawn on the server as SVG with its table.

Two drawings, one for each width, so that text is never shrunk; the styles show one. Shapes are plain numbers here and
markup in templates/reviews/room_timeline.html.
"""

from dataclasses import dataclass, field
from datetime import date

from children.codes import meaning
from children.selectors import ChildRecord, Spell, place_name, status_name
from core.calendar import add_months
from core.dates import MONTHS, plain
from reviews.enums import ReviewState
from reviews.selectors.child import ReviewsOfChild

WIDE = (128, 1108)
"""Left and right edge of the scale, in the drawing's own units."""
TALL = (26, 546)
"""Top and bottom of the narrow drawing's scale."""
LETTER = 7.2
"""About how wide a letter is: a bar too short for its words is drawn without."""
MARK_APART = 92
"""Labels of reviews closer than this would run into each other."""
HELD = (ReviewState.CONCLUDED, ReviewState.COMPLETED)


@dataclass(frozen=True)
class Bar:
    """One spell: where it begins, how long it is, and the words in it where they fit."""

    at: int
    length: int
    css: str
    words: str
    light: bool = False


@dataclass(frozen=True)
class Mark:
    """One review: `kind` ok (in time), late or todo (to come)."""

    at: int
    kind: str
    title: str
    day: str
    labelled: bool = True


@dataclass(frozen=True)
class Line:
    """A line of the scale with its words."""

    at: int
    words: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the table below the drawing."""

    day: str
    about: str
    what: str
    more: str
    late: bool = False
    sort: date = date.min


@dataclass
class Drawing:
    """One of the two drawings."""

    homes: list[Bar] = field(default_factory=list)
    law: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    today: int | None = None


@dataclass
class TimeInCare:
    """Both drawings, what a screen reader hears, and the table."""

    wide: Drawing
    tall: Drawing
    summary: str
    rows: list[Row]


def time_in_care(record: ChildRecord, known: ReviewsOfChild, on: date) -> TimeInCare | None:
    """The child's latest stretch of care on one scale; None where the portal knows of none."""
    period = record.period or (record.periods[-1] if record.periods else None)
    if period is None:
        return None
    first = min([period.start, *(one.start for one in record.placements if _in(one, period))])
    to_come = next((duty.due_date for duty in known.duties if duty.kind == "review"), None)
    last = max(day for day in (period.end or on, on if period.end is None else None, to_come) if day)
    scale = Scale(first, add_months(last, 1))
    homes = [one for one in record.placements if _in(one, period)]
    law = [one for one in record.statuses if _in(one, period)]
    wide = _draw(Drawing(), scale.on(*WIDE), homes, law, known, on, period, to_come, roomy=True)
    tall = _draw(Drawing(), scale.on(*TALL), homes, law, known, on, period, to_come, roomy=False)
    return TimeInCare(wide, tall, _summary(first, homes, law, known, period), _table(record, known))


def _in(spell: Spell, period: Spell) -> bool:
    return spell.start >= period.start and (period.end is None or spell.start <= period.end)


@dataclass(frozen=True)
class Scale:
    """Days to units along a line."""

    first: date
    last: date
    start: int = 0
    end: int = 0

    def on(self, start: int, end: int) -> "Scale":
        """The same days on another line."""
        return Scale(self.first, self.last, start, end)

    def at(self, day: date) -> int:
        """Where a day stands."""
        whole = max((self.last - self.first).days, 1)
        return round(self.start + (self.end - self.start) * (day - self.first).days / whole)

    def lines(self) -> list[Line]:
        """A line every month, quarter or year, as there is room; words every quarter or year."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every, named = (1, 3) if months <= 30 else (3, 12) if months <= 84 else (12, 12)
        day = add_months(self.first.replace(day=1), 1)
        lines = []
        while day < self.last:
            if (day.month - 1) % every == 0:
                words = ""
                if (day.month - 1) % named == 0:
                    words = (
                        f"{MONTHS[day.month - 1][:3]} {day.year}"
                        if day.month == 1
                        else MONTHS[day.month - 1][:3]
                    )
                lines.append(Line(self.at(day), words))
            day = add_months(day, 1)
        return lines


def _draw(
    drawing: Drawing,
    scale: Scale,
    homes: list[Spell],
    law: list[Spell],
    known: ReviewsOfChild,
    on: date,
    period: Spell,
    to_come: date | None,
    *,
    roomy: bool,
) -> Drawing:
    until = period.end or on
    drawing.lines = scale.lines()
    if period.end is None:
        drawing.today = scale.at(on)
    for index, home in enumerate(homes):
        newest = index == len(homes) - 1
        css = "bar3" if newest else ("bar1", "bar2")[index % 2]
        words = home.facts.get("carers") or place_name(home.code)
        drawing.homes.append(_bar(scale, home, until, css, words, light=True, roomy=roomy))
    for index, status in enumerate(law):
        newest = index == len(law) - 1
        css = "law3" if newest else ("law1", "law2")[index % 2]
        drawing.law.append(
            _bar(scale, status, until, css, status_name(status.code), light=False, roomy=roomy)
        )
    last_label = -MARK_APART
    apart = MARK_APART if roomy else 30
    reviews = [
        one for one in known.reviews if one.state in HELD and one.held_date and scale.first <= one.held_date
    ]
    for review in reversed(reviews):
        at = scale.at(review.held_date)
        late = review.on_time is False
        days = -known.calendar.working_days_between(review.held_date, review.due_date) if late else 0
        day = plain(review.held_date)
        labelled = at - last_label >= apart
        if labelled:
            last_label = at
        drawing.marks.append(
            Mark(
                at,
                "late" if late else "ok",
                f"Review {review.number}",
                f"{day}, {days} late" if late else day,
                labelled,
            )
        )
    if to_come is not None and to_come <= scale.last:
        at = scale.at(to_come)
        drawing.marks.append(
            Mark(at, "todo", "Next review", f"by {plain(to_come)}", at - last_label >= apart)
        )
    return drawing


def _bar(scale: Scale, spell: Spell, until: date, css: str, words: str, *, light: bool, roomy: bool) -> Bar:
    start, end = scale.at(spell.start), scale.at(min(spell.end or until, max(until, spell.start)))
    length = max(end - start - 1, 3)
    room = (length - 14) / LETTER if roomy else (9 if length > 18 else 0)
    fits = words if len(words) <= room else ""
    if not fits and not roomy and room:
        fits = words[:9].rsplit(" ", 1)[0] if " " in words[:9] else words[:9]
    return Bar(start, length, css, fits, light)


def _summary(first: date, homes: list[Spell], law: list[Spell], known: ReviewsOfChild, period: Spell) -> str:
    held = [
        one for one in known.reviews if one.state in HELD and one.held_date and one.held_date >= period.start
    ]
    late = sum(1 for one in held if one.on_time is False)
    in_time = sum(1 for one in held if one.on_time)

    def counted(number: int, word: str, many: str) -> str:
        return f"{number} {word if number == 1 else many}"

    return (
        f"Time line of care from {MONTHS[first.month - 1]} {first.year}. {counted(len(homes), 'home', 'homes')}, "
        f"{counted(len(law), 'legal status', 'legal statuses')}, {counted(len(held), 'review', 'reviews')}: "
        f"{in_time} in time, {late} late. The same facts are in the table below."
    )


def _table(record: ChildRecord, known: ReviewsOfChild) -> list[Row]:
    """Everything known, in every period of care, oldest first."""
    rows: list[Row] = []
    for period in record.periods:
        known_start = period.facts.get("start_known")
        what = "Started to be looked after" if known_start else "First told of: when it began is not known"
        rows.append(Row(plain(period.start), "Period of care", what, "", sort=period.start))
        if period.end is not None:
            why = meaning("rec", period.facts.get("end_reason") or "")
            rows.append(
                Row(plain(period.end), "Period of care", "Ceased to be looked after", why, sort=period.end)
            )
    for home in record.placements:
        until = f", until {plain(home.end)}" if home.end else ""
        carers = f" with {home.facts['carers']}" if home.facts.get("carers") else ""
        reason = meaning("reason_place_change", home.facts["reason"]) if home.facts.get("reason") else ""
        more = f"Ended: {reason}" if reason else ""
        rows.append(
            Row(plain(home.start), "Home", f"{place_name(home.code)}{carers}{until}", more, sort=home.start)
        )
    for status in record.statuses:
        until = f", until {plain(status.end)}" if status.end else ""
        rows.append(
            Row(
                plain(status.start),
                "Legal status",
                f"{status_name(status.code)}{until}",
                "",
                sort=status.start,
            )
        )
    for review in known.reviews:
        if review.state not in HELD or review.held_date is None:
            continue
        due = f"Due by {plain(review.due_date)}" if review.due_date else "Nothing stood due"
        if review.on_time is False:
            days = -known.calendar.working_days_between(review.held_date, review.due_date)
            said = f"{days} working day{'' if days == 1 else 's'} late"
        else:
            said = "In time" if review.on_time else "Held"
        rows.append(
            Row(
                plain(review.held_date),
                f"Review {review.number}",
                said,
                due,
                review.on_time is False,
                review.held_date,
            )
        )
    return sorted(rows, key=lambda row: row.sort)
