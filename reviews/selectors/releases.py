"""Reads of copies for one person: the record in blocks, what a copy of it comes to, who is due one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Membership, Person
from accounts.permissions import Permission
from accounts.roles import roles_with
from accounts.standing import holders
from children.confidential import Fact
from children.confidential_selectors import giving_away, hidden_from
from children.enums import RelationshipKind
from children.models import Allocation, Child, Relationship
from core.dates import long, time_of_day
from reviews.enums import Place
from reviews.models import Invitation, Release, Review
from reviews.record_parts import PLACES
from reviews.release_states import ReleaseState
from reviews.released_parts import added_blocks
from reviews.releasing import (
    Block,
    Copy,
    Known,
    Section,
    Warned,
    answer_missing,
    build,
    default_hidden,
    terms_of,
    warned_names,
)
from reviews.releasing.names import Source
from reviews.selectors.journey import whole
from reviews.selectors.record import written

GONE_OUT = (ReleaseState.RELEASED, ReleaseState.OPENED)
OF_PLACES = {Place.HOME: Fact.ADDRESS, Place.SCHOOL: Fact.SCHOOL}
OF_ROLES = (("carer", Fact.CARERS), ("teacher", Fact.SCHOOL), ("school", Fact.SCHOOL))
OF_KINDS = {RelationshipKind.CARER: Fact.CARERS, RelationshipKind.TEACHER: Fact.SCHOOL}


def record_blocks(review: Review, *, kind: str, name: str) -> list[Block]:
    """The whole record in blocks, as far as it can go to this recipient at all."""
    body = written(review, own=False)
    blocks = [Block(Section.FACTS, name_of, value) for name_of, value in body["facts"]]
    blocks += _sittings(review) + _people(review)
    blocks += [
        Block(Section.PREPARATION, heading, "\n".join(part for part in (day, note) if part))
        for heading, day, note in body["preparation"]
    ]
    if body["right_people"]:
        blocks.append(
            Block(Section.PREPARATION, "Were the right people and papers there?", body["right_people"])
        )
    blocks += added_blocks(review, kind, name)
    blocks += [Block(Section.MATTERS, one["name"], one["text"]) for one in body["matters"]]
    blocks += [
        Block(Section.FOLLOW_UPS, "Earlier decision", _lines(one["what"], one["found"], one["note"]))
        for one in body["follow_ups"]
    ]
    blocks += [
        Block(
            Section.DECISIONS,
            f"Decision {one['number']}",
            _lines(one["what"], f"Who: {one['who']}", f"By: {one['by']}", one["why"], one["asked"]),
        )
        for one in body["decisions"]
    ]
    if body["iro_view"]:
        blocks.append(Block(Section.VIEW, "The reviewing officer’s view", body["iro_view"]))
    blocks += [
        Block(Section.REOPENED, "This record was opened again", f"{one['when']}: {one['reason']}")
        for one in body["reopenings"]
    ]
    return blocks


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _sittings(review: Review) -> list[Block]:
    blocks = []
    for one in whole(review).held:
        when = ", ".join(part for part in (long(one.date), time_of_day(one.time)) if part)
        blocks.append(Block(Section.SITTINGS, f"Sitting {one.number}", _lines(when, one.note)))
        where = one.place_detail or PLACES.get(Place(one.place) if one.place else Place.OTHER, "")
        fact = OF_PLACES.get(Place(one.place)) if one.place and one.place_detail else None
        if where:
            blocks.append(
                Block(Section.SITTINGS, f"Where sitting {one.number} was", where, (fact,) if fact else ())
            )
    return blocks


def _people(review: Review) -> list[Block]:
    """Name and whether they came. Why somebody was left out is not for others to read."""
    blocks = []
    kinds = dict(Relationship.objects.filter(child=review.child_id).values_list("pk", "kind"))
    for one in whole(review).people:
        came = "Not invited" if one.not_invited_reason else one.get_attendance_display()
        facts = {fact for word, fact in OF_ROLES if word in one.role.lower()}
        facts |= {OF_KINDS[kind] for kind in (kinds.get(one.relationship_id),) if kind in OF_KINDS}
        tells = tuple(sorted(facts))
        blocks.append(Block(Section.PEOPLE, one.role, f"{one.name}: {came}", tells))
    return blocks


@dataclass(frozen=True)
class Made:
    """What a copy comes to now: beside the full text, with the names still to be settled."""

    full: list[Block]
    copy: Copy
    warned: tuple[Warned, ...]
    unsettled: list[Warned]


def made(release: Release) -> Made:
    """Work the copy out from the record, what is confidential, and the sender's answers, as they stand."""
    review, child = release.review, release.child
    full = record_blocks(review, kind=release.kind, name=release.recipient_name)
    hidden = hidden_from(release.relationship) if release.relationship else default_hidden(release.kind)
    own_names = (child.name, release.recipient_name)
    terms = terms_of(giving_away(child), hidden, own_names=own_names)
    chosen = {"sections": release.sections, "hidden": hidden, "terms": terms}
    bare = build(full, **chosen)
    warned = warned_names(bare.blocks, known=_known_elsewhere(child), own=_own_names(review))
    names = [one.term for one in warned if release.settled.get(one.key, {}).get("answer") == "hide"]
    copy = build(full, **chosen, names=names)
    return Made(full, copy, warned, answer_missing(warned, release.settled))


def _known_elsewhere(child: Child) -> list[Known]:
    """Names of other children, of the people around them, and of workers of the authority."""
    others = Child.objects.exclude(pk=child.pk).exclude(name="").values_list("name", flat=True)
    around = Relationship.objects.exclude(child=child).values_list("name", flat=True)
    staff = Membership.objects.filter(authority=child.authority_id).values_list("person__name", flat=True)
    return [
        *(Known(name, Source.CHILD) for name in others),
        *(Known(name, Source.RELATIVE) for name in around.distinct()),
        *(Known(name, Source.STAFF) for name in staff.distinct()),
    ]


def _own_names(review: Review) -> list[str]:
    """Names that belong into this child's record: the child, who is around them, who came, their reviewing officers."""
    child = review.child
    officers = Person.objects.filter(
        Q(pk__in=Allocation.objects.filter(child=child).values("iro")) | Q(pk=review.chaired_by_id)
    )
    return [
        child.name,
        *Relationship.objects.filter(child=child).values_list("name", flat=True),
        *(one.name for one in whole(review).people),
        *officers.values_list("name", flat=True),
    ]


def releases_of(review: Review) -> list[Release]:
    """The copies of a review's record, those called back last."""
    rows = Release.objects.filter(review=review).select_related("created_by", "confirmed_by", "released_by")
    return sorted(rows, key=lambda row: (row.state == ReleaseState.WITHDRAWN, row.pk))


def still_due(review: Review) -> list[Invitation]:
    """Who was asked to the review, gets a copy, and was released none yet."""
    out = Release.objects.filter(review=review, state__in=GONE_OUT)
    given = set(out.values_list("invitation", flat=True))
    related = set(out.exclude(relationship=None).values_list("relationship", flat=True))
    due = review.invitations.filter(not_invited_reason="", copy_withheld_reason="").order_by("pk")
    return [one for one in due if one.pk not in given and one.relationship_id not in related]


def colleagues(authority_id: int, *, on: date, permission: Permission) -> list[Person]:
    """The people with a role here on a day that has this permission, by name."""
    found = holders(authority_id, roles_with(permission), on)
    return list(Person.objects.filter(pk__in=found.values("person")).order_by("name", "pk"))
