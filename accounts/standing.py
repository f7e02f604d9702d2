"""Who holds a role on a day. A role counts from its first day to its last, both included."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Membership


def standing(on: date) -> Q:
    """What has begun by a day and is not over: roles and absences, whose last day is still theirs."""
    return Q(from_date__lte=on) & (Q(to_date__isnull=True) | Q(to_date__gte=on))


def holders(authority_id: int, roles: Collection[str], on: date) -> QuerySet[Membership]:
    """The memberships that give people with an open sign-in one of these roles in this authority on a day."""
    return Membership.objects.filter(
        standing(on), authority=authority_id, role__in=roles, person__is_active=True
    )
