"""Small words as data: determiners, prepositions, comparators, units, dates. Our own lists."""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.wordlist import wordlist

DETERMINERS = wordlist(
    """
    a all an another any both each every her his its my no our some that the their these this
    those your
    """
)

PREPOSITIONS = wordlist(
    """
    about above across after against along among around as at before behind below beneath beside
    between beyond by despite down during except for from in inside instead into like near of
    off on onto out outside over past per since than through throughout till to toward towards
    under until up upon versus via vs with within without
    """
)

CONJUNCTIONS = wordlist(
    """
    and because but if or so when where whereas which while who whose
    """
)

AUXILIARIES = wordlist(
    """
    are be been being can cannot could did do does doesn don get gets got had has have is may
    might must shall should was were will would
    """
)

NEGATIONS = wordlist("cannot never no nobody none not nothing without zero")

PRONOUNS = wordlist(
    """
    anyone everybody everyone he i it nobody she them they us we you
    """
)

OWN = wordlist(
    """
    department engineering finance hr i legal management marketing ops rep reps sales squad
    squads team teams us we
    """
)
"""Who speaks of their own doings."""

QUANTITY = wordlist("amount count no nr number quantity sum total volume")
"""Before “of”: the thing counted stands behind."""

SHARE = wordlist(
    """
    fraction half majority most pct percent percentage proportion quarter share third two-thirds
    """
)

SOFT_STARTS = wordlist(
    """
    able aim aims also be begin can commit commits continue continues goal going hope i i'll
    intend intends is i’ll let let's lets must need needs objective our plan plans please shall
    should start strive strives successfully target team the to together try us want wants we
    we'll we’ll will
    """
)
"""Words that may stand before the verb without changing what is promised."""

UPPER = wordlist(
    """
    < <= below beneath fewer less lower max maximum most sub under ≤ ≦
    """
)
LOWER = wordlist(
    """
    > >= above better beyond exceed exceeding exceeds greater higher least min minimum more over
    surpass ≥ ≧
    """
)
BETTER_BEHIND = wordlist(
    """
    above below better fewer higher less lower max maximum min minimum more over under
    """
)

ARROWS = frozenset(("->", "-->", "=>", "→", "➔", "⇒", "➜", "↦", "⟶", "►", "»"))
CURRENCY_SIGNS = frozenset("€$£¥₹₽₩₺")
CURRENCIES = wordlist(
    """
    aud cad cent cents chf cny dkk dollar dollars eur euro euros franc francs gbp inr jpy kr nok
    pln pound pounds rupees sek usd yen
    """
)
MAGNITUDES = wordlist(
    """
    b billion billions bn crore dozen dozens hundred hundreds k lakh m million millions mio mm
    mn mrd thousand thousands
    """
)
SHARE_UNITS = wordlist("% bps pct percent pp pps ppt ppts pts ‰")
SHORT_TIMES = wordlist(
    """
    d day days h hour hours hr hrs millisecond milliseconds min mins minute minutes ms s sec
    second seconds secs us µs
    """
)
LONG_TIMES = wordlist(
    """
    cycle cycles fortnight mo month months quarter quarters semester semesters sprint sprints
    week weeks wk wks year years yr yrs
    """
)
TIMES = SHORT_TIMES | LONG_TIMES
MORE_TIMES = wordlist(
    """
    as better faster fewer higher larger less lower more slower the
    """
)
WORKING = wordlist("business calendar consecutive full working")
SCALES = wordlist("point points pts score star stars")
PHYSICAL = wordlist(
    """
    bar cm db dpmo fps g gb ghz gwh hz kb kg kj km kw kwh l liter liters litre litres m2 m3 mb
    mg mhz ml mm mpa mw mwh m² m³ ppm qps rpm rps sqm t tb ton tonne tonnes tons w °c °f
    """
)

NUMBER_WORDS = wordlist(
    """
    billion couple dozen dozens eight eighteen eighty eleven fifteen fifty five forty four
    fourteen half hundred hundreds million millions nine nineteen ninety one seven seventeen
    seventy six sixteen sixty ten third thirteen thirty thousand thousands three twelve twenty
    two
    """
)
MULTIPLES = wordlist(
    """
    double doubled doubles doubling halve halved halves halving quadruple quadrupled tenfold
    threefold thrice treble triple tripled triples tripling twice twofold
    """
)

MONTHS = wordlist(
    """
    apr april aug august dec december feb february jan january jul july jun june mar march may
    nov november oct october sep sept september
    """
)
WEEKDAYS = wordlist(
    """
    christmas easter friday monday saturday sunday thursday tuesday wednesday
    """
)
DATE_PREPOSITIONS = wordlist(
    """
    after at before by during end for from fy in of on since through throughout till to until
    versus vs
    """
)
PERIODS = wordlist(
    """
    autumn cycle day days fall h1 h2 half month months night quarter quarters season semester
    spring sprint sprints summer term trimester week weeks winter year years
    """
)

VERSIONED = wordlist(
    """
    angular java node php postgres postgresql python react sql v version vue windows
    """
)
"""Words behind which “from 12 to 16” speaks of versions."""

NAME_BEFORE = wordlist(
    """
    angular appendix article basel batch block building chapter class clause cmmi covid day din
    directive dora en gate gdpr gen generation gmp grade hall horizon ias iec ieee ifrs industry
    iso java level line lot module nist office part phase php pillar platform postgres
    postgresql priority python react room round route rule scope section sector series sev
    severity shift soc sol sprint sql stage stream terminal tier tisax trl type unit vda version
    vue ward wave week windows year zone
    """
)
"""Words whose number is a name, not a measure (“ISO 27001”, “tier 1”)."""

ORDINAL_BEFORE = wordlist(
    """
    another biggest coming every final first following initial largest last latest main newest
    next oldest past previous top
    """
)

SERVICE_PHRASES = (
    ("on", "time"), ("on", "schedule"), ("in", "time"), ("within", "budget"), ("on", "budget"),
    ("first", "time"), ("at", "first"), ("same", "day"), ("next", "day"), ("in", "full"),
    ("without", "rework"), ("without", "error"), ("without", "errors"), ("without", "defects"),
    ("error", "free"), ("defect", "free"), ("without", "delay"), ("within", "sla"),
    ("within", "target"), ("first", "contact"), ("on", "first"), ("right", "first"),
    ("without", "complaint"), ("without", "complaints"), ("without", "escalation"),
    ("without", "damage"), ("same", "business"), ("next", "business"), ("on-time",),
    ("within", "deadline"), ("before", "deadline"), ("by", "deadline"),
    ("without", "incident"), ("without", "incidents"),
    ("without", "downtime"), ("without", "interruption"), ("first", "attempt"), ("same", "shift"),
    ("first", "try"), ("within", "tolerance"), ("overnight",), ("error", "less"),
    ("without", "manual"), ("without", "human"), ("without", "help"), ("without", "assistance"),
    ("without", "corrections"), ("without", "correction"), ("without", "findings"),
)  # fmt: skip
"""Said of something people wait for, they make it a level of service."""

COMPARATIVES = wordlist(
    """
    better bigger broader calmer cheaper cleaner clearer closer deeper earlier easier fairer
    faster fewer fresher friendlier greater greener happier healthier higher larger leaner less
    lighter longer lower more quicker quieter richer safer shorter simpler smaller smarter
    smoother sooner steadier stronger tighter warmer wider worse
    """
)

QUALITIES = wordlist(
    """
    able accurate available aware calm clear comfortable competent compliant confident
    consistent easy efficient effortless engaged excellent fast free happy healthy heard
    independent informed known loyal motivated predictable productive profitable proud ready
    recognised recognized reliable resilient respected safe satisfied secure seen stable
    successful sustainable transparent trusted valued
    """
)
"""States somebody or something is in: a change when they were not so before."""
