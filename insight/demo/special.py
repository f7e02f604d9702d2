"""The children of the demo's reviewing officer who show what the portal can do: each one kind of case."""

from dataclasses import replace
from datetime import date, timedelta

from core.calendar import ENGLAND, add_months
from insight.demo.stories import Held, Stay, Story, Teller


def northshire(tell: Teller) -> list[Story]:
    """Children of the reviewing officer who signs in."""
    return [
        new(tell, 9),
        new(tell, 3),
        unknown_start(tell),
        short_breaks(tell),
        to_be_adopted(tell),
        placed(tell),
        remanded(tell),
        nearly_eighteen(tell),
        unaccompanied(tell),
        *brother_and_sister(tell),
        baby(tell),
        overdue(tell),
    ]


def nobodys(tell: Teller) -> list[Story]:
    """Children without a reviewing officer: one past the 5 working days, two within."""
    stories = []
    for working_days, age in ((-6, 3.2), (-2, 14.1), (-1, 9.3)):
        story = tell.blank(age, ENGLAND.add_working_days(tell.on, working_days), without_iro=True)
        story.statuses = [("V2", story.start)]
        story.stays = [Stay("U6", "PR1", story.start, "Bernie Copse")]
        stories.append(story)
    return stories


def new(tell: Teller, working_days: int) -> Story:
    """In care for some working days; the first review is to come."""
    story = tell.blank(8, ENGLAND.add_working_days(tell.on, -working_days))
    story.statuses = [("V2", story.start)]
    story.stays = [Stay("U6", "PR1", story.start, "Mo and Pat Harvest")]
    return story


def unknown_start(tell: Teller) -> Story:
    """Nobody told when care began, and no review is known: no date can be worked out."""
    story = tell.blank(11, tell.on - timedelta(days=420), start_known=False)
    story.statuses = [("C2", story.start)]
    story.stays = [Stay("U4", "PR4", story.start, "Jude Farrow")]
    return story


def short_breaks(tell: Teller) -> Story:
    """A series of short breaks: the first review within 3 months, then every 6 (CPPCR reg 48)."""
    start = tell.on - timedelta(days=300)
    story = tell.blank(12, start, basis="short_breaks", need="N2")
    story.statuses = [("V4", start)]
    story.stays = [Stay("U6", "PR1", start, "Dee and Sam Lantern")]
    first = ENGLAND.last_working_day_on_or_before(add_months(start, 3) - timedelta(days=4))
    story.reviews = [Held(first)]
    return story


def to_be_adopted(tell: Teller) -> Story:
    """A placement order, not yet placed: both clocks run (AAR reg 36(1))."""
    story = _settled(tell, 3, days=430)
    order = tell.on - timedelta(days=80)
    _ordered(story, order)
    story.reviews = tell.held(story, order + timedelta(days=20))
    story.reviews.append(Held(ENGLAND.next_working_day_on_or_after(order + timedelta(days=55))))
    return story


def placed(tell: Teller) -> Story:
    """With the family who will adopt them: the first review within 4 weeks (AAR reg 36(3)(a))."""
    story = _settled(tell, 2, days=400)
    _ordered(story, tell.on - timedelta(days=150))
    story.reviews = tell.held(story, tell.on - timedelta(days=30))
    story.home.why_ended = "CARPL"
    story.stays.append(Stay("A6", "PR1", tell.on - timedelta(days=13), "Ama Plumtree"))
    return story


def remanded(tell: Teller) -> Story:
    """Remanded to the care of the authority."""
    start = tell.on - timedelta(days=17)
    story = tell.blank(16, start, basis="remanded", need="N6")
    story.statuses = [("J1", start)]
    story.stays = [Stay("K2", "PR4", start)]
    return story


def nearly_eighteen(tell: Teller) -> Story:
    """Turns 18 in eight weeks, in a home of their own with support."""
    story = _settled(tell, 17.5, days=1300)
    birthday = tell.on + timedelta(weeks=8)
    born = birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))
    story = replace(story, born=born)
    story.stays = [*story.stays[:1], Stay("K3", "PR4", tell.on - timedelta(days=200))]
    return story


def unaccompanied(tell: Teller) -> Story:
    """Came alone from abroad, speaks through an interpreter."""
    start = tell.on - timedelta(days=75)
    story = tell.blank(16.4, start, unaccompanied=True, need="N8")
    story.statuses, story.stays = [("V2", start)], [Stay("K3", "PR4", start)]
    story.reviews = tell.held(story, tell.on)
    return story


def brother_and_sister(tell: Teller) -> list[Story]:
    """Two of one family, in one foster home, reviewed on one day."""
    one = _settled(tell, 10, days=520)
    other = tell.blank(7, one.start)
    last = one.name.split()[-1]
    other.name = f"{other.name.split()[0]} {last}"
    other.statuses, other.stays = list(one.statuses), [replace(stay) for stay in one.stays]
    other.reviews = [replace(held) for held in one.reviews]
    return [one, other]


def baby(tell: Teller) -> Story:
    """Under a year old: visits and health assessments come closer together."""
    start = tell.on - timedelta(days=60)
    story = tell.blank(0.4, start)
    story.statuses, story.stays = [("C1", start)], [Stay("U5", "PR1", start, "Bev and Ron Stile")]
    story.reviews = tell.held(story, tell.on)
    return story


def overdue(tell: Teller) -> Story:
    """The review was due some days ago and is not booked."""
    story = _settled(tell, 13, days=900)
    due_ago = ENGLAND.add_working_days(tell.on, -7)
    last = ENGLAND.last_working_day_on_or_before(add_months(due_ago, -6))
    story.reviews = [held for held in story.reviews if held.on < last - timedelta(days=30)]
    story.reviews.append(Held(last))
    return story


def _settled(tell: Teller, age: float, *, days: int) -> Story:
    start = tell.on - timedelta(days=min(days, int(age * 365) - 20))
    story = tell.blank(age, start)
    tell.court(story)
    story.stays = [Stay("U6", "PR1", start, "Ros and Al Pollard")]
    story.reviews = tell.held(story, tell.on)
    return story


def _ordered(story: Story, day: date) -> None:
    """A placement order takes the place of whatever would have come later."""
    story.statuses = [(code, start) for code, start in story.statuses if start < day]
    story.statuses.append(("E1", day))
