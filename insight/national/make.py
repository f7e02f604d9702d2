"""Makes the synthetic England: authority by authority, the same for the same seed, size and day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from children.models import Child
from insight.national import loading
from insight.national.places import codes, people
from insight.national.rows import Author
from reviews.actions.duties import choices_of

SEED = 2010  # the year of the Regulations


@dataclass(frozen=True)
class Size:
    """How large an England."""

    children: int
    authorities: int
    reviews: int

    def of(self, number: int) -> int:
        """The children of the authority with this number: some hundred in most, near two thousand in the largest."""
        weights = [1 / (place + 20) for place in range(self.authorities)]
        total = sum(weights)
        before = round(self.children * sum(weights[: number - 1]) / total)
        return round(self.children * sum(weights[:number]) / total) - before


def there(authorities: int) -> set[str]:
    """The codes of those that have children already. One whose making was broken off has none."""
    found = set()
    for authority in LocalAuthority.objects.filter(ons_code__in=codes(authorities)):
        with in_authority(authority):
            if Child.objects.exists():
                found.add(authority.ons_code)
    return found


def make(
    size: Size, *, on: date, seed: int = SEED, tell: Callable[[str, int, int], None] = lambda *_: None
) -> int:
    """Make what is missing of the authorities; how many rows were written. `tell` hears of each as it is done."""
    written = 0
    known = there(size.authorities)
    with loading.owner_cursor() as connection:
        for number, code in enumerate(codes(size.authorities), start=1):
            if code in known:
                continue
            rows = _authority(connection, number, size, on=on, seed=seed)
            written += rows
            tell(code, number, rows)
        loading.analyse(connection)
    return written


def _authority(connection: object, number: int, size: Size, *, on: date, seed: int) -> int:
    """People first, in the portal's own role, since the owner's transaction has to see them."""
    children = size.of(number)
    with transaction.atomic():
        place = people(number, children=children, on=on)
    dice = Random(f"{seed}:{number}")  # noqa: S311 - not for secrets: the load must come out the same each time
    authority = LocalAuthority.objects.get(pk=place.authority.pk)
    with in_authority(authority):
        choices = choices_of(authority)
    author = Author(
        place, choices, on=on, dice=dice,
        new_ids=lambda model, many: loading.reserve(connection, model, many),
    )  # fmt: skip
    rows = author.write(children, size.reviews)
    loading.load(connection, authority.pk, rows)
    made = [row.pk for row in rows.get(Child, [])]
    with in_authority(authority):
        record(
            Verb.DEMO_MADE, by=None, authority_id=authority.pk, object_type="children.child",
            object_ids=made, child_ids=made,
        )  # fmt: skip
    return sum(len(many) for many in rows.values())
