"""The invented authorities and who works there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password

from accounts.authorities import Listed, make_invented_authority
from accounts.demo import DEMO_SIGN_INS, LARKWATER, NORTHSHIRE, PASSWORD
from accounts.models import LocalAuthority, Membership, Person
from accounts.roles import IRO
from accounts.scoping import in_authority

LISTED = {
    NORTHSHIRE: Listed("E10999001", "990", NORTHSHIRE, "Invented"),
    LARKWATER: Listed("E08999002", "991", LARKWATER, "Invented"),
}
LOOKS = {
    NORTHSHIRE: ("#0d4f5c", "iro.service@northshire.example", "01632 960140"),
    LARKWATER: ("#5b2c6f", "reviewing@larkwater.example", "01632 960275"),
}


@dataclass(frozen=True)
class Officer:
    """A reviewing officer without a sign-in of their own in the demo, and how many children they have."""

    name: str
    share: Decimal
    children: int


DEMO_IRO_CHILDREN = 60
OTHERS = {
    NORTHSHIRE: (
        Officer("Bel Thornapple", Decimal(1), 73),
        Officer("Hana Silverbeck", Decimal("0.5"), 36),
        Officer("Fern Abernook", Decimal("0.8"), 45),
        Officer("Kit Ashdown (agency)", Decimal("0.4"), 16),
    ),
    LARKWATER: (
        Officer("Cai Merrow", Decimal("0.4"), 22),
        Officer("Kit Ashdown (agency)", Decimal("0.2"), 9),
    ),
}
LARKWATER_IRO_CHILDREN = 32
OWN_SHARE = {NORTHSHIRE: Decimal(1), LARKWATER: Decimal("0.6")}


@dataclass(frozen=True)
class Staff:
    """Who works in one authority: reviewing officers with their numbers of children, and the manager."""

    authority: LocalAuthority
    officers: list[tuple[Person, int]]
    manager: Person

    @property
    def demo_iro(self) -> Person:
        """The reviewing officer who can sign in; the first."""
        return self.officers[0][0]


def authorities() -> dict[str, LocalAuthority]:
    """Both authorities, made where they are not there."""
    made = {}
    for name, row in LISTED.items():
        authority = make_invented_authority(row, by=None)
        colour, email, phone = LOOKS[name]
        authority.colour, authority.contact_email, authority.contact_phone = colour, email, phone
        authority.out_of_hours_phone = "01632 960999"
        authority.save()
        made[name] = authority
    return made


def staff(made: dict[str, LocalAuthority], *, on: date) -> dict[str, Staff]:
    """Everybody, with their roles since two years before. Who is not to sign in has a password nobody knows."""
    since = date(on.year - 2, on.month, 1)
    password, nobodys = make_password(PASSWORD), make_password(token_urlsafe(40))
    people: dict[str, Person] = {}

    def person(name: str, email: str, can_sign_in: bool) -> Person:
        if email not in people:
            people[email] = Person.objects.create(
                email=email,
                name=name,
                is_demo=True,
                password=password if can_sign_in else nobodys,
            )
        return people[email]

    def member(who: Person, authority: LocalAuthority | None, role: str, share: Decimal = Decimal(1)) -> None:
        with in_authority(authority):
            Membership.objects.create(
                person=who, authority=authority, role=role, from_date=since, full_time_equivalent=share
            )

    found = {}
    for council, authority in made.items():
        own = DEMO_IRO_CHILDREN if council == NORTHSHIRE else LARKWATER_IRO_CHILDREN
        officers: list[tuple[Person, int]] = []
        manager = None
        for line in DEMO_SIGN_INS:
            if line.council == council:
                who = person(line.name, line.email, True)
                member(who, authority, line.role, OWN_SHARE[council] if line.role == IRO.code else Decimal(1))
                if line.role == IRO.code:
                    officers.append((who, own))
                elif line.role == "iro_manager":
                    manager = who
        for other in OTHERS[council]:
            address = other.name.removesuffix(" (agency)").replace(" ", ".").lower()
            place = "agency" if "agency" in other.name else authority.name.split()[0].lower()
            who = person(other.name, f"{address}@{place}.example", False)
            member(who, authority, IRO.code, other.share)
            officers.append((who, other.children))
        found[council] = Staff(authority, officers, manager)
    for line in DEMO_SIGN_INS:
        if not line.council:
            member(person(line.name, line.email, True), None, line.role)
    return found
