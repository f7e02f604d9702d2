"""The base of every form, and of every form that two people may have open at once.

    class BookReviewForm(PortalForm):
        on = GovDateField(label="When is the review?", name="Date of the review")
        where = forms.ChoiceField(label="Where?", choices=Place.choices, widget=forms.RadioSelect)
        where_other = forms.CharField(label="Where is that?")

        submit_text = "Book the review"
        nothing_done = "Nothing was booked. What you typed is still here."
        reveals = {"where": {"other": ["where_other"]}}
        looks = {"where_other": Look(width=20)}

Forms check what was typed; an action (called by the page's `act`) saves it. docs/frontend.md has the recipes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.text import capfirst

from core.dates import clock, long
from core.errors import ConflictError, DomainError
from core.formfields import DateParts, GovDateField, GovTimeField
from core.rendering import Look, SummaryItem, summary_of

__all__ = ["Conflict", "Look", "PortalForm", "PortalFormSet", "Submit", "VersionedForm"]

TOGETHER = "_together"
THEIRS = "_theirs-"


@dataclass(frozen=True)
class Submit:
    """A second button: Submit("later", "Save and come back"). `kind` is "secondary" or "warning"."""

    name: str
    text: str
    value: str = "1"
    kind: str = "secondary"


def _say(bound_field: forms.Field, label: str) -> dict[str, str]:
    """What to say for the usual errors of a field, so that each says what to do. A form's own words stand before."""
    name = label.rstrip("?: ")
    asks = label.rstrip().endswith("?")
    chosen = isinstance(bound_field, (forms.ChoiceField, forms.ModelChoiceField))
    if isinstance(bound_field, forms.FileField):
        required = "Choose a file"
    elif isinstance(bound_field, forms.BooleanField):
        required = f"Tick “{name}” to go on"
    elif chosen:
        required = f"Choose an answer to “{label}”" if asks else f"Choose one for “{name}”"
    else:
        required = f"Answer “{label}”" if asks else f"Fill in “{name}”"
    said = {
        "required": required,
        "max_length": "Make this %(limit_value)s characters or fewer. It is %(show_value)s now",
        "min_length": "Make this %(limit_value)s characters or more. It is %(show_value)s now",
        "max_value": "Enter a number not over %(limit_value)s",
        "min_value": "Enter a number not under %(limit_value)s",
        "invalid_choice": "Choose one of the answers",
    }
    if isinstance(bound_field, forms.EmailField):
        said["invalid"] = "Enter an e-mail address like name@example.gov.uk"
    elif isinstance(bound_field, forms.DecimalField | forms.FloatField):
        said["invalid"] = "Enter a number, like 0.5"
    elif isinstance(bound_field, forms.IntegerField):
        said["invalid"] = "Enter a whole number, like 12"
    return said


class PortalForm(forms.Form):
    """The base form: GOV.UK look, error summary, buttons. Django's own checks run on the server only."""

    submit_text: ClassVar[str] = "Save"
    submit_kind: ClassVar[str] = ""
    """ "warning" for what cannot be undone, "secondary" for a quiet button."""
    more_submits: ClassVar[tuple[Submit, ...]] = ()
    cancel_text: ClassVar[str] = "Cancel"
    nothing_done: ClassVar[str] = "Nothing was saved. What you typed is still here."
    """The line above the list of errors."""
    form_method: ClassVar[str] = "post"
    looks: ClassVar[Mapping[str, Look]] = {}
    reveals: ClassVar[Mapping[str, Mapping[str, list[str]]]] = {}
    """{"field": {"answer": ["fields that open under it"]}}. For a single checkbox the answer is "on". What did not
    open is not asked: a required field counts only when its answer was chosen, and comes out empty otherwise."""

    use_required_attribute = False
    default_renderer = None

    def __init__(
        self,
        *args: Any,
        submit_text: str = "",
        cancel_url: str = "",
        autosave_url: str = "",
        draft: bool = False,
        **kwargs: Any,
    ) -> None:
        """`draft` takes an unfinished form: nothing is required (autosave, "save and come back")."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.button_text = submit_text or self.submit_text
        self.cancel_url = cancel_url
        self.autosave_url = autosave_url
        self.draft = draft
        self.conflict: Conflict | None = None
        for name, form_field in self.fields.items():
            label = str(
                form_field.label if form_field.label is not None else capfirst(name.replace("_", " "))
            )
            own = self._own_messages(form_field)
            form_field.error_messages.update(
                {k: v for k, v in _say(form_field, label).items() if k not in own}
            )
            if type(form_field.widget) is forms.NumberInput:
                mode = "numeric" if type(form_field) is forms.IntegerField else "decimal"
                form_field.widget = forms.TextInput(attrs={**form_field.widget.attrs, "inputmode": mode})
            if draft and name != "version":
                form_field.required = False

    @staticmethod
    def _own_messages(form_field: forms.Field) -> set[str]:
        """The messages this field was given where it was declared; GovDateField and the like bring good ones."""
        if isinstance(form_field, GovDateField | GovTimeField):
            return set(form_field.error_messages)
        usual: dict[str, Any] = {}
        for kind in reversed(type(form_field).__mro__):
            usual.update(getattr(kind, "default_error_messages", {}))
        return {code for code, said in form_field.error_messages.items() if said != usual.get(code)}

    # -- what opens under an answer ------------------------------------------------------------------------------

    @cached_property
    def opened_by(self) -> dict[str, tuple[str, str]]:
        """Field to (the question it stands under, the answer that opens it)."""
        return {
            name: (question, answer)
            for question, answers in self.reveals.items()
            for answer, names in answers.items()
            for name in names
        }

    def is_open(self, name: str) -> bool:
        """Whether a field is asked, given what was chosen."""
        if name not in self.opened_by:
            return True
        question, answer = self.opened_by[name]
        chosen = self[question].value()
        if isinstance(chosen, bool) or chosen is None:
            return bool(chosen) and self.is_open(question)
        answers = chosen if isinstance(chosen, list | tuple) else [chosen]
        return answer in [str(one) for one in answers] and self.is_open(question)

    def _clean_form(self) -> None:
        for name in self.opened_by:
            if name in self.fields and not self.is_open(name):
                self._errors.pop(name, None)
                form_field = self.fields[name]
                empty: Any = getattr(form_field, "empty_value", None)
                if isinstance(form_field, forms.MultipleChoiceField):
                    empty = []
                self.cleaned_data[name] = empty
        super()._clean_form()

    # -- errors --------------------------------------------------------------------------------------------------

    @property
    def error_summary(self) -> list[SummaryItem]:
        """The lines of the error summary, in the order of the page."""
        return summary_of(self)

    def add_domain_error(self, error: DomainError) -> None:
        """Show what an action refused, at its field where it names one of ours."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    # -- drawing -------------------------------------------------------------------------------------------------

    def build_layout(self) -> Layout:
        """The order of the page: all fields as declared, without those that open under an answer."""
        return Layout(*[name for name in self.fields if name not in self.opened_by])

    @cached_property
    def helper(self) -> FormHelper:
        """What `{% crispy form %}` asks for."""
        helper = FormHelper()
        helper.form_method = self.form_method
        helper.layout = self.build_layout()
        helper.include_media = False
        if self.autosave_url:
            helper.attrs["data-autosave-url"] = self.autosave_url
        if any(isinstance(form_field, forms.FileField) for form_field in self.fields.values()):
            helper.attrs["enctype"] = "multipart/form-data"
        return helper


@dataclass(frozen=True)
class ConflictRow:
    """One field with two texts. `theirs_raw` goes back to the server if they are put together."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_raw: str = ""
    is_text: bool = False


@dataclass
class Conflict:
    """What the box "somebody else saved this" shows."""

    by: str
    their_time: str
    my_time: str
    rows: list[ConflictRow] = field(default_factory=list)
    pressed: Submit | None = None
    """The second button that was pressed; "Keep mine" presses it again."""

    @property
    def who(self) -> str:
        """Who saved it."""
        return self.by or "Somebody else"

    @property
    def can_join(self) -> bool:
        """Whether there is text to put together."""
        return any(row.is_text for row in self.rows)


class VersionedForm(PortalForm):
    """A form of something two people may change. It carries the version it was opened with.

    The page gives `initial={"version": row.version, ...}`, the action gets `version=form.cleaned_data["version"]`
    and raises ConflictError. The page then shows both texts, with the new version in the form, and loses neither:
    "Keep mine" saves what was typed over the other; "Put both together" brings both into the boxes, unsaved.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"data-version": True, "autocomplete": "off"}),
        error_messages={"required": "This page is out of date. Open it again from the list"},
    )

    joined = False
    """Both texts were brought into the boxes by the press of "Put both together"."""

    def _shown(self, name: str, value: Any) -> str:
        """A value in words."""
        form_field = self.fields[name]
        if value is None or value == "" or value == []:
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, DateParts):
            return " ".join(value)
        if isinstance(value, dt.date):
            return long(value)
        choices = getattr(form_field, "choices", None)
        if choices is not None:
            words = {str(key): str(label) for key, label in self._flat(choices)}
            many = value if isinstance(value, list | tuple | set) else [value]
            return ", ".join(words.get(str(getattr(one, "pk", one)), str(one)) for one in many)
        return str(form_field.prepare_value(value))

    @staticmethod
    def _flat(choices: Any) -> Any:
        for key, label in choices:
            if isinstance(label, list | tuple):
                yield from label
            else:
                yield key, label

    def differing(self, current: Mapping[str, Any]) -> list[ConflictRow]:
        """The fields whose saved value is not what was typed."""
        rows = []
        for name in self.fields:
            if name == "version" or name not in current:
                continue
            mine = self._shown(name, self.cleaned_data.get(name, self[name].value()))
            theirs = self._shown(name, current[name])
            if mine.split() == theirs.split():
                continue
            is_text = isinstance(self.fields[name].widget, forms.Textarea | forms.TextInput) and isinstance(
                current[name], str
            )
            rows.append(
                ConflictRow(
                    name=self.add_prefix(name),
                    label=str(self[name].label),
                    mine=mine,
                    theirs=theirs,
                    theirs_raw=current[name] if is_text else "",
                    is_text=is_text,
                )
            )
        return rows

    def covers(self, current: Mapping[str, Any]) -> bool:
        """Whether `current` speaks of every field a person can see here."""
        return all(
            name in current for name, form_field in self.fields.items() if not form_field.widget.is_hidden
        )

    def show_conflict(self, error: ConflictError, *, at: dt.datetime) -> None:
        """Keep what was typed, take the new version, and show both texts."""
        pressed = next((button for button in self.more_submits if button.name in self.data), None)
        self.conflict = Conflict(
            by=error.by,
            their_time=clock(error.at),
            my_time=clock(at),
            rows=self.differing(error.current),
            pressed=pressed,
        )
        self.autosave_url = ""  # nothing is saved over the other text before the person has chosen
        self.set_version(error.version)

    def set_version(self, version: int) -> None:
        """Put another version into what will be drawn and posted."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("version")] = str(version)
        if hasattr(self, "cleaned_data"):
            self.cleaned_data["version"] = version

    @property
    def asks_to_join(self) -> bool:
        """Whether "Put both together" was pressed."""
        return TOGETHER in self.data

    def join(self) -> None:
        """Bring the other text into the boxes, after what was typed. Saves nothing. Call before the form is cleaned."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        for name, form_field in self.fields.items():
            theirs = self.data.get(THEIRS + self.add_prefix(name), "")
            key = self.add_prefix(name)
            mine = self.data.get(key, "")
            if (
                theirs
                and isinstance(form_field.widget, forms.Textarea | forms.TextInput)
                and theirs not in mine
            ):
                between = "\n\n" if isinstance(form_field.widget, forms.Textarea) else " / "
                self.data[key] = f"{mine}{between}{theirs}" if mine else theirs
        self.joined = True
        self.autosave_url = ""


class PortalFormSet(BaseFormSet):
    """Rows of the same fields: one decision each, one person each. Works without JavaScript: "Add another" posts.

        DecisionFormSet = formset_factory(DecisionForm, formset=PortalFormSet, extra=0, can_delete=True)

    Drawn by `{% include "components/formset.html" with rows=form.rows %}`. `row_name` heads each row ("Decision 2").
    """

    row_name: ClassVar[str] = "Row"
    add_text: ClassVar[str] = "Add another"
    add_name: ClassVar[str] = "_add"
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Give each row its name, and words to the box that removes it."""
        super().add_fields(form, index)
        form.row_title = f"{self.row_name} {(index or 0) + 1}"  # type: ignore[attr-defined]
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = f"Remove {form.row_title.lower()}"  # type: ignore[attr-defined]

    def asks_for_another(self) -> bool:
        """Whether the button for one more row was pressed."""
        return self.is_bound and f"{self.prefix}{self.add_name}" in self.data

    def add_another(self) -> None:
        """One more empty row, keeping what was typed. Call before the forms are read."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        key = f"{self.prefix}-TOTAL_FORMS"
        count = int(self.data.get(key) or 0)
        self.data[key] = str(min(count + 1, self.absolute_max))

    @property
    def add_button(self) -> str:
        """The name of the button for one more row."""
        return f"{self.prefix}{self.add_name}"

    @property
    def error_summary(self) -> list[SummaryItem]:
        """The lines of the error summary of all rows."""
        return summary_of(self)
