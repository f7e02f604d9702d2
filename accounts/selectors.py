"""Reads of people, roles and authorities as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import BankHolidayCorrection, Invitation, LocalAuthority, Membership, Person
from accounts.roles import AUTHORITY_ADMIN, ROLES
from core.dates import short, short_time

NOT_INVITED = "not invited"


@dataclass
class PersonRow:
    """One person in the list: their roles in words, and how they stand."""

    pk: int
    name: str
    email: str
    url: str
    roles: list[str] = field(default_factory=list)
    state: str = ""
    """Empty for somebody at work; else "ended", "to come", or how their invitation stands."""
    accepted: bool = True
    """Whether they have set a password."""
    last_in: str = ""
    """The day they last signed in; empty for never."""
    second_factor: bool = False


@dataclass(frozen=True)
class InvitationState:
    """How an invitation stands: waiting, invited, expired, withdrawn or accepted; and that in words."""

    code: str
    words: str

    @property
    def is_open(self) -> bool:
        """Whether there is something to take back."""
        return self.code in ("waiting", "invited", "expired")


@dataclass(frozen=True)
class RoleRow:
    """One role of a person in words."""

    name: str
    days: str
    share: str
    state: str
    change_url: str
    end_url: str
    """Empty for a role that has ended."""


@dataclass(frozen=True)
class AuthorityRow:
    """One authority in the list: counts, never a child."""

    name: str
    code: str
    url: str
    people: int
    has_admin: bool
    suspended: bool


def stands(membership: Membership, on: date) -> str:
    """ "now", "to come" or "ended"."""
    if membership.from_date > on:
        return "to come"
    if membership.to_date is not None and membership.to_date < on:
        return "ended"
    return "now"


def share_in_words(share: Decimal) -> str:
    """ "Full time", or "0.6 of full time"."""
    return "Full time" if share == 1 else f"{share.normalize():f} of full time"


def days_in_words(from_date: date, to_date: date | None) -> str:
    """ "From Thu 1 Jan 2026", "Thu 1 Jan 2026 to Fri 2 Jan 2026"."""
    if to_date is not None and to_date < from_date:
        return f"Taken back on {short(from_date)}, before it stood for a day"
    return f"{short(from_date)} to {short(to_date)}" if to_date else f"From {short(from_date)}"


def people_of(authority: LocalAuthority, on: date, *, at: datetime) -> list[PersonRow]:
    """Everybody with a role here now or to come, then those whose roles have ended; in three statements."""
    rows: dict[int, PersonRow] = {}
    standing: dict[int, set[str]] = {}
    for membership in (
        Membership.objects.filter(authority=authority).select_related("person").order_by("person__name", "pk")
    ):
        person = membership.person
        row = rows.setdefault(person.pk, _row_of(person))
        state = stands(membership, on)
        standing.setdefault(person.pk, set()).add(state)
        if state != "ended":
            row.roles.append(ROLES[membership.role].name)
    factors = with_second_factor(rows)
    invited = invitations_of([pk for pk, row in rows.items() if not row.accepted], authority, at=at)
    for pk, row in rows.items():
        row.second_factor = pk in factors
        if standing[pk] == {"ended"}:
            row.state = "ended"
        elif not row.accepted:
            row.state = invited[pk].words if pk in invited else NOT_INVITED
        elif "now" not in standing[pk]:
            row.state = "to come"
    return sorted(rows.values(), key=lambda row: (row.state == "ended", row.name.casefold()))


def _row_of(person: Person) -> PersonRow:
    return PersonRow(
        person.pk,
        person.name,
        person.email,
        reverse("person", args=[person.uuid]),
        accepted=person.has_usable_password() or not person.is_active,
        last_in=short(person.last_login),
    )


def with_second_factor(people: Iterable[int]) -> set[int]:
    """Those of these people (ids) who have set up a second factor. Recovery codes alone are none."""
    return set(
        Authenticator.objects.filter(user__in=list(people))
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user", flat=True)
    )


def invitations_of(
    people: Iterable[int], authority: LocalAuthority, *, at: datetime
) -> dict[int, InvitationState]:
    """How the newest invitation of each of these people (ids) to this authority stands; nobody who had none."""
    newest = (
        Invitation.objects.filter(person__in=list(people), authority=authority)
        .order_by("person", "-pk")
        .distinct("person")
    )
    return {row.person_id: _state_of(row, at) for row in newest}


def _state_of(invitation: Invitation, at: datetime) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState("accepted", f"invitation accepted on {short(invitation.accepted_at)}")
    if invitation.withdrawn_at is not None:
        return InvitationState("withdrawn", "invitation taken back")
    if invitation.expires_at is None:
        return InvitationState("waiting", "invitation on its way")
    if invitation.expires_at <= at:
        return InvitationState("expired", f"invitation expired on {short_time(invitation.expires_at)}")
    return InvitationState("invited", f"invited until {short_time(invitation.expires_at)}")


def roles_of(person: Person, authority: LocalAuthority, on: date) -> list[RoleRow]:
    """The person's roles in this authority, those that stand first."""
    found = []
    for membership in Membership.objects.filter(person=person, authority=authority).order_by(
        "-from_date", "pk"
    ):
        state = stands(membership, on)
        found.append(
            RoleRow(
                name=ROLES[membership.role].name,
                days=days_in_words(membership.from_date, membership.to_date),
                share=share_in_words(membership.full_time_equivalent),
                state=state,
                change_url=reverse("role", args=[membership.uuid]),
                end_url="" if state == "ended" else reverse("role-end", args=[membership.uuid]),
            )
        )
    return sorted(found, key=lambda row: ("now", "to come", "ended").index(row.state))


def works_elsewhere(person: Person, authority: LocalAuthority) -> bool:
    """Whether the person has a role in another authority too; which one is not said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_works_elsewhere(%s, %s)", [person.pk, authority.pk])
        return cursor.fetchone()[0]


def corrections_of(actor: Actor) -> QuerySet[BankHolidayCorrection]:
    """The authority's corrections of the bank holidays, latest first."""
    return BankHolidayCorrection.objects.filter(authority=actor.authority).order_by("-on")


def authorities(on: date) -> list[AuthorityRow]:
    """Every authority in the portal with the number of its people, in two statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authority_id, people, has_admin FROM accounts_people_in_numbers(%s)", [on])
        numbers = {authority: (people, has_admin) for authority, people, has_admin in cursor.fetchall()}
    rows = []
    for row in LocalAuthority.objects.order_by("name"):
        people, has_admin = numbers.get(row.pk, (0, False))
        rows.append(
            AuthorityRow(
                name=row.name,
                code=row.ons_code,
                url=reverse("authority", args=[row.uuid]),
                people=people,
                has_admin=has_admin,
                suspended=row.suspended_at is not None,
            )
        )
    return rows


def administrators_of(authority: LocalAuthority, on: date) -> list[Membership]:
    """The authority's administrators, now and to come."""
    return list(
        Membership.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=on))
        .filter(authority=authority, role=AUTHORITY_ADMIN.code)
        .select_related("person")
        .order_by("person__name")
    )
