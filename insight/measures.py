"""What each figure counts. The figure and the list behind it ask the same function, so they cannot differ.

All are asked inside the authority's scope.
"""

from datetime import date

from django.db.models import F, Q, QuerySet

from reviews.enums import IRO_KINDS, MANAGER_KINDS, DecisionState, ReviewState
from reviews.models import CaseloadEntry, Deadline, Decision, Review
from reviews.timescales import NoDateReason

NOTHING_MISSING = (NoDateReason.EIGHTEEN_FIRST, NoDateReason.NOT_LOOKED_AFTER, NoDateReason.CEASED)
"""No review is due, and no fact is missing: the child turns 18 before."""
SOON_WORKING_DAYS = 10
"""How far "due soon" looks ahead."""


def children() -> QuerySet[CaseloadEntry]:
    """Every child now looked after."""
    return CaseloadEntry.objects.all()


def without_iro() -> QuerySet[CaseloadEntry]:
    """Children looked after whom nobody reviews."""
    return children().filter(iro__isnull=True)


def named_late(on: date) -> QuerySet[CaseloadEntry]:
    """Children looked after for whom nobody was named within the 5 working days."""
    return without_iro().filter(iro_due_date__lt=on)


def without_date() -> QuerySet[CaseloadEntry]:
    """Children looked after whose next review date cannot be worked out: a fact is missing or contradicts another."""
    return children().filter(review_due_date__isnull=True).exclude(no_date_reason__in=NOTHING_MISSING)


def duties() -> QuerySet[Deadline]:
    """What officers owe, and their manager: naming one. Not done yet; also for children who have left care."""
    return Deadline.objects.filter(met_date__isnull=True, kind__in=(*IRO_KINDS, *MANAGER_KINDS))


OF_NOBODY = Q(child__caseload_entry__iro__isnull=True)
"""Duties for children whom no officer reviews: still to be named, or gone from care."""


def late(on: date) -> QuerySet[Deadline]:
    """Duties whose day has gone by."""
    return duties().filter(due_date__lt=on)


def due_soon(on: date, until: date) -> QuerySet[Deadline]:
    """Duties due from that day to `until`, both included."""
    return duties().filter(due_date__gte=on, due_date__lte=until)


def asked_again() -> QuerySet[Decision]:
    """Decisions for children now looked after, still to be carried out, that more than one review has asked for."""
    return Decision.objects.filter(
        state=DecisionState.OPEN, times_asked__gt=1, child__caseload_entry__isnull=False
    )


def held(first: date, last: date) -> QuerySet[Review]:
    """Reviews held from one day to another, both included, that had a due date. Others cannot be late or in time."""
    return Review.objects.filter(
        state__in=[ReviewState.CONCLUDED, ReviewState.COMPLETED],
        held_date__gte=first,
        held_date__lte=last,
        due_date__isnull=False,
    )


IN_TIME = Q(held_date__lte=F("due_date"))
"""Held on or before the day it was due. The day of a review is that of its first sitting."""
