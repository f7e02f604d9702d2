"""Writes rows that stand from a day to a day, and of which no two of a child may share one.

The database refuses an overlap at once, even a passing one inside a single act. So dates that change are drawn in
first, to the days that the old and the new share, and then set: whatever the order, no two rows meet on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from accounts.base import Versioned
from accounts.models import Person
from core import clock

BATCH = 500
ASIDE = date(1, 1, 2)
"""Where a row waits that is no more: no child was looked after then."""
Span = tuple[date, date | None]


@dataclass
class Change:
    """A row, new or held, and what its fields ought to be."""

    row: Any
    values: dict[str, Any]
    unseen: dict[str, Any] = field(default_factory=dict)
    """Written with it, but no change of a fact."""
    was: Span = field(init=False)

    def __post_init__(self) -> None:
        self.was = (self.row.start_date, self.row.end_date) if self.row.pk else (date.min, None)

    @property
    def span(self) -> Span:
        """The days it ought to stand."""
        get = self.values.get
        return get("start_date", self.row.start_date), get("end_date", self.row.end_date)

    @property
    def differs(self) -> bool:
        """Whether a fact is not yet so."""
        return self.row.pk is None or _differ(self.row, self.values)

    @property
    def to_write(self) -> bool:
        """Whether the row is not yet so."""
        return self.differs or _differ(self.row, self.unseen)


def _differ(row: Any, values: dict[str, Any]) -> bool:
    for name, value in values.items():
        if isinstance(value, Model):
            if value.pk is None or getattr(row, f"{name}_id") != value.pk:
                return True
        elif getattr(row, name) != value:
            return True
    return False


def write_ranges(
    model: type, changes: Sequence[Change], removed: Iterable[Any], *, by: Person | None
) -> None:
    """Write the changes and set the removed rows aside (they are deleted once nothing points to them any more)."""
    held = [change for change in changes if change.row.pk and change.to_write]
    _draw_in(model, held, list(removed))
    _set(model, held, by)
    new = [change for change in changes if change.row.pk is None]
    for change in new:
        for name, value in {**change.values, **change.unseen}.items():
            setattr(change.row, name, value)
        _stamp(change.row, by)
    model.objects.bulk_create([change.row for change in new], batch_size=BATCH)


def _draw_in(model: type, held: Sequence[Change], removed: Sequence[Any]) -> None:
    """To the days that old and new share (there are some: an episode is known by them); what goes, to long ago."""
    waiting, moved = ASIDE, []
    reasoned = hasattr(model, "new_episode_reason")
    for change in held:
        (old_start, old_end), (start, end) = change.was, change.span
        shared: Span = max(old_start, start), min(filter(None, (old_end, end)), default=None)
        if shared != change.was:
            change.row.start_date, change.row.end_date = shared
            moved.append(change.row)
            if reasoned and shared[1] is not None:
                change.row.end_reason = change.row.end_reason or change.values["end_reason"] or "-"
    for row in removed:
        row.start_date, row.end_date = waiting, waiting + timedelta(days=1)
        waiting += timedelta(days=2)
        if reasoned:
            row.end_reason = row.end_reason or "-"
        moved.append(row)
    if moved:
        names = ["start_date", "end_date", *(["end_reason"] if reasoned else [])]
        model.objects.bulk_update(moved, names, batch_size=BATCH)


def _set(model: type, held: Sequence[Change], by: Person | None) -> None:
    if not held:
        return
    names: set[str] = set()
    for change in held:
        if change.differs or change.was != (change.row.start_date, change.row.end_date):
            _stamp(change.row, by)
        for name, value in {**change.values, **change.unseen}.items():
            setattr(change.row, name, value)
            names.add(name)
    stamps = ["version", "saved_by", "saved_at"] if issubclass(model, Versioned) else []
    model.objects.bulk_update([change.row for change in held], [*sorted(names), *stamps], batch_size=BATCH)


def _stamp(row: Any, by: Person | None) -> None:
    """Who and when, and one version on, so that somebody who has the row open is told."""
    if isinstance(row, Versioned):
        row.version += 1 if row.pk else 0
        row.saved_by, row.saved_at = by, clock.now()
