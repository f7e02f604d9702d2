"""What reviews know of versions of the care plan: the review that considered one (CPPCR reg 32(2))."""

from collections.abc import Collection

from core.dates import plain
from reviews.models import CarePlanConsidered


def considered(plan_ids: Collection[int]) -> dict[int, str]:
    """ "Considered at review 4, 21 April 2026." for each version that a review considered."""
    rows = CarePlanConsidered.objects.filter(plan__in=list(plan_ids)).select_related("review").order_by("pk")
    said: dict[int, list[str]] = {}
    for row in rows:
        said.setdefault(row.plan_id, []).append(f"review {row.review.number}, {plain(row.review.held_date)}")
    return {pk: f"Considered at {' and '.join(names)}." for pk, names in said.items()}
