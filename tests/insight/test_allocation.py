"""Naming a reviewing officer: one child, many at once, who may be named, and what changes with it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.models import Event
from children.actions.allocation import allocate, allocate_children, end_allocation
from children.models import Allocation, Child
from core import clock
from core.errors import DomainError, StateError
from insight.selectors.choosing import load_in_words
from insight.selectors.figures import Load
from reviews.actions.allocation import allocate_iro, end_iro
from reviews.actions.duties import recompute_children
from reviews.models import CaseloadEntry, Deadline
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.children import AllocationFactory, ChildFactory, PeriodOfCareFactory, RelationshipFactory

SignIn = Callable[..., Client]
START = date(2026, 4, 13)


def child_in_care(authority: LocalAuthority, start: date = START) -> Child:
    return PeriodOfCareFactory(child__authority=authority, start_date=start).child


@pytest.fixture
def bel(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Bel Thornapple").person


@pytest.fixture
def kit(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Kit Ashdown").person


class TestAct:
    def test_names_the_first(self, in_scope: LocalAuthority, bel: Person, kit: Person) -> None:
        child = child_in_care(in_scope)
        made = allocate(child=child, iro=bel, by=kit, on=date(2026, 4, 20))
        assert (made.iro, made.start_date, made.end_date, made.allocated_by) == (
            bel,
            date(2026, 4, 20),
            None,
            kit,
        )
        event = Event.objects.get(verb="child.allocated")
        assert (event.actor_id, event.child_ids, event.object_ids) == (kit.pk, [child.pk], [made.pk])
        assert event.detail == {"iro": bel.pk, "from_date": "2026-04-20"}

    def test_the_next_takes_over_that_day(self, in_scope: LocalAuthority, bel: Person, kit: Person) -> None:
        child = child_in_care(in_scope)
        allocate(child=child, iro=bel, by=kit, on=date(2026, 4, 20))
        allocate(child=child, iro=kit, by=bel, on=date(2026, 5, 1), reason="Bel is leaving")
        rows = list(
            Allocation.objects.order_by("pk").values_list(
                "iro", "start_date", "end_date", "ended_by", "reason"
            )
        )
        assert rows == [
            (bel.pk, date(2026, 4, 20), date(2026, 5, 1), bel.pk, ""),
            (kit.pk, date(2026, 5, 1), None, None, "Bel is leaving"),
        ]

    def test_a_mistake_is_put_right_on_the_same_day(
        self, in_scope: LocalAuthority, bel: Person, kit: Person
    ) -> None:
        child = child_in_care(in_scope)
        for iro in (bel, kit, bel):
            allocate(child=child, iro=iro, by=None, on=date(2026, 4, 20))
        assert Allocation.objects.filter(end_date__isnull=True).get().iro == bel

    def test_the_same_person_again_changes_nothing(self, in_scope: LocalAuthority, bel: Person) -> None:
        child = child_in_care(in_scope)
        allocate(child=child, iro=bel, by=None, on=date(2026, 4, 20))
        with pytest.raises(StateError, match="reviewing officer already"):
            allocate(child=child, iro=bel, by=None, on=date(2026, 4, 21))
        assert Allocation.objects.count() == 1

    def test_many_at_once_is_one_act(self, in_scope: LocalAuthority, bel: Person, kit: Person) -> None:
        children = [child_in_care(in_scope) for _ in range(3)]
        allocate(child=children[0], iro=kit, by=None, on=date(2026, 4, 14))
        allocate(child=children[1], iro=bel, by=None, on=date(2026, 4, 14))
        made = allocate_children(children=children, iro=kit, by=None, on=date(2026, 4, 20))
        assert [row.child_id for row in made] == [children[1].pk, children[2].pk]
        assert Allocation.objects.filter(iro=kit, end_date__isnull=True).count() == 3
        assert Event.objects.filter(verb="child.allocated").count() == 3

    @pytest.mark.parametrize(
        ("role", "first", "last", "active"),
        [
            ("iro_manager", date(2020, 1, 1), None, True),
            ("iro", date(2026, 4, 21), None, True),
            ("iro", date(2020, 1, 1), date(2026, 4, 19), True),
            ("iro", date(2020, 1, 1), None, False),
        ],
    )
    def test_only_an_officer_of_that_day_can_be_named(
        self, in_scope: LocalAuthority, role: str, first: date, last: date | None, active: bool
    ) -> None:
        person = MembershipFactory(
            authority=in_scope, role=role, from_date=first, to_date=last, person__is_active=active
        ).person
        with pytest.raises(DomainError) as refused:
            allocate(child=child_in_care(in_scope), iro=person, by=None, on=date(2026, 4, 20))
        assert (refused.value.code, refused.value.field) == ("not_an_iro", "iro")

    def test_an_officer_of_elsewhere_cannot_be_named(
        self, in_scope: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        stranger = MembershipFactory(authority=other_authority).person
        with pytest.raises(DomainError, match="not a reviewing officer here"):
            allocate(child=child_in_care(in_scope), iro=stranger, by=None, on=date(2026, 4, 20))

    def test_not_for_a_child_who_is_not_looked_after(self, in_scope: LocalAuthority, bel: Person) -> None:
        with pytest.raises(DomainError, match="no longer looked after"):
            allocate(child=ChildFactory(authority=in_scope), iro=bel, by=None, on=date(2026, 4, 20))

    def test_not_for_nobody(self, in_scope: LocalAuthority, bel: Person) -> None:
        with pytest.raises(DomainError, match="at least one"):
            allocate_children(children=[], iro=bel, by=None, on=date(2026, 4, 20))

    def test_not_before_the_last_one_began(self, in_scope: LocalAuthority, bel: Person, kit: Person) -> None:
        child = child_in_care(in_scope)
        allocate(child=child, iro=bel, by=None, on=date(2026, 4, 20))
        with pytest.raises(DomainError, match="after that day") as refused:
            allocate(child=child, iro=kit, by=None, on=date(2026, 4, 19))
        assert refused.value.field == "on"

    def test_not_inside_one_that_ended_later(
        self, in_scope: LocalAuthority, bel: Person, kit: Person
    ) -> None:
        child = child_in_care(in_scope)
        AllocationFactory(
            child=child,
            iro=bel,
            start_date=date(2026, 4, 14),
            end_date=date(2026, 4, 30),
            ended_at=clock.now(),
        )
        with pytest.raises(DomainError, match="after that day"):
            allocate(child=child, iro=kit, by=None, on=date(2026, 4, 20))
        assert allocate(child=child, iro=kit, by=None, on=date(2026, 4, 30)).iro == kit

    def test_ends(self, in_scope: LocalAuthority, bel: Person, kit: Person) -> None:
        child = child_in_care(in_scope)
        allocate(child=child, iro=bel, by=None, on=date(2026, 4, 20))
        ended = end_allocation(child=child, by=kit, on=date(2026, 5, 1))
        assert (ended.end_date, ended.ended_by) == (date(2026, 5, 1), kit)
        assert Event.objects.get(verb="child.allocation_ended").child_ids == [child.pk]
        with pytest.raises(StateError):
            end_allocation(child=child, by=kit, on=date(2026, 5, 1))

    def test_does_not_end_before_it_began(self, in_scope: LocalAuthority, bel: Person) -> None:
        child = child_in_care(in_scope)
        allocate(child=child, iro=bel, by=None, on=date(2026, 4, 20))
        with pytest.raises(DomainError, match="after that day"):
            end_allocation(child=child, by=None, on=date(2026, 4, 1))


class TestDuties:
    """An IRO must be named within 5 working days: Handbook ch. 2, framework section 1.5."""

    def test_waits_five_working_days_and_is_met_by_the_naming(
        self, in_scope: LocalAuthority, bel: Person
    ) -> None:
        child = child_in_care(in_scope)
        recompute_children([child.pk])
        duty = Deadline.objects.get(kind="iro_named")
        assert (duty.due_date, duty.met_date) == (date(2026, 4, 20), None)
        assert CaseloadEntry.objects.get().iro_due_date == date(2026, 4, 20)
        allocate_iro(children=[child], iro=bel, by=None, on=date(2026, 4, 21))
        duty.refresh_from_db()
        assert duty.met_date == date(2026, 4, 21)
        entry = CaseloadEntry.objects.get()
        assert (entry.iro, entry.iro_due_date) == (bel, None)

    def test_starts_again_when_the_officer_goes(self, in_scope: LocalAuthority, bel: Person) -> None:
        child = child_in_care(in_scope)
        allocate_iro(children=[child], iro=bel, by=None, on=date(2026, 4, 14))
        end_iro(child=child, by=None, on=date(2026, 5, 5))
        entry = CaseloadEntry.objects.get()
        assert (entry.iro, entry.iro_due_date) == (None, date(2026, 5, 12))


@pytest.mark.parametrize(
    ("share", "children", "words"),
    [
        ("1", 0, "0 of 50 to 70 children"),
        ("1", 61, "61 of 50 to 70 children"),
        ("1", 75, "75 of 50 to 70 children, 5 over"),
        ("0.5", 1, "1 child at 0.5 of full time: like 2 of 50 to 70"),
        ("0.5", 36, "36 children at 0.5 of full time: like 72 of 50 to 70, 2 over"),
        ("0", 3, "3 children"),
    ],
)
def test_a_caseload_is_said_against_the_band(share: str, children: int, words: str) -> None:
    load = Load(
        person="Bel Thornapple",
        url="",
        share=Decimal(share),
        children=children,
        late=0,
        soon=0,
        low=50,
        high=70,
    )

    assert load_in_words(load) == words


class TestPage:
    @pytest.fixture
    def manager(self, signed_in: SignIn, authority: LocalAuthority) -> Client:
        return signed_in("iro_manager", authority, PersonFactory(name="Marnie Holloway"))

    @pytest.fixture
    def child(self, authority: LocalAuthority) -> Child:
        child = child_in_care(authority, clock.today() - timedelta(days=10))
        with in_authority(authority):
            recompute_children([child.pk])
        return child

    def post(self, client: Client, url: str, iro: Person, on: date | None = None, **more: object):
        on = on or clock.today()
        when = {"on-day": on.day, "on-month": on.month, "on-year": on.year}
        return client.post(url, {"iro": str(iro.uuid), "reason": "", **when, **more})

    def test_shows_each_caseload_and_names(
        self, manager: Client, child: Child, bel: Person, authority: LocalAuthority
    ) -> None:
        url = f"/children/{child.uuid}/allocate/"
        page = manager.get(url).content.decode()
        assert "Bel Thornapple" in page
        assert "0 of 50 to 70 children" in page
        answer = self.post(manager, url, bel)
        assert answer["Location"] == f"/children/{child.uuid}/"
        with in_authority(authority):
            assert Allocation.objects.get().iro == bel
            assert CaseloadEntry.objects.get().iro == bel

    def test_hints_at_brothers_and_sisters(self, manager: Client, child: Child, bel: Person) -> None:
        other = child_in_care(child.authority)
        with in_authority(child.authority):
            allocate_iro(children=[other], iro=bel, by=None, on=START)
        RelationshipFactory(child=child, kind="sibling", other_child=other)
        page = manager.get(f"/children/{child.uuid}/allocate/").content.decode()
        assert f"{other.name} has Bel Thornapple" in page

    def test_not_in_the_future(self, manager: Client, child: Child, bel: Person) -> None:
        answer = self.post(
            manager, f"/children/{child.uuid}/allocate/", bel, clock.today() + timedelta(days=1)
        )
        assert "The first day must be today or earlier" in answer.content.decode()

    def test_a_foreign_officer_in_the_form_is_refused(
        self, manager: Client, child: Child, other_authority: LocalAuthority
    ) -> None:
        stranger = MembershipFactory(authority=other_authority).person
        answer = self.post(manager, f"/children/{child.uuid}/allocate/", stranger)
        assert answer.status_code == 200
        assert "Choose one of the IROs in the list" in answer.content.decode()
        with in_authority(child.authority):
            assert not Allocation.objects.exists()

    def test_a_foreign_child_is_404(
        self, manager: Client, bel: Person, other_authority: LocalAuthority
    ) -> None:
        stranger = child_in_care(other_authority)
        assert manager.get(f"/children/{stranger.uuid}/allocate/").status_code == 404
        assert self.post(manager, f"/children/{stranger.uuid}/allocate/", bel).status_code == 404

    @pytest.mark.parametrize("role", ["iro", "authority_admin"])
    def test_others_may_not(
        self, signed_in: SignIn, authority: LocalAuthority, child: Child, role: str
    ) -> None:
        client = signed_in(role, authority)
        assert client.get(f"/children/{child.uuid}/allocate/").status_code == 403

    def test_chosen_children_go_to_one_officer(
        self, manager: Client, child: Child, bel: Person, authority: LocalAuthority
    ) -> None:
        others = [child_in_care(authority) for _ in range(2)]
        with in_authority(authority):
            recompute_children([other.pk for other in others])
        chosen = [str(child.uuid), str(others[1].uuid)]
        answer = self.post(manager, "/team/allocate/", bel, children=chosen)
        assert answer["Location"] == "/team/"
        with in_authority(authority):
            assert set(Allocation.objects.values_list("child", flat=True)) == {child.pk, others[1].pk}

    def test_all_of_them(self, manager: Client, child: Child, bel: Person, authority: LocalAuthority) -> None:
        other = child_in_care(authority)
        with in_authority(authority):
            recompute_children([other.pk])
        self.post(manager, "/team/allocate/", bel, everyone="on")
        with in_authority(authority):
            assert Allocation.objects.filter(iro=bel).count() == 2

    def test_nobody_chosen_is_told(self, manager: Client, child: Child, bel: Person) -> None:
        assert "Choose at least one child" in self.post(manager, "/team/allocate/", bel).content.decode()

    def test_a_foreign_child_in_the_form_is_refused(
        self, manager: Client, child: Child, bel: Person, other_authority: LocalAuthority
    ) -> None:
        stranger = child_in_care(other_authority)
        answer = self.post(manager, "/team/allocate/", bel, children=[str(stranger.uuid), str(child.uuid)])
        assert answer.status_code == 200
        for authority in (child.authority, other_authority):
            with in_authority(authority):
                assert not Allocation.objects.exists()

    def test_children_of_who_leaves_are_moved(
        self, manager: Client, child: Child, bel: Person, kit: Person, authority: LocalAuthority
    ) -> None:
        with in_authority(authority):
            allocate_iro(children=[child], iro=bel, by=None, on=clock.today() - timedelta(days=3))
        url = f"/team/allocate/?iro={bel.uuid}"
        page = manager.get(url).content.decode()
        assert "Move children from Bel Thornapple" in page
        assert page.count('name="iro"') == 1, "not to themselves"
        assert self.post(manager, url, kit, children=[str(child.uuid)])["Location"] == "/team/"
        with in_authority(authority):
            assert CaseloadEntry.objects.get().iro == kit

    def test_children_of_a_stranger_are_404(self, manager: Client, other_authority: LocalAuthority) -> None:
        stranger = MembershipFactory(authority=other_authority).person
        assert manager.get(f"/team/allocate/?iro={stranger.uuid}").status_code == 404
        assert manager.get("/team/allocate/?iro=x").status_code == 404

    def test_no_child_left_says_so(self, manager: Client) -> None:
        assert "Every child has an IRO." in manager.get("/team/allocate/").content.decode()
