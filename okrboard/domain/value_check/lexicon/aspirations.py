"""Words of objectives as data: what lifts an objective, and what leaves it flat. Our own lists."""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.small import COMPARATIVES
from okrboard.domain.value_check.lexicon.wordlist import wordlist

SUPERLATIVES = frozenset(
    word[:-2] + "est" for word in COMPARATIVES if word.endswith("er")
) | wordlist("best boldest bravest finest kindest")

LIFTS = SUPERLATIVES | wordlist(
    """
    accessible admire admired affordable amaze amazing beautiful beloved brilliant calm cherish
    choice choose confidence confident confidently courage culture delight delighted delightful
    dignity dream ease easy effortless effortlessly enjoy enjoyable excellence exceptional
    excited exciting extraordinary fair fairly famous favorite favourite fearless flawless
    fluent freedom frictionless friendly fun happily happy heart hearts hope inclusive
    incredible indispensable inspire inspired inspiring instantly intuitive irresistible joy
    joyful leader leaders leading legendary lifelong lives lovable love loved loves magic
    magical memorable neutral outstanding painless passionate peace pioneer pleasant pleasantly
    pleasure pride proud proudly raving recommend recommended reliable reliably rely remarkable
    renowned resilient respected safe safely seamless seamlessly simple smooth smoothly stunning
    superb thrive thriving trust trusted trustworthy unbeatable undisputed unforgettable
    unmatched unrivalled unstoppable vibrant warm welcome welcoming wonderful worry wow
    """
)
"""Words by which somebody feels the difference."""

LIFTING_PAIRS = frozenset(
    (
        ("world", "class"), ("first", "choice"), ("second", "to"), ("no", "longer"),
        ("go", "to"), ("user", "friendly"), ("state", "of"), ("best", "in"), ("at", "home"),
        ("without", "fear"), ("without", "leaving"), ("without", "worry"), ("never", "again"),
        ("great", "place"), ("place", "to"), ("number", "one"), ("self", "service"),
        ("they", "can"),
    )
)  # fmt: skip

RAISES = wordlist(
    """
    be become bridge bring delight deserve earn empower enable end free give help inspire lead
    let liberate make pioneer protect put redefine reimagine reinvent rescue reshape
    revolutionize simplify spark stand surprise transform turn unleash unlock welcome win wow
    """
)
"""Verbs that promise somebody a difference."""

RAISES_A_LITTLE = wordlist("be bring end lead make put simplify turn")
"""Those that promise something only together with what follows."""

FLAT = wordlist(
    """
    address adjust align better boost carry continue decrease develop do drive enhance ensure
    execute expand explore facilitate focus foster further grow handle implement improve
    increase keep leverage maintain manage maximize minimize monitor optimize perform promote
    provide pursue reduce refine run scale streamline strengthen support sustain target upgrade
    use utilize work
    """
)
"""Verbs that fit every objective and therefore none."""

EMPTY_WORDS = wordlist(
    """
    area business collaboration communication effective effectiveness efficiency efficient
    excellence initiative marketing matter operation operations performance plan procedure
    process processes productive productivity project projects quality sales service services
    strategy synergies task tasks things topic topics work workflow
    """
)
"""Words that name a field, not a change in it."""

SAME_AS_EVER = wordlist("continue keep maintain preserve remain stay")
"""Verbs that promise that nothing changes."""
