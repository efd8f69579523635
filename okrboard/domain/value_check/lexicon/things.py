"""Nouns as data: what a key result can be about.

`THINGS` maps a singular noun to its kind: `metric` (something one can read off), `output`
(something we make or do), `people` (somebody whose life or behaviour it is), `item` (work that
comes in by itself), `deal` (needs the other side's yes) or `certificate` (an authority's yes). Our
own lists.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.wordlist import wordlist

_KINDS = {
    "certificate": """
    accreditation approval attestation authorisation authorization award cert certificate
    certification clearance concession consent homologation licence license mark patent
    permission permit qualification ratification seal signoff trademark visa
    """,
    "deal": """
    account agreement client contract deal donor grant investor listing logo mandate
    member membership merchant opportunity partner partnership prospect renewal reseller
    reservation sale seat sponsor subscriber subscription
    """,
    "item": """
    appeal application bug case claim complaint dossier enquiry finding gap incident invoice
    issue item query question request ticket violation vulnerability
    """,
    "output": """
    action activity ad adapter adr advert advertisement agenda agent alert algorithm amendment
    analysis animation announcement api app apprentice architecture archive article artwork
    assessment asset assignment audit automation backend backup barcode base batch bench
    billboard blog blueprint board booklet bootcamp booth bot brief briefing brochure budget
    bundle bylaw calendar call camera campaign canvas catalog catalogue center centre ceremony
    chair chapter charger chart charter chat chatbot check checklist checkup circle class
    classroom clause clinic clip closing code codebase collaboration collection commit committee
    communication component concept conference configuration connector construction consultation
    container content contest control conversation cookbook counselling countdown course
    creation crm cupboard curriculum customisation customization dashboard data database dataset
    deck deliverable demo demonstration design desk device diagram dialogue directive directory
    display document documentation dpia draft drawing drill drive ebook edition editorial email
    endpoint engine entry epic episode erp essay establishment evaluation event excursion
    execution exercise exhibition experiment facility factsheet fair feature feed file filing
    film filter finalisation finalization firewall flow flowchart flyer folder font form format
    forum framework frontend function gate gateway gauge giveaway glossary guide guideline gym
    hackathon handbook handout handover headcount heater helpdesk hire hotline hub icon idea
    illustration image implementation infographic infrastructure initiative inspection
    installation instruction integration interface intern interrogation interview intranet
    introduction investigation journal keynote kiosk kit kpi lab label lake lamp laptop launch
    lawsuit layout leaflet lecture lesson letter letterhead library list listing log logo
    machine mail mailing mailout manual map mapping mart material matrix meal meeting meetup
    memo mention menu merchandise message microcopy microservice microsite migration milestone
    mission mockup model modernisation modernization module monitoring moodboard motion mvp nda
    newsletter note notebook notice notification offering offsite okr onboarding ontology
    opinion outline outreach overview package page palette pamphlet panel paper parameter
    partition patch persona photo piece pilot pipeline plan planning platform playbook
    playground playlist plugin poc podcast policy poll portal portfolio position post poster
    practice preparation presentation printer prioritisation prioritization procedure process
    procurement product profile program programme project promotion proposal prospectus protocol
    prototype publication questionnaire quiz recipe reconciliation record recruit recruitment
    redesign reel refactoring register registry regulation rehearsal release relocation reminder
    renovation reorganisation reorganization repo report repository research restore retraining
    retrospective review rfp roadmap roadshow role rollout ropa roster round roundtable route
    rule runbook sample scan scanner scenario schedule schema scheme screen screening script
    seminar sensor series server service session sheet shift showcase showroom simulation site
    sketch slide slot sms software solution sop spec specification speech sponsorship
    spreadsheet sprint stall standard standup statement statute step stocktake store story
    storyboard strategy structure study summary summit support survey sweep syllabus symposium
    system table talk task taskforce taxonomy teardown template tender test testbed testimonial
    text theme thread tool toolbox toolkit tour townhall trailer training transformation
    translation tree trial trip tutorial tweet update upgrade vacancy vaccination vehicle
    version video vision vpn walk walkthrough warehouse webcast webinar website well whitepaper
    widget wiki wireframe workflow workpaper worksheet workshop workspace workstation workstream
    writeup
    """,
    "people": """
    accountant actor administrator adolescent adopter adult advisor advocate agency alumni
    alumnus ambassador analyst angler anybody anyone applicant architect artisan artist
    associate attendee audience auditor author baby backer baker barista beneficiary bereaved
    bidder borrower boy broker builder business butcher buyer caller candidate captain
    cardholder caregiver carer caretaker cashier chef child citizen civilian claimant cleaner
    clerk client climber clinic clinician cohort colleague community commuter company
    complainant composer congregation consultant consumer contractor contributor cook counsel
    couple courier coworker craftsman creator creditor crew customer cyclist dad dancer daughter
    dealer debtor defendant dentist department designer detractor developer diner dispatcher
    distributor doctor donor driver economist editor elder electrician employee employer
    engineer entrepreneur everybody everyone exhibitor expert family fan farm farmer father
    filmmaker firefighter fisherman follower foreman founder freelancer friend fundraiser gamer
    gardener girl graduate grandmother grandparent group grower guardian guest hairdresser
    headteacher helper hiker homeowner household hunter husband immigrant infant inhabitant
    inmate inquirer inspector installer instructor investee investigator investor janitor
    jobseeker joiner journalist judge juror kid landlord lawyer leader learner lecturer lender
    librarian listener local lodger machinist maker man manager marketer mechanic member mentee
    mentor merchandiser merchant midwife migrant miner mother motorist mum musician neighbor
    neighbour newborn newcomer nobody novice nurse occupant officer operator organisation
    organization outsider owner painter paramedic parent participant partner passenger patient
    payer pedestrian pensioner people performer person pharmacist photographer physician picker
    pilgrim plaintiff planner player plumber policeman policyholder politician postdoc postman
    practitioner principal prisoner producer professional professor programmer promoter prospect
    provider psychologist pupil ranger reader recipient recruiter referee refugee renter rep
    researcher resident respondent retailer retiree reviewer rider roommate runner sailor
    salesperson saver scholar scientist seller senior settler shareholder shipper shopper singer
    skier sme soldier speaker spectator squad staff stakeholder starter startup storekeeper
    student subscriber superuser supervisor supplier supporter surgeon surveyor survivor swimmer
    taxpayer teacher team technician teenager tenant tester therapist toddler tourist tradesman
    trainee translator traveler traveller treasurer trucker trustee tutor underwriter user
    vendor veteran victim viewer villager visitor volunteer voter waiter waitress welder
    whistleblower widow woman worker workforce writer youngster youth
    """,
    "metric": """
    abandonment absence absenteeism acceptance access accident accuracy acquisition activation
    adequacy adherence adoption advocacy agility aht alarm alignment anxiety aov apdex appetite
    appreciation arpa arpu arr arrears arrest asa assault attainment attendance attention
    attractiveness attrition auc aum autonomy availability awareness backlink backlog balance
    bandwidth basket belonging benefit biodiversity birth bleed blood bmi booking bounce breach
    breakage breakdown breakeven bug burglary burn burnout cac callout calm cancellation
    capacity carbon cash cashflow casualty cer ces chargeback churn citation clarity cleanliness
    click closure clv co2 co2e cohesion comfort commitment competence competency competitiveness
    complaint completeness completion complexity compliance confidence confusion congestion
    consistency consumption contamination continuity contribution convenience conversion
    correction cost courtesy coverage cpa cpc cpl cpm crash credibility crime csat ctor ctr cvr
    cyberattack cycle damage dau dcr death debt defect deficit deflection deforestation delay
    delinquency delivery demand density dependence dependency depression detection detour
    deviation dignity discipline discount disease disparity dispute disruption dissatisfaction
    diversity donation download downtime dpmo dpo dropoff dropout dso duplicate duration dwell
    earning earnings ease easiness ebit ebitda effectiveness efficiency effort electricity
    emission emissions employability employment energy engagement enps enrollment enrolment epc
    equality equity error escalation eviction excellence exception expectancy expenditure
    expense expiry exposure f1 failure fairness fatality fault fcr fee fidelity fine fitness
    fluctuation fluency follower footfall footprint fps fragmentation fraud frequency freshness
    friction fte fuel fulfillment fulfilment funding gap gas gdp gmroi gmv goodwill gpa grade
    graduation gross growth happiness hardship health heat homelessness hospitalisation
    hospitalization hunger hygiene illness imbalance impact impression inaccuracy inactivity
    incident inclusion inclusiveness income independence index inefficiency inequality infection
    infestation inflation inflow influence injury innovation inquiry install intake integrity
    intent interaction interest interruption inventory isolation jam kilometer kilometre
    knowledge lag landfill lapse latency lateness lcp lead leak leakage lesion level lifespan
    lifetime likelihood liquidity literacy litter load longevity los loss loyalty ltv mae
    malnutrition mape margin maturity mau mile mindshare misclassification misroute mistake
    misunderstanding mobility morale morbidity mortality motivation mql mrr mtbf mtta mttc mttd
    mttf mttr ndcg nii nim noise noncompliance nonconformance nonconformities nonconformity
    noshow nps nrps nrr obesity obsolescence occupancy oee offence opening openness opex
    optimism order otd otif otp outage outbreak outcome outflow output overflow overhead
    overpayment overrun overspend overtime oxygen pain paperwork parity participation patience
    payback payment penalty penetration percentage percentile perception performance pickup
    plastic pollution popularity poverty precision predictability preference presence pressure
    prestige prevalence price privacy productivity proficiency profit profitability proportion
    prosperity punctuality purchase quality quantity queue quota rank ranking rate rating ratio
    reach readership readiness readmission rebooking recall recidivism recommendation recovery
    recurrence recycling reduction referral refill refund registration reject rejection relapse
    relevance reliability rental reopening reorder replenishment reputation reservation
    resilience response responsiveness responsivity result retention return returnee reuse
    revenue rework risk rmse roa roas robbery roce roe roi rpo rto runtime runway safety salary
    sale sales satisfaction saving scalability score scrap security sensitivity sentiment share
    shortage shrinkage sickness signup silo simplicity skill sla sle slippage smoothness
    solidarity solvency sov specificity speed spend spending spillage spillover spoilage
    stability stagnation stay stickiness stigma stockout stress subscription success suicide
    surplus survival sus sustainability symptom takt tardiness temperature tension theft
    throughput time timeliness toil tolerance tonnage torque traffic transaction transparency
    truancy trust ttfb tti turnaround turnover ulcer uncertainty underspend understanding
    unemployment uptake uptime upvote usability usage usefulness utilisation utilization value
    variability variance variety velocity viability view violation visibility visit vitality
    volatility volume vote vulnerability wage wait waiting wape warmth warranty wastage waste
    water wau wealth weight wellbeing wellness wer win winback workability workload yield
    """,
}

THINGS: dict[str, str] = {}
"""Singular noun → kind; of a noun in several lists the last kind counts."""
for _kind, _words in _KINDS.items():
    for _word in _words.split():
        THINGS[_word] = _kind

PAIRS = {
    ("cash", "flow"): "metric",
    ("cash", "flows"): "metric",
    ("story", "points"): "output",
    ("customer", "base"): "metric",
    ("client", "base"): "metric",
    ("user", "base"): "metric",
    ("donor", "base"): "metric",
    ("member", "base"): "metric",
    ("order", "book"): "metric",
    ("sales", "pipeline"): "metric",
    ("qualified", "pipeline"): "metric",
    ("work", "order"): "item",
    ("work", "orders"): "item",
    ("page", "views"): "metric",
    ("market", "position"): "metric",
    ("case", "load"): "metric",
    ("break", "even"): "metric",
    ("lost", "days"): "metric",
    ("sick", "days"): "metric",
    ("sick", "leave"): "metric",
    ("bed", "days"): "metric",
    ("employer", "brand"): "metric",
    ("brand", "image"): "metric",
    ("social", "media"): "output",
    ("landing", "page"): "output",
    ("code", "base"): "output",
    ("knowledge", "base"): "output",
    ("data", "lake"): "output",
    ("time", "sheets"): "output",
    ("test", "cases"): "output",
    ("use", "cases"): "output",
    ("business", "case"): "output",
    ("business", "cases"): "output",
    ("case", "studies"): "output",
    ("case", "study"): "output",
    ("quality", "time"): "metric",
}
"""Two words → what they are together, when that is not what the second is alone."""

METRIC_ENDINGS = ("ability", "ibility", "fulness", "iness", "ivity")
"""Endings of unlisted nouns that name a quality."""

PEOPLE_ENDINGS = ("ers", "ists", "ees")
"""Endings of unlisted plurals that name people, `NOT_PEOPLE` aside."""

NOT_PEOPLE = wordlist(
    """
    absentees boilers borders breakers buffers characters checklists cleaners clusters
    committees computers consists containers controllers converters corners counters covers
    degrees diapers disasters dollars drawers elevators entrees exists fees fibers filters
    fingers folders freezers headers heaters helicopters identifiers keepers ladders lasers
    layers letters lists loaders lockers matters meters modifiers monomers newspapers numbers
    offers orders others papers parameters persists pointers polymers posters powers printers
    processers providers qualifiers quarters rollers routers rulers sanders scanners servers
    shutters sliders soldiers spacers speakers stickers suppliers tankers tickers timers toners
    towers tractors trailers transformers transistors trees trustees twists vouchers waters
    wearers wipers workers wrappers
    """
)
"""Plurals that end like people and are none, or are listed under their singular."""

CERTIFICATES = frozenset(_KINDS["certificate"].split())
ITEMS = frozenset(_KINDS["item"].split())
DEALS = frozenset(_KINDS["deal"].split()) | {
    "customer",
    "supplier",
    "order",
    "retailer",
    "licence",
    "license",
}
"""What only comes about when the other side says yes."""

AUTHORITIES = wordlist(
    """
    agency assembly auditor auditors authorities authority board cabinet certifier commission
    commissioner committee council court directors fda government inspector inspectorate
    inspectors ministry notary office parliament regulator senate state trustees tüv university
    """
)
"""Whose yes makes a milestone."""
