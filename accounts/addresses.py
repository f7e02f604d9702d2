"""Where a person can be reached, for the outbox (audit.mail), which stands below this app."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, Person
from core import clock


def addresses_of(ids: Iterable[int]) -> Mapping[int, tuple[str, str, bool]]:
    """Each person's e-mail, name, and whether they may be written to: their sign-in is open and they have a role.

    A role that begins later counts, so that the welcome may come before the first day.
    """
    today = clock.today()
    roles = Membership.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        Q(authority__isnull=True) | Q(authority__suspended_at__isnull=True),
        person=OuterRef("pk"),
    )
    people = Person.objects.filter(pk__in=list(ids)).annotate(has_role=Exists(roles))
    return {person.pk: (person.email, person.name, person.is_active and person.has_role) for person in people}
