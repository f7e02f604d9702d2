"""Administrators who are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import LocalAuthority
from tests.factories.accounts import MembershipFactory
from tests.signing_in import come_in


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A browser of somebody with a role: signed_in(authority)."""

    def sign_in(authority: LocalAuthority, role: str = "authority_admin") -> Client:
        membership = MembershipFactory(authority=authority, role=role)
        client = Client()
        come_in(client, membership.person)
        client.person = membership.person
        return client

    return sign_in
