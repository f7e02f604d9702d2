"""What happened to each invented child: when care began, under which law, where they lived, and when reviews were held.

Pure but for the random numbers it is given, so the same seed and day give the same children.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from core.calendar import ENGLAND, add_months
from insight.demo import words


@dataclass
class Stay:
    """A placement."""

    type: str
    provider: str
    start: date
    carer: str = ""
    why_ended: str = "CARPL"


@dataclass
class Held:
    """A review that was held."""

    on: date
    late_because: str = ""


@dataclass
class Story:
    """One child."""

    number: str
    name: str
    born: date
    sex: str
    ethnicity: str
    start: date
    need: str = "N1"
    basis: str = "accommodated"
    start_known: bool = True
    statuses: list[tuple[str, date]] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    reviews: list[Held] = field(default_factory=list)
    end: date | None = None
    end_reason: str = ""
    unaccompanied: bool = False
    without_iro: bool = False
    likes: str = ""

    @property
    def home(self) -> Stay:
        """Where the child lives, or lived last."""
        return self.stays[-1]


class Teller:
    """Tells stories for one authority on one day."""

    def __init__(self, dice: Random, on: date, first_number: int) -> None:
        self.dice = dice
        self.on = on
        self.next_number = first_number
        self.names: set[str] = set()
        self.bad_month = add_months(on.replace(day=1), -8)
        """A month in which many reviews were late, so that the chart has something to tell."""

    def name(self) -> str:
        """A name nobody has yet."""
        while True:
            name = f"{self.dice.choice(words.FIRST)} {self.dice.choice(words.LAST)}"
            if name not in self.names:
                self.names.add(name)
                return name

    def number(self) -> str:
        """The next number."""
        self.next_number += 1
        return str(self.next_number)

    def born(self, age: float) -> date:
        """A birthday about so many years ago."""
        return self.on - timedelta(days=int(age * 365.25) + self.dice.randrange(40))

    def blank(self, age: float, start: date, **more: object) -> Story:
        """A child with nothing but who they are."""
        born = min(self.born(age), start - timedelta(days=2))
        ethnic = self.dice.choice(("WBRI", "WBRI", "WBRI", "WOTH", "MWBC", "MWAS", "BAFR", "APKN", "MOTH"))
        story = Story(
            number=self.number(),
            name=self.name(),
            born=born,
            sex=self.dice.choice("MF"),
            ethnicity=ethnic,
            start=start,
            need=self.dice.choice(("N1", "N1", "N1", "N3", "N4", "N5", "N8")),
            likes=self.dice.choice(words.TALK),
        )
        return replace(story, **more)  # type: ignore[arg-type]

    def usual(self, days: int | None = None) -> Story:
        """A child in care for so many days, else some weeks to six years, most in foster homes."""
        if days is None:
            days = int(20 + 2100 * self.dice.random() ** 1.5)
        start = self.on - timedelta(days=days)
        age = days / 365 + self.dice.uniform(0.1, 15.5 - min(days / 365, 10))
        story = self.blank(min(age, 17.3), start)
        self.court(story)
        self.homes(story)
        story.reviews = self.held(story, self.on)
        return story

    def left(self) -> Story:
        """A child who left care in the last two years."""
        story = self.usual()
        span = (self.on - story.start).days
        if span < 250:
            return self.left()
        end = self.on - timedelta(days=self.dice.randrange(30, min(span - 200, 700)))
        story.end, story.end_reason = end, self.dice.choice(("E4A", "E4A", "E45", "E48", "E13"))
        story.statuses = [(code, day) for code, day in story.statuses if day < end]
        story.stays = [stay for stay in story.stays if stay.start < end]
        story.reviews = [one for one in story.reviews if one.on < end]
        return story

    def court(self, story: Story) -> None:
        """How the legal status went."""
        days = (self.on - story.start).days
        story.statuses = [(self.dice.choice(("V2", "V2", "C1")), story.start)]
        if days > 60 and story.statuses[0][0] == "V2" and self.dice.random() < 0.75:
            story.statuses.append(("C1", story.start + timedelta(days=self.dice.randrange(10, 50))))
        if days > 330 and story.statuses[-1][0] == "C1":
            story.statuses.append(("C2", story.start + timedelta(days=self.dice.randrange(200, 320))))

    def homes(self, story: Story) -> None:
        """Where the child lived: most in one or two homes, older ones more often in children's homes."""
        day, kinds = story.start, ["U6", "U6", "U6", "U3", "U3"]
        while True:
            age = (day - story.born).days / 365.25
            options = kinds if age < 11 else [*kinds, "K2"] if age < 16 else ["U6", "K2", "K3", "K3"]
            kind = self.dice.choice(options)
            provider = "PR1" if kind in ("U3", "U6") and self.dice.random() < 0.6 else "PR4"
            story.stays.append(
                Stay(kind, provider, day, self.dice.choice(words.CARERS) if kind[0] == "U" else "")
            )
            day += timedelta(days=self.dice.randrange(150, 1500))
            if day >= self.on - timedelta(days=10) or len(story.stays) > 3:
                break
        last = story.home
        settled = (self.on - last.start).days
        if last.type in ("U6", "U3") and settled > 500 and self.dice.random() < 0.5:
            last.why_ended = "PLACE"
            since = last.start + timedelta(days=self.dice.randrange(200, settled - 100))
            story.stays.append(Stay("U4" if last.type == "U6" else "U1", last.provider, since, last.carer))

    def held(self, story: Story, until: date) -> list[Held]:
        """The reviews held by a day: after 20 working days, 3 months, then every 6; a few of them late."""
        found: list[Held] = []
        due = ENGLAND.add_working_days(story.start, 20)
        while True:
            early = min(self.dice.choice((0, 1, 2, 3, 5, 8, 13)), 4 if len(found) == 0 else 20)
            day = ENGLAND.last_working_day_on_or_before(due - timedelta(days=early))
            late = 0.45 if self.bad_month <= due < add_months(self.bad_month, 1) else 0.055
            because = ""
            if self.dice.random() < late:
                day = ENGLAND.next_working_day_on_or_after(due + timedelta(days=self.dice.randrange(2, 22)))
                because = self.dice.choice(words.LATE)
            if day >= until:
                return found
            found.append(Held(day, because))
            due = add_months(day, 3 if len(found) == 1 else 6)
