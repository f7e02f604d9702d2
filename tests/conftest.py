"""Hostile by default (tests/hostile, TESTING.md), and a real PostgreSQL that the tests reach in the app's role."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django_scopes import scope

from accounts.models import LocalAuthority, Membership
from core.walls import tell_database
from tests import hostile
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.signing_in import come_in

hostile.switch_on()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """A database of this worker's own, made and migrated by the owner; the tests connect in the app's role.

    PORTAL_TEST_TEMPLATE names one that is migrated already, to be copied: mutation tests start by the thousand.
    """
    name = f"test_portal_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    ready = os.environ.get("PORTAL_TEST_TEMPLATE", "")
    with django_db_blocker.unblock():
        owner, app = connections["owner"], connections["default"]
        with owner.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{ready}"' if ready else ""))
        owner.close()
        for connection in (owner, app):
            connection.settings_dict["NAME"] = name
        if not ready:
            call_command("migrate", database="owner", verbosity=0, interactive=False)
        owner.close()
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()


@pytest.fixture
def authority(db: None) -> LocalAuthority:
    """An invented authority with its settings. The test stands in it: what it asks of the database is answered so."""
    found = LocalAuthorityFactory()
    if connection.in_atomic_block:
        tell_database(found.pk)
    return found


@pytest.fixture
def other_authority(db: None) -> LocalAuthority:
    """A second invented authority, whose rows nobody of the first may reach."""
    return LocalAuthorityFactory()


@pytest.fixture
def in_scope(authority: LocalAuthority) -> Iterator[LocalAuthority]:
    """Work inside the authority, as a request of one of its people does."""
    tell_database(authority.pk)
    with scope(authority=authority):
        yield authority


@pytest.fixture
def iro(authority: LocalAuthority) -> Membership:
    """A reviewing officer of the authority."""
    return MembershipFactory(authority=authority)


@pytest.fixture
def manager(authority: LocalAuthority) -> Membership:
    """The IRO manager of the authority."""
    return MembershipFactory(authority=authority, manager=True)


@pytest.fixture
def admin(authority: LocalAuthority) -> Membership:
    """The administrator of the authority."""
    return MembershipFactory(authority=authority, admin=True)


@pytest.fixture
def signed_in() -> Callable[[Membership], Client]:
    """A client of somebody who has signed in; what goes wrong in a view is raised."""

    def sign_in(membership: Membership) -> Client:
        client = Client()
        come_in(client, membership.person)
        return client

    return sign_in
