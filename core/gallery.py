"""What /ui-components/ shows: every component in every state, with invented people. Not imported outside that page."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.forms import formset_factory

from core.components import Count, Empty, Task
from core.errors import ConflictError
from core.formfields import GovDateField, GovTimeField, WordsField
from core.forms import Look, PortalForm, PortalFormSet, Submit, VersionedForm

PLACES = [
    ("home", "Where Rowan lives"),
    ("school", "School"),
    ("video", "By video"),
    ("other", "Somewhere else"),
]
WAYS = [
    ("spoke", "Ash spoke for themself"),
    ("advocate", "An advocate spoke for Ash"),
    ("drawings", "Through drawings, play, signs or a device"),
    ("none", "Ash’s views did not get to the review"),
]


class ExampleForm(PortalForm):
    """Every kind of field."""

    on = GovDateField(
        label="When is the review?",
        name="Date of the review",
        help_text="Due by Tue 5 May 2026. For example, 30 4 2026",
    )
    at = GovTimeField(label="What time?", help_text="For example, 2pm or 2.30pm")
    late = WordsField(label="If it will be late, why?", required=False, rows=2, max_length=200)
    where = forms.ChoiceField(label="Where?", choices=PLACES, widget=forms.RadioSelect)
    where_other = forms.CharField(label="Where is that?", max_length=80)
    seen = forms.ChoiceField(
        label="Did you see Rowan alone?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    ways = forms.MultipleChoiceField(
        label="How did the views get to the review?",
        help_text="Choose all that happened",
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    words = WordsField(
        label="Rowan’s exact words", help_text="As they said, wrote or signed them. No tidying up."
    )
    duty = forms.ChoiceField(
        label="Next duty", choices=[("", "Any duty"), ("review", "Review"), ("record", "Record")]
    )
    email = forms.EmailField(label="E-mail address")
    share = forms.DecimalField(label="Full-time equivalent", max_digits=3, decimal_places=2)
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    file = forms.FileField(label="The file", widget=forms.FileInput)
    sure = forms.BooleanField(label="I have asked Rowan who should come", help_text="They can say no.")

    submit_text = "Book the review"
    nothing_done = "Nothing was booked. What you typed is still here."
    more_submits = (Submit("later", "Save and come back"),)
    reveals: ClassVar[dict[str, dict[str, list[str]]]] = {"where": {"other": ["where_other"]}}
    looks: ClassVar[dict[str, Look]] = {
        "seen": Look(inline=True),
        "ways": Look(divider={"none": "or"}, hints={"advocate": "Somebody independent of the council"}),
        "words": Look(voice=True),
        "where_other": Look(width=20),
        "share": Look(width=4, suffix="of 1"),
    }


class ExampleFilter(PortalForm):
    """A filter in one line."""

    q = forms.CharField(
        label="Name or number", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    duty = forms.ChoiceField(
        label="Next duty", required=False, choices=[("", "Any duty"), ("review", "Review")]
    )
    form_method = "get"
    submit_text = "Show"
    looks: ClassVar[dict[str, Look]] = {"q": Look(plain_label=True), "duty": Look(plain_label=True)}


class ExampleVersioned(VersionedForm):
    """A text that two people wrote."""

    text = WordsField(label="Permanence")


class ExampleRow(PortalForm):
    """One row of a set."""

    what = forms.CharField(label="What was decided?", max_length=120)
    by = GovDateField(label="By when?", required=False)


class ExampleRows(PortalFormSet):
    """A set of rows."""

    row_name = "Decision"
    add_text = "Add another decision"


def _conflicting() -> ExampleVersioned:
    form = ExampleVersioned({"version": "4", "text": "Match not agreed. Panel on 3 June."})
    form.is_valid()
    error = ConflictError(
        {"text": "Panel moved to 3 June; carers told."},
        version=5,
        by="Kit Ashdown",
        at=dt.datetime(2026, 4, 21, 9, 2, tzinfo=dt.UTC),
    )
    form.show_conflict(error, at=dt.datetime(2026, 4, 21, 9, 4, tzinfo=dt.UTC))
    return form


def _tasks() -> list[Task]:
    return [
        Task("t1", "When, where and who came", "#", "done", "Tuesday 21 April 2026, 8.30am. 6 people"),
        Task("t2", "Ash’s views and how they took part", "#", "doing", "Exact words saved, 2 questions left"),
        Task("t3", "Rights: complaint, advocate, court", "#", "todo"),
        Task("t4", "Send the decisions", "", "blocked", "When the three things above are done"),
    ]


def examples() -> dict[str, Any]:
    """Everything the page draws. `form` is a refused form, so the page also shows the error summary."""
    refused = ExampleForm(
        {
            "on-day": "31",
            "on-month": "2",
            "on-year": "2026",
            "at": "2",
            "email": "jas",
            "share": "half",
            "late": "x" * 210,
        },
        cancel_url="#",
        auto_id="id_%s",
    )
    refused.is_valid()
    row_set = formset_factory(ExampleRow, formset=ExampleRows, extra=2, can_delete=True)
    return {
        "form": refused,
        "empty_form": ExampleForm(
            auto_id="plain_%s", cancel_url="#", initial={"on": dt.date(2026, 5, 5), "where": "other"}
        ),
        "filter_form": ExampleFilter(auto_id="filter_%s"),
        "filter_label": "Filter my children",
        "conflicting": _conflicting(),
        "rows": row_set(prefix="rows"),
        "strip": [
            Count(3, "overdue", "#main", "late"),
            Count(9, "due in the next 10 working days", "#main", "soon"),
            Count(1, "review ready to hold", "?ready=yes", "good"),
            Count(0, "reviews not booked", "?booked=no", "late"),
        ],
        "strip_label": "What needs doing",
        "tasks": _tasks(),
        "nothing_yet": Empty(
            "You have no children yet.",
            "When Marnie Holloway names you for a child, we send you a message and the child is listed here.",
            "#",
            "Ask Marnie",
        ),
        "no_match": Empty(
            "None of your 62 children match", "“Decisions”, “report missing”.", "#", "Show all 62"
        ),
        "words": "I want to stay at Mo and Pat’s till I am grown up.",
    }
