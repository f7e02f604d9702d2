"""The list behind each figure: as many rows as the figure says, since both ask insight/measures.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import LocalAuthority, Person
from children.access import closed_children
from core.calendar import WorkingCalendar
from core.components import days_left
from core.dates import short
from insight import measures
from insight.collection import Month, year_starts
from insight.control import percent
from insight.selectors.team import missing_fact
from reviews.enums import DutyKind
from reviews.timescales import working_days_left

NIL = str(UUID(int=0))


class UnknownFigure(LookupError):
    """There is no such figure, or it is asked for something that is not there."""


@dataclass(frozen=True)
class Asked:
    """What the figure is of: one officer's, one month's."""

    iro: UUID | None = None
    month: Month | None = None
    nobody: bool = False
    """Of the children whom no officer reviews."""


@dataclass(frozen=True)
class Cell:
    """One cell: text, perhaps a link, perhaps markup made by us."""

    text: Any
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One row; `child_id` for the audit."""

    child_id: int
    cells: tuple[Cell, ...]
    columns: tuple[str, ...] = ()

    @property
    def labelled(self) -> list[tuple[str, Cell]]:
        """Each cell with its column, for narrow screens."""
        return list(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True)
class Figure:
    """A list: heading, columns, the rows as a queryset of values, and how a value becomes a row."""

    title: str
    columns: tuple[str, ...]
    rows: QuerySet[Any]
    build: Callable[[dict[str, Any]], Row]
    explained: str = ""

    def built(self, values: Iterable[dict[str, Any]]) -> list[Row]:
        """The rows of one page."""
        return [replace(self.build(value), columns=self.columns) for value in values]


CHILD = ("child_id", "child__uuid", "child__name", "child__number")


def figure(name: str, asked: Asked, *, actor: Actor, on: date, calendar: WorkingCalendar) -> Figure:
    """The list behind a figure, as far as this person may see. Raises UnknownFigure."""
    officer = _officer(actor.authority, asked.iro)
    closed = closed_children(actor, on=on)
    of = f", {officer.name}" if officer else ", no IRO" if asked.nobody else ""
    if name in _WAITING:
        return _waiting(name, on, calendar, closed)
    if name in _OF_CHILDREN:
        return _children(name, officer, of, closed)
    if name in ("late", "soon"):
        whose = measures.OF_NOBODY if asked.nobody else Q()
        if officer is not None:
            whose = Q(child__caseload_entry__iro=officer)
        return _duties(name, whose, of, on, calendar, closed)
    if name == "asked-again":
        return _decisions(closed)
    if name in _OF_REVIEWS:
        return _reviews(name, asked.month, on, closed)
    raise UnknownFigure(name)


def _officer(authority: LocalAuthority, uuid: UUID | None) -> Person | None:
    """The officer asked for: somebody who has or had a role here."""
    if uuid is None:
        return None
    person = Person.objects.filter(uuid=uuid, memberships__authority=authority).distinct().first()
    if person is None:
        raise UnknownFigure(uuid)
    return person


def _links(name: str) -> Callable[[UUID], str]:
    pattern = reverse(name, args=[NIL])
    return lambda uuid: pattern.replace(NIL, str(uuid))


def _shown(value: dict[str, Any]) -> str:
    return value["child__name"] or value["child__number"]


_WAITING = {
    "without-iro": ("Children without an IRO", lambda _on, closed: measures.without_iro(closed)),
    "named-late": ("Children without an IRO, past the 5 working days", measures.named_late),
}


def _waiting(name: str, on: date, calendar: WorkingCalendar, closed: measures.Closed) -> Figure:
    """The children who wait for an officer, longest first."""
    title, rows_of = _WAITING[name]
    link = _links("child")
    values = (
        rows_of(on, closed)
        .order_by(F("iro_due_date").asc(nulls_last=True), "child__number")
        .values(*CHILD, "iro_due_date", "review_due_date")
    )

    def build(value: dict[str, Any]) -> Row:
        due = value["iro_due_date"]
        return Row(
            value["child_id"],
            (
                Cell(_shown(value), link(value["child__uuid"])),
                Cell(value["child__number"]),
                Cell(short(due) or "Not known"),
                Cell(days_left(working_days_left(due, on, calendar)) if due else ""),
                Cell(short(value["review_due_date"]) or "None"),
            ),
        )

    columns = ("Child", "Number", "To be named by", "Working days", "Next review due")
    explained = "Longest first. An IRO is to be named within 5 working days."
    return Figure(title, columns, values, build, explained)


_OF_CHILDREN = {
    "children": ("Children", measures.children),
    "without-date": ("Children without a next review date", measures.without_date),
}


def _children(name: str, officer: Person | None, of: str, closed: measures.Closed) -> Figure:
    title, rows_of = _OF_CHILDREN[name]
    link = _links("child")
    rows = rows_of(closed)
    if officer is not None:
        rows = rows.filter(iro=officer)
    rows = rows.order_by(F("review_due_date").asc(nulls_first=True), "child__number").values(
        *CHILD, "iro__name", "review_due_date", "no_date_reason"
    )

    def build(value: dict[str, Any]) -> Row:
        due = value["review_due_date"]
        date_or_why = short(due)
        if due is None:
            nothing_missing = value["no_date_reason"] in measures.NOTHING_MISSING
            date_or_why = (
                "None: turns 18 before"
                if nothing_missing
                else f"None: {missing_fact(value['no_date_reason'])}"
            )
        return Row(
            value["child_id"],
            (
                Cell(_shown(value), link(value["child__uuid"])),
                Cell(value["child__number"]),
                Cell(value["iro__name"] or "Nobody yet"),
                Cell(date_or_why),
            ),
        )

    return Figure(f"{title}{of}", ("Child", "Number", "IRO", "Next review due"), rows, build)


def _duties(
    name: str, whose: Q, of: str, on: date, calendar: WorkingCalendar, closed: measures.Closed
) -> Figure:
    until = calendar.add_working_days(on, measures.SOON_WORKING_DAYS)
    rows = measures.late(on, closed) if name == "late" else measures.due_soon(on, until, closed)
    title = "Duties late" if name == "late" else f"Due by {short(until)}"
    child, why = _links("child"), _links("why-date")
    values = (
        rows.filter(whose)
        .order_by("due_date", "pk")
        .values("uuid", "kind", "due_date", *CHILD, "child__caseload_entry__iro__name")
    )

    def build(value: dict[str, Any]) -> Row:
        days = working_days_left(value["due_date"], on, calendar)
        return Row(
            value["child_id"],
            (
                Cell(_shown(value), child(value["child__uuid"])),
                Cell(DutyKind(value["kind"]).label),
                Cell(short(value["due_date"]), why(value["uuid"])),
                Cell(days_left(days)),
                Cell(value["child__caseload_entry__iro__name"] or "Nobody"),
            ),
        )

    return Figure(f"{title}{of}", ("Child", "Duty", "Due", "Working days", "IRO"), values, build)


def _decisions(closed: measures.Closed) -> Figure:
    link, child = _links("review-decisions"), _links("child")
    values = (
        measures.asked_again(closed)
        .order_by(F("first_asked_date").asc(nulls_last=True), "pk")
        .values("what", "who", "times_asked", "first_asked_date", "by_date", "review__uuid", *CHILD)
    )

    def build(value: dict[str, Any]) -> Row:
        return Row(
            value["child_id"],
            (
                Cell(value["what"], link(value["review__uuid"])),
                Cell(_shown(value), child(value["child__uuid"])),
                Cell(f"{value['times_asked']} reviews"),
                Cell(short(value["first_asked_date"])),
                Cell(value["who"]),
                Cell(short(value["by_date"])),
            ),
        )

    columns = ("Decision", "Child", "Asked for at", "First asked", "Who", "By")
    return Figure(
        "Decisions asked for again", columns, values, build, "Longest first. Still to be carried out."
    )


_OF_REVIEWS = {
    "held": ("Reviews held", Q()),
    "in-time": ("Reviews held in time", measures.IN_TIME),
    "held-late": ("Reviews held late", ~measures.IN_TIME),
}


def _reviews(name: str, month: Month | None, on: date, closed: measures.Closed) -> Figure:
    title, only = _OF_REVIEWS[name]
    first, last = (month.first, month.last) if month else (year_starts(on), on)
    when = month.name if month else f"since {short(first)}"
    link, child = _links("review"), _links("child")
    rows = measures.held(first, min(last, on), closed).filter(only)
    values = rows.order_by("-held_date", "pk").values(
        "uuid", "number", "held_date", "due_date", "late_reason", "chaired_by__name", *CHILD
    )

    def build(value: dict[str, Any]) -> Row:
        over = (value["held_date"] - value["due_date"]).days
        how = "In time" if over <= 0 else f"{over} day{'' if over == 1 else 's'} late"
        return Row(
            value["child_id"],
            (
                Cell(f"Review {value['number']}", link(value["uuid"])),
                Cell(_shown(value), child(value["child__uuid"])),
                Cell(short(value["held_date"])),
                Cell(short(value["due_date"])),
                Cell(how),
                Cell(value["late_reason"]),
            ),
        )

    columns = ("Review", "Child", "Held", "Was due", "In time?", "Why late")
    explained = (
        "A review counts on the day of its first sitting. Reviews for which no date stood due are left out."
    )
    return Figure(f"{title}, {when}", columns, values, build, explained)


def share_in_words(good: int, total: int) -> str:
    """ "94%", or "none held"."""
    return percent(good / total) if total else "none held"
