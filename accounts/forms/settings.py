"""Forms of the authority's settings."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import clock_choices
from core.formfields import GovDateField
from core.forms import Look, PortalForm, VersionedForm

CLOCK = "clock_"
MARK = SafeString(
    '<span class="p-mark" aria-hidden="true">†</span>'
    '<span class="govuk-visually-hidden">Known at second hand.</span>'
)
SECOND_HAND = (
    "We know the rules marked † at second hand only. Ask your legal team before you change one of them."
)
"""Said once; the mark stands at each such rule."""
NOT_NUMBERS = "Enter whole numbers with commas between, like -10, -5, 0, 1, 5"


class StepsField(forms.CharField):
    """Working days from the due date, with commas between."""

    def to_python(self, value: Any) -> list[int]:
        """The numbers, in order, each once."""
        text = str(super().to_python(value) or "").replace("−", "-").replace(";", ",")
        try:
            return sorted({int(part) for part in text.split(",") if part.strip()})
        except ValueError:
            raise ValidationError(NOT_NUMBERS, code="steps") from None

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(step) for step in value) if isinstance(value, list) else value


class SettingsForm(VersionedForm):
    """Everything an authority chooses for itself, in one form. The questions of law come from the apps above."""

    name = forms.CharField(label="Name of the council, as your people see it", max_length=100)
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Colour",
        help_text="# and six digits, like #0d4f5c. White words must be readable on it.",
        error_messages={"invalid": "Give the colour as # and six digits, like #0d4f5c"},
    )
    contact_email = forms.EmailField(label="E-mail address for help", required=False)
    contact_phone = forms.CharField(label="Phone number for help", required=False, max_length=30)
    out_of_hours_phone = forms.CharField(label="Phone number out of hours", required=False, max_length=30)
    reminder_steps = StepsField(
        label="Remind on these working days",
        error_messages={"required": "Enter at least one day to remind on"},
        help_text="Counted from the due date: -10 is 10 working days before, 0 the day itself, 5 is 5 after.",
    )
    manager_from_step = forms.IntegerField(
        label="From which of these days on is the IRO manager told as well?", min_value=-60, max_value=60
    )
    remind_weekly_after = forms.BooleanField(
        label="After the last of these days, remind every week until it is done", required=False
    )
    caseload_low = forms.IntegerField(
        label="Children for a full-time IRO, from",
        min_value=1,
        max_value=500,
        help_text="The IRO Handbook says 50.",
    )
    caseload_high = forms.IntegerField(
        label="To", min_value=1, max_value=500, help_text="The IRO Handbook says 70."
    )
    people_needed = forms.CharField(
        label="Who has to be there for a review to go ahead?",
        required=False,
        max_length=300,
        help_text="The IRO is warned when they are missing. The law sets no quorum.",
    )
    extra_review_replaces_second = forms.ChoiceField(
        label="Does a full extra review between the first and the second take the place of the second?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    short_break_gap_months = forms.IntegerField(
        label="Short breaks are one series while no more than this many months lie between them",
        min_value=1,
        max_value=60,
    )

    submit_text = "Save settings"
    looks: ClassVar[dict[str, Look]] = {
        "colour": Look(width=10),
        "contact_phone": Look(width=20),
        "out_of_hours_phone": Look(width=20),
        "reminder_steps": Look(width=20),
        "manager_from_step": Look(width=4),
        "caseload_low": Look(width=4),
        "caseload_high": Look(width=4),
        "short_break_gap_months": Look(width=4),
        "extra_review_replaces_second": Look(inline=True),
    }
    sections: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Your council", ("name", "colour", "contact_email", "contact_phone", "out_of_hours_phone")),
        ("Reminders", ("reminder_steps", "manager_from_step", "remind_weekly_after")),
        ("Caseloads and reviews", ("caseload_low", "caseload_high", "people_needed")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        extra: dict[str, forms.Field] = {}
        looks: dict[str, Look] = {}
        for choice in clock_choices.choices():
            question = choice.question if choice.sure else format_html("{} {}", choice.question, MARK)
            name = CLOCK + choice.name
            if choice.answers:
                extra[name] = forms.ChoiceField(
                    label=question, help_text=choice.hint, choices=choice.answers, widget=forms.RadioSelect
                )
                looks[name] = Look(inline=True)
            else:
                extra[name] = forms.IntegerField(
                    label=question, help_text=choice.hint, min_value=1, max_value=366
                )
                looks[name] = Look(width=4)
        self.base_fields = {**type(self).base_fields, **extra}
        self.looks = {**type(self).looks, **looks}
        super().__init__(*args, **kwargs)

    @property
    def drawn(self) -> list[tuple[str, str, list[Any]]]:
        """The sections of the page: heading, what is said above, fields; the questions of law last."""
        law = ["extra_review_replaces_second", "short_break_gap_months"]
        law += [name for name in self.fields if name.startswith(CLOCK)]
        sections = [(heading, "", [self[name] for name in names]) for heading, names in self.sections]
        return [*sections, ("Where the law leaves room", SECOND_HAND, [self[name] for name in law])]

    def clean_extra_review_replaces_second(self) -> bool:
        """Yes or no."""
        return self.cleaned_data["extra_review_replaces_second"] == "yes"

    def clean(self) -> dict[str, Any]:
        """Put the choices of law together as they are stored: only those that differ from what everyone starts with."""
        cleaned = super().clean()
        values = {}
        for choice in clock_choices.choices():
            typed = cleaned.pop(CLOCK + choice.name, None)
            if typed not in (None, ""):
                value = choice.stored(str(typed))
                if value != choice.default:
                    values[choice.name] = value
        cleaned["clock_choices"] = values
        return cleaned


class HolidayForm(PortalForm):
    """A day that is, or is not, a bank holiday here."""

    on = GovDateField(label="Which day?", name="Day")
    is_holiday = forms.ChoiceField(
        label="What is it?",
        choices=[
            ("yes", "A bank holiday the list does not have"),
            ("no", "A working day here, though the list has it"),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="What is it called?", max_length=80)

    submit_text = "Add this day"

    def clean_is_holiday(self) -> bool:
        """Yes or no."""
        return self.cleaned_data["is_holiday"] == "yes"
