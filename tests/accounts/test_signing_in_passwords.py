"""Passwords: long, not among those that are tried first, of whatever they are made; and strangers are told nothing."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from tests.factories.accounts import MembershipFactory, PersonFactory


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password2026!", "P@ssw0rd1234", "qwertyuiop12", "1q2w3e4r5t6y", "123456789012",
        "aaaaaaaaaaaaaa", "letmeinletmein", "iloveyou1234", "manchesterunited", "football2024!",
        "northshire2026", "iroportal2026", "reviewingofficer",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="tried first"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "lantern otter hazel brook",
        "brook otter lantern",
        "tK9#vL2pQx8w",
        "ŵylan dros y môr",
        "otter" * 3 + "brookhazel lantern",
    ],
)
def test_whatever_else_is_long_enough_is_taken(password: str) -> None:
    validate_password(password)


def test_11_characters_are_too_few() -> None:
    with pytest.raises(ValidationError, match="12 characters"):
        validate_password("tK9#vL2pQx8")


def test_ones_own_name_and_address_are_refused() -> None:
    person = Person(email="wilhelmina.fotheringay@northshire.invalid", name="Wilhelmina Fotheringay")

    for password in ("wilhelmina.fotheringay", "Fotheringay2026!", "wilhelmina2026"):
        with pytest.raises(ValidationError):
            validate_password(password, person)


def test_a_very_long_one_is_looked_at_quickly_and_taken() -> None:
    validate_password("otter lantern brook hazel " * 40)


def test_the_box_may_be_pasted_into_and_a_manager_may_fill_it(db: None) -> None:
    page = Client().get("/accounts/login/").content.decode()

    box = re.search(r"<input[^>]*type=\"password\"[^>]*>", page).group()
    assert 'autocomplete="current-password"' in box
    assert "onpaste" not in page


def statements(email: str, password: str) -> list[str]:
    """What the database is asked for by one try, without its values."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Client().post("/accounts/login/", {"login": email, "password": password})
    values = r"'[^']*'|\d+|\([^()]*\)"
    return [re.sub(values, "", one["sql"])[:60] for one in asked]


def test_a_known_and_an_unknown_address_ask_the_same_of_the_database(db: None) -> None:
    known = MembershipFactory(person=PersonFactory(email="hazel@northshire.invalid")).person

    assert statements(known.email, "not this one") == statements("nobody@northshire.invalid", "not this one")
