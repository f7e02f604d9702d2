"""What the pages and the sweep cost at the size that is loaded: statements and milliseconds in the server.

    .venv/bin/python manage.py national_data --children 82000     first, in a PORTAL_VAR of its own
    .venv/bin/python scripts/benchmark.py                         the largest of the invented authorities
    .venv/bin/python scripts/benchmark.py --place 40 --times 50   another one, more often

Everything runs in this process through Django's test client: middleware, templates and database, no network and no web
server. The median of many is told. It changes nothing but the audit rows of looking and the sweep's reminders: those
are taken back.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")
SIZES = ("accounts_localauthority", "children_child", "reviews_review", "reviews_deadline", "audit_event")


def main() -> None:
    """Start the servers and Django, then measure."""
    asked = argparse.ArgumentParser(
        description="Statements and milliseconds of the pages, at the size loaded."
    )
    asked.add_argument(
        "--place", type=int, default=1, help="number of the invented authority (1, the largest)"
    )
    asked.add_argument("--times", type=int, default=30, help="how often each page is opened (30)")
    options = asked.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iro_portal.settings")
    from core.embedded.commands import servers_for

    with servers_for(["manage.py", "benchmark"]):
        import django

        django.setup()
        logging.disable(logging.INFO)
        measure(options.place, options.times)


def measure(place: int, times: int) -> None:
    """Sign in and open the pages; then one sweep."""
    from django.conf import settings
    from django.db import connections, transaction
    from django.test import Client

    from accounts.models import Person
    from accounts.scoping import in_authority
    from children.models import Child
    from core.walls import tell_person
    from insight.national.places import email

    settings.ALLOWED_HOSTS = ["testserver"]
    with connections["owner"].cursor() as cursor:  # whom the walls between authorities let count
        for table in SIZES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - the names stand above
            print(f"{table:<26} {cursor.fetchone()[0]:>10,}")
    print("\n| Page | Statements | Median ms | Fastest ms | Python, ms of processor |")
    print("| --- | ---: | ---: | ---: | ---: |")

    def signed_in(role: str) -> Client:
        person = Person.objects.get(email=email(role, place))
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    iro, manager, admin = signed_in("iro"), signed_in("manager"), signed_in("admin")
    officer = Person.objects.get(email=email("iro", place))
    with transaction.atomic():
        tell_person(officer.pk)
        authority = officer.memberships.get().authority
    with in_authority(authority):
        own = Child.objects.filter(caseload_entry__iro=officer).order_by("pk").first()
    pages = [
        ("IRO: caseload", iro, "/children/"),
        ("IRO: a child", iro, f"/children/{own.uuid}/"),
        ("IRO: own messages", iro, "/messages/mine/"),
        ("Manager: team", manager, "/team/"),
        ("Manager: reviews held late", manager, "/team/held-late/"),
        ("Manager: all children", manager, "/all-children/"),
        ("Manager: a name searched", manager, "/all-children/?q=rowan"),
        ("Manager: messages", manager, "/messages/"),
        ("Administrator: people", admin, "/people/"),
    ]
    for name, client, url in pages:
        tell(name, lambda client=client, url=url: opened(client, url), times)
    sweep(tell)


def opened(client: object, url: str) -> None:
    """Open a page; anything but 200 ends the measuring."""
    answer = client.get(url, follow=True)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")


def sweep(tell: Callable[..., None]) -> None:
    """A first sweep and one that makes nothing, both taken back. A year's duties wait, so it is a large first one."""
    from django.db import transaction

    from core import clock
    from reviews.actions import reminders

    with transaction.atomic():
        made: list[object] = []
        tell("Sweep, the first", lambda: made.append(reminders.sweep(on=clock.today())), 1, warm=False)
        tell("Sweep, again", lambda: reminders.sweep(on=clock.today()), 3)
        print(f"\nThe first sweep: {made[0]}")
        transaction.set_rollback(True)


def tell(name: str, act: Callable[[], object], times: int, *, warm: bool = True) -> None:
    """Run it so often, and print a line of the table."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if warm:
        act()
    took, busy = [], []
    for _ in range(times):
        began, working = time.perf_counter(), time.process_time()
        act()
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - working) * 1000)
    counted = "–"
    if warm:
        with CaptureQueriesContext(connection) as captured:
            act()
        counted = str(sum(1 for query in captured if not query["sql"].startswith(NOT_COUNTED)))
    print(
        f"| {name} | {counted} | {statistics.median(took):.0f} | {min(took):.0f} | {statistics.median(busy):.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
