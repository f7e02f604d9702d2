"""What matters most is done only by who has shown within 10 minutes that it is they."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.fresh import FreshFactorMixin
from accounts.models import LocalAuthority, Membership
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.signing_in import come_in

ROLE = {"role": "iro", "from_date_0": "1", "from_date_1": "6", "from_date_2": "2026"}


@pytest.fixture
def admin(authority: LocalAuthority) -> Membership:
    return MembershipFactory(authority=authority, admin=True)


@pytest.fixture
def address(authority: LocalAuthority) -> str:
    return f"/people/{MembershipFactory(authority=authority).person.uuid}/roles/add/"


def came_in(admin: Membership, minutes_ago: float) -> Client:
    return come_in(Client(), admin.person, minutes_ago=minutes_ago)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def guarded(patterns: list[URLPattern | URLResolver] | None = None) -> set[str]:
    """The names of all addresses that ask for it."""
    found = set()
    for one in patterns or get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            found |= guarded(one.url_patterns)
        elif issubclass(getattr(one.callback, "view_class", object), FreshFactorMixin):
            found.add(one.name)
    return found


def test_what_asks_for_it() -> None:
    assert guarded() >= {
        "person-add", "role-add", "role", "person-second-factor", "authority-make", "authority-admin",
        "exports", "export-download", "account_go_back",
    }  # fmt: skip


def test_who_signed_in_just_now_is_not_asked_again(admin: Membership, address: str) -> None:
    assert came_in(admin, minutes_ago=9.9).get(address).status_code == 200


def test_after_10_minutes_the_password_is_asked_for_before_the_page(admin: Membership, address: str) -> None:
    client = came_in(admin, minutes_ago=10.1)

    asked = client.get(address)
    assert asked["Location"] == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}"
    back = client.post(asked["Location"], {"password": PASSWORD, "next": address})

    assert back["Location"] == address
    assert client.get(address).status_code == 200


def test_a_wrong_password_opens_nothing(admin: Membership, address: str) -> None:
    client = came_in(admin, minutes_ago=11)

    client.post("/accounts/reauthenticate/", {"password": "not this one", "next": address})

    assert client.get(address).status_code == 302


def test_with_a_phone_app_its_code_is_asked_for_too(admin: Membership, address: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(admin.person, secret)
    client = came_in(admin, minutes_ago=1)

    assert client.get(address)["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret), "next": address})

    assert client.get(address).status_code == 200


def test_a_code_alone_is_not_enough(admin: Membership, address: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(admin.person, secret)
    client = came_in(admin, minutes_ago=11)

    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret), "next": address})

    assert client.get(address)["Location"].startswith("/accounts/reauthenticate/?next=")


def test_a_passkey_alone_is_enough(admin: Membership, address: str) -> None:
    client = came_in(admin, minutes_ago=0)
    session = client.session
    session["account_authentication_methods"] = [
        session["account_authentication_methods"][0] | {"method": "mfa", "type": "webauthn"}
    ]
    session.save()

    assert client.get(address).status_code == 200


def test_what_somebody_else_showed_in_this_session_does_not_count(admin: Membership, address: str) -> None:
    client = came_in(admin, minutes_ago=0)
    session = client.session
    session["account_authentication_methods_user"] = str(admin.person.pk + 1)
    session.save()

    assert client.get(address).status_code == 302


def test_what_was_typed_when_the_time_ran_out_is_held_and_can_be_sent(
    admin: Membership, address: str
) -> None:
    client = came_in(admin, minutes_ago=11)
    words = "Covers for a colleague until the summer <b>"

    held = client.post(address, ROLE | {"note": words}).content.decode()

    assert "Show that it is you first" in held
    assert f'action="{address}"' in held
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', held))
    assert sent.pop("note") == "Covers for a colleague until the summer &lt;b&gt;"
    sent.pop("csrfmiddlewaretoken", None)
    assert sent == ROLE
    assert not any("Covers" in str(value) for value in client.session.values())
    assert Membership.objects.filter(role="iro", from_date=date(2026, 6, 1)).count() == 0
    assert client.get("/accounts/go-back/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/go-back/"})
    back = client.get("/accounts/go-back/").content.decode()
    assert "Now go back to your other tab" in back
    assert admin.person.name in back


def test_an_empty_form_is_simply_asked_for_again(admin: Membership, address: str) -> None:
    client = came_in(admin, minutes_ago=11)

    assert client.post(address)["Location"].startswith("/accounts/reauthenticate/")


def test_a_stranger_is_refused_and_not_asked(admin: Membership, other_authority: LocalAuthority) -> None:
    theirs = f"/people/{MembershipFactory(authority=other_authority).person.uuid}/roles/add/"

    assert came_in(admin, minutes_ago=11).get(theirs).status_code == 404


def test_a_method_the_page_does_not_know_stays_unknown(admin: Membership, address: str) -> None:
    assert came_in(admin, minutes_ago=11).delete(address).status_code == 405
    assert came_in(admin, minutes_ago=11).head(address).status_code == 302


def test_signing_in_counts_as_showing_it(admin: Membership, address: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": admin.person.email, "password": PASSWORD})

    assert client.get(address).status_code == 200
