"""Who saw this child: every event about them, in words, by person, kind and days; and nothing of another authority."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LocalAuthority, Membership
from audit.actions import record
from audit.models import Event
from audit.selectors import Trail, events_about
from audit.verbs import Verb
from children.models import Child
from children.trail import CHANGES, DOWNLOADS, LISTS, LOOKS, kind_of
from children.views import trail
from tests.counting import statements
from tests.factories.accounts import MembershipFactory
from tests.factories.base import told
from tests.factories.children import AllocationFactory, ChildFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Membership], Client]


@pytest.fixture
def child(in_scope: LocalAuthority, iro: Membership) -> Child:
    child = ChildFactory(authority=in_scope, name="Fern Quill")
    AllocationFactory(child=child, iro=iro.person)
    return child


def happened(verb: Verb, child: Child, by: Membership | None, more: int = 0) -> Event:
    ids = [child.pk, *(10**9 + number for number in range(more))]
    return record(verb, by=by.person if by else None, authority_id=child.authority_id, child_ids=ids)


def page(client: Client, child: Child, query: str = "") -> str:
    return client.get(reverse("child-trail", args=[child.uuid]) + query).content.decode()


def test_in_words_newest_first(child: Child, iro: Membership, manager: Membership, signed_in: SignIn) -> None:
    happened(Verb.EXPORTED, child, manager, more=500)
    happened(Verb.CASELOAD_LISTED, child, iro, more=39)
    happened(Verb.CASELOAD_LISTED, child, iro)
    happened(Verb.REVIEW_VIEWED, child, iro)
    happened(Verb.CHILD_VIEWED, child, None)
    Event.objects.create(
        verb=Verb.CHILD_VIEWED, authority_id=child.authority_id, actor_id=10**9, child_ids=[child.pk]
    )

    shown = page(signed_in(manager), child)

    words = [
        "Somebody who is no longer known",
        "The portal itself",
        "Opened the child’s page",
        "Looked at a review",
        "Was alone in a list",
        "Was in a list of 40 children",
        "Exported the 903 return",
    ]
    table = shown[shown.index("<tbody") :]
    assert [table.index(one) for one in words[3:]] == sorted(table.index(one) for one in words[3:])
    assert all(one in table for one in words)
    assert "Looked at who saw this child" in page(signed_in(iro), child)


def test_by_person_kind_and_days(
    child: Child, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    happened(Verb.CHILD_CHANGED, child, iro)
    happened(Verb.ADDRESS_VIEWED, child, manager)
    client = signed_in(manager)

    assert "Looked at where" not in page(client, child, f"?person={iro.person.uuid}")
    assert "Changed a child’s" not in page(client, child, "?kind=looks")
    assert "Looked at where the child lives" in page(client, child, "?kind=looks&days=7")
    assert "Nothing here." in page(client, child, "?kind=downloads")
    assert "Looked at where" in page(client, child, "?kind=nonsense&page=x")


def test_only_events_of_those_days(child: Child, iro: Membership) -> None:
    event = happened(Verb.CHILD_VIEWED, child, iro)

    def found(**asked: object) -> list[int]:
        trail = Trail(**asked)  # type: ignore[arg-type]
        return [
            one.pk for one in events_about(child.pk, authority_id=child.authority_id, trail=trail, limit=9)
        ]

    assert found(since=event.at, until=event.at + timedelta(seconds=1)) == [event.pk]
    assert found(until=event.at) == []
    assert found(since=event.at + timedelta(seconds=1)) == []


def test_another_authoritys_events_are_not_found_whatever_is_asked(
    child: Child, iro: Membership, other_authority: LocalAuthority
) -> None:
    happened(Verb.CHILD_VIEWED, child, iro)

    for place in (other_authority.pk, None):
        with told(place):
            for asked in (child.authority_id, other_authority.pk):
                assert events_about(child.pk, authority_id=asked, trail=Trail(), limit=9) == []


def test_paged_with_as_many_statements_at_any_size(
    child: Child, iro: Membership, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "PAGE", 5)
    client = signed_in(iro)
    page(client, child)
    few = len(statements(lambda: page(client, child)))
    for _ in range(12):
        happened(Verb.CHILD_VIEWED, child, MembershipFactory(authority=child.authority))

    assert len(statements(lambda: page(client, child))) == few
    assert "?kind=looks&amp;page=2" in page(client, child, "?kind=looks")
    second = page(client, child, "?page=2")
    assert "?page=1" in second
    assert "?page=3" in second


def test_download_with_harmless_cells(child: Child, iro: Membership, signed_in: SignIn) -> None:
    iro.person.name = "=Jas"
    iro.person.save()
    happened(Verb.CHILD_VIEWED, child, iro)

    answer = signed_in(iro).get(reverse("child-trail-download", args=[child.uuid]))

    text = answer.content.decode("utf-8-sig")
    assert text.startswith("When,Who,What\r\n")
    assert ",'=Jas,Opened the child’s page" in text
    assert "Fern Quill" not in text + answer["Content-Disposition"]
    assert Event.objects.filter(verb=Verb.TRAIL_DOWNLOADED, child_ids=[child.pk]).count() == 1


def test_a_colleague_and_a_named_person_do_not_read_it(
    child: Child, iro: Membership, authority: LocalAuthority, signed_in: SignIn
) -> None:
    colleague = MembershipFactory(authority=authority)

    assert signed_in(colleague).get(reverse("child-trail", args=[child.uuid])).status_code == 404


def test_every_verb_is_of_a_kind() -> None:
    kinds = {verb: kind_of(verb) for verb in Verb}

    assert kinds[Verb.CHILD_VIEWED] == LOOKS
    assert kinds[Verb.LIST_VIEWED] == LISTS
    assert kinds[Verb.EXPORTED] == DOWNLOADS
    assert kinds[Verb.GLASS_BROKEN] == CHANGES
    assert set(kinds.values()) == {LOOKS, LISTS, DOWNLOADS, CHANGES}
