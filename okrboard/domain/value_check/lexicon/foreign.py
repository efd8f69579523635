"""Words by which another language gives itself away; none of them is an English word too.

Small everyday words and the verbs that goals of that language begin or end with. Our own lists.
"""

from __future__ import annotations

from okrboard.domain.value_check.lexicon.wordlist import wordlist

FOREIGN = wordlist(
    """
    affaires al alla alle als anno année ano anteil anzahl ao aos asiakkaat asiakkaiden até au
    auch auf aus aux avec año bei bestellungen bevétel bij bir bis bzw cada calidad ce cette
    chaque che chiffre cho clienti clienți com con costi costos costuri coûts custos các của
    d'ici da dagen dal dalla dans dari das de degli dei del della delle dem den dengan der des
    desde di dias dla dni doanh du durch délai délais días een ein eine einem einen einer eines
    el elke eller en enn entre entro es est et fehler fehlerquote fiecare fino fler flere fra
    från färre færre für gelir giorni gli hasta het hàng ihr il ile im ingresos intäkter için ja
    jaar jahr jakość jede jeden jeder jokainen jours kaikki każdy každý khách klanten klientów
    kosten kostnader koszty kunden kundene kundenzufriedenheit kunder kundin kwaliteit kwartaal
    la las le les leur leurs lo maanden mais maliyet med medewerkers meer mehr meno menos meses
    mesi minden minder mit mitarbeitende mitarbeitenden mitarbeiter moins mois monat monate más
    müşteri na naar nach nas nebo nel nella neue neuen neues nicht nie nieuwe nos nossa nossas
    nosso nossos nostra nostri nostro notre nou nouveau nouveaux nouvelle nouvelles nova novas
    novo novos nový nowe nowy nuestra nuestras nuestro nuestros nueva nuevas nuevo nuevos nuova
    nuove nuovi nuovo nya nye náklady o och oder og ogni ohne omsetning omsætning omzet ons onze
    os ou où par para pelanggan pendapatan pentru più por porcentaje prozent przez przychody
    qualidade qualità qualität qualité quartal que qui receita rechnungen ricavi sans sau sekä
    sem semaines semanas settimane się soddisfazione sont sous su sur tage tai tasa tasso taux
    taxa tempo thu tiempo til toate todas todos tot tous tout toutes tra trimestre tutte tutti
    tygodni uden uit um uma umas umsatz un una unas und une unos uns unser unsere unseren unter
    untuk utan uten uusi vagy van varje ve vendas vendite venituri ventas ventes vom von voor
    vores vos votre và vår våra všechny weken weniger wir wochen wszystkie y yang yeni zeit
    zeiten zonder zufriedenheit zum zur zákazníků à às än és új über ügyfelek și
    """
)
"""Small words and everyday nouns."""

FOREIGN_DEEDS = wordlist(
    """
    abbauen abschliessen abschließen accroître alcanzar alcançar améliorer anbieten anställa
    ansætte artırmak assumere assurer atingir atteindre aufbauen aufsetzen augmenter aumentar
    aumentare ausbauen ausliefern ausrollen automatisieren azaltmak bauen behalen behouden
    beschleunigen bouwen conseguir construir construire contratar costruire crear creare
    creșterea criar créer desarrollar desenvolver diminuer diminuir diminuire disminuir doubler
    duplicar durchführen déployer développer einführen einhalten einstellen entregar entwickeln
    erhöhen erreichen erstellen escrever escribir etablieren finaliser forbedre formare
    förbättra gestalten gewinnen halbieren halten implementar invoeren kasvattaa lancer lancere
    lanceren lanciare lansera lansere lanzar lançar launchen liefern livrer lograr maintenir
    mantener mantenere manter mejorar melhorar mettre migliorare migrieren minska neuer obtenir
    ontwikkelen opnå optimieren organiser organiseren organisieren organizar organizzare
    ottenere parantaa passer planen poprawić prüfen pubblicare publicar publicera publier
    raddoppiare raggiungere realizar realizzare recruter reducere reducerea reducir redusere
    reduzieren reduzir reforzar renforcer ridurre rédiger réduire schreiben schrijven schulen
    scrivere senken sicherstellen skabe skapa snížit starten steigern stworzyć stärken
    sviluppare tagen testen udvikle umsetzen umstellen uppnå utveckla verbessern verbeteren
    verdoppeln verdubbelen vereinfachen verhogen verkürzen verlagen verminderen verringern
    veröffentlichen vorbereiten vytvořit vähentää wdrożyć werden wochenenden zlepšit zmniejszyć
    zvýšit zwiększyć öka øge øke
    """
)
"""Verbs that goals begin or end with; they count double."""

FOREIGN_ENDINGS = (
    "ieren", "ierung", "ungen", "ung", "keit", "heit", "schaft", "zeit", "quote", "ität", "eren",
    "ción", "ciones", "zione", "zioni", "ção", "ções", "miento", "idad", "idade", "ità",
    "ijden", "ować", "erna",
)  # fmt: skip
"""Endings by which an unlisted, longer word speaks for another language."""

SHARED = wordlist(
    """
    a action also am an app apps art as at audit audits backlog blog budget churn client cloud
    communication content crm csat dashboard dashboards data design digital do e-mail email erp
    feedback for formation global h he her hr i in information innovation is it kg km kpi login
    mal man management manager mar marketing max maximum me media meeting meetings min minimum
    mobile ms no normal note nps of on online or organisation organization over pages per pilot
    plan plans plus portal pour pro production program programs project q rate release releases
    roi sales satisfaction service services so social software son sprint start status support
    system systems team teams test tests to total training trainings under us video videos war
    was we web webinar webinars website workshop workshops
    """
)
"""English words that other languages use as well: they say little."""
