"""Forms about people and their roles."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from accounts.authorities import listed
from accounts.roles import ROLES
from core.formfields import GovDateField
from core.forms import Look, PortalForm

OF_AUTHORITY = [(role.code, role.name) for role in ROLES.values() if not role.of_platform]
HINTS = {role.code: role.description for role in ROLES.values()}

NEVER_ACCEPTED, NEVER_SIGNED_IN, NO_SECOND_FACTOR = "not-accepted", "never-in", "no-factor"


class ShareField(forms.DecimalField):
    """Working time, 1 for full time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=3,
            decimal_places=2,
            min_value=Decimal("0.05"),
            max_value=Decimal(1),
            label="Working time",
            help_text="1 is full time, 0.5 half. Caseloads are compared by it.",
            **kwargs,
        )


class RoleForm(PortalForm):
    """A role for somebody who is in the portal already."""

    role = forms.ChoiceField(label="Role", choices=OF_AUTHORITY, widget=forms.RadioSelect)
    full_time_equivalent = ShareField(initial=Decimal(1))
    from_date = GovDateField(label="First day", name="First day")
    to_date = GovDateField(
        label="Last day", name="Last day", required=False, help_text="Leave empty where none is known"
    )

    submit_text = "Give the role"
    looks: ClassVar[dict[str, Look]] = {"role": Look(hints=HINTS), "full_time_equivalent": Look(width=4)}


class NewPersonForm(RoleForm):
    """Somebody new, with their first role."""

    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="They sign in with it. We send an invitation that works once, for two days.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("name", "email", "role", "full_time_equivalent", "from_date", "to_date")
    submit_text = "Add this person"


class ChangeRoleForm(PortalForm):
    """The days and working time of a role."""

    full_time_equivalent = ShareField()
    from_date = GovDateField(label="First day", name="First day")
    to_date = GovDateField(
        label="Last day", name="Last day", required=False, help_text="Leave empty where none is known"
    )

    looks: ClassVar[dict[str, Look]] = {"full_time_equivalent": Look(width=4)}


class PersonForm(PortalForm):
    """A person's name and address."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail address", max_length=254, help_text="They sign in with it.")


class PeopleFilterForm(PortalForm):
    """Whom the list shows."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Everybody"),
            (NEVER_ACCEPTED, "Who has not accepted the invitation"),
            (NEVER_SIGNED_IN, "Who has never signed in"),
            (NO_SECOND_FACTOR, "Who has no second factor"),
        ],
    )

    form_method = "get"
    submit_text = "Show"


class ManyPeopleForm(PortalForm):
    """A table of people to invite: the file, or (from the page that showed it) its text again."""

    file = forms.FileField(
        label="Choose the CSV file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    submit_text = "Check the file"
    nothing_done = "Nobody was invited."

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean()
        if "file" not in self.errors and not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", "Choose the CSV file")
        return cleaned


class ConfirmForm(PortalForm):
    """Only a button: the page says what it does."""

    submit_kind = "warning"


class AdministratorForm(PortalForm):
    """The administrator of an authority: the only person the platform adds."""

    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="They sign in with it. We send an invitation that works once, for two days.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    submit_text = "Add this administrator"


class NewAuthorityForm(AdministratorForm):
    """An authority of the list, with its first administrator."""

    code = forms.ChoiceField(label="Authority")

    field_order = ("code", "name", "email")
    submit_text = "Make this authority"

    def __init__(self, *args: Any, there: set[str], **kwargs: Any) -> None:
        """`there`: the codes of the authorities that are in the portal already."""
        super().__init__(*args, **kwargs)
        rows = [(row.ons_code, row.name) for row in listed().values() if row.ons_code not in there]
        self.fields["code"].choices = [("", "Choose an authority"), *rows]
        self.fields["name"].label = "Name of the first administrator"
        self.fields["name"].error_messages["required"] = "Fill in “Name of the first administrator”"
