"""A sign-in ends after 30 minutes without use and after 12 hours; nothing typed is lost; one's own can be ended."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.browsers import in_words
from accounts.models import LocalAuthority, Membership, Session
from audit.models import Event
from tests.factories.accounts import PASSWORD, MembershipFactory, SessionFactory

START = datetime(2026, 4, 21, 9, 0, tzinfo=UTC)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}
WORDS = "Ash said that the mornings are hard & long"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def admin(clock: time_machine.Traveller, authority: LocalAuthority) -> Membership:
    return MembershipFactory(authority=authority, admin=True)


def sign_in(membership: Membership, client: Client | None = None) -> Client:
    client = client or Client(headers={"User-Agent": EDGE})
    answer = client.post("/accounts/login/", {"login": membership.person.email, "password": PASSWORD})
    assert answer["Location"] == "/"
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/").status_code == 200


class TestEnding:
    def test_after_30_minutes_without_use(self, admin: Membership, clock: time_machine.Traveller) -> None:
        client = sign_in(admin)

        clock.move_to(START + timedelta(minutes=29, seconds=59))
        assert is_in(client)
        clock.shift(timedelta(minutes=29, seconds=59))
        assert is_in(client)
        clock.shift(timedelta(minutes=30))
        assert client.get("/people/")["Location"] == "/accounts/login/?next=/people/"

    def test_after_12_hours_whatever_the_use(self, admin: Membership, clock: time_machine.Traveller) -> None:
        client = sign_in(admin)

        for _ in range(36):
            clock.shift(timedelta(minutes=19, seconds=59))
            assert is_in(client)
        clock.move_to(START + timedelta(hours=12))
        assert not is_in(client)

    def test_a_script_that_only_looks_does_not_make_it_longer(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        client = sign_in(admin)

        clock.shift(timedelta(minutes=20))
        assert client.get("/people/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
        clock.shift(timedelta(minutes=10))

        assert not is_in(client)

    def test_asking_how_long_it_lasts_does_not_make_it_longer_and_one_post_does(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        client = sign_in(admin)
        script = {"Sec-Fetch-Dest": "empty"}

        clock.shift(timedelta(minutes=26))
        assert client.get("/accounts/session/", headers=script).json() == {"left": 240}
        assert client.post("/accounts/session/", headers=script).json() == {"left": 1800}
        clock.shift(timedelta(minutes=29))

        assert is_in(client)

    def test_the_last_minutes_of_the_12_hours_are_told(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        client = sign_in(admin)
        for _ in range(36):
            clock.shift(timedelta(minutes=19, seconds=50))
            assert is_in(client)

        assert client.post("/accounts/session/").json() == {"left": 360}

    def test_that_it_is_used_is_written_once_a_minute(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        client = sign_in(admin)
        clock.shift(timedelta(seconds=59))
        before = Session.objects.get().seen_at
        is_in(client)
        assert Session.objects.get().seen_at == before
        clock.shift(timedelta(seconds=1))
        is_in(client)

        assert Session.objects.get().seen_at == START + timedelta(minutes=1)

    def test_an_ended_account_is_out_at_its_next_request(self, admin: Membership) -> None:
        client = sign_in(admin)
        admin.person.is_active = False
        admin.person.save()

        assert client.get("/people/")["Location"] == "/accounts/login/?next=/people/"

    def test_a_new_password_ends_the_sign_ins_of_others(self, admin: Membership) -> None:
        client, thief = sign_in(admin), sign_in(admin)

        client.post(
            "/accounts/password/change/",
            {
                "oldpassword": PASSWORD,
                "password1": "brook otter lantern 58",
                "password2": "brook otter lantern 58",
            },
        )

        assert is_in(client)
        assert not is_in(thief)

    def test_what_has_ended_is_cleared_away_at_the_next_sign_in(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        sign_in(admin)
        clock.shift(timedelta(hours=13))

        sign_in(admin)

        assert Session.objects.count() == 1


class TestPage:
    def test_shows_ones_own_in_words(self, admin: Membership, clock: time_machine.Traveller) -> None:
        sign_in(
            admin,
            Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/6"}),
        )
        clock.shift(timedelta(minutes=5))
        client = sign_in(admin)
        SessionFactory(browser="Chrome on Android")

        page = client.get("/accounts/sessions/").content.decode()

        assert re.findall(r'card__title">([^<]+)<', page) == [
            "Edge on Windows (this one)",
            "Safari on iPhone",
        ]
        assert "127.0.0.1" not in page
        assert "Chrome on Android" not in page

    def test_ends_one(self, admin: Membership) -> None:
        client, other = sign_in(admin), sign_in(admin)
        (uuid,) = re.findall(
            r'name="session" value="([^"]+)"', client.get("/accounts/sessions/").content.decode()
        )

        client.post("/accounts/sessions/", {"session": uuid})

        assert not is_in(other)
        assert is_in(client)
        assert Event.objects.get(verb="person.sessions_ended").actor_id == admin.person_id

    def test_ends_all_others(self, admin: Membership) -> None:
        client, others = sign_in(admin), [sign_in(admin), sign_in(admin)]
        theirs = SessionFactory()

        client.post("/accounts/sessions/", {"others": "1"})

        assert [is_in(one) for one in others] == [False, False]
        assert is_in(client)
        assert Session.objects.filter(pk=theirs.pk).exists()

    @pytest.mark.parametrize("whose", ["theirs", "this", "nobody's", "no uuid"])
    def test_another_persons_is_as_one_that_does_not_exist(self, admin: Membership, whose: str) -> None:
        client = sign_in(admin)
        theirs = SessionFactory()
        uuid = {
            "theirs": str(theirs.uuid),
            "this": str(Session.objects.get(person=admin.person).uuid),
            "nobody's": "00000000-0000-4000-8000-000000000000",
            "no uuid": "x",
        }[whose]

        assert client.post("/accounts/sessions/", {"session": uuid}).status_code == 404
        assert Session.objects.count() == 2


class TestKept:
    """What a form held is in the answer's page, and nowhere else."""

    def test_a_form_of_an_ended_session_is_held(
        self, admin: Membership, clock: time_machine.Traveller
    ) -> None:
        client = sign_in(admin)
        clock.shift(timedelta(minutes=31))

        held = client.post("/people/add/", {"name": WORDS, "role": ["a", "b"]}).content.decode()

        assert "Your sign-in has ended" in held
        assert "/accounts/login/?next=%2Faccounts%2Fgo-back%2F" in held
        assert 'action="/people/add/"' in held
        fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', held)
        assert [one for one in fields if one[0] != "csrfmiddlewaretoken"] == [
            ("name", "Ash said that the mornings are hard &amp; long"),
            ("role", "a"),
            ("role", "b"),
        ]
        assert "<p>Ash said that the mornings are hard &amp; long</p>" in held
        assert WORDS not in str([dict(one.get_decoded()) for one in Session.objects.all()])

    def test_it_is_not_kept_by_the_browser(self, admin: Membership) -> None:
        assert Client().post("/people/add/", {"name": WORDS})["Cache-Control"] == "no-store, private"

    def test_an_empty_form_goes_to_the_sign_in_page(self, db: None) -> None:
        assert Client().post("/people/add/")["Location"] == "/accounts/login/?next=/people/add/"

    def test_saving_while_somebody_types_is_told_by_the_redirect(self, db: None) -> None:
        answer = Client().post("/people/add/", {"name": WORDS}, headers={"X-Autosave": "1"})

        assert answer["Location"].startswith("/accounts/login/")

    def test_a_password_is_never_given_back(self, db: None) -> None:
        answer = Client().post("/accounts/password/change/", {"oldpassword": PASSWORD})

        assert answer["Location"].startswith("/accounts/login/")

    def test_with_the_token_of_the_earlier_session_it_says_who_sends_it_now(self, admin: Membership) -> None:
        client = sign_in(admin, Client(enforce_csrf_checks=False))
        client.handler.enforce_csrf_checks = True

        held = client.post("/people/add/", {"name": WORDS}, **OURS).content.decode()

        assert "Check, then send it" in held
        assert f"You are signed in as {admin.person.name}" in held
        form = held[held.index('action="/people/add/"') :]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
        sent = client.post("/people/add/", {"name": WORDS, "csrfmiddlewaretoken": token}, **OURS)
        assert "Check, then send it" not in sent.content.decode()
        assert sent.status_code == 200

    def test_with_an_old_token_and_nobody_signed_in_one_signs_in_first(self, db: None) -> None:
        client = Client(enforce_csrf_checks=True)

        assert (
            "Your sign-in has ended" in client.post("/people/add/", {"name": WORDS}, **OURS).content.decode()
        )

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://elsewhere.invalid"},
            {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"},
        ],
    )
    def test_another_sites_form_is_refused_and_not_held(
        self, admin: Membership, headers: dict[str, str]
    ) -> None:
        client = sign_in(admin)
        client.handler.enforce_csrf_checks = True

        answer = client.post("/people/add/", {"name": WORDS}, **headers)

        assert answer.status_code == 403
        assert WORDS[:20] not in answer.content.decode()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (EDGE, "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Something/1", "A browser on Windows"),
        ("curl/8", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_in_words(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words
