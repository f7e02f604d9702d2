"""The matrix goes on: sessions that are over, a role that ended today, and strangers' ids in the fields of forms."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.actions.people import end_membership
from accounts.models import Session
from accounts.scoping import in_authority
from audit.models import Event
from core import clock
from tests.factories.accounts import MembershipFactory
from tests.factories.base import told
from tests.permissions.expectations import FORM, LOGIN, NO, OK, PATTERNS, URLS
from tests.permissions.test_matrix import address, answer, client_of
from tests.permissions.test_matrix import world as world

pytestmark = pytest.mark.django_db
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOT_PUBLIC = sorted(name for name, (pattern, _methods, _ids) in URLS.items() if pattern != "public")
LOOKS = ("viewed", "listed", "looked_at")


def of_its_iro(world: dict[str, Any]) -> tuple[Client, Any]:
    """A new sign-in of the IRO, and its row."""
    membership = world["rows"]["own"]["role"]
    client = client_of(membership)
    return client, Session.objects.filter(pk=client.session.session_key)


@pytest.mark.parametrize("over", [{"started_at": timedelta(hours=12)}, {"seen_at": timedelta(minutes=30)}])
def test_yesterdays_session_is_nobodys(world: dict[str, Any], over: dict[str, timedelta]) -> None:
    with transaction.atomic():
        client, row = of_its_iro(world)
        assert answer(client, "get", reverse("caseload")) == OK
        row.update(**{name: clock.now() - age for name, age in over.items()})

        found = {
            (name, method): answer(client, method, address(world, name, "own"))
            for name in NOT_PUBLIC
            for method in ("get", "post")
        }
        transaction.set_rollback(True)

    assert {key: said for key, said in found.items() if said != LOGIN} == {}


def test_a_role_that_ended_today_opens_nothing(world: dict[str, Any]) -> None:
    membership = world["rows"]["own"]["role"]
    with transaction.atomic():
        MembershipFactory(authority=membership.authority, person=membership.person, to_date=clock.today())
        client, _row = of_its_iro(world)
        assert answer(client, "get", reverse("caseload")) == OK
        with in_authority(membership.authority):
            for one in membership.person.memberships.filter(authority=membership.authority):
                end_membership(membership=one, by=None, on=clock.today())

        found = {
            name: answer(client, "get", address(world, name, "own"))
            for name in NOT_PUBLIC
            if PATTERNS[_pattern(name)]["roleless"]["own"] == NO
        }
        transaction.set_rollback(True)

    assert {name: said for name, said in found.items() if said != NO} == {}


def _pattern(name: str) -> str:
    pattern = URLS[name][0]
    return pattern if isinstance(pattern, str) else pattern[1]


def fields_with_ids(page: str) -> set[str]:
    """The names of the fields of a page's forms whose values are ids."""
    found = set()
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(rf'value="{UUID}"', tag)
        if name and value:
            found.add(name[1])
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        if re.search(rf'value="{UUID}"', options):
            found.add(name)
    return found


def filled(page: str) -> dict[str, str]:
    """Some value for every field of a page's forms: what stands there, else the first that may be chosen."""
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            data.setdefault(name[1], value[1] if value else "A sentence that says why.")
    for name in re.findall(r'<textarea[^>]*name="([^"]+)"', page):
        data.setdefault(name, "A sentence that says why.")
    return data


def acts_here(world: dict[str, Any]) -> list[str]:
    """What was done in our authority so far, looks apart."""
    with told(world["rows"]["own"]["authority"].pk):
        verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
        return [verb for verb in verbs if not verb.endswith(LOOKS)]


FORMS = sorted(name for name, (_pattern_, methods, _ids) in URLS.items() if methods == FORM)


def test_strangers_ids_in_every_field_that_carries_one_change_nothing(world: dict[str, Any]) -> None:
    """The forms and their fields are found by opening every page; each id is one of the other authority's rows."""
    foreign = world["rows"]["foreign"]
    seen, wrong = set(), []
    for name in FORMS:
        for role in ("iro", "manager", "admin", "platform"):
            client, url = world["clients"][role], address(world, name, "own")
            with transaction.atomic():
                page = client.get(url)
                transaction.set_rollback(True)
            if page.status_code != 200:
                continue
            text = page.content.decode()
            for field in sorted(fields_with_ids(text)):
                seen.add((name, field))
                for theirs in (foreign["child"].uuid, foreign["person"].uuid, foreign["around"].uuid):
                    with transaction.atomic():
                        before = acts_here(world)
                        sent = client.post(url, filled(text) | {field: str(theirs)})
                        changes = acts_here(world)[len(before) :]
                        transaction.set_rollback(True)
                    if sent.status_code not in (200, 404) or changes:
                        wrong.append((name, role, field, sent.status_code, changes))

    assert wrong == []
    assert {("allocate", "iro"), ("child-restrict", "named"), ("child-restriction-name", "person")} <= seen
