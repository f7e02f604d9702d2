"""Who is asking: the person, in one authority (or the platform), with what their roles there permit."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts.models import LocalAuthority, Membership, Person
from accounts.permissions import Permission
from accounts.roles import permissions_of


@dataclass(frozen=True)
class Actor:
    """A person at work. `authority` is None for a role of the platform."""

    person: Person
    authority: LocalAuthority | None
    roles: frozenset[str]
    permissions: frozenset[Permission]
    others: tuple[LocalAuthority | None, ...] = field(default=())
    """The other places where the same person has a role, to change to."""
    opened: frozenset[int] = frozenset()
    """Children closed to them whose glass they broke within the hour: to be read, nothing more."""

    def may(self, permission: Permission) -> bool:
        """Whether one of the person's roles here permits the act."""
        return permission in self.permissions


def memberships_on(person: Person, on: date) -> list[Membership]:
    """The person's memberships that stand on a day, with authority and its settings, in one query."""
    return list(
        Membership.objects.filter(
            Q(to_date__isnull=True) | Q(to_date__gte=on), person=person, from_date__lte=on
        )
        .filter(Q(authority__isnull=True) | Q(authority__suspended_at__isnull=True))
        .select_related("authority__settings")
        .order_by("authority_id", "id")
    )


def closed_to(person: Person, on: date) -> list[LocalAuthority]:
    """The suspended authorities where the person would have a role on that day. Only for who has signed in."""
    standing = Membership.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=on), from_date__lte=on)
    return list(
        LocalAuthority.objects.filter(
            suspended_at__isnull=False, pk__in=standing.filter(person=person).values("authority")
        ).order_by("name")
    )


def actor_for(person: Person, *, on: date, chosen: int | None = None) -> Actor | None:
    """The person as an actor in the authority they chose (its id), else in their first; None without any role."""
    memberships = memberships_on(person, on)
    if not memberships:
        return None
    places = list(dict.fromkeys(membership.authority_id for membership in memberships))
    place = chosen if chosen in places else places[0]
    here = [membership for membership in memberships if membership.authority_id == place]
    roles = frozenset(membership.role for membership in here)
    others = {m.authority_id: m.authority for m in memberships if m.authority_id != place}
    return Actor(
        person=person,
        authority=here[0].authority,
        roles=roles,
        permissions=permissions_of(roles),
        others=tuple(others.values()),
    )
