"""Ternhaven, who keep vaccines and food cold on the way: its people and its own goals."""

from __future__ import annotations

from demo_story.spec import Cause, Deed, Goal, Measure, Said, Turn

from okrboard.domain.record import Record

NAME = "Ternhaven"
ZONE = "Europe/Berlin"
DIRECTION = (
    "In five years no clinic and no kitchen in our seven countries throws anything away "
    "because it came too warm.\n"
    "We get there by being the ones whom people trust with what must not spoil, "
    "not by being the cheapest van."
)


class Person(Record):
    """Somebody of the company."""

    handle: str
    name: str
    team: str = ""


PEOPLE = (
    Person("hana", "Hana Nováková"),
    Person("ana", "Ana Ferreira", "Audit"),
    Person("ben", "Ben Okafor", "IT"),
    Person("cleo", "Cleo Marchetti", "Sales"),
    Person("dev", "Dev Raman", "IT"),
    Person("eva", "Eva Lindqvist", "IT"),
    Person("finn", "Finn Aaltonen", "Audit"),
    Person("gita", "Gita Banerjee", "Sales"),
)

LEADS = {"Audit": "ana", "IT": "ben", "Sales": "cleo"}

NOTHING_WARM = Goal(
    "warm",
    "Nothing arrives warm",
    "hana",
    (
        Measure(
            "loads",
            "Loads lost a month",
            "hana",
            {"start": 14.0, "target": 4.0, "unit": "loads"},
            (14, 14, 13, 13, 12, 11, 11, 10, 9, 8),
            (5, 5, 5, 6, 6, 6, 6, 7, 7, 7),
            {
                3: Said((Cause("Auditors stop a load at the dock", -1),)),
                6: Said(
                    (
                        Cause("Auditors stop a load at the dock", -2, author="ana"),
                        Cause("Ferry strike, two vans stood in the sun", 1, "outside"),
                    ),
                    note="Without the strike this would have been our first single-digit month.",
                ),
                9: Said(
                    (Cause("Drivers call before they leave a warm dock", -1, author="finn"),),
                    note="Three drivers called this week. A year ago nobody did.",
                ),
                10: Said(
                    (Cause("Drivers call before they leave a warm dock", -1, author="finn"),),
                    note="Eight is still eight clinics that sent people home.",
                ),
            },
        ),
        Measure(
            "cold",
            "Boxes inside 2–8 °C",
            "hana",
            {"kind": "threshold", "start": 99.1, "target": 99.5, "unit": "%", "keep": "above"},
            (99.6, 99.5, 99.7, 99.6, 99.2, 99.6, 99.7, 99.6, 99.8, 99.7),
            (7, 7, 7, 7, 6, 7, 7, 8, 8, 8),
            {
                5: Said(
                    (Cause("Two freezers failed in one night", -0.4, "luck"),),
                    blocker="The alarm went to a phone that was off.",
                    fix="Alarms ring two people from tonight.",
                ),
                6: Said((Cause("Alarms ring two people", 0.3, author="ben"),)),
            },
        ),
    ),
    fields={
        "level": "company",
        "commitment": "committed",
        "why": "A clinic that opens a warm box sends thirty people home without their vaccine. "
        "They do not all come back.",
        "company_gets": "The hospital groups put a warm box into the contract: "
        "two in a year and we are out.",
        "owner_gets": "I want to stop signing letters that begin with “we regret”.",
        "labels": ("cold chain",),
    },
    takers=("ana", "ben", "finn"),
)

COME_BACK = Goal(
    "back",
    "Clinics come back to us",
    "hana",
    (
        Measure(
            "revenue",
            "Growth over last year",
            "hana",
            {"start": 12.0, "target": 33.0, "unit": "%"},
            (12.4, 13, 14.2, 15.5, 16.3, 17.8, 19.6, 21.7, 23.9, 25.2),
            (5, 5, 5, 5, 6, 6, 6, 7, 7, 7),
            {
                8: Said((Cause("The vaccine round", 1.6, "outside", "cleo"),)),
                9: Said(
                    (
                        Cause("The vaccine round", 1.7, "outside", "cleo"),
                        Cause("Second orders", 0.4, author="cleo"),
                    ),
                ),
                10: Said(
                    (Cause("The vaccine round", 0.9, "outside", "cleo"),),
                    note="It ends in three weeks. What we keep after it is what we have built.",
                ),
            },
        ),
        Measure(
            "recommend",
            "Would recommend us",
            "hana",
            {"start": 31.0, "target": 50.0, "unit": "points"},
            (31, 31, 33, 33, 34, 36, 36, 38, 38, 39),
            (6, 6, 6, 6, 5, 5, 5, 4, 4, 4),
            {
                4: Said(
                    note="Nineteen clinics answered. That is too few to be proud of two points."
                ),
                8: Said(
                    (Cause("Somebody picks up at night", 2, author="eva"),),
                    note="“You answered at four in the morning” — written by two clinics.",
                ),
                10: Said(
                    (Cause("Somebody picks up at night", 1, author="eva"),),
                    blocker="Kitchens give us 12, clinics 52. The mean hides both.",
                    fix="Ask the five unhappiest kitchens by phone, not by form.",
                ),
            },
        ),
        Measure(
            "cost",
            "Cost of a box",
            "hana",
            {
                "kind": "threshold",
                "start": 11.6,
                "target": 11.8,
                "unit": "€",
                "keep": "below",
                "weight": 0.5,
            },
            (11.52, 11.6, 11.71, 11.64, 11.58, 11.75, 11.66, 11.61, 11.72, 11.69),
            (8, 8, 7, 7, 8, 7, 7, 8, 7, 8),
            {6: Said((Cause("Diesel", 0.14, "outside"),))},
        ),
    ),
    fields={
        "level": "company",
        "commitment": "aspirational",
        "why": "A nurse who trusts the box does not open it twice to check. "
        "That is ten minutes she has for a patient.",
        "company_gets": "Growth that we do not have to buy again every month.",
        "owner_gets": "Proof that being careful sells.",
        "labels": ("growth",),
    },
    supports=("warm",),
    takers=("cleo", "gita", "eva"),
)

GOALS = (NOTHING_WARM, COME_BACK)

DEEDS = (
    Deed(
        "Read every loss report aloud on Fridays",
        "loads",
        "hana",
        2,
        -1,
        (Turn(3, "kept", "Four minutes. Nobody looked at a phone."),),
    ),
    Deed("Second alarm number for each depot", "cold", "ben", 5, 0.2, (Turn(6, "kept"),)),
    Deed("Call five unhappy kitchens", "recommend", "hana", 10, 2),
)
