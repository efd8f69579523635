"""What was said in the meetings that were held: who came, wins, decisions, votes, cards.

People and key results go by short keys; `rooms` holds the meetings. A median of votes is the
confidence that the key result has in that week's check-in.
"""

from __future__ import annotations

from demo_story.spec import Held, Line, Pitch, Votes

GROWN, NOT_DOING = "grew in", "not doing"
"""The rounds of cards that come after the others."""

FRIDAYS = (
    Held(
        8,
        "ana",
        {
            "hana": "curious",
            "ana": "early",
            "ben": "tired",
            "cleo": "loud",
            "dev": "wired",
            "eva": "rested",
            "finn": "hoarse",
            "gita": "windswept",
        },
        wins=(
            Line("eva", "The night shift ran the incident procedure without us. Twice."),
            Line("finn", "The first class in the new depot, and nobody left at the break."),
        ),
        decisions=(Line("ana", "The two dock cameras stay with Audit until the cycle ends."),),
        agreements=(Line("hana", "On Fridays we check in together, not each at a desk."),),
        votes=(
            Votes("accuracy", (7, 8, 6, 7, 7, 6, 7, 7)),
            Votes("pages", (4, 3, 4, 5, 3, 4, 6, 2)),
        ),
    ),
    Held(
        9,
        "eva",
        {
            "hana": "relieved",
            "ana": "proud",
            "cleo": "breathless",
            "dev": "stubborn",
            "eva": "sleepy",
            "finn": "cheerful",
            "gita": "hungry",
        },
        wins=(
            Line("hana", "Nine loads lost in a month: one digit, for the first time."),
            Line("dev", "All sixty alerts gone through. Eleven are worth waking anybody."),
        ),
        decisions=(Line("cleo", "We tell clinic growth with and without the vaccine round."),),
        votes=(
            Votes("orders", (6, 7, None, 9, 8, 8, 8, 9)),
            Votes("night", (7, 7, None, 6, 8, 7, 7, 8)),
        ),
    ),
    Held(
        10,
        "gita",
        {
            "hana": "hopeful",
            "ana": "nocturnal",
            "ben": "sorry",
            "cleo": "wary",
            "dev": "hopeful",
            "eva": "woken",
            "finn": "replaceable",
            "gita": "unconvinced",
        },
        wins=(
            Line("finn", "Marek teaches rule four now, and better than my slides ever did."),
            Line("gita", "Every clinic that left us this month has told us why."),
        ),
        decisions=(
            Line("hana", "No depot goes live until the three-minute rule is in its image."),
            Line("dev", "The manual rests until then. I say so when I take it up again."),
            Line("cleo", "Kitchens pay on time is at risk for us, whatever its number says."),
        ),
        votes=(
            Votes("pages", (4, 3, 2, 5, 1, 3, 4, 3)),
            Votes("late", (5, 5, 5, 2, 6, 5, 6, 7)),
            Votes("accuracy", (8, 8, 7, 8, 9, 7, 9, 8)),
        ),
    ),
)
"""The last three check-ins of the running cycle; before that everybody checked in alone."""

LOOKED_BACK = Held(
    -1,
    "hana",
    {
        "hana": "honest",
        "ana": "puzzled",
        "ben": "lighter",
        "cleo": "humble",
        "dev": "guilty",
        "eva": "awake",
        "finn": "counting",
        "gita": "restless",
    },
    cards={
        "drove us": (
            Line("ana", "Every audit on its day, ferry strike or not."),
            Line("finn", "We always knew how far the count was."),
        ),
        "held us back": (
            Line("dev", "The manual was nobody's first task on any morning."),
            Line("cleo", "The lunch kitchens asked for prices. We brought leaflets."),
        ),
        "we learned": (
            Line("finn", "We wrote down 412 violations, and not one clinic noticed."),
            Line("gita", "Clinics call us by themselves. Kitchens never did."),
            Line("ben", "A promise that hangs on one maker is the maker's promise."),
        ),
        "puzzles us": (
            Line("hana", "Fourteen loads a month, and nobody can say which fourteen."),
            Line("eva", "Why do boxes get warm at night and not at noon?"),
        ),
        GROWN: (
            Line("ana", "Saying in front of all that my best number was the wrong one."),
            Line("dev", "Asking for help. Late, but I asked."),
        ),
    },
    together=((2, 5), (9, 8)),
    coins=((5, 3), (8, 3), (8, 2), (6, 2), (3, 3), (8, 3), (5, 3), (6, 3)),
    decisions=(Line("hana", "From now on we look at the loads we lose, not at the audits."),),
    agreements=(Line("eva", "Whoever is stuck says so on Friday, not in the last week."),),
)
"""Rest and reflect at the end of the cycle before."""

DECIDED = {
    "old-losses": "close",
    "old-count": "close",
    "old-manual": "carry over",
    "old-lunch": "close",
}
"""What was decided about each goal that was still open then."""

LOOKED_AHEAD = Held(
    0,
    "hana",
    {
        "hana": "listening",
        "ana": "ready",
        "ben": "sceptical",
        "cleo": "eager",
        "dev": "sheepish",
        "eva": "calm",
        "finn": "loud",
        "gita": "brave",
    },
    cards={
        "voices": (
            Line("hana", "“Thirty people stood in my yard for one warm box.” A nurse, Lyon"),
            Line("eva", "“Your alarm rings so often that it lives under a towel.” Harbour depot"),
            Line("cleo", "“You were the only ones who picked up on a Sunday.” Hill clinic"),
            Line("gita", "“Your bill comes when the menu is long eaten.” A school kitchen"),
        ),
        NOT_DOING: (
            Line("finn", "Counting violations. Who misses the number may ask me."),
            Line("ben", "A new app for drivers. The old one works where the depot does."),
        ),
    },
    coins=((1, 3), (1, 2), (3, 3), (4, 2), (9, 1), (3, 2), (2, 3), (5, 2)),
    decisions=(
        Line("hana", "The manual comes along: a chapter a fortnight, and somebody who reads it."),
    ),
)
"""Goal setting on the first morning of the running cycle; coins go to its proposals."""

APP = Pitch(
    "dev",
    "One app for every driver",
    "Drivers carry three apps and use the fourth: paper.",
    "IT",
)
"""What was proposed and not taken up."""

LISTS = Pitch("dev", "Offers from one place", "", "Sales")
WITH = "list"
"""What became one with another goal, by its key."""
