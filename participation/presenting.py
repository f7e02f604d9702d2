"""Views and participation as texts for the templates, with the child's name in them."""

from datetime import date

from core.dates import plain
from participation.actions import review_day
from participation.enums import AtReview, Way
from participation.selectors import Before, Heard
from participation.wording import caption, named
from reviews.models import Review

THERE = {
    AtReview.ALL: "There for all of it.",
    AtReview.PART: "There for part of it.",
    AtReview.NO: "Not there.",
}


def review_caption(review: Review) -> str:
    """Which child and which review: "Ash · 100084 · review 4, 21 April 2026"."""
    day = review_day(review)
    number = f"review {review.number}" + (f", {plain(day)}" if day else "")
    return " · ".join(part for part in (review.child.name, review.child.number, number) if part)


def alone_words(answer: str, day: date | None, reason: str) -> str:
    """Whether the reviewing officer spoke with the child alone, in a sentence."""
    if answer == "yes":
        return f"The reviewing officer spoke with them alone on {plain(day)}."
    if answer == "no":
        return (
            f"The reviewing officer did not speak with them alone: {reason}"
            if reason
            else "Not spoken with alone."
        )
    return "Nobody has said yet whether the reviewing officer spoke with them alone."


def shown(heard: Heard, name: str) -> dict[str, str]:
    """One occasion for a page: words, notes, who heard them, limits."""
    return {
        "words": heard.words,
        "understood": heard.understood,
        "observed": heard.observed,
        "withheld": named(heard.withheld, name),
        "limit": named(heard.limit, name),
        "caption": heard.caption,
        "anchor": f"heard-{heard.view.uuid}",
    }


def last_time(before: Before | None, name: str) -> dict[str, str] | None:
    """What stands beside each question: the answer of the review before; None where there was none."""
    if before is None:
        return None
    heard, part = before.heard, before.part
    ways = [named(Way(way).label, name) for way in part.ways] if part else []
    there = THERE.get(part.at_review, "") if part else ""
    code = before.review.participation_code or before.review.imported_code
    return {
        "heading": f"Review {before.review.number}, {plain(before.review.held_date)}",
        "words": heard.words if heard else "",
        "understood": heard.understood if heard else "",
        "observed": heard.observed if heard else "",
        "withheld": named(heard.withheld, name) if heard else "",
        "caption": caption(heard.view, with_date=False) if heard else "",
        "took_part": " ".join([there, *(f"{way}." for way in ways)]).strip(),
        "code": code,
        "alone": alone_words(part.spoken_alone, part.spoken_alone_date, part.not_alone_reason)
        if part
        else "",
    }
