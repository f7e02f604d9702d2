"""What the team page shows, row by row, with the words of each."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from accounts.absence import AbsenceRow
from core.calendar import WorkingCalendar
from insight.control import Control


@dataclass(frozen=True)
class Unallocated:
    """A child without a reviewing officer."""

    pk: int
    name: str
    number: str
    url: str
    age: int
    since: str
    days: int | None
    """Working days left to name one; negative when past."""
    sibling: str
    """ "Brother of 100101, Cai Merrow’s", or empty."""

    @property
    def past(self) -> bool:
        """Whether the 5 working days are over."""
        return self.days is not None and self.days < 0

    @property
    def left(self) -> str:
        """ "1 working day past the 5", "3 working days left"."""
        if self.days is None:
            return ""
        count = abs(self.days)
        words = f"{count} working day{'' if count == 1 else 's'}"
        if self.days < 0:
            return f"{words} past the 5"
        return f"{words} left" if count else "today is the last day"


@dataclass(frozen=True)
class Undated:
    """A child without a next review date."""

    pk: int
    name: str
    url: str
    missing: str


@dataclass(frozen=True)
class Load:
    """One officer's caseload."""

    person: str
    url: str
    share: Decimal
    """Full-time equivalent; 0 for somebody who is no reviewing officer here any more."""
    children: int
    late: int
    soon: int
    low: int
    high: int
    uuid: UUID | None = None

    @property
    def per_full_time(self) -> int | None:
        """Children for each full-time officer; None without working time."""
        return int(Decimal(self.children) / self.share + Decimal("0.5")) if self.share else None

    @property
    def share_shown(self) -> str:
        """ "0.8"."""
        return f"{self.share.normalize():f}" if self.share else "–"

    @property
    def verdict(self) -> tuple[str, str]:
        """Kind of chip and words: over, under or within the band."""
        load = self.per_full_time
        if load is None:
            return "late", "No role here now"
        if load > self.high:
            return "late", f"{load - self.high} over"
        if load < self.low:
            return "soon", f"{self.low - load} under"
        return "done", "Within"


@dataclass(frozen=True)
class Drift:
    """A decision that more than one review asked for."""

    child_id: int
    what: str
    url: str
    child: str
    iro: str
    times: int
    first_asked: str
    months: int

    @property
    def since(self) -> str:
        """ "11 months"."""
        return "Under a month" if self.months < 1 else f"{self.months} month{'' if self.months == 1 else 's'}"


@dataclass
class Team:
    """Everything the page shows."""

    on: date
    calendar: WorkingCalendar
    until: date
    children: int
    no_iro_count: int
    no_date_count: int
    late_count: int
    drift_count: int
    named_late_count: int = 0
    """Children without an officer past the 5 working days."""
    restricted_count: int = 0
    """Children looked after that are closed to who asks: left out of every other number here."""
    nobody_late: int = 0
    """Duties late for children whom nobody reviews."""
    nobody_soon: int = 0
    no_iro: list[Unallocated] = field(default_factory=list)
    no_date: list[Undated] = field(default_factory=list)
    drift: list[Drift] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    away: list[AbsenceRow] = field(default_factory=list)
    chart: Control = field(default_factory=lambda: Control((), None))
    year_from: date = date.min
    year_held: int = 0
    year_on_time: int = 0

    @cached_property
    def share(self) -> Decimal:
        """The team's working time."""
        return sum((load.share for load in self.loads), Decimal(0))

    @property
    def child_ids(self) -> set[int]:
        """The children whose names or numbers stand on the page."""
        return {row.pk for row in (*self.no_iro, *self.no_date)} | {row.child_id for row in self.drift}

    @property
    def late_in_all(self) -> int:
        """Duties late: the officers' and nobody's."""
        return sum(load.late for load in self.loads) + self.nobody_late

    @property
    def soon_in_all(self) -> int:
        """Duties due soon: the officers' and nobody's."""
        return sum(load.soon for load in self.loads) + self.nobody_soon
