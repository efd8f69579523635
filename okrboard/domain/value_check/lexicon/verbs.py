"""Verbs as data: what kind of doing or changing each of them speaks of.

`VERBS` maps a base form to the class it has as the first word of a key result; the sets beside it
say which verbs other people do of their own accord, and which ones an authority does. British -ise
is looked up as -ize. Our own lists.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.wordlist import wordlist

_CLASSES = {
    # We do it; when it is done, nothing need have changed for anybody.
    "work": """
    abolish accompany adapt add address administer adopt advertise advise aggregate align
    allocate amend analyze animate announce anonymize answer apply appoint appraise approach
    approve archive arrange articulate ask assemble assess assign assist attend audit author
    automate award backfill backtest bake bandage beautify benchmark blog brainstorm breed brew
    brief broadcast budget bundle bury buy calculate calibrate call campaign canvass carve
    catalog catalogue cater centralize certify champion charter check circulate clarify classify
    clean clear clone coach code codify collaborate collate collect commence commission commit
    communicate compare compile complete compose compute conceive concentrate conclude conduct
    configure confirm connect conserve consolidate construct consult contact containerize
    coordinate copy counsel count cover craft crawl crowdfund cultivate curate customize debug
    decommission dedicate dedupe deduplicate deepen define defragment deliberate demarcate demo
    demolish deploy deprecate describe design designate determine devise diagnose dig digitalize
    digitize direct disable disconnect discuss disinfect dismantle dispatch display disseminate
    distribute document donate download draft dredge drill dub duplicate edit educate elaborate
    elect electrify embed emboss employ enact encode encrypt enforce engineer engrave enlist
    enumerate equip erect estimate evaluate examine excavate execute exhibit experiment explain
    explore export fabricate facilitate familiarize feature feed ferment fertilize file film
    finalize find finish fit fix focus follow forecast formalize format formulate forward found
    fumigate fund furnish gamify gather give grade grind groom guide handle harden harmonize
    harvest haul hire hoist host identify illustrate immunize implement import inaugurate
    incorporate incubate index inform initiate innovate inoculate inscribe inspect install
    institute instruct insulate integrate intercept interpret interrogate interview introduce
    invent inventory investigate invite invoice involve irrigate issue itemize iterate join
    knead knit label laminate landscape launch launder lay lead learn lecture legislate liaise
    license liquidate list listen load lobby localize lubricate mail manage manufacture map mark
    measure medicate mentor merge message migrate mock model moderate modernize modify monitor
    mop mount mow name negotiate nominate notarize notify observe offer open operate orchestrate
    order organize outfit outline outsource overhaul oversee package paint paraphrase
    participate patch patrol pave perform permit photocopy photograph pick pilot pitch plan
    plant plaster play podcast polish poll populate port practice practise preach prepare
    prescribe present print prioritize process procure program proofread propose prosecute
    prototype provision prune publicize publish purchase pursue qualify query question ratify
    read rearrange rebrand rebuild recalibrate recite reclassify recommend reconcile record
    recruit recycle redecorate redefine redeploy redesign redraft refactor refine reforest
    reform reformat refresh refuel refurbish register regulate rehang rehearse rehouse
    reimplement reinstall relaunch release relocate remediate remodel remove rename render renew
    renovate reopen reorganize repaint repair replace replatform report reposition reprint
    request rescan research reserve resize resolve respond restage restock restructure resurface
    retest retire retool retrain retrofit retype revamp review revise revisit rework rewrite
    rinse roast rotate sample sanction sanitize scan schedule scope screen script scrub sculpt
    search seed segment select send serialize service settle setup sew share shelve ship shoot
    sift simulate sketch slaughter solder solicit solve sort source sow spearhead specify
    sponsor sprint staff stage standardize start sterilize stitch stock store storyboard stream
    strip structure study submit subtitle supervise supplement supply support survey swap sweep
    synchronize synthesize tabulate tackle tag talk teach telephone tender test text tidy tour
    tow trace track trade trademark train transcribe transfer translate transport travel treat
    triage trial troubleshoot try tune tutor tweak tweet type typeset unblock undertake unify
    unload unveil update upgrade upholster upload use utilize vaccinate vacuum validate varnish
    ventilate verify vet visit visualize volunteer walk wash weave weigh weld whittle winterize
    wire wireframe work workshop wrap write
    """,
    # Something becomes more.
    "up": """
    increase raise improve grow boost double triple treble quadruple enhance strengthen lift
    accelerate maximize multiply elevate heighten uplift intensify advance enrich widen
    step ramp rise climb outperform outgrow recover stabilize expedite regain restore solidify
    reinforce speed
    """,
    # Something becomes less.
    "down": """
    reduce decrease lower cut halve shorten shrink minimize eliminate lessen slash trim drop
    diminish curb mitigate limit contain cap decline fall avoid prevent lighten relieve ease
    alleviate slow curtail compress narrow stop erase eradicate dampen deter save
    """,
    # It becomes a certain thing.
    "reach": """
    reach achieve attain hit meet exceed surpass beat top score realize realise fulfill fulfil
    accomplish become be see cross pass
    """,
    # It stays.
    "keep": """
    keep maintain sustain retain preserve stay remain uphold protect safeguard defend
    """,
    # Somebody else has to say yes.
    "get": """
    get gain generate attract acquire win earn secure sign land sell close capture convert book
    obtain receive onboard activate enrol enroll upsell monetize garner amass draw recoup
    reactivate recapture pull resell
    """,
    # Somebody else becomes able or willing.
    "help": """
    help enable empower allow let encourage motivate persuade convince inspire delight satisfy
    please free engage excite nudge entice
    """,
    "ensure": "ensure guarantee assure have",
    # Deed or change: the object decides.
    "dual": """
    optimize expand scale move bring take drive shift push put hold set develop create deliver
    produce provide run establish turn transform make simplify streamline extend foster nurture
    promote demonstrate contribute unlock yield broaden diversify rationalize tighten show leverage
    fill serve place transition invest build return
    """,
}

VERBS: dict[str, str] = {}
"""Base form → class of the verb as the first word of a key result."""
for _name, _words in _CLASSES.items():
    for _word in _words.split():
        VERBS[_word] = _name

CHANGE = frozenset(_CLASSES["up"].split()) | frozenset(_CLASSES["down"].split())

OTHERS = wordlist(
    """
    abandon accept access adhere admit adopt agree apply appreciate arrive attend bear become
    believe benefit book bookmark borrow browse buy call cancel choose churn cite click come
    commute complete comply consider consume contact contribute convert cook cope cycle decide
    default depart depend discover donate download drink earn eat end endorse enjoy enter
    escalate exercise expect experience express fail feel find finish forget get give go
    graduate have hear ignore interact invest invite join know lack learn leave lend like live
    lose love master meet miss need notice open opt own participate pass pay perceive play
    prefer progress purchase quit rate react read rebook recall receive recognize recommend
    recover redeem refer register rely remember renew reorder repay report repurchase request
    respond return ride save say scan score see share shop sign smoke solve speak spend stay
    stick stop stream submit subscribe succeed suffer suggest survive switch take tell think
    transact travel trust turn understand unsubscribe upgrade use utilize value view visit
    volunteer vote wait walk want waste watch wear win wish work
    """
)
"""What customers, patients, citizens and colleagues do of their own accord."""

ADOPTION = wordlist(
    """
    accepted adopted attended booked bought chosen cited completed downloaded followed
    implemented loved opened ordered played preferred purchased rated read recommended reused
    shared trusted used utilised utilized visited watched
    """
)
"""Participles that say, before “by”, that somebody else took up what was made."""

ACCEPT = wordlist(
    """
    accept accredit admit adopt approve authorize award certify clear confirm countersign enact
    endorse grant homologate issue license notarize obtain pass patent ratify receive register
    renew sign validate
    """
)
"""What an authority or a partner does: reached or not, nothing in between."""

REACT = wordlist(
    """
    acknowledge admit answer approve assess clear close complete confirm contact contain decide
    deliver deploy detect diagnose discharge dispatch escalate evaluate file fill finish fix
    fulfil fulfill grant handle inspect invest invoice issue merge onboard patch pay place
    process provide provision publish react reconcile recover refill refund register reimburse
    remediate repair replace reply resolve respond restock restore return review schedule screen
    see send serve settle ship sign solve start submit test treat triage turn update verify
    """
)
"""Doings that somebody waits for: done in time, they are a service level."""

WORK_NOUNS = wordlist(
    """
    completion conclusion construction creation delivery deployment design development
    establishment execution finalisation finalization implementation installation integration
    introduction launch migration organisation organization preparation procurement production
    publication purchase recruitment release relocation renewal renovation replacement rollout
    """
)
"""Nouns that, before “of”, are work in a noun's clothes."""

ALSO_NOUN = wordlist(
    """
    access account address advance answer approach audit award backup benchmark blog bounce
    brief budget build call campaign capture change charter check churn clean click close coach
    code commission complaint complete contact copy count cover cut cycle deal debug delay
    delivery demo deploy design direct dispatch display document download draft draw drill drop
    email exit export fall feature file fill film fix focus follow forecast format free fund
    grant guide hand hit hold host import increase index inventory invoice issue label land
    launch lead learn lecture lift list load lock login mail manufacture map mark market measure
    meet merge message model move name offer onboarding open operate order package paint pass
    patch pay pick pilot pitch place plan plant play poll post practice present press print
    process produce profile program project prototype pull purchase push query question quit
    raise read record recover refresh refund register release renew repair repeat reply report
    request research reserve resolve response rest retest return review rework ride rollout
    rotate run sample save scan schedule scope score scrap screen script search segment service
    set share ship shop sign sketch sort source sprint staff stage start stock store structure
    study supply support survey switch talk target task teach tender test text time top tour
    trace track trade trademark train transfer transport travel treat trial tune turn type
    update upgrade use view visit volunteer vote wait walk win work workshop
    """
)
"""Words that open a noun phrase (“test coverage”) as easily as a sentence (“test the pump”)."""

PHRASALS = {
    ("set", "up"): "work",
    ("carry", "out"): "work",
    ("roll", "out"): "work",
    ("reach", "out"): "work",
    ("follow", "up"): "work",
    ("look", "into"): "work",
    ("look", "at"): "work",
    ("sign", "off"): "work",
    ("take", "part"): "work",
    ("take", "over"): "work",
    ("take", "stock"): "work",
    ("hand", "over"): "work",
    ("kick", "off"): "work",
    ("phase", "out"): "work",
    ("switch", "off"): "work",
    ("switch", "on"): "work",
    ("shut", "down"): "work",
    ("turn", "off"): "work",
    ("turn", "on"): "work",
    ("spin", "up"): "work",
    ("stand", "up"): "work",
    ("write", "up"): "work",
    ("draw", "up"): "work",
    ("put", "together"): "work",
    ("come", "up"): "work",
    ("go", "live"): "work",
    ("go", "through"): "work",
    ("sort", "out"): "work",
    ("figure", "out"): "work",
    ("find", "out"): "work",
    ("clean", "up"): "work",
    ("fill", "in"): "work",
    ("hand", "out"): "work",
    ("give", "out"): "work",
    ("send", "out"): "work",
    ("bring", "in"): "get",
    ("pull", "in"): "get",
    ("sign", "up"): "get",
    ("win", "back"): "get",
    ("win", "over"): "get",
    ("bring", "down"): "down",
    ("bring", "up"): "up",
    ("bring", "forward"): "down",
    ("drive", "down"): "down",
    ("drive", "up"): "up",
    ("push", "down"): "down",
    ("push", "up"): "up",
    ("cut", "down"): "down",
    ("cut", "back"): "down",
    ("get", "down"): "down",
    ("get", "up"): "up",
    ("speed", "up"): "up",
    ("scale", "up"): "dual",
    ("step", "up"): "up",
    ("ramp", "up"): "dual",
    ("go", "from"): "up",
    ("go", "up"): "up",
    ("go", "down"): "down",
    ("make", "sure"): "ensure",
    ("see", "to"): "ensure",
    ("live", "up"): "reach",
    ("hold", "on"): "keep",
    ("get", "rid"): "dual",
    ("do", "away"): "down",
}
"""A verb's base form and the particle behind it → class."""

PLAIN_WORK = wordlist("carry come do figure go kick look roll shut spin switch")
"""Verbs too plain for `VERBS` in the middle of a text; as the first word they speak of work."""

IRREGULAR = {
    "written": "write", "wrote": "write", "built": "build", "sent": "send", "held": "hold",
    "ran": "run", "met": "meet", "won": "win", "grew": "grow", "grown": "grow", "fell": "fall",
    "fallen": "fall", "sold": "sell", "made": "make", "got": "get", "gotten": "get", "kept": "keep",
    "led": "lead", "taught": "teach", "spent": "spend", "paid": "pay", "brought": "bring",
    "became": "become", "found": "find", "bought": "buy", "chose": "choose", "chosen": "choose",
    "came": "come", "done": "do", "did": "do", "drew": "draw", "drawn": "draw", "driven": "drive",
    "drove": "drive", "gave": "give", "given": "give", "went": "go", "gone": "go", "knew": "know",
    "known": "know", "left": "leave", "lost": "lose", "rose": "rise", "risen": "rise",
    "said": "say", "saw": "see", "seen": "see", "shown": "show", "shot": "shoot", "spoke": "speak",
    "spoken": "speak", "stood": "stand", "took": "take", "taken": "take", "told": "tell",
    "thought": "think", "understood": "understand", "undertaken": "undertake", "wore": "wear",
    "dug": "dig", "shrunk": "shrink", "shrank": "shrink", "beaten": "beat", "sped": "speed",
    "rewritten": "rewrite", "rebuilt": "rebuild", "redrawn": "redraw", "laid": "lay",
    "overseen": "oversee", "oversaw": "oversee", "fed": "feed", "heard": "hear", "felt": "feel",
    "ate": "eat", "eaten": "eat", "drunk": "drink", "forgotten": "forget", "swum": "swim",
    "stuck": "stick", "sought": "seek", "sewn": "sew", "sown": "sow", "woven": "weave",
    "dealt": "deal", "has": "have", "had": "have", "is": "be", "are": "be", "was": "be",
    "were": "be", "been": "be", "lent": "lend", "learnt": "learn", "upheld": "uphold",
    "withdrawn": "withdraw", "cut": "cut", "hit": "hit", "set": "set", "put": "put", "read": "read",
}  # fmt: skip
"""An irregular form → its base."""

SAME_PAST = wordlist("beat cost cut hit let put quit read set shut")
"""Verbs whose past form looks like the base."""
