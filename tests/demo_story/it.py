"""The IT team's story: pages rise while procedures are written, and a manual falls silent."""

from __future__ import annotations

from demo_story.spec import Cause, Deed, Goal, Measure, Said, Turn

from okrboard.domain.records import Step

SLEEP = Goal(
    "sleep",
    "Releases let people sleep",
    "ben",
    (
        Measure(
            "pages",
            "Pages a week",
            "ben",
            {"start": 14.0, "target": 5.0, "unit": "pages", "weight": 2.0},
            (14, 13, 13, 12, 14, 15, 15, 17, 18, 19),
            (6, 6, 7, 7, 6, 5, 5, 4, 3, 3),
            {
                2: Said((Cause("Retries at checkout no longer page", -1, author="dev"),)),
                4: Said((Cause("No release after Thursday noon", -1),)),
                5: Said(
                    (
                        Cause("New freezer sensors page for every open door", 4),
                        Cause("No release after Thursday noon", -1),
                    ),
                    blocker="Sensors cannot tell a door that is open from one that stays open.",
                    fix="Page after three minutes, not at once.",
                ),
                6: Said(
                    (
                        Cause("More sensors, same alarm", 3),
                        Cause("Three-minute rule", -1, author="dev"),
                    ),
                ),
                8: Said(
                    (
                        Cause("More sensors, same alarm", 3),
                        Cause("A week without the mail outage", -1, "luck"),
                    ),
                    note="We are buying pages by the box: every depot that goes live adds two.",
                ),
                9: Said(
                    (Cause("Harbour depot went live", 2),),
                    blocker="The three-minute rule only runs in four of nine depots.",
                    fix="Stop going live until the rule is in the image.",
                ),
                10: Said(
                    (
                        Cause("Three-minute rule in two more depots", -2, author="dev"),
                        Cause("Two more depots went live", 1),
                    ),
                    blocker="The rule comes after the depot, never with it.",
                    fix="Nobody is on call two nights in a row, from today.",
                    note="Wrong way since week 6, and it is our own rollout. "
                    "No depot goes live until the rule is in its image.",
                ),
            },
        ),
        Measure(
            "hotfix",
            "Hotfixes per release",
            "dev",
            {"start": 30.0, "target": 10.0, "unit": "%"},
            (30, 30, 28, 27, 27, 25, 24, 23, 22, 21.5),
            (5, 5, 6, 6, 5, 6, 6, 5, 5, 5),
            {
                3: Said((Cause("Rehearsal on a copy of the depot", -2),)),
                6: Said(
                    (Cause("Rehearsal on a copy of the depot", -1), Cause("Small week", -1, "luck"))
                ),
                9: Said(
                    (Cause("Release procedure followed to the letter", -1, author="eva"),),
                    blocker="Half of the fixes are labels in the driver app.",
                    fix="Gita reads the labels before we ship.",
                ),
            },
        ),
        Measure(
            "sops",
            "Three SOPs in daily use",
            "eva",
            {
                "kind": "milestones",
                "steps": (Step("Release"), Step("Incident"), Step("Restore")),
            },
            (0, 0, 1, 1, 1, 1, 1, 2, 2, 2),
            (7, 7, 8, 8, 7, 7, 7, 8, 8, 8),
            {
                3: Said(
                    note="Release: one page, on the wall, with coffee on it. That is how I know."
                ),
                8: Said(
                    (Cause("Incident procedure rehearsed on a Monday morning", 1),),
                    note="Counts when the shift used it without us in the room. They did, twice.",
                ),
                10: Said(
                    blocker="Restore needs a spare server that we do not have.", fix="Rent one."
                ),
            },
        ),
        Measure(
            "night",
            "First answer at night",
            "eva",
            {"start": 45.0, "target": 15.0, "unit": "min"},
            (45, 44, 41, 38, 37, None, 31, 29, 27, 26),
            (5, 5, 6, 6, 6, None, 6, 7, 7, 7),
            {
                3: Said((Cause("One number for every depot", -3),)),
                7: Said(
                    (
                        Cause("Second person on call", -4),
                        Cause("Fewer calls from Lyon", -1, "outside"),
                    ),
                    note="No number last week: I was on the road. Two weeks in one.",
                ),
                9: Said((Cause("Second person on call", -2),)),
            },
        ),
    ),
    team="IT",
    fields={
        "commitment": "committed",
        "why": "Every needless page hides the one that says a freezer is getting warm. "
        "People who sleep hear that one.",
        "company_gets": "Alarms that are believed, and a team that stays.",
        "owner_gets": "My daughter thinks my phone is a family member. I want to change that.",
        "labels": ("night", "platform"),
    },
    parent="warm",
    supports=("back",),
    takers=("dev", "eva"),
)

MANUAL = Goal(
    "manual",
    "A manual that people open",
    "dev",
    (
        Measure(
            "chapters",
            "Quality manual",
            "dev",
            {},
            (1, 1, 2, 2, 3, 3, 4),
            (6, 6, 7, 7, 7, 7, 6),
            {
                3: Said((Cause("Sensors chapter written with the night shift", 1, author="eva"),)),
                5: Said(
                    (Cause("Handover chapter", 1),), note="Shorter than the old one by 31 pages."
                ),
                7: Said(
                    (Cause("Cleaning chapter", 1),),
                    blocker="Recall needs a lawyer, and Transport needs sales. Nobody has a day.",
                    fix="Ask Hana for half a day of both.",
                ),
            },
        ),
        Measure(
            "answers",
            "Questions it answers",
            "dev",
            {},
            (6, 8, 14, 19, 26, 33, 39),
            (5, 5, 5, 6, 6, 7, 6),
            {
                3: Said((Cause("Search box on the first page", 5),)),
                6: Said(
                    (Cause("QR code on every freezer", 6),),
                    note="People scan it with gloves on. We watched.",
                ),
                7: Said((Cause("QR code on every freezer", 5),)),
            },
        ),
    ),
    team="IT",
    fields={
        "commitment": "aspirational",
        "why": "At two in the morning somebody new stands before a warm freezer. "
        "The manual should answer before the box is lost.",
        "company_gets": "One manual that the hospital groups accept, not nine that they refuse.",
        "owner_gets": "Fewer people asking me what I wrote down last year.",
        "labels": ("platform",),
    },
    supports=("warm",),
    takers=("eva",),
)

GOALS = (SLEEP,)
"""The manual is carried over from the cycle before."""

MANUAL_STEPS = ("Basics", "Sensors", "Handover", "Cleaning", "Transport", "Recall")

DEEDS = (
    Deed("No release after Thursday noon", "pages", "ben", 3, -2, (Turn(4, "kept"),)),
    Deed(
        "Three-minute rule in one depot",
        "pages",
        "dev",
        5,
        -1,
        (Turn(6, "kept", "The harbour was quiet for a night."),),
    ),
    Deed(
        "Three-minute rule in all nine depots",
        "pages",
        "dev",
        6,
        -6,
        (
            Turn(7, "carried", "Three of nine. The fourth has older sensors."),
            Turn(8, "carried", "Four of nine."),
            Turn(9, "carried", "Still four; two more are opening."),
            Turn(10, "carried", "Six of eleven."),
        ),
    ),
    Deed(
        "Go through every alert with support",
        "pages",
        "dev",
        7,
        -4,
        (
            Turn(8, "carried", "Half of the list done."),
            Turn(9, "kept", "Sixty alerts, eleven of them needed."),
        ),
    ),
    Deed("Put the rule into the depot image", "pages", "ben", 10, -6),
    Deed("Never on call two nights in a row", "pages", "eva", 10, None),
    Deed("Gita reads labels before we ship", "hotfix", "gita", 9, -3, (Turn(10, "kept"),)),
    Deed("Rehearse the incident procedure", "sops", "eva", 7, 1, (Turn(8, "kept"),)),
    Deed("Rent a server to restore onto", "sops", "ben", 10, 1),
    Deed(
        "Ask Hana for half a day of legal",
        "chapters",
        "dev",
        7,
        1,
        (Turn(8, "carried", "Dev is on the sensor rollout."),),
    ),
)

BAD_NIGHT = Said(
    (Cause("Cooling failed in two depots at once", 2, "luck"),),
    blocker="Eva was woken four times last night. Three were nothing.",
)
"""Beside a value noted in the middle of a week."""
