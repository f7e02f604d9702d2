"""Two imports at once into one authority: the second waits for the first, and finds everything done."""

import threading

import pytest
from django.db import connection

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from children.models import Child, Episode, PeriodOfCare
from returns.report import Report
from tests.factories.accounts import LocalAuthorityFactory
from tests.returns.collections import files, take


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
