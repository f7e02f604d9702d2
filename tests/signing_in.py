"""A test's browser signed in as the sign-in page leaves it: the password shown this minute."""

import time

from django.test import Client

from accounts.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def come_in(client: Client, person: Person, *, minutes_ago: float = 0) -> Client:
    """Sign in, as if the password had been given so long ago."""
    client.force_login(person, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 60 * minutes_ago, "email": person.email}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
