"""The child's exact words in a copy of a record: only as far as the child said that they may be shared."""

from participation.enums import Sharing
from participation.selectors import views_of
from reviews.models import Review
from reviews.releasing import Block, RecipientKind, Section
from reviews.releasing.words import tokens_of


def words_for(review: Review, kind: str, name: str) -> list[Block]:
    """A block for each occasion whose words this recipient may have; to the child, all of their own."""
    heading = f"What {review.child.shown_as} said"
    return [
        Block(Section.VOICE, heading, view.exact_words)
        for view in views_of(review)
        if view.exact_words.strip() and may_have(view.sharing, view.sharing_names, kind, name)
    ]


def may_have(sharing: str, names: str, kind: str, name: str) -> bool:
    """Whether words shared like this may go to a person of this kind and name. Not asked yet is no."""
    if kind == RecipientKind.CHILD or sharing == Sharing.EVERYONE:
        return True
    return sharing == Sharing.NAMED and bool(set(tokens_of(name)) & set(tokens_of(names)))
