"""What an authority chooses for itself: reminders, caseloads, the clock where the law leaves room, bank holidays."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts import clock_choices, settings_changed
from accounts.actions.authority import change_authority
from accounts.models import AuthoritySettings, BankHolidayCorrection, LocalAuthority, Person
from accounts.scoping import in_its_authority
from accounts.versions import save_versioned
from audit.actions import record
from audit.verbs import Verb
from core.errors import ConflictError, DomainError

OF_AUTHORITY = ("name", "colour", "contact_email", "contact_phone", "out_of_hours_phone")
"""Fields of the settings page that stand on the authority itself."""
OF_SETTINGS = (
    "reminder_steps",
    "manager_from_step",
    "remind_weekly_after",
    "caseload_low",
    "caseload_high",
    "extra_review_replaces_second",
    "short_break_gap_months",
    "clock_choices",
    "people_needed",
)


@in_its_authority
def change_settings(*, authority: LocalAuthority, version: int, by: Person | None, **changes: Any) -> None:
    """Save the authority's choices, all of OF_AUTHORITY and OF_SETTINGS.

    Where due dates or reminder days follow from what changed, they are worked out again. Raises ConflictError where
    somebody saved in between, DomainError for steps or a band that cannot be.
    """
    steps = sorted(set(changes["reminder_steps"]))
    if not steps or steps[0] < -60 or steps[-1] > 60:
        raise DomainError(
            "Give the reminder days as whole numbers between -60 and 60, like -10, -5, 0, 1, 5.",
            "steps",
            field="reminder_steps",
        )
    if changes["caseload_low"] > changes["caseload_high"]:
        raise DomainError(
            "The lower number of children is above the higher one.", "band", field="caseload_high"
        )
    changes["reminder_steps"] = steps
    _check_clock(changes["clock_choices"])
    row = AuthoritySettings.objects.select_related("authority").get(pk=authority.pk)
    before = {name: getattr(row, name) for name in OF_SETTINGS}
    try:
        save_versioned(row, version=version, by=by, **{name: changes[name] for name in OF_SETTINGS})
    except ConflictError as error:
        error.current |= {name: getattr(row.authority, name) for name in OF_AUTHORITY}
        raise
    change_authority(authority=authority, by=by, **{name: changes[name] for name in OF_AUTHORITY})
    changed = [name for name in OF_SETTINGS if before[name] != changes[name]]
    record(
        Verb.SETTINGS_CHANGED,
        by=by,
        authority_id=authority.pk,
        objects=[row],
        fields=changed,
        version=version + 1,
    )
    if settings_changed.CLOCK_FIELDS.intersection(changed):
        settings_changed.tell(authority, by=by)


def _check_clock(values: dict[str, Any]) -> None:
    try:
        clock_choices.check(values)
    except ValueError:
        raise DomainError(
            "These choices of law do not fit together. Check the numbers of days.", "clock"
        ) from None


@in_its_authority
def add_holiday(
    *, authority: LocalAuthority, on: date, name: str, is_holiday: bool, by: Person | None
) -> None:
    """Add a bank holiday the list does not have, or (`is_holiday` false) say that a listed one is a working day here.

    Due dates are worked out again. Raises DomainError where this day is corrected already.
    """
    if BankHolidayCorrection.objects.filter(on=on).exists():
        raise DomainError("This day is in the list already. Remove it first.", "there", field="on")
    row = BankHolidayCorrection.objects.create(
        authority=authority, on=on, name=name.strip(), is_holiday=is_holiday
    )
    record(
        Verb.HOLIDAYS_CHANGED,
        by=by,
        authority_id=authority.pk,
        objects=[row],
        day=on,
        is_holiday=is_holiday,
        added=True,
    )
    settings_changed.tell(authority, by=by)


@transaction.atomic
def remove_holiday(*, correction: BankHolidayCorrection, by: Person | None) -> None:
    """Take a correction back. Due dates are worked out again."""
    authority = correction.authority
    record(
        Verb.HOLIDAYS_CHANGED,
        by=by,
        authority_id=authority.pk,
        objects=[correction],
        day=correction.on,
        is_holiday=correction.is_holiday,
        added=False,
    )
    correction.delete()
    settings_changed.tell(authority, by=by)
