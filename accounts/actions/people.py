"""People and their roles in one authority. A person may have roles in several: an act here touches one of them only."""

from datetime import date, timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from accounts.actions.invitations import invite, open_invitations, withdraw_invitation
from accounts.models import LocalAuthority, Membership, Person
from accounts.roles import AUTHORITY_ADMIN, ROLES
from accounts.scoping import in_its_authority
from accounts.selectors import works_elsewhere
from accounts.standing import holders
from audit.actions import record
from audit.verbs import Verb
from core.errors import DomainError, NotAllowed, StateError

ONE = Decimal("1.00")


@in_its_authority
def add_person(
    *,
    authority: LocalAuthority | None,
    email: str,
    name: str,
    role: str,
    from_date: date,
    by: Person | None,
    to_date: date | None = None,
    full_time_equivalent: Decimal = ONE,
) -> Membership:
    """Give somebody a sign-in and a role, and send them an invitation.

    Somebody who has a sign-in already (an agency reviewing officer, say) keeps their name and password and gets the
    role beside what they have. `authority` is None for a role of the platform. Raises DomainError where the role is
    not one of this place, or is held already on those days.
    """
    person, made = Person.objects.get_or_create(email=email.strip().lower(), defaults={"name": name.strip()})
    authority_id = authority.pk if authority else None
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        record(Verb.PERSON_ADDED, by=by, authority_id=authority_id, objects=[person])
    elif not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(Verb.PERSON_CHANGED, by=by, authority_id=authority_id, objects=[person], active=True)
    membership = give_role(
        person=person,
        authority=authority,
        role=role,
        from_date=from_date,
        to_date=to_date,
        full_time_equivalent=full_time_equivalent,
        by=by,
    )
    if not person.has_usable_password():
        invite(person=person, authority=authority, by=by)
    return membership


@in_its_authority
def give_role(
    *,
    person: Person,
    authority: LocalAuthority | None,
    role: str,
    from_date: date,
    by: Person | None,
    to_date: date | None = None,
    full_time_equivalent: Decimal = ONE,
) -> Membership:
    """Give a person a role from a day to a day (last day included). Raises DomainError as `add_person` does."""
    known = ROLES.get(role)
    if known is None or known.of_platform != (authority is None):
        raise DomainError("Choose one of the roles.", "unknown_role", field="role")
    _check_days(from_date, to_date)
    _check_share(full_time_equivalent)
    _check_free(person, authority, role, from_date, to_date)
    membership = Membership.objects.create(
        person=person,
        authority=authority,
        role=role,
        from_date=from_date,
        to_date=to_date,
        full_time_equivalent=full_time_equivalent,
    )
    record(
        Verb.MEMBERSHIP_GIVEN,
        by=by,
        authority_id=authority.pk if authority else None,
        objects=[membership],
        person=person.pk,
        role=role,
        from_date=from_date,
        to_date=to_date,
        full_time_equivalent=full_time_equivalent,
    )
    return membership


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    by: Person | None,
    on: date,
    from_date: date,
    to_date: date | None,
    full_time_equivalent: Decimal,
) -> Membership:
    """Correct the days or the working time of a role. Raises DomainError where they cannot be so."""
    _check_days(from_date, to_date)
    _check_share(full_time_equivalent)
    _check_free(
        membership.person, membership.authority, membership.role, from_date, to_date, but=membership.pk
    )
    if not from_date <= on <= (to_date or on):
        _keep_an_administrator(membership, on)
    membership.from_date, membership.to_date = from_date, to_date
    membership.full_time_equivalent = full_time_equivalent
    membership.save(update_fields=["from_date", "to_date", "full_time_equivalent"])
    record(
        Verb.MEMBERSHIP_CHANGED,
        by=by,
        authority_id=membership.authority_id,
        objects=[membership],
        person=membership.person_id,
        from_date=from_date,
        to_date=to_date,
        full_time_equivalent=full_time_equivalent,
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: Person | None, on: date) -> None:
    """End a role at once: from `on` it gives nothing. One that had not yet begun, or began today, stays as one that
    stood on no day, so that the person and what was given are not forgotten.

    Raises NotAllowed where it is the authority's last administrator, StateError where it has ended already.
    """
    if membership.to_date is not None and membership.to_date < on:
        raise StateError("This role has ended already.")
    _keep_an_administrator(membership, on)
    last_day = on - timedelta(days=1)
    record(
        Verb.MEMBERSHIP_ENDED,
        by=by,
        authority_id=membership.authority_id,
        objects=[membership],
        person=membership.person_id,
        role=membership.role,
        from_date=membership.from_date,
        last_day=last_day,
    )
    membership.from_date = min(membership.from_date, on)
    membership.to_date = last_day
    membership.save(update_fields=["from_date", "to_date"])


@in_its_authority
def end_person(*, person: Person, authority: LocalAuthority, by: Person | None, on: date) -> None:
    """End every role a person has in this authority; with none left anywhere they can no longer sign in."""
    for membership in open_memberships(person, on).filter(authority=authority).order_by("pk"):
        end_membership(membership=membership, by=by, on=on)
    if open_invitations(person, authority).exists():
        withdraw_invitation(person=person, authority=authority, by=by)
    if not has_a_role_anywhere(person, on):
        person.is_active = False
        person.save(update_fields=["is_active"])
    record(Verb.PERSON_ENDED, by=by, authority_id=authority.pk, objects=[person], active=person.is_active)


@in_its_authority
def change_person(
    *, person: Person, authority: LocalAuthority, name: str, email: str, by: Person | None
) -> None:
    """Correct a name or an e-mail address.

    Raises NotAllowed for somebody who works for other authorities too: their name is not one authority's to change;
    DomainError where somebody else has that address.
    """
    if works_elsewhere(person, authority):
        raise NotAllowed(
            "This person works for another authority too. Ask the platform administrator to change this."
        )
    email = email.strip().lower()
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise DomainError(
            "Somebody else signs in with that e-mail address. Enter another.", "taken", field="email"
        )
    changed = [
        field
        for field, value in (("name", name.strip()), ("email", email))
        if getattr(person, field) != value
    ]
    person.name, person.email = name.strip(), email
    person.save(update_fields=["name", "email"])
    record(Verb.PERSON_CHANGED, by=by, authority_id=authority.pk, objects=[person], fields=changed)


@in_its_authority
def take_off_second_factor(*, person: Person, authority: LocalAuthority, by: Person | None) -> None:
    """Take a lost phone's second factor off, so that the person sets up a new one when they next sign in."""
    gone, _by_table = Authenticator.objects.filter(user=person).delete()
    if not gone:
        raise StateError("This person has no second factor.")
    record(Verb.SECOND_FACTOR_TAKEN_OFF, by=by, authority_id=authority.pk, objects=[person])


def open_memberships(person: Person, on: date) -> QuerySet[Membership]:
    """The roles of a person that stand on a day or begin after it."""
    return Membership.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=on), person=person)


def has_a_role_anywhere(person: Person, on: date) -> bool:
    """Whether the person has a role that stands on a day or begins after it, in whatever authority."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM accounts_open_roles(%s, %s))", [[person.pk], on])
        return cursor.fetchone()[0]


def _check_days(from_date: date, to_date: date | None) -> None:
    if to_date is not None and to_date < from_date:
        raise DomainError("The last day must not be before the first.", "days", field="to_date")


def _check_share(share: Decimal) -> None:
    if not Decimal("0.05") <= share <= ONE:
        raise DomainError("Enter working time between 0.05 and 1.", "share", field="full_time_equivalent")


def _check_free(
    person: Person,
    authority: LocalAuthority | None,
    role: str,
    from_date: date,
    to_date: date | None,
    but: int | None = None,
) -> None:
    """Refuse the same role twice on one day. One that was taken back stands on none."""
    same = Membership.objects.filter(person=person, authority=authority, role=role).exclude(pk=but)
    same = same.exclude(to_date__lt=F("from_date"))
    same = same.filter(Q(to_date__isnull=True) | Q(to_date__gte=from_date))
    if to_date is not None:
        same = same.filter(from_date__lte=to_date)
    if same.exists():
        raise DomainError("This person has that role on some of these days already.", "held", field="role")


def _keep_an_administrator(membership: Membership, on: date) -> None:
    """An authority without an administrator could let nobody in."""
    if membership.role != AUTHORITY_ADMIN.code:
        return
    others = (
        holders(membership.authority_id, [AUTHORITY_ADMIN.code], on)
        .exclude(pk=membership.pk)
        .exclude(person=membership.person_id)
    )
    if not others.exists():
        raise NotAllowed("This is the authority’s only administrator. Give somebody else that role first.")
