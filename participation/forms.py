"""What is typed about a child's views. Nothing is required while it is being written; `clean` asks for what is missing
only when somebody says that it is complete."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from accounts.models import Person
from core.formfields import GovDateField, WordsField
from core.forms import Look, Submit, VersionedForm
from participation.actions import TakingPart, Words, worked_out_for
from participation.completeness import Missing, has_content, missing, missing_of_occasion
from participation.enums import AtReview, Code, How, Sharing, Way
from participation.models import ChildView, Participation
from participation.wording import named
from reviews.models import Review

NOTHING_WRITTEN = "Write what the child said, what you understood or what you observed."
WORDS = ("exact_words", "understood", "observed", "heard_date", "how", "where", "with_whom", "heard_by")
SHARED = ("sharing", "sharing_names")

WAY_LABELS = {Way.TOLD_BEFORE: "The child told an advocate or me before, and we passed it on"}
"""Where the writer's own words are plainer than those of the record."""
SHARING_LABELS = {
    Sharing.NAMED: "Only the people the child names",
    Sharing.IRO_ONLY: "Only me and my manager, because sharing could harm the child",
}


class ExactWordsField(WordsField):
    """Takes the words as they are: no edges cut, nothing tidied."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class OccasionForm(VersionedForm):
    """What a child said on one occasion."""

    exact_words = ExactWordsField(
        label="The child's exact words",
        help_text="As they said, wrote or signed them. No tidying up. The child can read this.",
        required=False,
    )
    understood = WordsField(
        label="What I understood", help_text="Your reading of it. Say how sure you are.", required=False
    )
    observed = WordsField(
        label="What I observed",
        help_text="What you saw: mood, play, who they went to. Not what it means.",
        required=False,
    )
    heard_date = GovDateField(label="When was this?", name="The day the child was heard", required=False)
    how = forms.ChoiceField(
        label="How was the child heard?", choices=[("", "Choose"), *How.choices], required=False
    )
    where = forms.CharField(label="Where?", max_length=200, required=False)
    with_whom = forms.CharField(
        label="Who else was there?", help_text="Leave empty if nobody was.", max_length=200, required=False
    )
    heard_by = forms.CharField(label="Who heard it?", max_length=120, required=False)
    sharing = forms.ChoiceField(
        label="Who may read the child's exact words?",
        help_text="Ask the child. The record keeps them either way.",
        choices=[(one.value, SHARING_LABELS.get(one, one.label)) for one in Sharing],
        widget=forms.RadioSelect,
        required=False,
    )
    sharing_names = forms.CharField(label="Who did the child name?", max_length=300, required=False)

    submit_text = "Save"
    more_submits = (Submit("later", "Save unfinished"),)
    looks: ClassVar[Mapping[str, Look]] = {
        "exact_words": Look(voice=True),
        "heard_by": Look(width=20),
    }
    reveals: ClassVar[Mapping[str, Mapping[str, list[str]]]] = {"sharing": {Sharing.NAMED: ["sharing_names"]}}

    def __init__(
        self, *args: Any, review: Review, by: Person, saved: ChildView | None = None, **kwargs: Any
    ) -> None:
        """`saved` is the occasion as it stands; `by` writes."""
        super().__init__(*args, **kwargs)
        self.review = review
        self.by = by
        self.saved = saved
        name = review.child.shown_as
        for form_field in self.fields.values():
            form_field.label = named(str(form_field.label or ""), name)
            form_field.help_text = named(str(form_field.help_text), name)
            if isinstance(form_field, forms.ChoiceField):
                form_field.choices = [(key, named(str(label), name)) for key, label in form_field.choices]

    def words(self) -> Words:
        """What was typed of the occasion. Who heard it is known as a person where it is the writer."""
        typed = {name: self.cleaned_data.get(name) for name in (*WORDS, *SHARED)}
        typed = {
            name: value if value is not None or name == "heard_date" else "" for name, value in typed.items()
        }
        person = (
            self.saved.heard_by_person if self.saved and self.saved.heard_by == typed["heard_by"] else None
        )
        return Words(**typed, heard_by_person=self.by if typed["heard_by"] == self.by.name else person)

    def ask_for(self, wanted: Sequence[Missing]) -> None:
        """Say what is missing, each at its field, where that has no error yet."""
        for one in wanted:
            place = one.field if one.field in self.fields else None
            if place is None or place not in self.errors:
                self.add_error(place, named(one.message, self.review.child.shown_as))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.draft:
            self.ask_for(self.what_is_missing())
        return cleaned

    def what_is_missing(self) -> list[Missing]:
        """Of one occasion: something written, when, how, and who may read it."""
        view = ChildView(**self.words().fields())
        return missing_of_occasion(view) if has_content(view) else [Missing("exact_words", NOTHING_WRITTEN)]


class ReviewViewsForm(OccasionForm):
    """The child's views for a review and how they took part in it."""

    at_review = forms.ChoiceField(
        label="Was the child at the review?",
        choices=AtReview.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    ways = forms.MultipleChoiceField(
        label="How did the child's views get to the review?",
        help_text="Choose all that happened",
        choices=[(way.value, WAY_LABELS.get(way, way.label)) for way in Way],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contradicted_code = forms.ChoiceField(
        label="Which code is right?",
        choices=[("", "The one worked out"), *((code.value, f"{code}: {code.label}") for code in Code)],
        required=False,
    )
    contradicted_reason = WordsField(label="Why is the code worked out wrong?", rows=2, required=False)
    spoken_alone = forms.ChoiceField(
        label="Did you speak with the child alone before the review?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        required=False,
    )
    spoken_alone_date = GovDateField(
        label="When?", name="The day you spoke with the child alone", required=False
    )
    not_alone_reason = WordsField(
        label="Why not?",
        help_text="For example, the child did not want to, or it would not suit their age or understanding.",
        rows=2,
        required=False,
    )

    # As they stand on the page, so that the error summary lists them in that order.
    field_order = (
        "version", *WORDS, "at_review", "ways", "contradicted_code", "contradicted_reason", "spoken_alone",
        "spoken_alone_date", "not_alone_reason", *SHARED,
    )  # fmt: skip
    submit_text = "Save and mark as complete"
    more_submits = (Submit("later", "Save and come back"),)
    nothing_done = "This is not complete yet, and nothing was saved. What you typed is still here."
    reveals: ClassVar[Mapping[str, Mapping[str, list[str]]]] = OccasionForm.reveals | {
        "spoken_alone": {"yes": ["spoken_alone_date"], "no": ["not_alone_reason"]}
    }

    def __init__(self, *args: Any, others: Sequence[ChildView] = (), **kwargs: Any) -> None:
        """`others` are the further occasions of the review, which count as views too."""
        super().__init__(*args, **kwargs)
        self.others = others
        if self.review.imported_code:
            del self.fields["contradicted_code"], self.fields["contradicted_reason"]

    def taking_part(self, *, halves: bool = True) -> TakingPart:
        """What was answered. Without `halves`, an answer whose second half is still to be typed is left out."""
        typed = {name: self.cleaned_data.get(name) for name in TakingPart.__dataclass_fields__}
        typed = {name: value or ([] if name == "ways" else "") for name, value in typed.items()}
        typed["spoken_alone_date"] = self.cleaned_data.get("spoken_alone_date")
        if not halves and typed["spoken_alone"] == "yes" and typed["spoken_alone_date"] is None:
            typed["spoken_alone"] = ""
        if not halves and not typed["contradicted_reason"].strip():
            typed["contradicted_code"] = ""
        return TakingPart(**typed)

    def what_is_missing(self) -> list[Missing]:
        """Everything that is missing for the review."""
        answers = self.taking_part()
        views = [ChildView(**self.words().fields()), *self.others]
        found = missing(views, Participation(**answers.fields()), worked_out_for(self.review, answers))
        if answers.contradicted_code and not answers.contradicted_reason.strip():
            found.append(Missing("contradicted_reason", "Say why the code is wrong."))
        return found
