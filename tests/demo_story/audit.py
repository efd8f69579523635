"""The audit team's story: from counting violations to catching the few that spoil a load."""

from __future__ import annotations

from demo_story.spec import Cause, Deed, Goal, Measure, Said, Turn

CATCH = Goal(
    "catch",
    "Catch what costs us dearly",
    "ana",
    (
        Measure(
            "accuracy",
            "Accuracy of audits",
            "ana",
            {"start": 80.0, "target": 99.1, "unit": "%", "weight": 2.0},
            (80.4, 81.2, 82.9, 84.6, 86.1, 86.0, 88.3, 89.9, 91.2, 92.3),
            (4, 4, 5, 6, 6, 5, 6, 7, 7, 8),
            {
                1: Said(
                    note="First week with the new question: which of these could spoil a load? "
                    "It takes longer, and we argue more. Good.",
                ),
                3: Said(
                    (
                        Cause("One list of the 14 ways to lose a load", 1.5),
                        Cause("Second auditor on freezer rooms", 0.2, author="finn"),
                    ),
                ),
                4: Said((Cause("One list of the 14 ways to lose a load", 1.2),)),
                5: Said(
                    (
                        Cause("Second auditor on freezer rooms", 0.9, author="finn"),
                        Cause("We had counted one depot twice", 0.6, "measurement"),
                    ),
                ),
                6: Said(
                    (Cause("Finn ill, night shifts not audited", -0.8, "luck"),),
                    blocker="Only two of us can audit a freezer room.",
                    fix="Show Rita and Tom the freezer list on Monday.",
                ),
                7: Said((Cause("Four people audit freezer rooms now", 2.1),)),
                8: Said(
                    (
                        Cause("Four people audit freezer rooms now", 1.0),
                        Cause("Dock cameras, borrowed from IT", 0.6, author="dev"),
                    ),
                ),
                9: Said(
                    (Cause("Dock cameras, borrowed from IT", 0.9, author="dev"),),
                    note="We wrote down 40 % fewer violations than a year ago and stopped twice as "
                    "many bad loads. Last cycle that would have looked like a bad week.",
                ),
                10: Said(
                    (
                        Cause("Dock cameras, borrowed from IT", 0.7, author="dev"),
                        Cause("Quiet week, fewer loads to judge", 0.2, "luck"),
                    ),
                    blocker="The last seven points are all at night.",
                    fix="One auditor starts at 22:00 on Wednesdays.",
                ),
            },
        ),
        Measure(
            "severe",
            "Severe losses missed",
            "ana",
            {"start": 9.0, "target": 2.0, "unit": "a month"},
            (9, 9, 8, 8, 7, 7, 6, 6, 5, 5),
            (5, 5, 5, 6, 6, 6, 6, 7, 7, 7),
            {
                5: Said((Cause("One list of the 14 ways to lose a load", -1),)),
                7: Said((Cause("Four people audit freezer rooms now", -1),)),
                9: Said((Cause("Dock cameras, borrowed from IT", -1, author="dev"),)),
                10: Said(note="All five were loaded between midnight and four."),
            },
        ),
        Measure(
            "fixed",
            "Findings fixed in time",
            "finn",
            {"kind": "threshold", "start": 71.0, "target": 90.0, "unit": "%", "keep": "above"},
            (88, 91, 92, 90, 93, 94, 91, 92, 95, 94),
            (6, 7, 7, 7, 7, 8, 7, 8, 8, 8),
            {
                1: Said(
                    blocker="Findings were mailed to a list that nobody reads.",
                    fix="Each one goes to a person, with a day.",
                ),
                2: Said((Cause("Each finding goes to a person, with a day", 3),)),
            },
        ),
    ),
    team="Audit",
    fields={
        "commitment": "committed",
        "why": "We used to count broken rules: 412 in one cycle, and not one clinic was safer "
        "for it. Now we look for the few that spoil a load, and stop them at the dock.",
        "company_gets": "Fourteen lost loads a month cost more than the whole audit team.",
        "owner_gets": "To be asked for advice before, not for a list of the guilty after.",
        "labels": ("cold chain", "night"),
    },
    parent="warm",
    takers=("finn", "dev"),
)

FIVE_RULES = Goal(
    "rules",
    "Everyone knows the five rules",
    "finn",
    (
        Measure(
            "test",
            "Drivers past the test",
            "finn",
            {"start": 35.0, "target": 95.0, "unit": "%"},
            (35, 35, 36, 36, 38, 39, 41, 46, 54, 62),
            (7, 7, 7, 6, 6, 6, 6, 7, 8, 8),
            {
                1: Said(note="Slow until the new depot opens in week 8; the checkpoints say so."),
                8: Said((Cause("First class in the new depot", 4),)),
                9: Said((Cause("Class on Tuesdays", 6), Cause("Drivers teach drivers", 2))),
                10: Said(
                    (Cause("Drivers teach drivers", 7),),
                    note="Marek explained rule four better than my slides do. He teaches it now.",
                ),
            },
            checkpoints=((8, 45.0), (14, 80.0)),
        ),
        Measure(
            "hiring",
            "Part of the hiring day",
            "finn",
            {"kind": "milestones"},
            (0, 0, 0, 0, 0, 1),
            (8, 8, 7, 8, 9, 10),
            {
                6: Said(
                    note="HR gave us the hour after lunch. We wanted the one before; it will do."
                )
            },
        ),
    ),
    team="Audit",
    fields={
        "level": "individual",
        "commitment": "aspirational",
        "why": "A driver who knows why the seal matters does not need an auditor behind the van.",
        "company_gets": "Rules that work at three in the morning, when no auditor is there.",
        "owner_gets": "I would like to teach for a living one day. This is where I find out.",
        "labels": ("training",),
    },
    parent="catch",
    takers=("ana",),
)

GOALS = (CATCH, FIVE_RULES)

DEEDS = (
    Deed(
        "Write down the 14 ways to lose a load",
        "accuracy",
        "ana",
        1,
        1.5,
        (Turn(2, "kept", "Two pages. It began as forty."),),
    ),
    Deed(
        "Count violations in the harbour depot",
        "accuracy",
        "finn",
        2,
        None,
        (Turn(3, "dropped", "A count changes nothing. Ask which one could spoil a load."),),
    ),
    Deed(
        "Show Rita and Tom the freezer list",
        "accuracy",
        "ana",
        6,
        1.5,
        (Turn(7, "kept"),),
    ),
    Deed(
        "Borrow two dock cameras from IT",
        "severe",
        "dev",
        6,
        -1,
        (Turn(7, "carried", "In the post."), Turn(8, "kept")),
    ),
    Deed("Night audit on Wednesdays from 22:00", "accuracy", "ana", 10, 1.5),
    Deed("Ask Marek to teach rule four", "test", "finn", 9, 4, (Turn(10, "kept"),)),
    Deed("Class at the airport depot", "test", "finn", 10, 6),
)

FIRST_TITLE = "Audit more exactly"
"""What the first goal was called before its team saw what it is about."""
