"""What upper apps add to a copy of a record for one person: the child's words. Filled in AppConfig.ready."""

from collections.abc import Callable

from reviews.models import Review
from reviews.releasing import Block

Provider = Callable[[Review, str, str], list[Block]]
"""(review, kind of recipient, their name): the blocks that they may have at all."""
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. Raises ValueError where the name is taken by another."""
    if _providers.get(name, provider) is not provider:
        raise ValueError(f"There is a part called {name} already")
    _providers[name] = provider


def added_blocks(review: Review, kind: str, name: str) -> list[Block]:
    """What all of them add, in the order of their names."""
    return [block for key in sorted(_providers) for block in _providers[key](review, kind, name)]
