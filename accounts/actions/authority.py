"""What the platform does to an authority."""

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_its_authority
from audit.actions import record
from audit.verbs import Verb
from core import clock, theme
from core.errors import DomainError, StateError


@in_its_authority
def change_authority(
    *,
    authority: LocalAuthority,
    by: Person | None,
    name: str,
    colour: str,
    contact_email: str,
    contact_phone: str,
    out_of_hours_phone: str,
) -> None:
    """Change how an authority is called, its colour, and whom its people ask for help.

    Raises DomainError for a colour white words cannot be read on.
    """
    colour = colour.lower()
    if problem := theme.problem(colour):
        raise DomainError(f"{problem}.", "colour", field="colour")
    values = {
        "name": name.strip(),
        "colour": colour,
        "contact_email": contact_email,
        "contact_phone": contact_phone,
        "out_of_hours_phone": out_of_hours_phone,
    }
    changed = [field for field, value in values.items() if getattr(authority, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(authority, field, values[field])
    authority.save(update_fields=changed)
    record(Verb.AUTHORITY_CHANGED, by=by, authority_id=authority.pk, objects=[authority], fields=changed)


@in_its_authority
def suspend_authority(*, authority: LocalAuthority, by: Person) -> None:
    """Let nobody of this authority in, from their next request on. Nothing of it is removed."""
    if authority.suspended_at is not None:
        raise StateError("This authority is suspended already.")
    authority.suspended_at = clock.now()
    authority.save(update_fields=["suspended_at"])
    record(Verb.AUTHORITY_SUSPENDED, by=by, authority_id=authority.pk, objects=[authority])


@in_its_authority
def resume_authority(*, authority: LocalAuthority, by: Person) -> None:
    """Let the people of a suspended authority in again."""
    if authority.suspended_at is None:
        raise StateError("This authority is not suspended.")
    authority.suspended_at = None
    authority.save(update_fields=["suspended_at"])
    record(Verb.AUTHORITY_RESUMED, by=by, authority_id=authority.pk, objects=[authority])
