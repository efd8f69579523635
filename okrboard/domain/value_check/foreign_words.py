"""Words by which another language gives itself away; none of them is an English word too.

Small everyday words and the verbs that goals of that language begin or end with. Our own lists.
"""

from __future__ import annotations

FOREIGN = frozenset(
    """
    der das dem den des ein eine einer eines einen einem und oder von auf mit für bei zum zur nach
    unter über unser unsere unseren wir ihr alle jede jeden jeder aus durch ohne bis bzw pro um im
    vom als auch nicht mehr weniger neue neuen neues kunden kundin umsatz mitarbeiter mitarbeitende
    mitarbeitenden kosten zufriedenheit kundenzufriedenheit prozent tage wochen monate monat jahr
    quartal qualität fehler fehlerquote zeit zeiten anteil anzahl bestellungen rechnungen die
    le la les des du un une et ou où pour avec dans sur sous aux au par notre nos votre vos leur
    leurs chaque tous toutes tout sans plus moins nouveau nouvelle nouveaux nouvelles ce cette ces
    qui que est sont taux délai délais chiffre affaires satisfaction-client clients ventes jours
    semaines mois trimestre année coûts qualité d'ici
    el los las del una unos unas y para con por nuestro nuestra nuestros nuestras cada todos todas
    nuevo nueva nuevos nuevas en su sus más menos entre hasta desde es son tasa clientes ventas
    ingresos costes costos calidad tiempo días semanas meses trimestre año porcentaje de
    il lo gli i della delle dei degli di che nel nella dal dalla al alla con ogni tutti tutte nuovo
    nuova nuovi nuove nostri nostro nostra più meno tra fino entro vendite clienti ricavi costi
    qualità tempo giorni settimane mesi anno tasso soddisfazione
    o os um uma uns umas do da dos das ao aos à às na nas nos com sem cada todos nosso nossa nossos
    nossas novo nova novos novas mais até receita vendas custos qualidade dias semanas ano taxa
    het een van voor naar onze ons elke alle nieuwe meer minder dan bij uit tot zonder klanten omzet
    kosten kwaliteit dagen weken maanden kwartaal jaar percentage-klanten medewerkers
    och eller med från till våra vår varje alla nya fler färre än utan kunder intäkter kostnader
    og fra til vores vår alle nye flere færre enn uden uten kundene omsætning omsetning
    ja tai sekä jokainen kaikki uusi asiakkaiden asiakkaat
    nie się dla przez każdy wszystkie nowy nowe klientów przychody koszty jakość dni tygodni
    nebo pro každý všechny nový zákazníků náklady
    ve ile için bir her yeni müşteri gelir maliyet
    și sau pentru fiecare toate nou clienți venituri costuri
    și és vagy minden új ügyfelek bevétel
    và của cho các khách hàng doanh thu
    dan yang untuk dari dengan pelanggan pendapatan
    """.split()
) - frozenset("i do pro as me pour plus dan sale per her till sus ces dos costes son clients clientes".split())

FOREIGN_DEEDS = frozenset(
    """
    steigern erhöhen senken reduzieren verbessern verringern einführen durchführen erstellen
    entwickeln aufbauen umsetzen starten veröffentlichen schreiben halten erreichen gewinnen
    verdoppeln halbieren optimieren stärken abschließen abschliessen schulen einstellen planen
    bauen liefern sicherstellen migrieren automatisieren vereinfachen verkürzen etablieren werden
    augmenter réduire améliorer lancer créer développer recruter publier mettre atteindre
    obtenir diminuer accroître doubler déployer organiser rédiger construire renforcer livrer
    maintenir passer assurer finaliser
    aumentar reducir mejorar lanzar crear desarrollar contratar publicar alcanzar lograr disminuir
    duplicar implementar organizar escribir construir reforzar entregar mantener realizar conseguir
    aumentare ridurre migliorare lanciare creare sviluppare assumere pubblicare raggiungere ottenere
    diminuire raddoppiare organizzare scrivere costruire mantenere realizzare formare
    reduzir melhorar lançar criar desenvolver alcançar atingir diminuir escrever construir manter
    verhogen verlagen verbeteren lanceren ontwikkelen bouwen schrijven behalen verminderen invoeren
    organiseren verdubbelen behouden
    öka minska förbättra lansera skapa utveckla anställa publicera uppnå
    øge reducere forbedre lancere skabe udvikle ansætte opnå øke redusere forbedre lansere
    zwiększyć zmniejszyć poprawić wdrożyć stworzyć zvýšit snížit zlepšit vytvořit
    artırmak azaltmak kasvattaa parantaa vähentää creșterea reducerea
    """.split()
)

SHARED = frozenset(
    """
    in an am was war man also per a me no on or do to for at of we over under is as team teams app
    marketing budget management manager crm erp nps kpi csat roi app apps software system systems
    online website web service services online team design digital workshop workshops meeting
    meetings webinar webinars blog feedback training trainings sales support data test tests
    program programs project i he her art plan plans normal total global social media video videos
    content audit audits email e-mail mobile login start status pilot as so mar son pour pro plus
    max min minimum maximum q h us it hr portal cloud churn backlog sprint release releases dashboard
    dashboards ms min kg km mal rate note pages information organisation organization communication
    production satisfaction innovation client formation plan action
    """.split()
)
"""English words that other languages use as well: they say little."""
