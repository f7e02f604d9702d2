"""The door to people, roles and corrections: an administrator reaches those of their own authority, 404 beyond."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.models import Absence, BankHolidayCorrection, LocalAuthority, Membership, Person
from accounts.permissions import Permission


def roles_here(actor: Actor) -> QuerySet[Membership]:
    """Every role, past and to come, of the authority the administrator works in."""
    if actor.authority is None or not actor.may(Permission.MANAGE_PEOPLE):
        return Membership.objects.none()
    return Membership.objects.filter(authority=actor.authority)


def get_person_or_404(actor: Actor, uuid: UUID) -> Person:
    """A person who has or had a role here."""
    person = Person.objects.filter(uuid=uuid, pk__in=roles_here(actor).values("person")).first()
    if person is None:
        raise Http404
    return person


def get_role_or_404(actor: Actor, uuid: UUID) -> Membership:
    """A role of this authority, with its person."""
    membership = roles_here(actor).select_related("person", "authority").filter(uuid=uuid).first()
    if membership is None:
        raise Http404
    return membership


def get_correction_or_404(actor: Actor, uuid: UUID) -> BankHolidayCorrection:
    """A correction of the bank holidays of this authority."""
    if actor.authority is None or not actor.may(Permission.EDIT_SETTINGS):
        raise Http404
    row = BankHolidayCorrection.objects.select_related("authority").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def get_absence_or_404(actor: Actor, uuid: UUID) -> Absence:
    """An absence of somebody of this authority, with its person."""
    row = None
    if actor.authority is not None and actor.may(Permission.MANAGE_PEOPLE):
        row = Absence.objects.select_related("person").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def get_authority_or_404(actor: Actor, uuid: UUID) -> LocalAuthority:
    """An authority, for who manages them."""
    authority = None
    if actor.may(Permission.MANAGE_AUTHORITIES):
        authority = LocalAuthority.objects.filter(uuid=uuid).first()
    if authority is None:
        raise Http404
    return authority
