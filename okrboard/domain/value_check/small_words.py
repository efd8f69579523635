"""Small words as data: determiners, prepositions, comparators, units, dates. Our own lists."""

from __future__ import annotations

DETERMINERS = frozenset(
    "a an the our my your their his her its this that these those any some each every all both "
    "another no".split()
)

PREPOSITIONS = frozenset(
    "about above across after against along among around as at before behind below beneath beside "
    "between beyond by despite during except for from in inside into like near of off on onto out "
    "outside over past per since than through throughout till to toward towards under until up "
    "upon via versus vs with within without down instead".split()
)

CONJUNCTIONS = frozenset("and or but so because while whereas when if which who whose where".split())

AUXILIARIES = frozenset(
    "is are was were be been being has have had do does did will would can could shall should may "
    "might must get gets got don doesn cannot".split()
)

NEGATIONS = frozenset("no none nobody never zero not without cannot nothing".split())

PRONOUNS = frozenset("we i you they he she it us them everyone everybody nobody anyone".split())

OWN = frozenset(
    "we i us team teams squad squads department rep reps hr ops marketing sales finance legal "
    "engineering management".split()
)
"""Who speaks of their own doings."""

QUANTITY = frozenset("number amount quantity total count sum nr no volume".split())
"""Before “of”: the thing counted stands behind."""

SHARE = frozenset(
    "percent percentage proportion share half third quarter majority most two-thirds fraction "
    "pct".split()
)

SOFT_STARTS = frozenset(
    """
    will shall must should can want wants aim aims plan plans intend intends need needs strive
    strives commit commits hope try continue continues start begin please successfully also to
    going be able goal is let's let lets us we i our team the target together objective
    """.split()
)
"""Words that may stand before the verb without changing what is promised."""

UPPER = frozenset("under below less fewer lower max maximum most beneath sub <  ≤ <= ≦".split())
LOWER = frozenset("over above more least min minimum greater higher > ≥ >= ≧ exceed exceeds "
                  "exceeding surpass beyond better".split())
BETTER_BEHIND = frozenset("more less fewer better higher lower above below max maximum min minimum "
                          "over under".split())

ARROWS = frozenset(("->", "-->", "=>", "→", "➔", "⇒", "➜", "↦", "⟶", "►", "»"))
CURRENCY_SIGNS = frozenset("€$£¥₹₽₩₺")
CURRENCIES = frozenset(
    "eur usd gbp chf jpy cny inr sek nok dkk pln cad aud euro euros dollar dollars pound pounds "
    "cents cent franc francs yen rupees kr".split()
)
MAGNITUDES = frozenset(
    "k m b bn mn mio mm mrd million millions billion billions thousand thousands hundred hundreds "
    "dozen dozens lakh crore".split()
)
SHARE_UNITS = frozenset("% ‰ percent pct pp pps ppt ppts bps pts".split())
SHORT_TIMES = frozenset(
    "ms s sec secs second seconds min mins minute minutes h hr hrs hour hours d day days "
    "millisecond milliseconds µs us".split()
)
LONG_TIMES = frozenset(
    "week weeks wk wks fortnight month months mo quarter quarters year years yr yrs semester "
    "semesters sprint sprints cycle cycles".split()
)
TIMES = SHORT_TIMES | LONG_TIMES
MORE_TIMES = frozenset("more less as faster higher lower fewer better the slower larger".split())
WORKING = frozenset("working business calendar full consecutive".split())
SCALES = frozenset("star stars point points pts score".split())
PHYSICAL = frozenset(
    "kg g mg t ton tons tonne tonnes l ml litre litres liter liters km m² m2 m³ m3 sqm cm mm kwh "
    "mwh gwh kw mw mb gb tb kb db °c °f dpmo ppm rpm kj mpa bar hz mhz ghz w fps rps qps".split()
)

NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion dozen dozens hundreds thousands millions half third couple
    """.split()
)
MULTIPLES = frozenset(
    "double doubled doubles doubling triple tripled triples tripling treble quadruple quadrupled "
    "halve halved halves halving twice twofold threefold tenfold thrice".split()
)

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec".split()
)
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday christmas easter".split()
)
DATE_PREPOSITIONS = frozenset(
    "by in until till before during since throughout end of from for on at for after to through "
    "fy vs versus".split()
)
PERIODS = frozenset(
    "year years quarter quarters month months week weeks cycle sprint sprints day days term "
    "semester half trimester fall autumn spring summer winter season night h1 h2".split()
)

VERSIONED = frozenset(
    "angular python java php node postgres postgresql react vue sql windows version v".split()
)
"""Words behind which “from 12 to 16” speaks of versions."""

NAME_BEFORE = frozenset(
    """
    angular appendix article basel batch block building chapter class clause cmmi covid day din
    directive dora en gate gdpr gen generation gmp grade hall horizon ias ifrs iec ieee industry
    iso java level line lot module nist office part phase php pillar platform postgres postgresql
    priority python react room round route rule scope section sector sev series severity shift soc
    sol sprint sql stage stream terminal tier tisax trl type unit vda version vue ward wave week
    windows year zone
    """.split()
)
"""Words whose number is a name, not a measure (“ISO 27001”, “tier 1”)."""

ORDINAL_BEFORE = frozenset("top first last next past every previous coming following initial "
                           "final another oldest newest biggest largest main latest".split())

SERVICE_PHRASES = (
    ("on", "time"), ("on", "schedule"), ("in", "time"), ("within", "budget"), ("on", "budget"),
    ("first", "time"), ("at", "first"), ("same", "day"), ("next", "day"), ("in", "full"),
    ("without", "rework"), ("without", "error"), ("without", "errors"), ("without", "defects"),
    ("error", "free"), ("defect", "free"), ("without", "delay"), ("within", "sla"),
    ("within", "target"), ("first", "contact"), ("on", "first"), ("right", "first"),
    ("without", "complaint"), ("without", "complaints"), ("without", "escalation"),
    ("without", "damage"), ("same", "business"), ("next", "business"), ("on-time",), ("within", "deadline"),
    ("before", "deadline"), ("by", "deadline"), ("without", "incident"), ("without", "incidents"),
    ("without", "downtime"), ("without", "interruption"), ("first", "attempt"), ("same", "shift"),
    ("first", "try"), ("within", "tolerance"), ("overnight",), ("error", "less"),
    ("without", "manual"), ("without", "human"), ("without", "help"), ("without", "assistance"),
    ("without", "corrections"), ("without", "correction"), ("without", "findings"),
)  # fmt: skip
"""Said of something people wait for, they make it a level of service."""

COMPARATIVES = frozenset(
    """
    fewer less more better higher lower faster shorter longer quicker sooner easier happier safer
    healthier cheaper stronger larger bigger smaller greater earlier cleaner simpler smoother
    clearer wider deeper warmer quieter leaner worse fairer friendlier closer lighter smarter
    richer tighter broader calmer steadier fresher greener
    """.split()
)

QUALITIES = frozenset(
    """
    satisfied happy confident loyal safe secure reliable stable trusted engaged healthy fast easy
    effortless excellent consistent accurate transparent profitable proud aware comfortable
    productive efficient sustainable resilient motivated recognized recognised known able ready
    free independent competent available profitable informed heard seen valued respected
    successful predictable compliant calm clear
    """.split()
)
"""States somebody or something is in: a change when they were not so before."""
