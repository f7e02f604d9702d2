"""Where a person can be reached, for the outbox (audit.mail), which stands below this app."""

from collections.abc import Iterable, Mapping

from django.db import connection

from accounts.models import Person
from core import clock


def addresses_of(ids: Iterable[int]) -> Mapping[int, tuple[str, str, bool]]:
    """Each person's e-mail, name, and whether they may be written to: their sign-in is open and they have a role.

    A role that begins later counts, so that the welcome may come before the first day.
    """
    wanted = list(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM accounts_open_roles(%s, %s) WHERE NOT suspended", [wanted, clock.today()]
        )
        with_role = {person for (person,) in cursor.fetchall()}
    people = Person.objects.filter(pk__in=wanted)
    return {
        person.pk: (person.email, person.name, person.is_active and person.pk in with_role)
        for person in people
    }
