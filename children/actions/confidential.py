"""Marks what is confidential about a child: the words that give it away, and who may know."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Person
from audit.actions import record
from audit.verbs import Verb
from children.confidential import Fact, MayKnow, opened
from children.models import Child, ConfidentialFact, ConfidentialFrom, Relationship
from core import clock
from core.errors import DomainError
from core.locking import locked


def _rows(child: Child) -> dict[str, ConfidentialFact]:
    """A row for each fact, made where there is none; the child's row is locked so that no two make them at once."""
    locked(Child, child.pk)
    rows = {row.fact: row for row in ConfidentialFact.objects.filter(child=child)}
    for fact in Fact:
        if fact not in rows:
            rows[fact] = ConfidentialFact.objects.create(
                child=child, authority_id=child.authority_id, fact=fact
            )
    return rows


@transaction.atomic
def save_words(*, child: Child, by: Person, words: Mapping[str, str]) -> None:
    """Save the words that give a fact away: fact to text, one word or name a line."""
    changed = []
    for fact, row in _rows(child).items():
        text = words.get(fact, row.words).strip()
        if text != row.words:
            row.words, row.saved_by, row.saved_at, row.version = text, by, clock.now(), row.version + 1
            row.save(update_fields=["words", "saved_by", "saved_at", "version"])
            changed.append(fact)
    _tell(child, by=by, words=sorted(changed))


@transaction.atomic
def say_who_may_know(
    *, person: Relationship, by: Person, answers: Mapping[str, str], reason: str = ""
) -> None:
    """Decide which facts one person around the child may know: fact to answer.

    Raises DomainError where something usually hidden from such a person is opened to them without a reason.
    """
    reason = reason.strip()
    open_to_them = opened(person.kind, answers)
    if open_to_them and not reason:
        raise DomainError(
            "Say why this person may know what is otherwise hidden from them", "required", field="reason"
        )
    rows = _rows(person.child)
    for fact, answer in sorted(answers.items()):
        ConfidentialFrom.objects.update_or_create(
            fact=rows[Fact(fact)],
            relationship=person,
            defaults={
                "authority_id": person.authority_id,
                "answer": MayKnow(answer),
                "reason": reason if fact in open_to_them else "",
                "saved_by": by,
                "saved_at": clock.now(),
            },
        )
    _tell(person.child, by=by, relationship=person.pk, answers=dict(answers))


def _tell(child: Child, *, by: Person, **detail: object) -> None:
    record(
        Verb.CONFIDENTIAL_CHANGED,
        by=by,
        authority_id=child.authority_id,
        objects=[child],
        child_ids=[child.pk],
        **detail,
    )
