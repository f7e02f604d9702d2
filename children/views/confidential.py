"""What is confidential about a child, and from whom."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from children.actions import confidential
from children.confidential import Fact, MayKnow, hidden_facts
from children.confidential_forms import ConfidentialWordsForm, WhoMayKnowForm
from children.confidential_selectors import hidden_from, said_of, words_typed
from children.models import Relationship
from children.views.edit import OfChild
from core.pages import BackLink


class Confidential(OfChild):
    """The words that give a fact away, and the people around the child with what is hidden from each."""

    form_class = ConfidentialWordsForm
    template_name = "children/confidential.html"
    title = "What is confidential, and from whom"
    success_message = "The words are saved"

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return words_typed(self.child)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everybody around the child now."""
        said = said_of(self.child)
        rows = []
        for person in Relationship.objects.filter(child=self.child, end_date__isnull=True).order_by("pk"):
            answers = {fact: row.answer for fact, row in said.get(person.pk, {}).items()}
            hidden = hidden_facts(person.kind, answers)
            rows.append(
                {
                    "name": person.name,
                    "kind": person.get_kind_display(),
                    "hidden": ", ".join(fact.label for fact in Fact if fact in hidden) or "Nothing",
                    "url": reverse("confidential-person", args=[self.child.uuid, person.uuid]),
                }
            )
        return super().get_context_data(**kwargs) | {"rows": rows}

    def act(self, form: ConfidentialWordsForm) -> str:
        """Save."""
        confidential.save_words(child=self.child, by=self.actor.person, words=form.cleaned_data)
        return reverse("confidential", args=[self.child.uuid])


class ConfidentialPerson(OfChild):
    """What one person around the child may know."""

    form_class = WhoMayKnowForm
    success_message = "It is saved"
    title = "What they may know"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form about somebody around this child."""
        assert self.person  # noqa: S101 - asks at the door
        return super().get(request, *args, **kwargs)

    @cached_property
    def person(self) -> Relationship:
        """The person around this child; one around another child is not found."""
        row = (
            Relationship.objects.select_related("child")
            .filter(child=self.child, uuid=self.kwargs["around"])
            .first()
        )
        if row is None:
            raise Http404
        return row

    def get_title(self) -> str:
        """Whom it is about."""
        return f"What {self.person.name} may know"

    def get_initial(self) -> dict[str, Any]:
        """What stands now, the usual where nobody decided."""
        hidden = hidden_from(self.person)
        reasons = [row.reason for row in said_of(self.child).get(self.person.pk, {}).values() if row.reason]
        answers = {fact.value: MayKnow.HIDDEN if fact in hidden else MayKnow.KNOWN for fact in Fact}
        return {**answers, "reason": reasons[0] if reasons else ""}

    def get_back(self) -> BackLink:
        """To everything that is confidential."""
        return BackLink("Back to what is confidential", reverse("confidential", args=[self.child.uuid]))

    def act(self, form: WhoMayKnowForm) -> str:
        """Save."""
        answers = {fact.value: form.cleaned_data[fact.value] for fact in Fact}
        confidential.say_who_may_know(
            person=self.person, by=self.actor.person, answers=answers, reason=form.cleaned_data["reason"]
        )
        return reverse("confidential", args=[self.child.uuid])
