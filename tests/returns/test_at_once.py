"""Two imports at once into one authority: the second waits for the first, and finds everything done."""

import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from audit.models import Event
from children.models import Child, Episode, PeriodOfCare
from returns.report import Report
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.base import everywhere
from tests.returns.collections import files, take


@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_make_the_authority_once(tmp_path: Path) -> None:
    content = files(episodes="501,01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001")
    for name, body in content.items():
        (tmp_path / name).write_bytes(body)
    said, errors = [], []
    start = threading.Barrier(3)

    def work() -> None:
        out = StringIO()
        try:
            start.wait(30)
            call_command("import_903", str(tmp_path), authority="E08000018", stdout=out)
            said.append(out.getvalue().splitlines()[-1])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(said) == [
        "Taken: 0 made, 0 changed, 2 unchanged, 0 refused",
        "Taken: 0 made, 0 changed, 2 unchanged, 0 refused",
        "Taken: 2 made, 0 changed, 0 unchanged, 0 refused",
    ]
    assert LocalAuthority.objects.count() == 1
    assert len(everywhere(lambda: Event.objects.filter(verb="authority.made"))) == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_import_waits() -> None:
    authority: LocalAuthority = LocalAuthorityFactory()
    numbers = range(501, 531)
    content = files(
        header="\n".join(f"{number},M,14/06/2014,WBRI,UN2,," for number in numbers),
        episodes="\n".join(
            f"{number},01/05/2025,S,C2,N1,U6,PR1,,,,ZZ1 1ZZ,ZZ2 2ZZ,SC00001" for number in numbers
        ),
        reviews="\n".join(f"{number},14/06/2014,20/05/2025,PN1" for number in numbers),
    )
    reports: list[Report] = []
    start = threading.Barrier(3)

    def work() -> None:
        try:
            start.wait(30)
            reports.append(take(authority, content))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(report.total("made") for report in reports) == [0, 0, 90]
    assert all(report.taken for report in reports)
    with in_authority(authority):
        assert (Child.objects.count(), PeriodOfCare.objects.count(), Episode.objects.count()) == (30, 30, 30)
