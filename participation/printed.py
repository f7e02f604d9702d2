"""The child's words and how they took part, in the full record of a review, as far as the reader may see them."""

from accounts.actor import Actor
from participation.access import may_read, reads_as_iro
from participation.completeness import has_content
from participation.enums import Code
from participation.models import Participation
from participation.presenting import alone_words, shown
from participation.selectors import Heard, views_of
from participation.wording import named
from reviews.models import Review
from reviews.printed import Printed


def voice_section(review: Review, actor: Actor) -> Printed | None:
    """What the child said for this review, whether they were seen alone, and the code of the national return."""
    name = review.child.shown_as
    as_iro = reads_as_iro(actor, review.child)
    views = views_of(review).select_related("review__participation")
    heard = [Heard(view, may_read(actor, view, as_iro=as_iro)) for view in views if has_content(view)]
    part = Participation.objects.filter(review=review).first()
    code = review.participation_code or review.imported_code
    if not heard and part is None and not code:
        return None
    content = {
        "heard": [shown(one, name) for one in heard],
        "alone": alone_words(part.spoken_alone, part.spoken_alone_date, part.not_alone_reason)
        if part
        else "",
        "code": f"{code}: {Code(code).label}" if code in Code.values else code,
        "reasons": [named(reason, name) for reason in part.reasons] if part else [],
        "instead": part.contradicted_reason if part else "",
    }
    return Printed(f"What {name} said, and how they took part", "participation/printed_voice.html", content)
