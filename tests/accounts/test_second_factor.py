"""The second factor: asked for where it is required, set up once, and its secret not kept in clear."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client, override_settings

from accounts.models import LocalAuthority, Person
from audit.models import Event
from tests.factories.accounts import PASSWORD, MembershipFactory

required = override_settings(REQUIRE_SECOND_FACTOR=True)
SignIn = Callable[..., Client]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def iro(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, role="authority_admin").person


def password(person: Person) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client, answer["Location"]


def again(client: Client) -> None:
    """The password once more: asked before anything about the second factor changes."""
    answer = client.get("/accounts/2fa/recovery-codes/generate/")
    assert answer["Location"].startswith(("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"))
    refused = client.post("/accounts/reauthenticate/", {"password": "not this one"})
    assert "That is not your password. Try again." in refused.content.decode()
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def set_up(person: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@required
def test_who_has_none_is_sent_to_set_one_up(iro: Person) -> None:
    client, _ = password(iro)
    for page in ("/", "/people/", "/settings/", "/choose-authority/"):
        assert client.get(page)["Location"] == "/accounts/2fa/totp/activate/", page
    assert client.post("/people/add/", {})["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/logout/").status_code == 200


@required
def test_setting_it_up_lets_in_and_gives_recovery_codes(iro: Person) -> None:
    client, _ = password(iro)
    again(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"[A-Z2-7]{32}", page).group()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/people/").status_code == 200
    assert Event.objects.get(verb="person.second_factor_set").actor_id == iro.pk
    stored = Authenticator.objects.get(user=iro, type="totp").data["secret"]
    assert secret not in stored


def test_not_required_in_the_demo(iro: Person) -> None:
    client, _ = password(iro)
    assert client.get("/people/").status_code == 200


def test_who_has_one_is_asked_for_its_code(iro: Person) -> None:
    secret = set_up(iro)
    client, where = password(iro)
    assert where == "/accounts/2fa/authenticate/"
    assert client.get("/people/")["Location"].startswith("/accounts/login/"), (
        "the password alone opens nothing"
    )
    assert not Event.objects.filter(verb="person.signed_in").exists()
    wrong = client.post(where, {"code": "000000"}).content.decode()
    assert "That code is not right." in wrong
    assert client.post(where, {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/people/").status_code == 200
    assert Event.objects.filter(verb="person.signed_in").count() == 1


@required
def test_who_showed_it_is_not_sent_away(iro: Person) -> None:
    secret = set_up(iro)
    client, where = password(iro)
    client.post(where, {"code": code_of(secret)})
    assert client.get("/people/").status_code == 200


def test_wrong_codes_are_refused_after_five(iro: Person) -> None:
    set_up(iro)
    client, where = password(iro)
    pages = [client.post(where, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "That code is not right." in pages[4]
    assert "Too many wrong codes. Wait 5 minutes, then try again." in pages[5]


@required
def test_nobody_takes_their_own_off_where_it_is_required(iro: Person) -> None:
    secret = set_up(iro)
    client, where = password(iro)
    client.post(where, {"code": code_of(secret)})
    again(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=iro, type="totp").exists()


def test_administrator_takes_a_lost_phone_off(
    iro: Person, signed_in: SignIn, authority: LocalAuthority
) -> None:
    set_up(iro)
    admin = signed_in("authority_admin", authority)
    url = f"/people/{iro.uuid}/second-factor/"
    assert "ring a number you know" in admin.get(url).content.decode()
    assert admin.post(url)["Location"] == f"/people/{iro.uuid}/"
    assert not Authenticator.objects.filter(user=iro).exists()
    assert Event.objects.get(verb="person.second_factor_taken_off").object_ids == [iro.pk]
    assert "This person has no second factor." in admin.post(url).content.decode()


def test_new_recovery_codes_are_recorded(iro: Person) -> None:
    secret = set_up(iro)
    client, where = password(iro)
    client.post(where, {"code": code_of(secret)})
    again(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    assert Event.objects.get(verb="person.recovery_codes_made").actor_id == iro.pk


def test_taking_it_off_in_the_demo_is_recorded(iro: Person) -> None:
    secret = set_up(iro)
    client, where = password(iro)
    client.post(where, {"code": code_of(secret)})
    again(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=iro).exists()
    assert Event.objects.get(verb="person.second_factor_taken_off").actor_id == iro.pk
