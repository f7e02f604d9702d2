"""Signed-in people of one authority, and a mail server."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import LocalAuthority, Person
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.signing_in import come_in
from tests.sink import Sink, running_sink


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser of a person with a role: signed_in("iro", authority)."""

    def sign_in(role: str, authority: LocalAuthority | None, person: Person | None = None) -> Client:
        person = person or PersonFactory()
        MembershipFactory(person=person, authority=authority, role=role)
        client = Client()
        come_in(client, person)
        client.person = person
        return client

    return sign_in


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that this process sends to."""
    with running_sink() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server
