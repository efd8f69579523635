"""The cycle before, closed with scores and lessons, and what is proposed for the next one."""

from __future__ import annotations

from demo_story.it import MANUAL_STEPS
from demo_story.spec import Closing, Goal, Measure

from okrboard.domain.records import Step

FEWER_LOSSES = Goal(
    "old-losses",
    "Lose fewer loads",
    "hana",
    (
        Measure(
            "old-loads",
            "Loads lost a month",
            "hana",
            {"start": 21.0, "target": 12.0, "unit": "loads"},
            (21, 20, 19, 18, 17, 16, 15, 14),
            (6, 6, 6, 6, 6, 6, 7, 6),
        ),
    ),
    fields={
        "level": "company",
        "commitment": "committed",
        "why": "Every lost load is a clinic that has to send people home.",
    },
)

EVERY_VIOLATION = Goal(
    "old-count",
    "Find every broken rule",
    "ana",
    (
        Measure(
            "old-violations",
            "Count SOP violations",
            "ana",
            {"start": 0.0, "target": 400.0},
            (48, 101, 160, 214, 268, 322, 371, 412),
            (7, 8, 8, 8, 9, 9, 9, 10),
        ),
        Measure(
            "old-audits",
            "Audits done",
            "finn",
            {"start": 0.0, "target": 120.0},
            (14, 29, 46, 61, 77, 93, 108, 124),
            (7, 7, 8, 8, 8, 9, 9, 10),
        ),
    ),
    team="Audit",
    fields={"commitment": "committed", "why": "So that nobody can say we did not look."},
    parent="old-losses",
)

OLD_MANUAL = Goal(
    "old-manual",
    "A manual that people open",
    "dev",
    (
        Measure(
            "old-chapters",
            "Quality manual",
            "dev",
            {"kind": "milestones", "steps": tuple(Step(name) for name in MANUAL_STEPS)},
            (0, 0, 0, 0, 1, 1, 1, 1),
            (6, 5, 5, 4, 4, 3, 2, 1),
        ),
        Measure(
            "old-answers",
            "Questions it answers",
            "dev",
            {"start": 0.0, "target": 60.0, "unit": "%"},
            (0, 0, 0, 0, 3, 5, 6, 6),
            (6, 5, 4, 4, 4, 3, 2, 1),
        ),
    ),
    team="IT",
    fields={
        "commitment": "aspirational",
        "why": "At two in the morning somebody new stands before a warm freezer.",
        "labels": ("platform",),
    },
    supports=("old-losses",),
)

SCANNERS = Goal(
    "old-scanners",
    "Scanners that stay online",
    "ben",
    (
        Measure(
            "old-dropouts",
            "Dropouts a day",
            "ben",
            {"start": 40.0, "target": 5.0},
            (40, 36, 33, 33),
            (6, 6, 5, 4),
        ),
    ),
    team="IT",
    fields={"commitment": "aspirational", "why": "A driver who has to type a code types it wrong."},
    supports=("old-losses",),
)

LUNCH = Goal(
    "old-lunch",
    "Win the lunch kitchens",
    "cleo",
    (
        Measure(
            "old-kitchens",
            "New kitchens",
            "cleo",
            {"start": 0.0, "target": 30.0},
            (0, 1, 2, 3, 4, 5, 6, 7),
            (6, 6, 6, 5, 4, 3, 2, 1),
        ),
        Measure(
            "old-trials",
            "Trial orders",
            "gita",
            {"start": 0.0, "target": 80.0},
            (2, 5, 9, 12, 15, 18, 20, 22),
            (7, 6, 6, 5, 5, 4, 3, 2),
        ),
    ),
    team="Sales",
    fields={"commitment": "aspirational", "why": "Lunch that arrives cold enough to be cooked."},
)

OLD_GOALS = (FEWER_LOSSES, EVERY_VIOLATION, OLD_MANUAL, SCANNERS, LUNCH)

CLOSINGS = (
    Closing(
        "old-losses",
        "partly",
        0.78,
        "The audits ran like clockwork and fourteen loads a month were still lost. "
        "We have to look at the losses, not at the audits.",
        "wrong lever",
    ),
    Closing(
        "old-count",
        "reached",
        1.0,
        "We hit both numbers, and no clinic noticed. Counting violations was our task. "
        "The value is the severe loss that does not happen.",
    ),
    Closing(
        "old-manual",
        "partly",
        0.13,
        "One person and no time. It moves on with a chapter a fortnight and a reader beside me.",
        "too much at once",
    ),
    Closing(
        "old-lunch",
        "missed",
        0.25,
        "We sold what we had and not what they cook. Clinics asked for us all the while.",
        "wrong lever",
    ),
)

DROPPED = Closing(
    "old-scanners",
    "dropped",
    None,
    "The maker gave the model up in week 9. One call before we promised it would have told us.",
    "the world changed",
)

CALLING_BOXES = Goal(
    "calling",
    "Boxes that call for help",
    "ben",
    (
        Measure("sensors", "Boxes with a sensor", "ben", {"target": 60.0, "unit": "%"}),
        Measure("saved", "Loads saved by a call", "ana", {"target": 20.0, "unit": "loads"}),
    ),
    team="IT",
    fields={
        "commitment": "aspirational",
        "why": "Today we learn that a box was warm when somebody opens it. "
        "It could tell the driver an hour before.",
        "owner_gets": "To build something, after a cycle of mending.",
        "labels": ("cold chain", "platform"),
    },
    takers=("ana", "dev"),
)

ISLANDS = Goal(
    "islands",
    "The islands in a day",
    "gita",
    (
        Measure(
            "island", "Island orders next day", "gita", {"start": 35.0, "target": 85.0, "unit": "%"}
        ),
    ),
    team="Sales",
    fields={
        "commitment": "aspirational",
        "why": "Nine island clinics keep a week of vaccine in a kitchen fridge, "
        "because we come on Thursdays.",
        "owner_gets": "I grew up on one of them.",
        "labels": ("clinics",),
    },
    takers=("finn",),
)

NEXT_GOALS = (CALLING_BOXES, ISLANDS)
