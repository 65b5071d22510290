import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const nl: InstructionTexts = {
  language: "nl",
  findings: {
    "write-not-visible": {
      title: "De records verschijnen niet",
      text: "De records zijn toegevoegd, maar de nameservers van het domein hebben ze niet.",
      todo: "Vergelijk bij de partij waar je het domein hebt gekocht de nameservers met die van je DNS-provider. Misschien horen ze bij een ander account.",
    },
    "records-being-written": {
      title: "De records worden toegevoegd",
      text: "Je DNS-provider voegt de records toe en kopieert ze naar zijn servers.",
    },
    "domain-on-hold": {
      title: "{domain} is geblokkeerd bij de registrar",
      text: "De registrar heeft het domein buiten gebruik gesteld. Zolang dat duurt, hebben wijzigingen in de records geen effect.",
      todo: "Log in waar je het domein hebt gekocht en kijk wat daar wordt gevraagd. Vaak moet het e-mailadres van de eigenaar worden bevestigd, of staat er een factuur open. Wordt er niets gevraagd, vraag de registrar dan naar de reden.",
    },
    "domain-does-not-exist": {
      title: "{domain} bestaat niet",
      text: "Het domein is verkeerd gespeld, nooit geregistreerd of verlopen.",
      todo: "Controleer de spelling. Klopt die, registreer of verleng het domein dan eerst en voeg daarna de records toe.",
    },
    "delegation-missing": {
      title: "Het domein heeft geen nameservers",
      text: "Het domein heeft geen werkende nameservers, dus niemand kan de records zien.",
      todo: "Vul waar je het domein hebt gekocht de nameservers in die je DNS-provider vermeldt. Staan er al nameservers, dan is er misschien een verkeerd gespeld.",
    },
    "nameservers-parked": {
      title: "{domain} staat op de nameservers van een parkeerpagina",
      text: "Deze nameservers tonen voor elke naam een parkeer- of verkooppagina. Daar kunnen geen records worden toegevoegd.",
      todo: "Vervang deze nameservers waar je het domein hebt gekocht door die van je DNS-provider, of door die van de registrar zelf. Voeg daarna daar de records toe.",
    },
    "dnssec-broken": {
      title: "DNSSEC van het domein is defect",
      text: "De handtekeningen van het domein passen niet bij zijn sleutels, of ze zijn verlopen. Veel bezoekers kunnen het domein niet openen, en het kan geen certificaat krijgen.",
      todo: "Is DNSSEC niet nodig, verwijder dan het DS-record bij de registrar. Anders moet de DNS-provider het domein opnieuw ondertekenen en moet het DS-record bij de registrar worden bijgewerkt. Dit gebeurt vaak na een overstap naar een andere DNS-provider.",
    },
    "nameservers-differ": {
      title: "Twee lijsten met nameservers verschillen",
      text: "De registrar en de NS-records van het domein zelf noemen verschillende nameservers. Daardoor krijgen sommige bezoekers een verkeerd antwoord, of geen. Wachten verandert daar niets aan.",
      todo: "Vul waar je het domein hebt gekocht precies de nameservers in die je DNS-provider vermeldt. Is het domein niet verhuisd, corrigeer dan de NS-records.",
    },
    "no-tcp": {
      title: "Een nameserver is niet bereikbaar via TCP",
      text: "Het antwoord past niet in één UDP-pakket, en TCP-poort 53 antwoordt niet. Certificaatautoriteiten kunnen deze records ook niet lezen.",
      todo: "TCP-poort 53 moet open zijn op de nameservers, ook in de firewall.",
    },
    "delegation-lame": {
      title: "De nameservers kennen het domein niet",
      text: "Niemand kan de records van het domein zien. Meestal is het domein daar verwijderd, of verhuisd naar een andere DNS-provider.",
      todo: "Vul waar je het domein hebt gekocht de nameservers van je huidige DNS-provider in. Of voeg het domein weer toe bij de provider van wie de nameservers nu zijn ingevuld.",
    },
    "nameservers-unreachable": {
      title: "Geen enkele nameserver van het domein antwoordt",
      text: "Zolang er geen antwoordt, kan niemand de records van het domein zien.",
      todo: "De nameservers zijn misschien uitgevallen of blokkeren onze vragen, of hun namen zijn bij de registrar verkeerd gespeld.",
    },
    "zone-not-found": {
      title: "De nameservers van het domein hebben ons niet geantwoord",
      text: "Daarom kunnen we de records van het domein op dit moment niet zien.",
      todo: "Controleer het over een minuut opnieuw. Verandert er niets, ga dan na of de nameservers werken en of ze overeenkomen met die bij de registrar.",
    },
    "answers-without-authority": {
      title: "Een nameserver antwoordt zonder autoriteit",
      text: "In de antwoorden ontbreekt de AA-bit, die een nameserver moet zetten. Sommige resolvers gooien zulke antwoorden weg, en bezoekers daarachter vinden geen website.",
      todo: "Vaak antwoordt een resolver of een load balancer in plaats van de nameserver.",
    },
    "nameservers-partly-failing": {
      title: "Sommige nameservers van het domein antwoorden niet",
      text: "De andere wel, dus de meeste bezoekers merken niets, maar sommige opvragingen zijn traag of mislukken.",
      todo: "Elke nameserver die bij de registrar is ingevuld, moet goed gespeld zijn en het domein bedienen.",
    },
    "hostname-claimed-elsewhere": {
      title: "Een oud TXT-record staat in de weg",
      text: "Onder dezelfde naam staat het TXT-record van een andere koppeling. Slechts één van de twee kan er staan.",
    },
    "hostname-contested": {
      title: "Iemand anders koppelt dit domein",
      text: "Het TXT-record van deze koppeling is weg en dat van een andere koppeling staat er nu. Het domein gaat binnenkort daarheen over.",
      todo: "Wil je het domein houden waar het is, voeg dan het TXT-record opnieuw toe. Is de overgang de bedoeling, dan hoef je niets te doen.",
    },
    "contest-running": {
      title: "Het domein gaat binnenkort over",
      text: "Je TXT-record klopt. Het domein is elders in gebruik en gaat daarom pas na een wachttijd over.",
      todo: "Laat je TXT-record staan zoals het is.",
    },
    "txt-quoted": {
      title: "De waarde bevat extra tekens",
      text: "De waarde klopt, maar er staan aanhalingstekens of spaties omheen. Voer de waarde opnieuw in zonder die tekens.",
    },
    "txt-split": {
      title: "De waarde is opgedeeld",
      text: "De waarde moet uit één stuk bestaan, in één record. Sommige formulieren delen haar op bij een spatie of een nieuwe regel.",
    },
    "txt-name-doubled": {
      title: "Het domein staat twee keer in de naam",
      text: "Het record is toegevoegd met de domeinnaam er twee keer in, omdat je provider die zelf achter je invoer zet. Voeg het opnieuw toe met de kortere naam. Het eerste kun je verwijderen.",
    },
    "txt-at-bare-hostname": {
      title: "Het record heeft de verkeerde naam",
      text: "De waarde klopt, maar het eerste deel van de naam ontbreekt. Voeg het record opnieuw toe met de volledige naam. Het eerste kun je verwijderen.",
    },
    "txt-at-wrong-name": {
      title: "Het record heeft de verkeerde naam",
      text: "De waarde klopt, maar een deel van de naam ontbreekt. Voeg het record opnieuw toe met de volledige naam. Het eerste kun je verwijderen.",
    },
    "txt-partly-published": {
      title: "Je provider is het record nog aan het kopiëren",
      text: "Het record klopt. Je DNS-provider kopieert het nog naar al zijn servers. Meestal duurt dat enkele minuten.",
    },
    "wildcard-hides-challenge": {
      title: "Het record staat er nog niet",
      text: "Een record met een * in de naam antwoordt in plaats daarvan. Laat dat staan en voeg dit record ernaast toe.",
    },
    "challenge-is-alias": {
      title: "Op deze plek staat een CNAME",
      text: "Bij een naam met een CNAME kunnen geen andere records staan. Daarom moet de CNAME eerst weg.",
    },
    "txt-wrong-value": {
      title: "De waarde is een andere",
      text: "Er is een record met deze naam, maar de waarde is niet die hieronder. Misschien komt het van een eerdere poging, of is de waarde bij het kopiëren afgebroken.",
    },
    "txt-missing": {
      title: "Het record staat er nog niet",
      text: "Het laat zien dat het domein van jou is.",
    },
    "cname-loop": {
      title: "Het record verwijst in een kring",
      text: "Het record verwijst terug naar zijn eigen naam, waardoor bezoekers nergens uitkomen.",
    },
    "cname-chain-too-long": {
      title: "Het record verwijst via te veel andere",
      text: "Het moet rechtstreeks naar de waarde hieronder verwijzen, zonder tussenstappen.",
    },
    "cname-at-apex": {
      title: "Het domein zelf kan geen CNAME hebben",
      text: "Bij de naam van het domein zelf legt een CNAME e-mail en andere diensten stil. Adresrecords werken daar wel.",
    },
    "cname-several": {
      title: "Er staan meerdere CNAME’s bij één naam",
      text: "Een naam kan maar één CNAME hebben. Met meerdere komt een deel van de bezoekers ergens anders uit.",
    },
    "cname-name-doubled": {
      title: "Het domein staat twee keer in de naam",
      text: "Het record is toegevoegd met de domeinnaam er twee keer in, omdat je provider die zelf achter je invoer zet. Voeg het opnieuw toe met de kortere naam. Het eerste kun je verwijderen.",
    },
    "cname-target-doubled": {
      title: "Het domein is achter de waarde gezet",
      text: "Je provider heeft je eigen domein achter de waarde gezet. Voer de waarde opnieuw in, met een punt aan het eind.",
    },
    "wildcard-hides-record": {
      title: "Het record staat er nog niet",
      text: "Een record met een * in de naam antwoordt in plaats daarvan. Laat dat staan en voeg dit record ernaast toe.",
    },
    "records-drifted": {
      title: "De records zijn gewijzigd",
      text: "Het domein werkte totdat dit record werd gewijzigd of verwijderd.",
    },
    "records-partly-published": {
      title: "Je provider is het record nog aan het kopiëren",
      text: "Het record klopt. Je DNS-provider kopieert het nog naar al zijn servers. Meestal duurt dat enkele minuten.",
    },
    "address-parking": {
      title: "Het domein toont een parkeerpagina",
      text: "Het verwijst naar de pagina die registrars voor ongebruikte domeinen tonen. Dat record heet misschien “parking” of “forwarding”.",
    },
    "redirect-loop": {
      title: "Bezoekers worden in een kring doorgestuurd",
      text: "Bezoekers krijgen een foutmelding, omdat hun verzoeken in een kring rondgaan.",
      todo: "Zet bij de dienst vóór de website (een CDN of doorstuurdienst) HTTPS aan over het hele traject tot de website en verwijder de omleidingen voor dit domein.",
    },
    "visitors-see-another-page": {
      title: "Bezoekers krijgen een andere pagina",
      text: "Het domein loopt via een andere dienst, en bezoekers krijgen de pagina van die dienst in plaats van de website.",
      todo: "Laat bij die dienst (een CDN, firewall of doorstuurdienst) alle verzoeken voor dit domein door.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS werkt niet",
      text: "Het domein loopt via een andere dienst, en die heeft er geen geldig certificaat voor.",
      todo: "Zet bij die dienst (een CDN of doorstuurdienst) HTTPS aan voor dit domein, met een certificaat ervoor.",
    },
    "proxy-drops-well-known": {
      title: "Het certificaat kan niet worden gecontroleerd",
      text: "Het domein loopt via een andere dienst, en die laat de controle voor het certificaat niet door.",
      todo: "Laat bij die dienst (een CDN of firewall) verzoeken onder /.well-known/ ongewijzigd door.",
    },
    "proxied-by-cdn": {
      title: "Een proxy verbergt het record",
      text: "De proxy van je provider antwoordt in plaats daarvan. Zet het record op “DNS only” of schakel de proxy ervoor uit.",
    },
    "cname-target-missing": {
      title: "De waarde verwijst nergens naar",
      text: "Het record verwijst naar een naam die niet bestaat. Misschien bevat die een tikfout, of hoort hij bij een dienst die je niet meer gebruikt.",
    },
    "cname-beside-other-records": {
      title: "Andere records staan in de weg",
      text: "Naast een CNAME kunnen geen andere records met dezelfde naam staan. Daarom moeten die eerst weg.",
    },
    "cname-wrong-target": {
      title: "Het record verwijst ergens anders naar",
      text: "Bezoekers komen nu uit bij de waarde die er staat.",
    },
    "address-private": {
      title: "Het record verwijst naar een privéadres",
      text: "Het adres dat er nu staat, werkt alleen binnen een thuis- of bedrijfsnetwerk.",
    },
    "leftover-ipv6": {
      title: "Er staat nog een oud AAAA-record",
      text: "Een deel van de bezoekers komt daardoor bij de oude server uit.",
    },
    "address-foreign": {
      title: "Het domein verwijst naar een andere server",
      text: "Bezoekers komen nu uit bij het adres dat er staat.",
    },
    "cname-missing": { title: "Het record staat er nog niet", text: "Het brengt bezoekers naar de website." },
    "address-missing": { title: "Het record staat er nog niet", text: "Het brengt bezoekers naar de website." },
    "record-missing": { title: "Het record staat er nog niet", text: "Het is ook nodig." },
    "https-record": {
      title: "Een oud HTTPS-record verwijst ergens anders naar",
      text: "Browsers volgen dat in plaats van de andere records. In de lijst heet het misschien “HTTPS”, “SVCB” of “TYPE65”.",
    },
    "caa-forbids": {
      title: "Een certificaat is nog niet toegestaan",
      text: "De CAA-records van het domein bepalen wie er certificaten voor mag uitgeven. Voeg dit record toe en laat de andere staan.",
    },
    "caa-unclear": {
      title: "De CAA-records verbieden misschien een certificaat",
      text: "De CAA-records van het domein bepalen wie er certificaten voor mag uitgeven. Ze zijn niet te lezen, of ze noemen een bepaald account.",
      todo: "Vraag je DNS-provider naar de CAA-records van het domein. Heb je er geen nodig, verwijder ze dan.",
    },
    "certificate-queued": {
      title: "Het certificaat moet wachten",
      text: "De records kloppen. De certificaatautoriteit beperkt hoeveel certificaten er tegelijk worden uitgegeven, dus dit komt iets later.",
    },
    "ca-rate-limited": {
      title: "Het certificaat moet wachten",
      text: "De certificaatautoriteit accepteert op dit moment geen nieuwe aanvraag voor dit domein. We vragen het automatisch opnieuw aan.",
    },
    "txt-old-value-beside": {
      title: "Er staat ook nog een oud record",
      text: "Het kan geen kwaad, en je kunt het verwijderen.",
    },
    "negative-answer-cached": {
      title: "Sommige servers hebben het record nog niet",
      text: "Het record is gepubliceerd. Servers die er te vroeg naar vroegen, onthouden een tijdje dat het niet bestond.",
    },
    "old-answer-cached": {
      title: "Sommige servers hebben nog het oude record",
      text: "Je nameservers hebben het nieuwe record. Servers die er eerder naar vroegen, onthouden het oude nog een tijdje.",
    },
    waiting: {
      title: "Er is niets mis",
      text: "Wat we tot nu toe hebben gecontroleerd, klopt. De rest gaat automatisch, meestal binnen enkele minuten.",
    },
  },
  holds: {
    verification: {
      title: "{domain} is geblokkeerd: een e-mailadres is niet bevestigd",
      text: "De registrar heeft het domein buiten gebruik gesteld, omdat de contactgegevens van de eigenaar niet op tijd zijn bevestigd.",
      todo: "Open de e-mail van de registrar waarin wordt gevraagd de contactgegevens te bevestigen (kijk ook in de spammap) en volg de link, of laat hem opnieuw versturen vanuit je account daar. Binnen een dag werkt het domein weer.",
    },
    expired: {
      title: "{domain} is verlopen",
      text: "Het domein is niet op tijd verlengd, en de registrar heeft het buiten gebruik gesteld.",
      todo: "Verleng het domein waar je het hebt gekocht. Meestal werkt het binnen een dag weer.",
    },
    registry: {
      title: "{domain} is geblokkeerd bij het register",
      text: "Het register, dat de extensie van het domein beheert, heeft het domein buiten gebruik gesteld, bijvoorbeeld na een klacht of omdat er documenten ontbreken.",
      todo: "Vraag je registrar naar de reden en naar wat het register nodig heeft.",
    },
    redemption: {
      title: "{domain} is verwijderd en kan nog worden hersteld",
      text: "De registratie van het domein is beëindigd. Het kan nog ongeveer 30 dagen worden hersteld.",
      todo: "Laat het domein nu herstellen bij de laatste registrar. Daarna kan iedereen het registreren.",
    },
    deleting: {
      title: "{domain} wordt verwijderd",
      text: "De registratie van het domein is beëindigd, en het kan niet meer worden hersteld.",
      todo: "Registreer het domein opnieuw zodra het vrij is, meestal binnen enkele dagen, of gebruik een ander domein.",
    },
  },
  ours: {
    title: "We zijn er nog mee bezig",
    text: "Iets aan onze kant of bij de certificaatautoriteit is nog niet klaar. Je hoeft niets te doen.",
  },
  fixes: {
    add: "Voeg het record toe zoals het wordt getoond.",
    change: "Wijzig het record zodat het is zoals getoond.",
    delete: "Verwijder het record dat in de weg staat.",
    wait: "Je hoeft niets te doen.",
  },
  titles: {
    records: "DNS-records voor {hostname}",
    correct: "Te corrigeren DNS-records voor {hostname}",
  },
  service: "{application} van {company}",
  why: {
    ended: "De koppeling van {hostname} is beëindigd. Vraag {company} om opnieuw te beginnen.",
    live: "{hostname} werkt met {service}.",
    drifted:
      "{hostname} werkte met {service} totdat de DNS-records werden gewijzigd. Was dat niet de bedoeling, herstel ze dan. Is de website definitief verhuisd, dan hoeft er niets te worden hersteld: laat het {company} weten.",
    needed: "Om {hostname} met {service} te laten werken, zijn in de DNS de records hieronder nodig.",
  },
  leave: {
    unnamed: "Laat alle records die hier niet worden genoemd zoals ze zijn.",
    others: "Laat alle andere records zoals ze zijn.",
  },
  mailRecord: "Het ontvangt e-mail voor deze naam. Gebruik je dat, verwijder het dan niet en vraag het ons eerst.",
  compare: "Vergelijk de twee: {differences}.",
  differences: {
    swapped: "twee tekens zijn verwisseld (“{published}” in plaats van “{wanted}”)",
    "left out": "“{wanted}” ontbreekt",
    added: "“{published}” is te veel",
    replaced: "“{published}” staat er in plaats van “{wanted}”",
  },
  mail: {
    greeting: "Hallo,",
    connect: "{company} vraagt je om {hostname} te koppelen.",
    restore: "{company} vraagt je om {hostname} te herstellen.",
    signIn: "Log in bij {provider}, waar de DNS van {domain} wordt beheerd:",
    signInSomewhere: "Log in waar je {domain} hebt gekocht of de DNS beheert, en open daar de DNS-records.",
    actions: {
      add: "Voeg dit record toe:",
      change: "Wijzig het record zodat het zo is:",
      delete: "Verwijder dit record:",
    },
    labels: { type: "Type:", name: "Naam:", value: "Waarde:", ttl: "TTL:", now: "Nu:" },
    fullName: "als het formulier de volledige naam wil:",
    shortName: "als het formulier de korte naam wil:",
    ttl: "{duration}, of wat het formulier voorstelt",
    copyExactly: "Neem namen en waarden precies over, zonder aanhalingstekens of een punt aan het eind.",
    note: "{title}. {text}",
    providerNote: "Stuur dit door naar je DNS-provider: {title}. {text}",
    link: "Op deze pagina staat elke stap, met een knop om elke waarde te kopiëren en of het al gedaan is. Je hebt geen account nodig:",
    automatic: "Al het andere gaat automatisch zodra de records zichtbaar zijn, meestal binnen enkele minuten.",
    thanks: "Bedankt!",
    writes: "{company} schrijft:",
    sentBy: "Verstuurd door Latchkey namens {company}.",
    stop: "Niet voor jou bestemd, of geen e-mails van {company} over domeinen meer ontvangen?",
    sender: "{company} via Latchkey",
  },
};
