"""What each figure counts. The figure and the list behind it ask the same function, so they cannot differ.

All are asked inside the authority's scope, and leave out `closed`: the ids of the restricted children that who asks may
not see (children.access.closed_children).
"""

from datetime import date

from django.db.models import F, Q, QuerySet

from children.models import Restriction
from reviews.enums import IRO_KINDS, MANAGER_KINDS, DecisionState, ReviewState
from reviews.models import CaseloadEntry, Deadline, Decision, Review
from reviews.timescales import NoDateReason

NOTHING_MISSING = (NoDateReason.EIGHTEEN_FIRST, NoDateReason.NOT_LOOKED_AFTER, NoDateReason.CEASED)
"""No review is due, and no fact is missing: the child turns 18 before."""
SOON_WORKING_DAYS = 10
"""How far "due soon" looks ahead."""


Closed = QuerySet[Restriction]


def children(closed: Closed) -> QuerySet[CaseloadEntry]:
    """Every child now looked after."""
    return CaseloadEntry.objects.exclude(child__in=closed)


def restricted(restrictions: Closed) -> QuerySet[Restriction]:
    """Those of these restrictions whose child is now looked after: a number, with no list behind it."""
    return restrictions.filter(child__caseload_entry__isnull=False)


def without_iro(closed: Closed) -> QuerySet[CaseloadEntry]:
    """Children looked after whom nobody reviews."""
    return children(closed).filter(iro__isnull=True)


def named_late(on: date, closed: Closed) -> QuerySet[CaseloadEntry]:
    """Children looked after for whom nobody was named within the 5 working days."""
    return without_iro(closed).filter(iro_due_date__lt=on)


def without_date(closed: Closed) -> QuerySet[CaseloadEntry]:
    """Children looked after whose next review date cannot be worked out: a fact is missing or contradicts another."""
    return children(closed).filter(review_due_date__isnull=True).exclude(no_date_reason__in=NOTHING_MISSING)


def duties(closed: Closed) -> QuerySet[Deadline]:
    """What officers owe, and their manager: naming one. Not done yet; also for children who have left care."""
    open_duties = Deadline.objects.filter(met_date__isnull=True, kind__in=(*IRO_KINDS, *MANAGER_KINDS))
    return open_duties.exclude(child__in=closed)


OF_NOBODY = Q(child__caseload_entry__iro__isnull=True)
"""Duties for children whom no officer reviews: still to be named, or gone from care."""


def late(on: date, closed: Closed) -> QuerySet[Deadline]:
    """Duties whose day has gone by."""
    return duties(closed).filter(due_date__lt=on)


def due_soon(on: date, until: date, closed: Closed) -> QuerySet[Deadline]:
    """Duties due from that day to `until`, both included."""
    return duties(closed).filter(due_date__gte=on, due_date__lte=until)


def asked_again(closed: Closed) -> QuerySet[Decision]:
    """Decisions for children now looked after, still to be carried out, that more than one review has asked for."""
    return Decision.objects.filter(
        state=DecisionState.OPEN, times_asked__gt=1, child__caseload_entry__isnull=False
    ).exclude(child__in=closed)


def held(first: date, last: date, closed: Closed) -> QuerySet[Review]:
    """Reviews held from one day to another, both included, that had a due date. Others cannot be late or in time."""
    return Review.objects.filter(
        state__in=[ReviewState.CONCLUDED, ReviewState.COMPLETED],
        held_date__gte=first,
        held_date__lte=last,
        due_date__isnull=False,
    ).exclude(child__in=closed)


IN_TIME = Q(held_date__lte=F("due_date"))
"""Held on or before the day it was due. The day of a review is that of its first sitting."""
