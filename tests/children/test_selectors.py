"""Ages, birthdays and names of codes; rooms are registered once."""

from datetime import date

import pytest

from children import panels, rooms
from children.selectors import age_on, next_birthday, place_name, status_name


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2015, 6, 14), date(2026, 6, 13), 10),
        (date(2015, 6, 14), date(2026, 6, 14), 11),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
    ],
)
def test_age(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("born", "on", "birthday"),
    [
        (date(2015, 6, 14), date(2026, 4, 21), date(2026, 6, 14)),
        (date(2015, 6, 14), date(2026, 6, 14), date(2027, 6, 14)),
        (date(2012, 2, 29), date(2026, 1, 1), date(2026, 3, 1)),
        (date(2012, 2, 29), date(2027, 12, 1), date(2028, 2, 29)),
    ],
)
def test_next_birthday(born: date, on: date, birthday: date) -> None:
    assert next_birthday(born, on) == birthday


def test_names_of_codes() -> None:
    assert (status_name("C2"), status_name("V2")) == ("Care order", "Section 20")
    assert (place_name("U4"), place_name("Z1")[:1]) == ("Foster home, long term", "O")
    assert status_name("??") == "??"


def test_a_room_has_one_provider() -> None:
    panels.register("talk", rooms.how_to_talk, region="side", order=10)

    with pytest.raises(ValueError, match="There is a panel called talk already"):
        panels.register("talk", rooms.people, region="side", order=10)
