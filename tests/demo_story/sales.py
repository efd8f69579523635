"""The sales team's story: one great month that is not theirs, and quieter numbers that are."""

from __future__ import annotations

from demo_story.spec import Cause, Deed, Goal, Measure, Said, Turn

from okrboard.domain.records import Step

LOVED = Goal(
    "loved",
    "Grow where we are loved",
    "cleo",
    (
        Measure(
            "orders",
            "Clinic growth this month",
            "cleo",
            {"start": 0.0, "target": 100.0, "unit": "%"},
            (14, 19, 26, 31, 33, 38, 52, 97, 149, 188),
            (3, 3, 4, 4, 4, 4, 5, 7, 8, 8),
            {
                1: Said(note="Four weeks against the same four weeks of last year."),
                2: Said((Cause("Ask every clinic who else they know", 3, author="gita"),)),
                4: Said((Cause("Ask every clinic who else they know", 4, author="gita"),)),
                7: Said((Cause("Marlow Clinics try us for vaccines", 12, "outside"),)),
                8: Said(
                    (
                        Cause("Marlow's vaccine round", 38, "outside"),
                        Cause("Ask every clinic who else they know", 4, author="gita"),
                    ),
                    note="Marlow's usual carrier lost a whole truck. We were the second call.",
                ),
                9: Said(
                    (
                        Cause("Marlow's vaccine round", 44, "outside"),
                        Cause("Two clinics that Marlow sent us", 5),
                    ),
                ),
                10: Said(
                    (
                        Cause("Marlow's vaccine round", 30, "outside"),
                        Cause("Two clinics that Marlow sent us", 6),
                    ),
                    note="Best month we ever had, +188 %. Take the vaccine round away and it is "
                    "+64 %. Please quote the second number.",
                ),
            },
        ),
        Measure(
            "churn",
            "Churn a month",
            "gita",
            {"start": 3.1, "target": 1.9, "unit": "%"},
            (3.1, 3.1, 3.0, 2.9, 2.8, 2.7, 2.7, 2.5, 2.4, 2.3),
            (5, 5, 5, 6, 6, 6, 6, 7, 7, 7),
            {
                4: Said((Cause("A call in the second week, before they leave", -0.1),)),
                6: Said((Cause("A call in the second week, before they leave", -0.1),)),
                8: Said(
                    (
                        Cause("A call in the second week, before they leave", -0.1),
                        Cause("A rival raised its prices", -0.1, "outside"),
                    ),
                ),
                10: Said(
                    (Cause("A call in the second week, before they leave", -0.1),),
                    note="Nobody leaves over price. They leave when nobody tells them where the "
                    "van is.",
                ),
            },
        ),
        Measure(
            "second",
            "Clinics back in 30 days",
            "cleo",
            {"start": 41.0, "target": 60.0, "unit": "%"},
            (41, 42, 43, 45, 46, 48, 49, 50, 52, 53),
            (5, 5, 6, 6, 6, 6, 6, 6, 7, 7),
            {
                4: Said((Cause("Next order is on the delivery note", 2),)),
                6: Said((Cause("Next order is on the delivery note", 1),)),
                9: Said(
                    (Cause("Next order is on the delivery note", 1),),
                    note="The dullest idea of the cycle, and the one that works every week.",
                ),
            },
        ),
    ),
    team="Sales",
    fields={
        "commitment": "aspirational",
        "why": "Small clinics spend an hour a week chasing parcels. With us they plan "
        "the ward and not the delivery.",
        "company_gets": "Growth from people who know us, at a third of the cost of new ones.",
        "owner_gets": "Fewer cold calls. I have made enough for one life.",
        "labels": ("growth", "clinics"),
    },
    parent="back",
    takers=("gita", "eva"),
)

PAID = Goal(
    "paid",
    "Kitchens pay on time",
    "gita",
    (
        Measure(
            "late",
            "Invoices paid late",
            "gita",
            {"start": 22.0, "target": 5.0, "unit": "%"},
            (22, 21, 20, 19, 18, 17, 16, 15, 14, 13),
            (6, 6, 5, 4, 4, 6, 6, 6, 6, 5),
            {
                3: Said((Cause("Invoice on the day of delivery", -1),)),
                4: Said(
                    blocker="Lakeside Hospitals pay after 60 days. It says so in the contract.",
                    fix="Take it to the reflect meeting: is 5 % still honest?",
                ),
                7: Said((Cause("A friendly call on day ten", -1),)),
                10: Said(
                    (
                        Cause("A friendly call on day ten", -2),
                        Cause("Two kitchens stopped paying", 1),
                    ),
                    note="The number is green. I do not believe it.",
                ),
            },
        ),
        Measure(
            "days",
            "Days until paid",
            "gita",
            {"start": 41.0, "target": 30.0, "unit": "days"},
            (41, 40, 40, 39, 38, 37, 36, 35, 35, 34),
            (6, 6, 6, 6, 6, 6, 6, 6, 6, 5),
            {
                2: Said((Cause("Invoice on the day of delivery", -1),)),
                8: Said((Cause("A friendly call on day ten", -1),)),
            },
        ),
    ),
    team="Sales",
    fields={
        "commitment": "committed",
        "why": "Small kitchens fall behind because our invoices come late and all at once. "
        "Sent on the day, they can be paid.",
        "company_gets": "Two new vans without a loan.",
        "owner_gets": "Calls about menus instead of money.",
        "labels": ("kitchens",),
        "stands_alone": "Cash, not customers: agreed with Hana when we set the goals.",
    },
    takers=("cleo",),
)

ONE_LIST = Goal(
    "list",
    "One price list",
    "cleo",
    (
        Measure(
            "merged",
            "Lists merged",
            "cleo",
            {
                "kind": "milestones",
                "steps": (
                    Step("Clinics"),
                    Step("Kitchens"),
                    Step("Pharmacies"),
                    Step("Labs"),
                    Step("Exports"),
                ),
            },
            (0, 1, 1, 2, 3, 4, 5, 5),
            (6, 7, 7, 7, 8, 9, 10, 10),
            {5: Said((Cause("Dev wrote the import in an afternoon", 1, author="dev"),))},
        ),
        Measure(
            "wrong",
            "Offers priced wrongly",
            "gita",
            {"start": 9.0, "target": 1.0, "unit": "%"},
            (9, 9, 8, 7, 5, 3, 1.5, 0.8),
            (6, 6, 7, 7, 8, 9, 9, 10),
            {
                5: Said((Cause("Clinics and kitchens read from one list", -2),)),
                8: Said(note="One wrong price in 125 offers. It was mine."),
            },
        ),
        Measure(
            "old",
            "Old lists switched off",
            "cleo",
            {"kind": "milestones"},
            (0, 0, 0, 0, 0, 0, 0, 1),
            (7, 7, 7, 7, 8, 8, 9, 10),
        ),
    ),
    team="Sales",
    fields={
        "commitment": "committed",
        "why": "Two nurses of one hospital were offered two prices. They compared.",
        "company_gets": "Offers that nobody has to take back.",
        "owner_gets": "One thing fewer to apologise for.",
        "labels": ("clinics",),
    },
    supports=("back",),
    takers=("gita", "dev"),
)

LIST_LESSON = (
    "Five people with one list each could have met in week 1. We mailed each other until week 4."
)

PARTNERS = Goal(
    "partners",
    "Partners sell for us",
    "gita",
    (
        Measure(
            "deals", "Deals by partners", "gita", {"start": 0.0, "target": 12.0, "unit": "deals"}
        ),
        Measure(
            "trained",
            "Partners trained",
            "cleo",
            {
                "kind": "milestones",
                "steps": (Step("Pilot"), Step("North"), Step("South")),
            },
        ),
    ),
    team="Sales",
    fields={
        "commitment": "aspirational",
        "why": "Village surgeries buy from the wholesaler they have known for twenty years. "
        "Through them our boxes reach people whom we never will.",
        "company_gets": "Reach without another depot.",
        "owner_gets": "I would lead it. I have not led anything here yet.",
        "labels": ("growth",),
    },
    parent="back",
    takers=("cleo",),
)

GOALS = (LOVED, PAID, ONE_LIST)

EASED = (
    "Lakeside pays after 60 days by contract, that is 3 of the 5 points. "
    "We will not lose a hospital for a target."
)

OVERRIDE = "Two kitchens owe a third of it, and one of them is for sale."

DEEDS = (
    Deed(
        "Ask ten clinics who else they know",
        "orders",
        "gita",
        1,
        5,
        (Turn(2, "kept", "Seven names."),),
    ),
    Deed("Print the next order on the delivery note", "second", "cleo", 3, 2, (Turn(4, "kept"),)),
    Deed("Write a newsletter", "orders", "cleo", 4, None, (Turn(5, "dropped", "Nobody asked."),)),
    Deed(
        "Call new clinics in their second week",
        "churn",
        "gita",
        3,
        -0.2,
        (Turn(4, "kept"),),
    ),
    Deed("Visit the two clinics that Marlow sent", "orders", "cleo", 9, 4, (Turn(10, "carried"),)),
    Deed("Show people where their van is", "churn", "gita", 10, -0.2),
    Deed("Payment plan with the two kitchens", "late", "gita", 10, -2),
)
