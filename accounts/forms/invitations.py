"""The form of who comes in by an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import Person
from core.forms import PortalForm


class FirstPasswordForm(PortalForm):
    """The first password, typed once: it can be shown."""

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=128,
        help_text="At least 12 characters. Three words that do not belong together make a good one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    submit_text = "Set the password and go on"
    nothing_done = "No password was set."

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse what is short, common, or the person's own name."""
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
