"""Local authorities and their settings; people and what they may do where."""

from accounts.models.absence import Absence, AbsenceKind
from accounts.models.authority import AuthoritySettings, BankHolidayCorrection, LocalAuthority
from accounts.models.invitation import Invitation
from accounts.models.person import Membership, Person
from accounts.models.session import Session

__all__ = [
    "Absence",
    "AbsenceKind",
    "AuthoritySettings",
    "BankHolidayCorrection",
    "Invitation",
    "LocalAuthority",
    "Membership",
    "Person",
    "Session",
]
