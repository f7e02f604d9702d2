"""The invented authorities and who works in them; the same for the same number."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from django.contrib.auth.hashers import make_password

from accounts.authorities import Listed, make_invented_authority
from accounts.demo import PASSWORD
from accounts.models import LocalAuthority, Membership, Person
from accounts.roles import AUTHORITY_ADMIN, IRO, IRO_MANAGER
from accounts.scoping import in_authority
from insight.demo import words

CHILDREN_EACH = 65
"""At most so many children of one reviewing officer: with what is left over 50 to 65 each, fewer in a small place."""
REGIONS = ("North", "East", "South", "West", "Middle")
FIRST_CODE = 10_998_000


@dataclass(frozen=True)
class Place:
    """One authority with its people: reviewing officers, and the manager."""

    authority: LocalAuthority
    officers: list[Person]
    manager: Person


def listed(number: int) -> Listed:
    """The authority with this number, from 1. Its name says that there is none such."""
    name = f"Invented Council {number}, {words.LAST[number % len(words.LAST)]}"
    return Listed(
        f"E{FIRST_CODE + number}", f"{number:03}", name, f"Invented {REGIONS[number % len(REGIONS)]}"
    )


def codes(authorities: int) -> list[str]:
    """Their ONS codes, of a range that is not given to any authority."""
    return [listed(number).ons_code for number in range(1, authorities + 1)]


def email(role: str, place: int, number: int = 1) -> str:
    """Where somebody signs in: iro1@council12.example."""
    return f"{re.sub('[^a-z]', '', role)}{number}@council{place}.example"


def people(number: int, *, children: int, on: date) -> Place:
    """Make the authority and enough reviewing officers for so many children. Everybody has the password of the demo."""
    authority = make_invented_authority(listed(number), by=None)
    with in_authority(authority):
        roles_there = Membership.objects.filter(authority=authority).select_related("person")
        standing = list(roles_there.order_by("pk"))
    if standing:
        officers = [one.person for one in standing if one.role == IRO.code]
        return Place(
            authority, officers, next(one.person for one in standing if one.role == IRO_MANAGER.code)
        )
    since = date(on.year - 2, on.month, 1)
    password = make_password(PASSWORD)
    needed = ceil(children / CHILDREN_EACH)
    roles = [(IRO_MANAGER.code, "manager", 1), (AUTHORITY_ADMIN.code, "admin", 1)]
    roles += [(IRO.code, "iro", one) for one in range(1, needed + 1)]
    made = Person.objects.bulk_create(
        Person(
            email=email(word, number, one),
            name=f"{words.ADULT[(number * 7 + place) % len(words.ADULT)]} ({word} {one})",
            is_demo=True,
            password=password,
        )
        for place, (_, word, one) in enumerate(roles)
    )
    with in_authority(authority):
        Membership.objects.bulk_create(
            Membership(
                person=who, authority=authority, role=role, from_date=since, full_time_equivalent=Decimal(1)
            )
            for who, (role, _, _) in zip(made, roles, strict=True)
        )
    return Place(authority, made[2:], made[0])
