"""What an authority chooses for itself, and its bank holidays."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts import actions, clock_choices, selectors
from accounts.access import get_correction_or_404
from accounts.actions.settings import OF_AUTHORITY, OF_SETTINGS
from accounts.forms.settings import CLOCK, HolidayForm, SettingsForm
from accounts.models import AuthoritySettings
from accounts.permissions import Permission
from accounts.views_base import PermissionMixin
from core.components import Empty
from core.dates import short
from core.errors import ConflictError
from core.pages import BackLink
from core.views import ActPage, FormPage


class Settings(PermissionMixin, FormPage):
    """All the authority's choices."""

    permission = Permission.EDIT_SETTINGS
    nav = "settings"
    form_class = SettingsForm
    template_name = "accounts/settings.html"
    title = "Settings"
    success_message = "Settings are saved"

    def get_initial(self) -> dict[str, Any]:
        row = AuthoritySettings.objects.select_related("authority").get(pk=self.actor.authority.pk)
        initial: dict[str, Any] = {name: getattr(row, name) for name in (*OF_SETTINGS, "version")}
        initial |= {name: getattr(row.authority, name) for name in OF_AUTHORITY}
        initial["extra_review_replaces_second"] = "yes" if row.extra_review_replaces_second else "no"
        for choice in clock_choices.choices():
            initial[CLOCK + choice.name] = choice.shown(row.clock_choices.get(choice.name, choice.default))
        return initial

    def conflicted(self, form: SettingsForm, error: ConflictError) -> HttpResponse:
        """The choices of law are stored together and asked one by one."""
        stored = error.current.get("clock_choices", {})
        for choice in clock_choices.choices():
            error.current[CLOCK + choice.name] = choice.shown(stored.get(choice.name, choice.default))
        replaces = error.current.get("extra_review_replaces_second")
        error.current["extra_review_replaces_second"] = "yes" if replaces else "no"
        return super().conflicted(form, error)

    def act(self, form: SettingsForm) -> str:
        """Save."""
        actions.change_settings(authority=self.actor.authority, by=self.actor.person, **form.cleaned_data)
        return reverse("settings")


class Holidays(PermissionMixin, FormPage):
    """The authority's corrections of the bank holidays, and adding one."""

    permission = Permission.EDIT_SETTINGS
    nav = "settings"
    form_class = HolidayForm
    template_name = "accounts/holidays.html"
    title = "Bank holidays"
    success_message = "Saved. Due dates are worked out again"

    def get_back(self) -> BackLink | None:
        return BackLink("Back to settings", reverse("settings"))

    def get_cancel_url(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {
                "day": short(row.on),
                "name": row.name,
                "what": "Bank holiday" if row.is_holiday else "Working day",
                "remove_url": reverse("holiday-remove", args=[row.uuid]),
            }
            for row in selectors.corrections_of(self.actor)
        ]
        empty = Empty(
            "Nothing is corrected.", "The bank holidays of England are known. Add a one-off day here."
        )
        return super().get_context_data(**kwargs) | {"rows": rows, "empty": empty}

    def act(self, form: HolidayForm) -> str:
        """Add it."""
        actions.add_holiday(authority=self.actor.authority, by=self.actor.person, **form.cleaned_data)
        return reverse("holidays")


class RemoveHoliday(PermissionMixin, ActPage):
    """Take a correction back."""

    permission = Permission.EDIT_SETTINGS
    success_message = "Removed. Due dates are worked out again"

    def get_failure_url(self) -> str:
        return reverse("holidays")

    def act(self) -> str:
        """Take it back."""
        row = get_correction_or_404(self.actor, self.kwargs["uuid"])
        actions.remove_holiday(correction=row, by=self.actor.person)
        return reverse("holidays")
