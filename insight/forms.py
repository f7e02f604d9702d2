"""Forms of choosing a reviewing officer, and the filter of the list of children."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from core.formfields import GovDateField, WordsField
from core.forms import Look, PortalForm
from insight.selectors.children import NOBODY
from insight.selectors.choosing import Choice, Option


class AllocateForm(PortalForm):
    """Who is the reviewing officer, from when, and why."""

    iro = forms.ChoiceField(
        label="Who is the IRO?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an IRO", "invalid_choice": "Choose one of the IROs in the list"},
    )
    on = GovDateField(label="From which day?", name="First day")
    reason = WordsField(
        label="Why, if it is a change?",
        required=False,
        rows=2,
        max_length=300,
        help_text="Without anything private.",
    )

    submit_text = "Name this IRO"
    nothing_done = "Nobody was named. What you typed is still here."

    def __init__(self, *args: Any, options: Sequence[Option], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["iro"].choices = [(option.value, option.name) for option in options]
        self.looks = {**self.looks, "iro": Look(hints={option.value: option.hint for option in options})}

    def clean_on(self) -> date:
        """An allocation is not made in advance: until then somebody else would see the child's record."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("The first day must be today or earlier", code="future")
        return on


class AllocateManyForm(AllocateForm):
    """Several children at once to one officer."""

    everyone = forms.BooleanField(label="All of them", required=False)
    children = forms.MultipleChoiceField(
        label="Which children?", required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("everyone", "children", "iro", "on", "reason")

    def __init__(self, *args: Any, children: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(child.value, child.label) for child in children]
        self.fields["everyone"].label = f"All {len(children)} of them"
        if len(children) < 2:
            del self.fields["everyone"]
        self.looks = {**self.looks, "children": Look(hints={child.value: child.hint for child in children})}

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen."""
        cleaned = super().clean()
        if cleaned.get("everyone"):
            cleaned["children"] = [value for value, _label in self.fields["children"].choices]
        elif not cleaned.get("children") and "children" not in self.errors:
            self.add_error("children", forms.ValidationError("Choose at least one child", code="required"))
        return cleaned


class ChildrenFilter(PortalForm):
    """Which children the list shows."""

    q = forms.CharField(label="Name or number", required=False, max_length=100)
    iro = forms.ChoiceField(label="IRO", required=False)
    left = forms.BooleanField(label="Also those no longer looked after", required=False)

    form_method = "get"
    submit_text = "Show"
    looks: ClassVar[dict[str, Look]] = {"q": Look(plain_label=True), "iro": Look(plain_label=True)}

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["iro"].choices = [("", "Anybody"), (NOBODY, "Nobody yet"), *officers]
