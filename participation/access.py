"""The one door to a child's words, by way of the doors to the child and the review.

Who may see the child may see that they were heard, and when. The words themselves, and what was understood and
observed, which would give them away, follow what the child said about sharing:

    everyone                    whoever may see the child
    only named people           the child's own reviewing officer, and the person who heard it
    only the IRO                the child's own reviewing officer and the IRO managers
    exact words, not asked yet  the child's own reviewing officer, and the person who heard it
    no exact words              whoever may see the child

While the reviewing officer is still writing (the views of that review are not marked as complete and its record is not
locked), only they and the person who heard it read, as the page where it is typed promises.
"""

from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.http import Http404

from accounts.actor import Actor
from accounts.permissions import Permission
from children.access import is_iro_of, visible_children
from children.models import Child
from participation.enums import Sharing
from participation.models import ChildView
from reviews.models import Review


def visible_views(actor: Actor) -> QuerySet[ChildView]:
    """The occasions of all children this person may see; whether their words may be read is asked of each."""
    if actor.authority is None:
        return ChildView.objects.none()
    return ChildView.objects.filter(child__in=visible_children(actor))


def reads_as_iro(actor: Actor, child: Child) -> bool:
    """Whether this person, who may see the child, is the child's own reviewing officer today.

    The child's own page has found it out with the child; elsewhere it is asked. Somebody named for a restricted child,
    or who broke the glass, is not.
    """
    if not actor.may(Permission.RECORD_REVIEW) or child.pk in actor.opened:
        return False
    known: bool | None = getattr(child, "own", None)
    return is_iro_of(actor, child) if known is None else known


def is_unfinished(view: ChildView) -> bool:
    """Whether the reviewing officer is still writing. Select review__participation with the row: both are asked."""
    part = getattr(view.review, "participation", None)
    return not view.review.locked and (part is None or not part.complete)


def may_read(actor: Actor, view: ChildView, *, as_iro: bool) -> bool:
    """Whether the words of one occasion may be shown to this person, who may see the child. See the module's table."""
    if as_iro or view.heard_by_person_id == actor.person.pk:
        return True
    if is_unfinished(view) or view.sharing == Sharing.NAMED or (not view.sharing and view.exact_words):
        return False
    return actor.may(Permission.VIEW_ALL_CHILDREN)


def new_occasion_uuid(review: Review, asked: UUID) -> UUID:
    """The id of the row made for an address that is not used yet: the same each time, and never a row elsewhere.

    The id in the address may be anybody's; a row made with it as it stands could collide with a stranger's, and the
    refusal would tell that there is one.
    """
    return uuid5(review.uuid, str(asked))


def get_occasion_or_404(review: Review, uuid: UUID) -> ChildView | None:
    """An occasion of this review, or None for an id that is not used yet (a new one). Http404 for another review's.

    The review comes from its own door, so whoever holds it may change what is under it.
    """
    known = ChildView.objects.select_related("saved_by").filter(
        uuid__in=(uuid, new_occasion_uuid(review, uuid))
    )
    view = known.first()
    if view is not None and view.review_id != review.pk:
        raise Http404
    return view
