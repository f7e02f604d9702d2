"""Local authorities and their settings; people and what they may do where."""

from accounts.models.authority import AuthoritySettings, BankHolidayCorrection, LocalAuthority
from accounts.models.person import Membership, Person

__all__ = ["AuthoritySettings", "BankHolidayCorrection", "LocalAuthority", "Membership", "Person"]
