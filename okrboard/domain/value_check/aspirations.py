"""Words of objectives as data: what lifts an objective, and what leaves it flat. Our own lists."""

from __future__ import annotations

from okrboard.domain.value_check.small_words import COMPARATIVES

SUPERLATIVES = frozenset(
    word[:-2] + "est" for word in COMPARATIVES if word.endswith("er")
) | frozenset("best finest kindest bravest boldest".split())

LIFTS = SUPERLATIVES | frozenset(
    """
    accessible admire admired affordable amazing amaze beautiful beloved brilliant calm
    cherish choice choose confidence confident confidently courage culture delight delighted
    delightful dignity dream easy ease effortless effortlessly enjoy enjoyable excellence
    exceptional excited exciting extraordinary fair fairly famous favorite favourite fearless fluent
    flawless freedom frictionless friendly fun happily happy heart hearts home hope inclusive
    incredible indispensable inspire inspired inspiring instantly intuitive irresistible joy joyful
    leading legendary life lifelong lives love loved loves lovable magic magical memorable
    neutral outstanding painless passionate peace personal pleasant pleasure pride proud proudly
    raving recommend recommended reliable reliably remarkable respected rely resilient safe safely
    seamless seamlessly secure simple smooth smoothly stunning superb thrive thriving together
    trust trusted trustworthy unbeatable unforgettable unmatched unrivalled unstoppable vibrant
    welcome welcoming wonderful worry worrying pleasantly gold benchmark pioneer
    warm wow well-known renowned sought partner leader leaders voice standard undisputed
    """.split()
)
"""Words by which somebody feels the difference."""

LIFTING_PAIRS = frozenset(
    (
        ("world", "class"), ("first", "choice"), ("second", "to"), ("no", "longer"),
        ("go", "to"), ("user", "friendly"), ("state", "of"), ("best", "in"), ("at", "home"),
        ("without", "fear"), ("without", "leaving"), ("without", "worry"), ("never", "again"),
        ("great", "place"), ("place", "to"), ("number", "one"), ("self", "service"),
    )
)  # fmt: skip

RAISES = frozenset(
    """
    be become delight earn empower enable end free give help inspire let lead make protect
    redefine reimagine reinvent reshape revolutionize spark surprise transform turn unleash unlock
    welcome win liberate stand put bring simplify deserve wow bridge rescue pioneer
    """.split()
)
"""Verbs that promise somebody a difference."""

FLAT = frozenset(
    """
    address adjust align better boost carry continue decrease develop do drive enhance ensure
    execute expand explore facilitate focus foster further grow handle implement improve
    increase keep leverage maintain manage maximize minimize monitor optimize perform promote
    provide pursue reduce refine run scale strengthen streamline support sustain target upgrade
    use utilize work
    """.split()
)
"""Verbs that fit every objective and therefore none."""

EMPTY_NOUNS = frozenset(
    """
    area business collaboration communication department effectiveness efficiency excellence
    initiative marketing matter operation operations organisation organization performance plan
    procedure process processes productivity project projects quality sales service services
    strategy synergies task tasks things topic topics work workflow
    """.split()
)
"""Nouns that name a field, not a change in it."""

SAME_AS_EVER = frozenset("continue maintain keep remain stay preserve".split())
"""Verbs that promise that nothing changes."""
