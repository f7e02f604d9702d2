"""The team page: who needs a reviewing officer, whose load is heavy, what is late, and whether lateness is news.

Three statements, whatever the number of children: the authority with its small lists, the officers, the months.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, JSONObject
from django.urls import reverse

from accounts.absence import away, in_words
from accounts.actor import Actor
from accounts.models import BankHolidayCorrection, LocalAuthority, Person
from accounts.working_days import calendar_with
from children.access import closed_children, closed_restrictions
from children.actions.allocation import officers
from children.models import Relationship
from core.calendar import WorkingCalendar
from core.dates import plain
from insight import measures
from insight.collection import Month, months_before, year_starts
from insight.control import control
from insight.selectors.figures import Drift, Load, Team, Unallocated, Undated
from reviews.enums import DutyKind
from reviews.models import CaseloadEntry, Deadline
from reviews.timescales import NoDateReason, working_days_left

FEW = 5
"""Rows of a small list on the page; the rest stands behind "Show all"."""
MONTHS = 24
FAR = timedelta(days=90)
"""Further than "due soon" ever reaches."""
MISSING = {NoDateReason.START_NOT_KNOWN: "nobody has told when care began, and no review is known"}
"""No-date reason to the fact that is missing; anything else is two facts that contradict each other."""
BROTHER = {"M": "Brother", "1": "Brother", "F": "Sister", "2": "Sister"}


def list_url(figure: str, **asked: str) -> str:
    """The list behind a figure."""
    query = urlencode(asked)
    return reverse("team-list", args=[figure]) + (f"?{query}" if query else "")


def missing_fact(code: str) -> str:
    """What has to be put right before a review date can be worked out."""
    return MISSING.get(code, "two facts contradict each other")


def calendar_from(corrections: list[dict[str, Any]]) -> WorkingCalendar:
    """The working days of an authority from its corrections as read with it."""
    return calendar_with(
        (date.fromisoformat(row["on"]), row["name"], row["is_holiday"]) for row in corrections
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of an authority's rows, inside another statement."""
    counted = (
        rows.filter(authority=OuterRef("pk"))
        .order_by()
        .values("authority")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def _no_iro(closed: measures.Closed) -> QuerySet[CaseloadEntry]:
    named = Deadline.objects.filter(child=OuterRef("child"), kind=DutyKind.IRO_NAMED, met_date__isnull=True)
    kin = Relationship.objects.filter(
        child=OuterRef("child"), other_child__caseload_entry__iro__isnull=False, end_date__isnull=True
    )
    kin = kin.exclude(other_child__in=closed).order_by("other_child__number")
    sibling = kin.values(
        told=JSONObject(number="other_child__number", iro="other_child__caseload_entry__iro__name")
    )[:1]
    return measures.without_iro(closed).annotate(
        since=Subquery(named.order_by("-counted_from").values("counted_from")[:1]), sibling=Subquery(sibling)
    )


def unallocated_rows(rows: list[dict[str, Any]], on: date, calendar: WorkingCalendar) -> list[Unallocated]:
    """Children without an officer from the values of `NO_IRO_FIELDS`."""
    link = _child_links()
    found = []
    for row in rows:
        due = date.fromisoformat(row["due"]) if row["due"] else None
        kin = row["sibling"]
        born = date.fromisoformat(row["born"])
        days = working_days_left(due, on, calendar) if due else None
        found.append(
            Unallocated(
                pk=row["pk"],
                name=f"{row['number']} · {row['name']}" if row["name"] else row["number"],
                number=row["number"],
                url=link(row["uuid"]),
                age=on.year - born.year - ((on.month, on.day) < (born.month, born.day)),
                since=plain(date.fromisoformat(row["since"])) if row["since"] else "",
                days=days,
                sibling=f"{BROTHER.get(row['sex'], 'Brother or sister')} of {kin['number']}, {kin['iro']}’s"
                if kin
                else "",
            )
        )
    return found


NO_IRO_FIELDS = {
    "pk": "child_id",
    "uuid": "child__uuid",
    "name": "child__name",
    "number": "child__number",
    "sex": "child__sex",
    "born": "child__date_of_birth",
    "due": "iro_due_date",
    "since": "since",
    "sibling": "sibling",
}


def no_iro_values(closed: measures.Closed) -> QuerySet[CaseloadEntry]:
    """The children without an officer, longest first, each as one JSON value."""
    rows = _no_iro(closed).order_by(F("iro_due_date").asc(nulls_last=True), "child__number")
    return rows.values(row=JSONObject(**NO_IRO_FIELDS))


def _no_date_values(closed: measures.Closed) -> QuerySet[CaseloadEntry]:
    fields = {"pk": "child_id", "uuid": "child__uuid", "name": "child__name", "number": "child__number"}
    fields["reason"] = "no_date_reason"
    return measures.without_date(closed).order_by("child__number").values(row=JSONObject(**fields))


def _drift_values(closed: measures.Closed) -> QuerySet[Any]:
    fields = {
        "pk": "child_id",
        "what": "what",
        "review": "review__uuid",
        "child": "child__number",
        "iro": "child__caseload_entry__iro__name",
        "times": "times_asked",
        "first": "first_asked_date",
    }
    return (
        measures.asked_again(closed)
        .order_by(F("first_asked_date").asc(nulls_last=True), "pk")
        .values(row=JSONObject(**fields))
    )


def _nobodys(on: date, closed: measures.Closed) -> QuerySet[Deadline]:
    """When the open duties of children whom nobody reviews are due. (How far "soon" reaches is not known yet.)"""
    rows = measures.duties(closed).filter(
        measures.OF_NOBODY, authority=OuterRef("pk"), due_date__lte=on + FAR
    )
    return rows.order_by("due_date", "pk").values("due_date")


def drift_rows(rows: list[dict[str, Any]], on: date) -> list[Drift]:
    """Decisions asked for again, from JSON values."""
    nil = str(UUID(int=0))
    pattern = reverse("review-decisions", args=[nil])
    found = []
    for row in rows:
        first = date.fromisoformat(row["first"]) if row["first"] else None
        months = (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day) if first else 0
        found.append(
            Drift(
                child_id=row["pk"],
                what=row["what"],
                url=pattern.replace(nil, row["review"]),
                child=row["child"],
                iro=row["iro"] or "no IRO",
                times=row["times"],
                first_asked=plain(first),
                months=months,
            )
        )
    return found


def _child_links() -> Any:
    nil = str(UUID(int=0))
    pattern = reverse("child", args=[nil])
    return lambda uuid: pattern.replace(nil, str(uuid))


def team(actor: Actor, *, on: date) -> Team:
    """The whole page, as far as this person may see. Of the children closed to them it tells how many they are."""
    kept_out = closed_restrictions(actor, on=on)
    closed = kept_out.values("child")
    corrections = BankHolidayCorrection.objects.filter(authority=OuterRef("pk")).values(
        row=JSONObject(on="on", name="name", is_holiday="is_holiday")
    )
    found = (
        LocalAuthority.objects.filter(pk=actor.authority.pk)
        .annotate(
            corrections=ArraySubquery(corrections),
            children=_count(measures.children(closed)),
            restricted_count=_count(measures.restricted(kept_out)),
            no_iro_count=_count(measures.without_iro(closed)),
            named_late_count=_count(measures.named_late(on, closed)),
            no_date_count=_count(measures.without_date(closed)),
            late_count=_count(measures.late(on, closed)),
            drift_count=_count(measures.asked_again(closed)),
            no_iro=ArraySubquery(no_iro_values(closed)[:FEW]),
            no_date=ArraySubquery(_no_date_values(closed)[:FEW]),
            drift=ArraySubquery(_drift_values(closed)[:FEW]),
            nobodys=ArraySubquery(_nobodys(on, closed)),
            away=ArraySubquery(away(on)),
        )
        .values(
            "corrections", "children", "no_iro_count", "no_date_count", "late_count", "drift_count",
            "named_late_count", "restricted_count", "no_iro", "no_date", "drift", "nobodys", "away",
        )
        .get()
    )  # fmt: skip
    calendar = calendar_from(found["corrections"])
    until = calendar.add_working_days(on, measures.SOON_WORKING_DAYS)
    link = _child_links()
    page = Team(
        on=on,
        calendar=calendar,
        until=until,
        children=found["children"],
        no_iro_count=found["no_iro_count"],
        no_date_count=found["no_date_count"],
        late_count=found["late_count"],
        drift_count=found["drift_count"],
        named_late_count=found["named_late_count"],
        restricted_count=found["restricted_count"],
        nobody_late=sum(due < on for due in found["nobodys"]),
        nobody_soon=sum(on <= due <= until for due in found["nobodys"]),
        no_iro=unallocated_rows(found["no_iro"], on, calendar),
        no_date=[
            Undated(row["pk"], row["name"] or row["number"], link(row["uuid"]), missing_fact(row["reason"]))
            for row in found["no_date"]
        ],
        drift=drift_rows(found["drift"], on),
        away=[in_words(row) for row in found["away"]],
        loads=loads(actor, on=on, until=until),
    )
    _months(page, closed)
    return page


def loads(actor: Actor, *, on: date, until: date) -> list[Load]:
    """Every reviewing officer's caseload, heaviest first; also of somebody who holds children without the role.

    The children closed to who asks are left out, as in the list behind each number.
    """
    chosen = actor.authority.settings
    working = officers(actor.authority.pk, on)
    closed = closed_children(actor, on=on)
    share = working.filter(person=OuterRef("pk")).order_by().values("person")

    def counted(rows: QuerySet[Any], iro: str) -> Coalesce:
        of_officer = rows.filter(**{iro: OuterRef("pk")}).order_by().values("authority")
        return Coalesce(
            Subquery(of_officer.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField()
        )

    people = (
        Person.objects.filter(
            Q(pk__in=working.values("person")) | Q(pk__in=measures.children(closed).values("iro"))
        )
        .annotate(
            share=Subquery(share.annotate(total=Sum("full_time_equivalent")).values("total")),
            load=counted(measures.children(closed), "iro"),
            late=counted(measures.late(on, closed), "child__caseload_entry__iro"),
            soon=counted(measures.due_soon(on, until, closed), "child__caseload_entry__iro"),
        )
        .values("uuid", "name", "share", "load", "late", "soon")
    )
    rows = [
        Load(
            person=person["name"],
            url=list_url("children", iro=str(person["uuid"])),
            share=min(person["share"] or Decimal(0), Decimal(1)),
            children=person["load"],
            late=person["late"],
            soon=person["soon"],
            low=chosen.caseload_low,
            high=chosen.caseload_high,
            uuid=person["uuid"],
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (row.share > 0, -(row.per_full_time or 0), row.person.casefold()))


def _months(page: Team, closed: measures.Closed) -> None:
    """Reviews held and in time: this collection year so far, and each of the last whole months."""
    months = months_before(page.on, MONTHS)
    page.year_from = year_starts(page.on)
    first = min(months[0].first, page.year_from)
    held = (
        measures.held(first, page.on, closed)
        .annotate(year=ExtractYear("held_date"), month=ExtractMonth("held_date"))
        .values("year", "month")
        .annotate(held=Count("pk"), on_time=Count("pk", filter=measures.IN_TIME))
        .order_by()
    )
    counts = {Month(row["year"], row["month"]): (row["held"], row["on_time"]) for row in held}
    page.chart = control(months, counts)
    this_year = [count for month, count in counts.items() if month.first >= page.year_from]
    page.year_held = sum(count[0] for count in this_year)
    page.year_on_time = sum(count[1] for count in this_year)
