"""What happens to people, roles, authorities and their settings: one function an act."""

from accounts.actions.absence import end_absence, record_absence
from accounts.actions.authority import change_authority, resume_authority, suspend_authority
from accounts.actions.bulk import check_many, invite_many
from accounts.actions.invitations import accept_invitation, invite, withdraw_invitation
from accounts.actions.people import (
    add_person,
    change_membership,
    change_person,
    end_membership,
    end_person,
    give_role,
    take_off_second_factor,
)
from accounts.actions.settings import add_holiday, change_settings, remove_holiday

__all__ = [
    "accept_invitation",
    "add_holiday",
    "add_person",
    "change_authority",
    "change_membership",
    "change_person",
    "change_settings",
    "check_many",
    "end_absence",
    "end_membership",
    "end_person",
    "give_role",
    "invite",
    "invite_many",
    "record_absence",
    "remove_holiday",
    "resume_authority",
    "suspend_authority",
    "take_off_second_factor",
    "withdraw_invitation",
]
