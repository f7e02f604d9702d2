"""What upper apps know of versions of a care plan: the review that considered one. Filled in AppConfig.ready."""

from collections.abc import Callable, Collection

Provider = Callable[[Collection[int]], dict[int, str]]
"""Gets ids of versions, answers a sentence for those it knows something of, in one statement."""
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add somebody who knows."""
    if provider not in _providers:
        _providers.append(provider)


def notes_for(plan_ids: Collection[int]) -> dict[int, str]:
    """A sentence or several for each version that there is one for."""
    notes: dict[int, str] = {}
    for provider in _providers:
        for pk, sentence in provider(plan_ids).items():
            notes[pk] = f"{notes[pk]} {sentence}" if pk in notes else sentence
    return notes
