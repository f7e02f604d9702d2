"""How one field is drawn: everything the templates in templates/govuk need, worked out here, no logic in templates.

`view_of(bound_field)` works for any Django form, so allauth's pages are drawn alike; a PortalForm adds its Looks.
`summary_of(form)` is the list of the error summary: each entry with the id of the control it must focus.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from core.formfields import BOXES, GovDateWidget, GovTimeField


@dataclass(frozen=True)
class Look:
    """How a field looks where that differs from the usual. Used in `PortalForm.looks = {"name": Look(...)}`.

    inline        radios side by side (for two short answers)
    big           radios or checkboxes of full size; the usual ones are the smaller size
    width         characters a text box is wide: 2, 3, 4, 5, 10, 20 or 30
    heading       the question is the page's heading (one-question pages): label or legend become the h1
    plain_label   the label is not bold
    hints         a hint under an answer: {"value": "hint"}
    divider       a word before an answer: {"none": "or"}
    prefix/suffix beside a text box: "£", "miles"
    voice         the child's exact words: in the child's colour
    count         False: no counter though the field has a max_length
    """

    inline: bool = False
    big: bool = False
    width: int = 0
    heading: bool = False
    plain_label: bool = False
    hints: dict[str, str] = field(default_factory=dict)
    divider: dict[str, str] = field(default_factory=dict)
    prefix: str = ""
    suffix: str = ""
    voice: bool = False
    count: bool = True


PLAIN = Look()
WIDTHS = (2, 3, 4, 5, 10, 20, 30)


@dataclass
class Option:
    """One radio or checkbox."""

    id: str
    value: str
    label: str
    checked: bool
    hint: str = ""
    divider: str = ""
    disabled: bool = False
    reveals: list[BoundField] = field(default_factory=list)


@dataclass
class Part:
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    css: str
    autocomplete: str


@dataclass
class FieldView:
    """Everything one field's template needs."""

    kind: str
    id: str
    name: str
    label: Any
    label_for: str
    label_css: str
    hint: Any
    errors: list[str]
    described_by: str
    group_css: str
    heading: bool = False
    widget: str = ""
    options: list[Option] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    list_css: str = ""
    prefix: str = ""
    suffix: str = ""
    limit: int = 0

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"govuk/fields/{self.kind}.html"


def kind_of(bound: BoundField) -> str:
    """Which template draws the field. CheckboxSelectMultiple is a RadioSelect to Python, so it is asked first."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, GovDateWidget):
        return "date"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "input"


def look_of(bound: BoundField) -> Look:
    """The form's Look for the field."""
    looks: dict[str, Look] = getattr(bound.form, "looks", {})
    return looks.get(bound.name, PLAIN)


def error_boxes(bound: BoundField) -> list[str]:
    """The boxes of a date that are at fault; all of them where the error is about the date as a whole."""
    for error in bound.errors.as_data():
        if boxes := (error.params or {}).get("boxes"):
            return list(boxes)
    return list(BOXES)


def focus_id(bound: BoundField) -> str:
    """The id of the control that a link to this field must focus; empty where there is none."""
    kind = kind_of(bound)
    if kind == "hidden":
        return ""
    if kind in ("radios", "checkboxes"):
        options = bound.subwidgets
        return str(options[0].data["attrs"].get("id", "")) if options else ""
    if kind == "date":
        return f"{bound.auto_id}-{error_boxes(bound)[0]}"
    return str(bound.id_for_label)


def _options(bound: BoundField, look: Look) -> list[Option]:
    reveals: dict[str, list[str]] = getattr(bound.form, "reveals", {}).get(bound.name, {})
    found = []
    for item in bound.subwidgets:
        data = item.data
        value = str(data["value"])
        found.append(
            Option(
                id=data["attrs"].get("id", ""),
                value=value,
                label=data["label"],
                checked=bool(data["selected"]),
                hint=look.hints.get(value, ""),
                divider=look.divider.get(value, ""),
                disabled=bool(data["attrs"].get("disabled")),
                reveals=[bound.form[name] for name in reveals.get(value, [])],
            )
        )
    return found


def _parts(bound: BoundField, errors: list[str]) -> list[Part]:
    widget = bound.field.widget
    values = widget.parts(bound.value())
    wrong = error_boxes(bound) if errors else []
    found = []
    for box, value in zip(BOXES, values, strict=True):
        css = f"govuk-input govuk-date-input__input govuk-input--width-{4 if box == 'year' else 2}"
        found.append(
            Part(
                id=f"{bound.auto_id}-{box}",
                name=f"{bound.html_name}-{box}",
                label=box.capitalize(),
                value=value,
                css=css + (" govuk-input--error" if box in wrong else ""),
                autocomplete=f"bday-{box}" if widget.birthday else "",
            )
        )
    return found


CSS = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}


def _widget(
    bound: BoundField, kind: str, look: Look, errors: list[str], described_by: str, limit: int
) -> SafeString:
    """The control itself, drawn by Django with our classes and none of the attributes that cut or guess."""
    css = CSS[kind]
    if kind == "input" and look.width in WIDTHS:
        css += f" govuk-input--width-{look.width}"
    elif kind == "input" and isinstance(bound.field, GovTimeField):
        css += " govuk-input--width-5"
    if limit:
        css += " govuk-js-character-count"
    if errors:
        css += f" {CSS[kind].split()[0]}--error"
    if own := bound.field.widget.attrs.get("class"):
        css += f" {own}"
    attrs: dict[str, Any] = {"class": css, "aria-describedby": described_by or False, "placeholder": False}
    if not described_by:
        bound = copy(bound)
        bound.help_text = ""  # or Django points to the hint that this page does not draw
    if kind == "textarea":
        attrs |= {"maxlength": False, "minlength": False, "cols": False}
    if kind == "password":
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    return bound.as_widget(attrs=attrs)


def view_of(
    bound: BoundField, *, label: str | None = None, hint: str | None = None, plain: bool = False
) -> FieldView:
    """Everything a template needs to draw the field. `label`, `hint` and `plain` replace what the form says."""
    kind = kind_of(bound)
    look = look_of(bound)
    help_text = bound.help_text if hint is None else hint
    errors = [str(error) for error in bound.errors]
    id_ = bound.auto_id
    length = getattr(bound.field, "max_length", None) or 0
    limit = length if kind == "textarea" and look.count else 0
    said = [part for part, there in (("hint", help_text), ("error", errors), ("info", limit)) if there]
    described_by = " ".join(f"{id_}-{part}" for part in said)
    group = "govuk-form-group"
    group += " govuk-form-group--error" if errors else ""
    group += " p-field--voice" if look.voice else ""
    group += " p-tight" if kind in ("radios", "checkboxes", "checkbox") else ""
    view = FieldView(
        kind=kind,
        id=id_,
        name=bound.html_name,
        label=label or bound.label,
        label_for=str(bound.id_for_label or id_),
        label_css="" if plain or look.plain_label else "p-legend",
        hint=help_text,
        errors=errors,
        described_by=described_by,
        group_css=group,
        heading=look.heading,
        prefix=look.prefix,
        suffix=look.suffix,
        limit=limit,
    )
    if look.heading:
        one_box = kind in ("input", "textarea", "select", "password", "file")
        view.label_css = "govuk-label--l" if one_box else "govuk-fieldset__legend--l"
    if kind in ("radios", "checkboxes"):
        view.options = _options(bound, look)
        base = f"govuk-{kind}"
        view.list_css = (
            base + ("" if look.big else f" {base}--small") + (f" {base}--inline" if look.inline else "")
        )
    elif kind == "date":
        view.parts = _parts(bound, errors)
    elif kind == "hidden":
        view.widget = bound.as_widget()
    else:
        view.widget = _widget(bound, kind, look, errors, described_by, limit)
    if kind == "checkbox":
        reveals: dict[str, list[str]] = getattr(bound.form, "reveals", {}).get(bound.name, {})
        shown = [bound.form[name] for names in reveals.values() for name in names]
        view.options = [
            Option(id=id_, value="on", label=bound.label, checked=bool(bound.value()), reveals=shown)
        ]
        view.list_css = "govuk-checkboxes" + ("" if look.big else " govuk-checkboxes--small")
    return view


@dataclass(frozen=True)
class SummaryItem:
    """One line of the error summary. `target` is the id to focus; empty for an error of the form as a whole."""

    text: str
    target: str = ""


def _form_items(form: forms.BaseForm) -> Iterable[SummaryItem]:
    for error in form.non_field_errors():
        yield SummaryItem(str(error))
    for bound in form:
        for error in bound.errors:
            yield SummaryItem(str(error), focus_id(bound))


def summary_of(form: forms.BaseForm | BaseFormSet | None) -> list[SummaryItem]:
    """Every error of a form or of a set of rows, in the order of the page, each text once for each target."""
    if form is None or not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        items = [SummaryItem(str(error)) for error in form.non_form_errors()]
        items += [item for row in form.forms for item in _form_items(row)]
    else:
        items = list(_form_items(form))
    rows = getattr(form, "rows", None)
    if isinstance(rows, BaseFormSet):
        items += summary_of(rows)
    return list(dict.fromkeys(items))
