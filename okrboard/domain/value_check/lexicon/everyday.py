"""Everyday English words, only to recognise English by: they say nothing about a goal.

Our own list.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.wordlist import wordlist

EVERYDAY = wordlist(
    """
    able according across active actual additional advance advanced afternoon again age ahead
    almost alone along already also although always amazing among ancient angry annual answer
    anything apart appropriate area arm around attractive automated automatic available average
    aware away back background bad bank barrier basic beautiful because bedroom beer behind
    being best better beyond big bike bill bird birthday blue body both bottle bottom box branch
    brand bread breakfast bridge bright british broken brother brown busy careful cargo cat
    central certain chair chance cheap chief choice church city clear clever clock closed cloth
    coast coat coffee cold common complete complex computer constant corner correct countries
    country county courage court cross cultural culture current daily danger dangerous dark date
    daughter dead deal dear deep different difficult digital dinner direct dirty distant
    district dog doing domestic door downstream dozen dream dress driver drug dry due during ear
    earlier early earth east eastern easy economic edge effective efficient egg eight either
    electric else emergency empty enough entire equal especially essential even evening ever
    everything evidence exact excellent excited existing external extra eye face fact factory
    fair false familiar famous fast fear federal feet female few field final fire firm first
    fish flat flight floor flower food foot foreign forest forever formal former forty frequent
    fresh friendly front fruit full fully fundamental funny future general gentle glass global
    goal gold good grand grass great green grey ground growing guilty hair half hall handy happy
    hard hardly hat head healthy heart heavy hello helpful here hers herself high highly hill
    himself historic hole holiday home honest hope hot hotel hour hourly house however huge
    human ice ideal immediate important impossible inbound inch individual industrial industry
    inner inside instead internal international island itself job joint just keen key kind king
    kitchen known land language large last late lately later latest law lazy leading leaf least
    left leg legal length less let life light likely limited little live lively local lonely
    long loose lost lot loud lovely low lower lucky lunch main major male manual many mass
    massive maybe mean means meat medical medium mental mere mid middle might military milk mind
    mine minor missing mixed modern money monthly moon moral more morning most mountain mouth
    moving much music must myself narrow nation national natural nature near nearby nearly neat
    necessary neck neither never new next nice night nine noisy normal north northern nose
    nothing novel now nowhere nuclear obvious odd often oil okay old once ongoing only opposite
    ordinary original other others otherwise ought ours ourselves outbound outer outside overall
    overdue own pair pale parallel particular past patient peace perfect perhaps permanent
    personal physical pink plain pleasant plenty poor popular possible post potential powerful
    practical premium present pretty previous primary prime prior private probable probably
    professional proper proud public pure purple quarterly quick quickly quiet quite random
    rapid rare rather raw ready real realistic really reason reasonable recent recently red
    regional regular relative relevant remote repeat responsible rest rich right ring river road
    rock roof rough royal rural sad safe same sand scientific sea secret secure self senior
    sensible separate serious seven several severe shape sharp sheep shelf shoe shop short shot
    side significant silent silver similar simple simply since single sir sister six sky slight
    slow small smart smooth snow social soft soil solid some someone something sometimes
    somewhere son soon sorry sort sound south southern space spare special specific spirit
    spring square standard star static steady steel step still stock stone straight strange
    street strict strong stupid subject successful such sudden sugar suitable summer sun super
    sure surface surprised sweet table tall technical temporary ten terrible then there
    therefore thick thin thing things third thirty those though thought three thus tight tiny
    tired today together tomorrow tonight too top total tough town traditional true truly twelve
    twenty twice two typical ugly ultimate unable under underlying unique united universal
    unknown unlikely until unusual upcoming upper upset upstream urban urgent used useful usual
    usually valuable various vast verbal very vital walk wall warm water weak weather week
    weekend weekly west western wet what whatever when where wherever whether which while white
    whole whose why wide wife wild willing wind window wine winter wise within woman wonderful
    wood wooden word world worried worse worth wrong yard yearly yellow yes yesterday yet young
    yourself zero
    """
)
