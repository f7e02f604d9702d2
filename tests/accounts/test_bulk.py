"""Inviting many people by a table: every fault at once, nothing done before it is said, cells harmless."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import actions, bulk
from accounts.models import Invitation, LocalAuthority, Person
from audit.models import Event, Message
from core.errors import DomainError
from tests.factories.accounts import MembershipFactory, PersonFactory

ON = date(2026, 4, 21)
HEAD = "Name,E-mail,Role,From,To,Full-time equivalent\n"
GOOD = "Hazel Brook,Hazel@northshire.invalid,IRO manager,01/05/2026,31/12/2026,0.6\n"
OTHER = "Kit Ashdown,kit@northshire.invalid,iro,,,\n"
WRONG = ",nobody,King,32/01/2026,x,2\n"


@pytest.fixture
def admin(signed_in: Callable[..., Client], authority: LocalAuthority) -> Client:
    return signed_in("authority_admin", authority, PersonFactory(name="Wren Alderly"))


def hand_in(admin: Client, text: str | bytes, **more: str) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    answer = admin.post("/people/invite/", {"file": SimpleUploadedFile("p.csv", content), **more})
    assert answer.status_code == 200
    return answer.content.decode()


class TestReading:
    def test_a_line(self) -> None:
        line, other = bulk.read(HEAD + GOOD + OTHER, on=ON)
        assert (line.number, line.name, line.email, line.role) == (
            2, "Hazel Brook", "hazel@northshire.invalid", "iro_manager",
        )  # fmt: skip
        assert (line.from_date, line.to_date) == (date(2026, 5, 1), date(2026, 12, 31))
        assert (line.full_time_equivalent, line.problems) == (Decimal("0.60"), [])
        assert (other.number, other.role, other.from_date, other.to_date) == (3, "iro", ON, None)
        assert other.full_time_equivalent == 1

    def test_all_that_is_wrong_with_a_line(self) -> None:
        (line,) = bulk.read(HEAD + WRONG, on=ON)
        assert line.problems == [
            "Fill in the name.",
            "Give an e-mail address like name@example.gov.uk.",
            f"Give one of the roles: {', '.join(role.name for role in bulk.OF_AUTHORITY.values())}.",
            "Give “From” as day/month/year, like 01/04/2026.",
            "Give “To” as day/month/year, like 01/04/2026.",
            "Give the full-time equivalent between 0.05 and 1, like 0.6.",
        ]

    @pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+44", "-1", "@SUM", "＝1"])
    def test_no_formula_for_a_name(self, name: str) -> None:
        quoted = name.replace('"', '""')
        (line,) = bulk.read(f'{HEAD}"{quoted}",a@b.invalid,iro,,,1\n', on=ON)
        assert "formula" in line.problems[0]

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (f"{'x' * 121},a@b.invalid,iro,,,1", "120 characters"),
            ("Jas,=a@b.invalid,iro,,,1", "e-mail address"),
            ("Jas,a@b.invalid,platform_admin,,,1", "one of the roles"),
            ("Jas,a@b.invalid,iro,02/05/2026,01/05/2026,1", "not be before"),
            ("Jas,a@b.invalid,iro,,,0.04", "between 0.05 and 1"),
            ("Jas,a@b.invalid,iro,,,0.333", "between 0.05 and 1"),
            ("Jas,a@b.invalid,iro,,,NaN", "between 0.05 and 1"),
        ],
    )
    def test_each_fault(self, cells: str, said: str) -> None:
        (line,) = bulk.read(HEAD + cells, on=ON)
        assert len(line.problems) == 1
        assert said in line.problems[0]

    def test_the_same_twice(self) -> None:
        _first, second = bulk.read(HEAD + OTHER + OTHER.upper(), on=ON)
        assert second.problems == ["Line 2 gives the same person the same role."]

    def test_columns_in_any_order_with_semicolons_and_other_letters(self) -> None:
        text = "ROLE;name;e-mail;full-time equivalent;from;to;note\niro;Zoë;z@b.invalid;0,5;2026-05-01;;x\n\n;;\n"
        (line,) = bulk.read(bulk.decoded(text.encode("cp1252")), on=ON)
        assert (line.name, line.full_time_equivalent, line.from_date) == (
            "Zoë",
            Decimal("0.50"),
            date(2026, 5, 1),
        )
        assert bulk.decoded(b"\xef\xbb\xbfName") == "Name"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "Missing: Name"),
            ("Name,Role\nx,y\n", "Missing: E-mail, From, To, Full-time equivalent."),
            (HEAD, "nobody in this file"),
            (HEAD + OTHER * 301, "more than 300 lines"),
        ],
    )
    def test_a_table_that_cannot_be_read(self, text: str, said: str) -> None:
        with pytest.raises(DomainError, match=said):
            bulk.read(text, on=ON)

    @pytest.mark.parametrize(
        ("content", "said"),
        [(b"x" * 200_001, "larger than 200 kB"), (b"PK\x00\x01", "no CSV file"), (b"\x81\x00", "no CSV")],
    )
    def test_a_file_that_is_none(self, content: bytes, said: str) -> None:
        with pytest.raises(DomainError, match=said):
            bulk.decoded(content)

    def test_the_template_can_be_handed_in(self) -> None:
        lines = bulk.read("\n".join(",".join(row) for row in bulk.template()), on=ON)
        assert len(lines) >= 3
        assert [line.problems for line in lines] == [[]] * len(lines)


class TestInviting:
    def test_the_file_alone_invites_nobody(self, admin: Client) -> None:
        page = hand_in(admin, HEAD + GOOD + OTHER)
        assert "All 2 lines can be taken. Nobody was invited yet." in page
        assert "Invite them" in page
        assert not Invitation.objects.exists()
        assert not Message.objects.exists()
        assert not Person.objects.filter(name="Hazel Brook").exists()
        assert not Event.objects.filter(verb="person.added").exists()

    def test_on_the_second_press_all_are_invited(self, admin: Client, authority: LocalAuthority) -> None:
        answer = admin.post("/people/invite/", {"text": HEAD + GOOD + OTHER, "all": "1"})
        assert answer["Location"] == "/people/"
        assert "2 lines are taken" in admin.get("/people/").content.decode()
        role = Person.objects.get(email="hazel@northshire.invalid").memberships.get()
        assert (role.authority, role.role, role.from_date) == (authority, "iro_manager", date(2026, 5, 1))
        assert Invitation.objects.count() == Message.objects.count() == 2

    def test_with_a_fault_nothing_is_done(self, admin: Client) -> None:
        page = hand_in(admin, HEAD + GOOD + WRONG)
        assert "1 of 2 lines cannot be taken" in page
        assert "Fill in the name." in page
        assert "Take the 1 good line" in page
        again = admin.post("/people/invite/", {"text": HEAD + GOOD + WRONG, "all": "1"}).content.decode()
        assert "1 of 2 lines cannot be taken" in again
        assert not Invitation.objects.exists()

    def test_the_good_rows_are_taken_where_that_was_chosen(self, admin: Client) -> None:
        assert admin.post("/people/invite/", {"text": HEAD + GOOD + WRONG, "good": "1"}).status_code == 302
        assert Invitation.objects.get().person.name == "Hazel Brook"

    def test_without_a_good_row_there_is_nothing_to_take(self, admin: Client) -> None:
        assert "Take the" not in hand_in(admin, HEAD + WRONG)
        page = admin.post("/people/invite/", {"text": HEAD + WRONG, "good": "1"}).content.decode()
        assert "some lines are not right" in page

    def test_what_the_portal_refuses_stands_at_its_line(
        self, admin: Client, authority: LocalAuthority
    ) -> None:
        MembershipFactory(authority=authority, person__email="kit@northshire.invalid")
        page = hand_in(admin, HEAD + GOOD + OTHER)
        assert "This person has that role on some of these days already." in page
        with pytest.raises(DomainError, match="not right"):
            actions.invite_many(authority=authority, lines=bulk.read(HEAD + GOOD + OTHER, on=ON), by=None)

    def test_no_file(self, admin: Client) -> None:
        assert "Choose the CSV file" in admin.post("/people/invite/", {}).content.decode()
        assert "no CSV file" in hand_in(admin, b"\x81\x00")

    def test_what_stands_in_a_cell_is_no_markup(self, admin: Client) -> None:
        page = hand_in(admin, HEAD + "<script>alert(1)</script>,a@b.invalid,iro,,,1\n")
        assert "<script>alert" not in page

    def test_the_table_to_fill_in(self, admin: Client) -> None:
        answer = admin.get("/people/invite/table.csv")
        assert answer["Content-Disposition"] == 'attachment; filename="people-to-invite.csv"'
        assert answer.content.decode().startswith("\ufeffName,E-mail,Role,From,To,Full-time equivalent\r\n")
