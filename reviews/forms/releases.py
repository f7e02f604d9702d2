"""Forms of copies for one person."""

from typing import Any, ClassVar

from django import forms

from core.formfields import GovDateField, WordsField
from core.forms import Look, PortalForm
from reviews.releasing import RecipientKind, Section, Warned

INVITED_KINDS = [
    (kind.value, kind.label)
    for kind in (RecipientKind.FAMILY, RecipientKind.CARER, RecipientKind.WORKER, RecipientKind.PARTNER)
]


class StartReleaseForm(PortalForm):
    """For whom the copy is. Needs `choices`: ("around:<id>", name and what they are)."""

    recipient = forms.ChoiceField(label="Whose copy is it?", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="What are they to the child?",
        required=False,
        choices=[("", "It is known already"), *INVITED_KINDS],
        help_text="Asked only of somebody who is not among the people around the child. "
        "Leave it if you are not sure: most is hidden then.",
    )
    submit_text = "Go on"

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = choices


class SectionsForm(PortalForm):
    """Which sections the copy has."""

    sections = forms.MultipleChoiceField(
        label="What is in this copy?", choices=Section.choices, widget=forms.CheckboxSelectMultiple
    )
    submit_text = "Save"


class NamesForm(PortalForm):
    """What to do with each name warned of. Needs `warned`; the fields are answer_0, reason_0 and so on."""

    submit_text = "Save"

    def __init__(self, *args: Any, warned: list[Warned], settled: dict[str, Any], **kwargs: Any) -> None:
        self.warned = warned
        self.reveals = {f"answer_{place}": {"keep": [f"reason_{place}"]} for place in range(len(warned))}
        self.base_fields = dict(self.base_fields)
        for place, one in enumerate(warned):
            said = settled.get(one.key, {})
            self.base_fields[f"answer_{place}"] = forms.ChoiceField(
                label=one.name,
                choices=[("hide", "Hide it"), ("keep", "Keep it")],
                widget=forms.RadioSelect,
                help_text=f"{one.source_label}. In: {', '.join(one.where)}",
                initial=said.get("answer"),
            )
            self.base_fields[f"reason_{place}"] = forms.CharField(
                label=f"Why may {one.name} stay?", max_length=300, initial=said.get("reason", "")
            )
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, dict[str, str]]:
        """What was said of each name, by its key."""
        return {
            one.key: {
                "answer": self.cleaned_data[f"answer_{place}"],
                "reason": self.cleaned_data[f"reason_{place}"],
            }
            for place, one in enumerate(self.warned)
        }


class PreviewForm(PortalForm):
    """The sender has read it. Needs `colleagues`: who may be the second person; empty where none is asked for."""

    read = forms.BooleanField(
        label="I have read all of it as they will get it",
        error_messages={"required": "Read it, then tick that you have"},
    )
    confirmer = forms.ChoiceField(
        label="Who confirms it?",
        help_text="A colleague who reads it after you. They see this record beside it, and no more of the child.",
    )
    submit_text = "This is what they get"

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues is None:
            del self.fields["confirmer"]
        else:
            self.fields["confirmer"].choices = [("", "Choose"), *colleagues]


class ConfirmForm(PortalForm):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label="May it go?",
        choices=[("yes", "Yes, I have read all of it"), ("no", "No, something has to be changed")],
        widget=forms.RadioSelect,
    )
    reason = WordsField(label="What has to be changed?", rows=3, max_length=500)
    submit_text = "Save your answer"
    reveals: ClassVar = {"answer": {"no": ["reason"]}}


class ReleaseForm(PortalForm):
    """Let it go."""

    submit_text = "Release this copy"
    submit_kind = "warning"
    cancel_text = "Not yet"


class DeliveredForm(PortalForm):
    """In their hands."""

    day = GovDateField(label="When did they get it?", name="Date", help_text="For example, 30 4 2026")
    how = forms.CharField(
        label="How?",
        max_length=200,
        help_text="For example, handed over at the office, or by recorded post to the address they gave",
    )
    submit_text = "Record that they have it"
    looks: ClassVar = {"how": Look(count=False)}


class WithdrawForm(PortalForm):
    """Call it back."""

    reason = WordsField(label="Why is it called back?", rows=2, max_length=300)
    submit_text = "Call it back"
    submit_kind = "warning"
    cancel_text = "Leave it"


class NoCopyForm(PortalForm):
    """Somebody gets none."""

    reason = WordsField(label="Why do they get no copy?", rows=2, max_length=300)
    submit_text = "Save"
