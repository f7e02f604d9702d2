"""Where the shapes and the words of a time line go. Pure: days in, plain numbers out; nothing runs into anything.

The wide drawing runs from left to right, the tall one (for phones) from top to bottom. A bar's words are left out where
they do not fit; a review's words give way to its number, and that to its mark alone. The table below has everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.calendar import add_months
from core.dates import MONTHS

Kind = Literal["ok", "late", "todo", "overdue"]

WIDE = (128, 1108)
"""Left and right edge of the wide scale, in the drawing's own units."""
WIDE_EDGES = (0, 1120)
TALL_TOP = 26
TALL_LEAST, TALL_MOST = 360, 1200
"""How long the tall scale is, at least and at most."""
TALL_APART = 32
"""What a review with its two lines of words takes on the tall scale."""
COLUMN = 60
"""Room for words in a bar of the tall drawing."""
NOTES_UP_TO = 6
"""With more homes than this, words below bars would be a thicket."""


@dataclass(frozen=True)
class Event:
    """One review: held in time or late, or the one to come (overdue where its day is past)."""

    on: date
    kind: Kind
    number: int
    """Shown alone where the title does not fit; 0: none."""
    title: str
    after: str = ""
    before: str = ""

    @property
    def day(self) -> str:
        """The line below the title."""
        return f"{self.before}{brief(self.on)}{self.after}"


Named = tuple[date, date | None, Sequence[str]]


@dataclass(frozen=True)
class Stretch:
    """What is drawn. Bars are (start, first day without or None, names from long to short)."""

    first: date
    until: date
    """The end of the last period, or today."""
    open: bool
    start_known: bool
    periods: list[tuple[date, date | None]]
    homes: list[Named]
    law: list[Named]
    events: list[Event]


@dataclass(frozen=True)
class Bar:
    """One spell: where it begins, how long it is, and the words in it (or below it) where they fit."""

    at: int
    length: int
    css: str
    lines: tuple[tuple[int, str], ...] = ()
    """Each line of words with its place across the bar's own direction."""
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """One review: the words are empty where there is no room; `shift` moves them off the edge."""

    at: int
    kind: Kind
    title: str = ""
    day: str = ""
    shift: int = 0

    @property
    def late(self) -> bool:
        """Whether it is drawn as late."""
        return self.kind in ("late", "overdue")


@dataclass(frozen=True)
class Line:
    """A line of the scale with its words."""

    at: int
    words: str = ""


@dataclass
class Drawing:
    """One of the two drawings."""

    length: int
    """How far the tall drawing's scale goes down; the right edge of the wide one's."""
    homes: list[Bar] = field(default_factory=list)
    law: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    care: list[tuple[int, int]] = field(default_factory=list)
    """The periods of care, where there are several: from, to."""
    today: int | None = None
    unknown: int | None = None
    """Where the first bar begins, if nobody told when care began: what lies before it is dashed."""


def brief(on: date | None) -> str:
    """ "5 May 2026" with the month in three letters."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}" if on else ""


def width_of(text: str, size: float) -> float:
    """About how wide a line of Arial is, on the safe side."""
    units = 0.0
    for letter in text:
        if letter in "iljtfI.,:;'’|! ":
            units += 0.31
        elif letter in "mwMW—":
            units += 0.87
        elif letter.isupper():
            units += 0.7
        else:
            units += 0.57
    return units * size


@dataclass(frozen=True)
class Scale:
    """Days to units along a line."""

    first: date
    last: date
    start: int
    end: int

    def at(self, day: date) -> int:
        """Where a day stands; never outside the scale."""
        whole = max((self.last - self.first).days, 1)
        place = round(self.start + (self.end - self.start) * (day - self.first).days / whole)
        return min(max(place, self.start), self.end)

    def lines(self, room: int, *, short_year: bool) -> list[Line]:
        """A line every month, quarter or year; words every quarter or year, where there is `room` for them."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every, named = (1, 3) if months <= 30 else (3, 12) if months <= 96 else (12, 12)
        day, lines, free = self.first.replace(day=1), [], self.start - 1
        if day < self.first:
            day = add_months(day, 1)
        while day <= self.last:
            if (day.month - 1) % every == 0 or not lines:
                at, words = self.at(day), ""
                if ((day.month - 1) % named == 0 or not lines) and at >= free and at + room / 2 <= self.end:
                    words = self._words(day, named, first=not lines, short_year=short_year)
                    free = at + room
                lines.append(Line(at, words))
            day = add_months(day, 1)
        return lines

    @staticmethod
    def _words(day: date, named: int, *, first: bool, short_year: bool) -> str:
        month, year = MONTHS[day.month - 1][:3], f"{day.year % 100:02}" if short_year else f"{day.year}"
        if named == 12:
            return f"{day.year}" if day.month == 1 else f"{month} {year}"
        return f"{month} {year}" if first or day.month == 1 or short_year else month


def _days(stretch: Stretch) -> tuple[date, date]:
    """The first and the last day of the scale, with a little room at the end (and before an unknown start)."""
    days = [stretch.first, stretch.until, *(event.on for event in stretch.events)]
    days += [day for start, end, _names in (*stretch.homes, *stretch.law) for day in (start, end) if day]
    whole = (max(days) - stretch.first).days
    room = max(whole // 20, 20)
    first = date.fromordinal(stretch.first.toordinal() - (0 if stretch.start_known else room))
    last = date.fromordinal(max(days).toordinal() + room)
    return (first.replace(day=1) if whole < 1200 else first), last


def _skeleton(stretch: Stretch, scale: Scale, drawing: Drawing) -> Drawing:
    """What both drawings share."""
    if stretch.open:
        drawing.today = scale.at(stretch.until)
    if not stretch.start_known:
        drawing.unknown = scale.at(stretch.first)
    if len(stretch.periods) > 1:
        drawing.care = [_ends(scale, start, end or stretch.until) for start, end in stretch.periods]
    return drawing


def _ends(scale: Scale, start: date, end: date) -> tuple[int, int]:
    """Where a spell begins and ends: at least three units long, and inside the scale."""
    begins = min(scale.at(start), scale.end - 3)
    return begins, max(scale.at(end), begins + 3)


def _css(kind: str, index: int, number: int) -> str:
    """The newest stands out; those before take turns."""
    return f"{kind}3" if index == number - 1 else f"{kind}{index % 2 + 1}"


# -- From left to right ----------------------------------------------------------------------------------------------


def wide(stretch: Stretch) -> Drawing:
    """The drawing for wide screens."""
    scale = Scale(*_days(stretch), *WIDE)
    drawing = _skeleton(stretch, scale, Drawing(WIDE[1]))
    drawing.lines = scale.lines(64, short_year=False)
    drawing.homes = _wide_bars(
        scale, stretch.homes, stretch.until, "bar", notes=len(stretch.homes) <= NOTES_UP_TO
    )
    drawing.law = _wide_bars(scale, stretch.law, stretch.until, "law", notes=False)
    drawing.marks = _wide_marks(scale, stretch.events)
    return drawing


def _wide_bars(scale: Scale, spells: list[Named], until: date, kind: str, *, notes: bool) -> list[Bar]:
    bars: list[Bar] = []
    free = 0.0
    for index, (start, end, names) in enumerate(spells):
        begins, ends = _ends(scale, start, end or until)
        length = max(ends - begins - 1, 2)
        words = next((name for name in names if width_of(name, 13) <= length - 12), "")
        note = ""
        if notes and not words:
            name = names[-1]
            room = WIDE_EDGES[1] - begins
            if begins >= free and width_of(name, 12) <= room:
                note, free = name, begins + width_of(name, 12) + 10
        css = _css(kind, index, len(spells))
        bars.append(Bar(begins, length, css, ((begins + 7, words),) if words else (), note))
    return bars


def _wide_marks(scale: Scale, events: list[Event]) -> list[Mark]:
    """Late ones, the one to come, the last and the first get their words before the others."""
    places = [scale.at(event.on) for event in events]
    taken: list[tuple[float, float]] = []
    marks: dict[int, Mark] = {}

    def free(low: float, high: float) -> bool:
        return all(high + 8 <= start or low >= end + 8 for start, end in taken)

    def importance(index: int) -> tuple[int, int]:
        event = events[index]
        order = ("overdue", "todo", "late", "ok").index(event.kind)
        edge = index in (0, len(events) - 1)
        return (order - (0.5 if edge else 0), -index)

    order = sorted(range(len(events)), key=importance)
    for index in order:
        event, at = events[index], places[index]
        bold = 1.07 if event.kind in ("late", "overdue") else 1
        half = max(width_of(event.title, 13), width_of(event.day, 12)) * bold / 2
        shift = round(max(WIDE_EDGES[0] + half - at, 0) + min(WIDE_EDGES[1] - half - at, 0))
        low, high = at + shift - half, at + shift + half
        if free(low, high):
            taken.append((low, high))
            marks[index] = Mark(at, event.kind, event.title, event.day, shift)
    for index in order:
        if index not in marks:
            event, at = events[index], places[index]
            half = width_of(str(event.number), 13) / 2
            fits = event.number > 0 and free(at - half, at + half)
            if fits:
                taken.append((at - half, at + half))
            marks[index] = Mark(at, event.kind, str(event.number) if fits else "")
    return [marks[index] for index in range(len(events))]


# -- From top to bottom ----------------------------------------------------------------------------------------------


def tall(stretch: Stretch) -> Drawing:
    """The drawing for phones: longer where there is more to say."""
    needed = TALL_APART * (len(stretch.events) + 1)
    end = TALL_TOP + min(max(TALL_LEAST, needed), TALL_MOST)
    scale = Scale(*_days(stretch), TALL_TOP, end)
    drawing = _skeleton(stretch, scale, Drawing(end))
    drawing.lines = scale.lines(18, short_year=True)
    drawing.homes = _tall_bars(scale, stretch.homes, stretch.until, "bar")
    drawing.law = _tall_bars(scale, stretch.law, stretch.until, "law")
    drawing.marks = _tall_marks(scale, stretch.events)
    return drawing


def _tall_bars(scale: Scale, spells: list[Named], until: date, kind: str) -> list[Bar]:
    bars = []
    for index, (start, end, names) in enumerate(spells):
        begins, ends = _ends(scale, start, end or until)
        length = max(ends - begins - 1, 2)
        lines = next((found for name in names if (found := _wrapped(name, (length - 6) // 15))), [])
        placed = tuple((begins + 16 + 15 * line, words) for line, words in enumerate(lines))
        bars.append(Bar(begins, length, _css(kind, index, len(spells)), placed))
    return bars


def _wrapped(name: str, most: int) -> list[str]:
    """A name in at most so many lines of a narrow bar; nothing where it does not fit."""
    lines: list[str] = []
    for word in name.split():
        if width_of(word, 12) > COLUMN:
            return []
        if lines and width_of(f"{lines[-1]} {word}", 12) <= COLUMN:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines if len(lines) <= most else []


STATES: dict[Kind, str] = {"ok": "in time", "late": "late", "todo": "to come", "overdue": "not held"}


def _tall_marks(scale: Scale, events: list[Event]) -> list[Mark]:
    """Day and month beside the mark; the state below it where there is room."""
    places = [scale.at(event.on) for event in events]
    marks = []
    free = 0  # the lowest line of words so far ends here
    for index, event in enumerate(events):
        at = places[index]
        following = places[index + 1] if index + 1 < len(events) else at + TALL_APART
        month = MONTHS[event.on.month - 1][:3]
        title = f"{'by ' if event.kind == 'todo' else ''}{event.on.day} {month}"
        state = event.after.removeprefix(", ") or STATES[event.kind]
        roomy = following - at >= TALL_APART - 2 and at - 11 >= free
        if roomy:
            marks.append(Mark(at, event.kind, title, state))
            free = at + 16
        elif at - 6 >= free:
            marks.append(Mark(at, event.kind, title))
            free = at + 7
        else:
            marks.append(Mark(at, event.kind))
    return marks
