"""A caseload: each child with the next duty, its date, the days left or over, and how ready the review is.

One statement, whatever the number of children. Dates, links and chips are made here in Python, once a page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.actor import Actor
from children.access import visible_children
from children.selectors import age_on
from core.calendar import WorkingCalendar
from core.components import SOON, chips, days_left
from core.dates import short, time_of_day
from reviews.enums import DutyKind, Matter, Place
from reviews.models import CaseloadEntry, Consideration, Decision, Sitting
from reviews.naming import duty_name
from reviews.selectors.no_date import in_short, needs_a_fact
from reviews.timescales import Rule, working_days_left

PREPARATION = frozenset({DutyKind.CONSULT_CHILD, DutyKind.SOCIAL_WORKER_TALK, DutyKind.REPORTS})
MEETINGS = frozenset({DutyKind.REVIEW, DutyKind.REVIEW_MEETING, DutyKind.RESUME})
GROUPS: dict[str, frozenset[DutyKind]] = {
    "review": MEETINGS,
    "decisions": frozenset({DutyKind.DECISIONS}),
    "record": frozenset({DutyKind.RECORD, DutyKind.DISTRIBUTION}),
    "preparation": PREPARATION,
}
"""The duties that the filter puts together."""

FIELDS = (
    "child__uuid",
    "child__name",
    "child__number",
    "child__date_of_birth",
    "child_id",
    "next_due_date",
    "next_deadline__uuid",
    "next_deadline__kind",
    "next_deadline__rule",
    "next_deadline__review__number",
    "next_deadline__review__concluded_date",
    "review_due_date",
    "review_number",
    "preparation_starts",
    "no_date_reason",
    "seen_alone_date",
    "review__uuid",
    "review__scheduled_date",
    "review__state",
    "review__views_recorded_date",
    "review__seen_alone_date",
    "review__reports_received_date",
    "iro__name",
    "iro__uuid",
)


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One child as the list shows them."""

    child_id: int
    name: str
    number: str
    age: int
    url: str
    duty: str
    duty_more: str
    group: str
    due: str
    why_url: str
    why: str
    """What the link says: "Why this date?", or why there is none."""
    settled: bool
    """No date, and none is wanted: the child turns 18 first."""
    days: int | None
    left: SafeString
    ready: SafeString | str
    ready_words: frozenset[str]
    """Which of views, alone, report are there; "ready" where all are."""
    not_booked: bool
    sort_due: date
    born: date
    seen_alone: date | None
    iro: str


@dataclass(frozen=True)
class Asked:
    """What the filter asks for. Every field may be empty."""

    words: str = ""
    duty: str = ""
    ready: str = ""
    booked: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return any((self.words, self.duty, self.ready, self.booked))


def _written_up() -> dict[str, Subquery]:
    """For a duty after a review: how many decisions are whole, and how many matters are written."""
    review = OuterRef("next_deadline__review_id")
    whole = ~Q(what="") & ~Q(who="") & Q(by_date__isnull=False)
    decisions = Decision.objects.filter(review=review).order_by().values("review")
    matters = Consideration.objects.filter(review=review, progress__in=("done", "not_applicable")).order_by()
    return {
        "decisions": Subquery(decisions.annotate(number=Count("pk")).values("number")),
        "decisions_whole": Subquery(decisions.filter(whole).annotate(number=Count("pk")).values("number")),
        "matters_written": Subquery(matters.values("review").annotate(number=Count("pk")).values("number")),
    }


def _next_sitting() -> Subquery:
    """Time and place of the booked review's next sitting."""
    sittings = Sitting.objects.filter(
        review=OuterRef("review_id"), held=False, called_off_reason=""
    ).order_by("number")
    return Subquery(sittings.values(seen=JSONObject(date="date", time="time", place="place"))[:1])


def caseload_rows(
    actor: Actor, *, on: date, calendar: WorkingCalendar, of: Q | None = None
) -> list[CaseloadRow]:
    """The children this person may see, one row each, what is due first on top. `of` narrows it (one IRO's)."""
    entries: QuerySet[CaseloadEntry] = CaseloadEntry.objects.filter(child__in=visible_children(actor, on=on))
    if of is not None:
        entries = entries.filter(of)
    values = (
        entries.annotate(sitting=_next_sitting(), **_written_up())
        .order_by("next_due_date", "child__number")
        .values(*FIELDS, "sitting", "decisions", "decisions_whole", "matters_written")
    )
    link = _links()
    return [_row(entry, on, calendar, link) for entry in values]


def _links() -> Callable[[str, UUID], str]:
    """Addresses by a pattern made once, not by a lookup a row."""
    nil = UUID(int=0)
    patterns = {name: reverse(name, args=[nil]) for name in ("child", "why-date", "why-no-date")}

    def link(name: str, uuid: UUID) -> str:
        return patterns[name].replace(str(nil), str(uuid))

    return link


def _row(
    entry: dict[str, Any], on: date, calendar: WorkingCalendar, link: Callable[[str, UUID], str]
) -> CaseloadRow:
    kind = entry["next_deadline__kind"]
    due = entry["next_due_date"]
    days = working_days_left(due, on, calendar) if due else None
    duty, more = _duty(entry, kind)
    if kind and entry["no_date_reason"] and needs_a_fact(entry["no_date_reason"]):
        more = f"{more}. No review date" if more else "No review date"
    ready, words = _ready(entry, kind, on)
    review_due = entry["review_due_date"]
    soon = review_due is not None and calendar.working_days_between(on, review_due) <= SOON
    return CaseloadRow(
        child_id=entry["child_id"],
        name=entry["child__name"] or entry["child__number"],
        number=entry["child__number"],
        age=age_on(entry["child__date_of_birth"], on),
        url=link("child", entry["child__uuid"]),
        duty=duty,
        duty_more=more,
        group=next((name for name, kinds in GROUPS.items() if kind in kinds), ""),
        due=short(due) if due else "No date",
        why_url=_why(entry, link),
        why="Why this date?" if kind else "Why no date?",
        settled=kind is None and not needs_a_fact(entry["no_date_reason"]),
        days=days,
        left=days_left(days),
        ready=ready,
        ready_words=words,
        not_booked=soon and entry["review__uuid"] is None,
        sort_due=due or date.max,
        born=entry["child__date_of_birth"],
        seen_alone=entry["seen_alone_date"],
        iro=entry["iro__name"] or "",
    )


def _duty(entry: dict[str, Any], kind: str | None) -> tuple[str, str]:
    """What is owed, and a second line on it."""
    if kind is None:
        reason = entry["no_date_reason"]
        return "No review date" if needs_a_fact(reason) else "No further review", in_short(reason)
    number = entry["review_number"]
    if kind in MEETINGS:
        series = entry["next_deadline__rule"] == Rule.SHORT_BREAKS_REVIEW and entry["review__uuid"] is None
        return duty_name(kind, None if series else number), _meeting(entry)
    written = entry["next_deadline__review__number"] or number
    held = entry["next_deadline__review__concluded_date"]
    if kind in PREPARATION:
        return DutyKind(kind).label, f"For review {written}"
    return duty_name(kind, written), f"Held {short(held)}" if held else ""


def _why(entry: dict[str, Any], link: Callable[[str, UUID], str]) -> str:
    """Where the date, or that there is none, is explained."""
    if entry["next_deadline__uuid"]:
        return link("why-date", entry["next_deadline__uuid"])
    return link("why-no-date", entry["child__uuid"]) if entry["no_date_reason"] else ""


def _meeting(entry: dict[str, Any]) -> str:
    """When and where the booked review is."""
    sitting = entry["sitting"]
    if not sitting:
        return "Not booked" if entry["review__uuid"] is None else "No further meeting booked"
    at = time.fromisoformat(sitting["time"]) if sitting["time"] else None
    said = [short(date.fromisoformat(sitting["date"])), time_of_day(at)]
    if sitting["place"] == Place.VIDEO:
        said.append("by video")
    return ", ".join(part for part in said if part)


def _ready(entry: dict[str, Any], kind: str | None, on: date) -> tuple[SafeString | str, frozenset[str]]:
    """How ready the review is, or how far the writing is."""
    if kind is None:
        return "", frozenset()
    words = frozenset(
        name
        for name, field in (
            ("views", "review__views_recorded_date"),
            ("alone", "review__seen_alone_date"),
            ("report", "review__reports_received_date"),
        )
        if entry[field]
    )
    if kind == DutyKind.DECISIONS:
        total, whole = entry["decisions"] or 0, entry["decisions_whole"] or 0
        return (
            f"{whole} of {total} decisions have an owner and a date" if total else "No decisions yet"
        ), words
    if kind == DutyKind.RECORD:
        return f"{entry['matters_written'] or 0} of {len(Matter)} matters written", words
    if kind == DutyKind.DISTRIBUTION:
        return "Copies not yet sent", words
    if kind == DutyKind.CONSULT_CHILD:
        return "Not yet asked", words
    if kind == DutyKind.SOCIAL_WORKER_TALK:
        return "Not yet talked", words
    starts = entry["preparation_starts"]
    if not words and starts is not None and on < starts:
        return f"Preparation starts {short(starts)[:-5]}", words
    if len(words) == 3:
        return chips(("done", "Ready")), words | {"ready"}
    late = bool(entry["review_due_date"] and entry["review_due_date"] < on)
    missing = "late" if late else "todo"
    return chips(
        ("done" if "views" in words else "todo", "Views"),
        ("done" if "alone" in words else "todo", "Seen alone"),
        ("done" if "report" in words else missing, "Report"),
    ), words


def matching(rows: Iterable[CaseloadRow], asked: Asked) -> list[CaseloadRow]:
    """The rows the filter asks for, in the order it asks for."""
    words = asked.words.casefold().split()
    found = [
        row
        for row in rows
        if all(word in row.name.casefold() or word in row.number.casefold() for word in words)
        and (not asked.duty or row.group == asked.duty)
        and (not asked.booked or row.not_booked)
        and _ready_as(row, asked.ready)
    ]
    keys: dict[str, Callable[[CaseloadRow], Any]] = {
        "name": lambda row: (row.name.casefold(), row.number),
        "age": lambda row: (row.born, row.number),
        "alone": lambda row: (row.seen_alone or date.min, row.number),
    }
    return sorted(found, key=keys[asked.order]) if asked.order in keys else found


def _ready_as(row: CaseloadRow, wanted: str) -> bool:
    if not wanted:
        return True
    if wanted == "yes":
        return "ready" in row.ready_words
    return row.group in ("review", "preparation") and wanted not in row.ready_words
