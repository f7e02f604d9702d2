"""The list of England's authorities with children's services, and making one of them in the portal."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from accounts.models import AuthoritySettings, LocalAuthority, Person
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from core.errors import DomainError

LIST = Path(__file__).with_name("data") / "local_authorities.csv"


@dataclass(frozen=True)
class Listed:
    """One authority of the list: its ONS code, the three digits of the Department for Education, name and region."""

    ons_code: str
    dfe_code: str
    name: str
    region: str


@lru_cache(maxsize=1)
def listed() -> dict[str, Listed]:
    """Every authority of England by ONS code, in the order of names."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        rows = [Listed(r["ons_code"], r["dfe_code"], r["name"], r["region"]) for r in csv.DictReader(file)]
    return {row.ons_code: row for row in sorted(rows, key=lambda row: row.name)}


@transaction.atomic
def make_authority(code: str, *, by: Person | None) -> LocalAuthority:
    """Make the authority with this ONS code, with the settings everyone starts with; the one there is, if there is.

    Raises DomainError where the list does not know the code.
    """
    there = LocalAuthority.objects.filter(ons_code=code).first()
    if there is not None:
        return there
    row = listed().get(code)
    if row is None:
        raise DomainError(
            f"{code} is not the ONS code of an English authority with children's services. It looks like E08000018.",
            "unknown_authority",
            field="code",
        )
    return _make(row, by=by)


@transaction.atomic
def make_invented_authority(row: Listed, *, by: Person | None) -> LocalAuthority:
    """Make an authority that is on no list, for the demo; the one there is, if there is."""
    return LocalAuthority.objects.filter(ons_code=row.ons_code).first() or _make(row, by=by)


def _make(row: Listed, *, by: Person | None) -> LocalAuthority:
    authority, is_new = LocalAuthority.objects.get_or_create(
        ons_code=row.ons_code, defaults={"dfe_code": row.dfe_code, "name": row.name, "region": row.region}
    )
    if not is_new:  # somebody else was quicker
        return authority
    with in_authority(authority):
        AuthoritySettings.objects.create(authority=authority)
        record(Verb.AUTHORITY_MADE, by=by, authority_id=authority.pk, objects=[authority], code=row.ons_code)
    return authority
