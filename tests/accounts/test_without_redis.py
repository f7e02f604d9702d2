"""Redis is away, really stopped: people sign in, codes are asked for, links go out, and guessing is still slowed."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.test import Client
from redis import Redis
from redis.exceptions import ConnectionError as NoAnswer

from accounts.models import Person
from accounts.notifications import password_link
from audit.models import Message
from core import embedded, queue
from core.embedded import redis as server
from iro_portal import celery as portal_celery
from tests.factories.accounts import PASSWORD, MembershipFactory

SECONDS = 3


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis of this module's own, which answered and was stopped; the portal still has its address."""
    folder = Path(tempfile.mkdtemp(prefix="portal-stopped-"))
    folder.chmod(0o711)
    address = server.start(folder, append_only=False)
    with Redis.from_url(address) as client:
        assert client.ping()
    server.stop(folder)
    with Redis.from_url(address) as client, pytest.raises(NoAnswer):
        client.ping()
    monkeypatch.setattr(portal_celery.app.conf, "broker_url", address)
    monkeypatch.setattr(queue, "_resting_until", 0.0)
    queue._connections.clear()
    yield
    queue._connections.clear()
    embedded.remove(folder)
    shutil.rmtree(folder)


@pytest.fixture
def person(db: None) -> Person:
    return MembershipFactory(role="authority_admin").person


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def password(person: Person) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client, answer["Location"]


def set_up(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def test_people_sign_in_with_their_password(person: Person) -> None:
    client, where = password(person)
    assert where == "/"
    assert client.get("/people/").status_code == 200


def test_people_sign_in_with_a_code_and_each_code_once(person: Person) -> None:
    secret = set_up(person)
    client, where = password(person)
    assert where == "/accounts/2fa/authenticate/"
    assert client.get(where).status_code == 200
    code = code_of(secret)
    assert client.post(where, {"code": code})["Location"] == "/"
    second, _ = password(person)
    assert "That code is not right." in second.post(where, {"code": code}).content.decode()


def test_wrong_codes_are_refused_after_five(person: Person) -> None:
    set_up(person)
    client, where = password(person)
    pages = [client.post(where, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "That code is not right." in pages[4]
    assert "Too many wrong codes. Wait 5 minutes, then try again." in pages[5]


def test_a_link_is_asked_for_and_sets_a_password(person: Person) -> None:
    began = time.monotonic()
    asked = Client().post("/accounts/password/reset/", {"email": person.email})
    assert (asked.status_code, asked["Location"]) == (302, "/accounts/password/reset/done/")
    assert time.monotonic() - began < SECONDS
    assert Message.objects.get().kind == "password_reset"
    client = Client()
    page = client.get(password_link(person).replace("http://127.0.0.1:8000", ""), follow=True)
    new = "another long invented password"
    done = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done.status_code == 302
    signed_in = Client().post("/accounts/login/", {"login": person.email, "password": new})
    assert signed_in["Location"] == "/"


def test_asking_for_links_is_slowed(person: Person) -> None:
    asked = [Client().post("/accounts/password/reset/", {"email": person.email}) for _ in range(6)]
    assert [answer.status_code for answer in asked] == [302, 302, 302, 302, 302, 429]
    assert "Wait a minute, then try again." in asked[5].content.decode()


@pytest.mark.django_db(transaction=True)
def test_codes_tried_at_once_are_counted_one_by_one() -> None:
    person = MembershipFactory(role="authority_admin").person
    set_up(person)
    tries = [password(person) for _ in range(8)]

    def guess(one: tuple[Client, str]) -> str:
        try:
            page = one[0].post(one[1], {"code": "000000"}).content.decode()
        finally:
            connection.close()
        return re.search("Too many wrong codes|That code is not right", page).group()

    with ThreadPoolExecutor(8) as together:
        said = sorted(together.map(guess, tries))
    assert said == ["That code is not right"] * 5 + ["Too many wrong codes"] * 3
