"""Signed-in people of one authority."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import LocalAuthority, Person
from tests.factories.accounts import MembershipFactory, PersonFactory


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser of a person with a role: signed_in("iro", authority)."""

    def sign_in(role: str, authority: LocalAuthority | None, person: Person | None = None) -> Client:
        person = person or PersonFactory()
        MembershipFactory(person=person, authority=authority, role=role)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.person = person
        return client

    return sign_in
