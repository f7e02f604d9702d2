"""Who and when belong together: neither stands without the other, and the database holds it."""

from collections.abc import Iterator

from django.db.models import CheckConstraint, F, Model, Q

from tests.consistency.test_models import own_models

WHEN = ("_at", "_on")
FREE = {
    "saved": "the last save may be the system's, which is nobody",
    "ended": "an import ends an allocation with the care, and is nobody",
}
"""Stems of pairs that need not be whole, each with why."""


def pairs(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Each field that says who, with each that says when, for one thing that may be done or not yet."""
    names = {field.name for field in model._meta.local_fields if field.null}
    for name in sorted(names):
        stem = name.removesuffix("_by")
        if stem != name and stem not in FREE:
            yield from ((name, stem + end) for end in WHEN if stem + end in names)


def fields_of(condition: object) -> set[str]:
    """The fields a condition speaks of."""
    if isinstance(condition, Q):
        return set().union(*(fields_of(child) for child in condition.children))
    if isinstance(condition, tuple):
        return {condition[0].split("__")[0]} | fields_of(condition[1])
    return {condition.name} if isinstance(condition, F) else set()


def test_there_are_pairs() -> None:
    found = {(model._meta.label_lower, *pair) for model in own_models() for pair in pairs(model)}

    assert ("reviews.review", "cancelled_by", "cancelled_at") in found
    assert len(found) >= 4


def test_every_pair_is_held_by_a_constraint() -> None:
    loose = []
    for model in own_models():
        held = [
            fields_of(one.condition) for one in model._meta.constraints if isinstance(one, CheckConstraint)
        ]
        loose += [
            (model._meta.label_lower, *pair)
            for pair in pairs(model)
            if not any(set(pair) <= one for one in held)
        ]

    assert loose == []
