"""Forms of what is confidential about a child."""

from typing import ClassVar

from django import forms

from children.confidential import Fact, MayKnow
from core.formfields import WordsField
from core.forms import Look, PortalForm


class ConfidentialWordsForm(PortalForm):
    """The words that give each fact away, beyond what stands in the record."""

    school = WordsField(
        label="Name of the school",
        required=False,
        rows=2,
        help_text="One a line. Nothing else in the portal holds it.",
    )
    address = WordsField(
        label="Words that tell where the child lives",
        required=False,
        rows=3,
        help_text="One a line: the street, the village, a bus, a shop nearby. Addresses and postcodes of the child’s "
        "homes are known already.",
    )
    carers = WordsField(
        label="Names that tell who cares for the child",
        required=False,
        rows=2,
        help_text="One a line: the carers’ own children, a pet. The carers’ names are known already.",
    )
    words = WordsField(
        label="Other words and names to keep back", required=False, rows=3, help_text="One a line"
    )
    submit_text = "Save"


def may_know(fact: Fact) -> forms.ChoiceField:
    """The question of one fact."""
    return forms.ChoiceField(label=fact.label, choices=MayKnow.choices, widget=forms.RadioSelect)


class WhoMayKnowForm(PortalForm):
    """What one person around the child may know."""

    address = may_know(Fact.ADDRESS)
    school = may_know(Fact.SCHOOL)
    carers = may_know(Fact.CARERS)
    words = may_know(Fact.WORDS)
    reason = forms.CharField(
        label="Why may they know what is otherwise hidden from them?",
        required=False,
        max_length=300,
        help_text="Asked for where you open something to family. It is kept.",
    )
    submit_text = "Save"
    looks: ClassVar[dict[str, Look]] = {"reason": Look(count=False)}
