import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const de: InstructionTexts = {
  language: "de",
  findings: {
    "write-not-visible": {
      title: "Die Einträge erscheinen nicht",
      text: "Die Einträge wurden hinzugefügt, aber die Nameserver der Domain haben sie nicht.",
      todo: "Vergleichen Sie dort, wo Sie die Domain gekauft haben, ihre Nameserver mit denen, die Ihr DNS-Anbieter nennt. Vielleicht sind es die eines anderen Kontos.",
    },
    "records-being-written": {
      title: "Die Einträge werden hinzugefügt",
      text: "Ihr DNS-Anbieter fügt die Einträge hinzu und verteilt sie auf seine Server.",
    },
    "domain-on-hold": {
      title: "{domain} ist beim Registrar gesperrt",
      text: "Der Registrar hat die Domain außer Betrieb genommen. Solange das so ist, haben Änderungen an ihren Einträgen keine Wirkung.",
      todo: "Melden Sie sich dort an, wo Sie die Domain gekauft haben, und sehen Sie nach, was verlangt wird. Oft muss die E-Mail-Adresse des Inhabers bestätigt werden, oder eine Rechnung ist offen. Wird nichts verlangt, fragen Sie den Registrar nach dem Grund.",
    },
    "domain-does-not-exist": {
      title: "{domain} gibt es nicht",
      text: "Die Domain ist falsch geschrieben, wurde nie registriert oder ist abgelaufen.",
      todo: "Prüfen Sie die Schreibweise. Stimmt sie, registrieren oder verlängern Sie zuerst die Domain, und fügen Sie dann die Einträge hinzu.",
    },
    "delegation-missing": {
      title: "Die Domain hat keine Nameserver",
      text: "Die Domain hat keine Nameserver, die funktionieren. Deshalb sind ihre Einträge nirgends sichtbar.",
      todo: "Tragen Sie dort, wo Sie die Domain gekauft haben, die Nameserver ein, die Ihr DNS-Anbieter nennt. Sind schon welche eingetragen, ist vielleicht einer falsch geschrieben.",
    },
    "nameservers-parked": {
      title: "{domain} liegt auf den Nameservern einer Parkseite",
      text: "Diese Nameserver zeigen für jeden Namen eine Park- oder Verkaufsseite. Dort lassen sich keine Einträge hinzufügen.",
      todo: "Ersetzen Sie dort, wo Sie die Domain gekauft haben, diese Nameserver durch die Ihres DNS-Anbieters oder durch die des Registrars. Fügen Sie dann dort die Einträge hinzu.",
    },
    "dnssec-broken": {
      title: "DNSSEC der Domain ist fehlerhaft",
      text: "Die Signaturen der Domain passen nicht zu ihren Schlüsseln oder sind abgelaufen. Viele Besucher können die Domain nicht öffnen, und sie bekommt kein Zertifikat.",
      todo: "Wird DNSSEC nicht gebraucht, löschen Sie den DS-Eintrag beim Registrar. Andernfalls muss der DNS-Anbieter die Domain neu signieren, und der DS-Eintrag beim Registrar muss erneuert werden. Das kommt oft nach einem Wechsel des DNS-Anbieters vor.",
    },
    "nameservers-differ": {
      title: "Zwei Listen von Nameservern unterscheiden sich",
      text: "Der Registrar und die NS-Einträge der Domain nennen verschiedene Nameserver. Manche Besucher bekommen deshalb falsche Antworten oder keine. Warten ändert daran nichts.",
      todo: "Tragen Sie dort, wo Sie die Domain gekauft haben, genau die Nameserver ein, die Ihr DNS-Anbieter nennt. Ist die Domain nicht umgezogen, berichtigen Sie stattdessen ihre NS-Einträge.",
    },
    "no-tcp": {
      title: "Ein Nameserver ist nicht über TCP erreichbar",
      text: "Seine Antwort passt nicht in ein UDP-Paket, und der TCP-Port 53 antwortet nicht. Auch Zertifizierungsstellen können diese Einträge nicht lesen.",
      todo: "Der TCP-Port 53 muss auf den Nameservern offen sein, auch in der Firewall.",
    },
    "delegation-lame": {
      title: "Die Nameserver kennen die Domain nicht",
      text: "Die Einträge der Domain sind nirgends sichtbar. Meist wurde die Domain dort gelöscht oder ist zu einem anderen DNS-Anbieter umgezogen.",
      todo: "Tragen Sie dort, wo Sie die Domain gekauft haben, die Nameserver Ihres jetzigen DNS-Anbieters ein. Oder legen Sie die Domain bei dem Anbieter wieder an, dessen Nameserver jetzt eingetragen sind.",
    },
    "nameservers-unreachable": {
      title: "Kein Nameserver der Domain antwortet",
      text: "Bis einer von ihnen antwortet, sind die Einträge der Domain nirgends sichtbar.",
      todo: "Die Nameserver können ausgefallen sein oder unsere Anfragen blockieren, oder ihre Namen sind beim Registrar falsch geschrieben.",
    },
    "zone-not-found": {
      title: "Die Nameserver der Domain haben uns nicht geantwortet",
      text: "Deshalb können wir die Einträge der Domain im Moment nicht sehen.",
      todo: "Prüfen Sie in einer Minute noch einmal. Ändert sich nichts, sehen Sie nach, ob die Nameserver laufen und mit denen beim Registrar übereinstimmen.",
    },
    "answers-without-authority": {
      title: "Ein Nameserver antwortet ohne Autorität",
      text: "In seinen Antworten fehlt das AA-Bit, das ein Nameserver setzen muss. Manche Resolver verwerfen solche Antworten, und deren Nutzer finden die Seite nicht.",
      todo: "Oft antwortet ein Resolver oder ein Load-Balancer anstelle des Nameservers.",
    },
    "nameservers-partly-failing": {
      title: "Einige Nameserver der Domain antworten nicht",
      text: "Die anderen antworten, sodass die meisten Besucher nichts merken. Manche Abfragen sind aber langsam oder schlagen fehl.",
      todo: "Jeder Nameserver, der beim Registrar eingetragen ist, muss richtig geschrieben sein und die Domain bedienen.",
    },
    "hostname-claimed-elsewhere": {
      title: "Ein alter TXT-Eintrag ist im Weg",
      text: "Unter demselben Namen steht der TXT-Eintrag einer anderen Einrichtung. Nur einer von beiden kann dort stehen.",
    },
    "hostname-contested": {
      title: "Jemand anderes verbindet diese Domain",
      text: "Der TXT-Eintrag dieser Einrichtung fehlt, und dort steht der einer anderen. Die Domain wird bald zu dieser umziehen.",
      todo: "Damit die Domain bleibt, wo sie ist, fügen Sie den TXT-Eintrag wieder hinzu. Ist der Umzug gewollt, müssen Sie nichts tun.",
    },
    "contest-running": {
      title: "Die Domain zieht bald um",
      text: "Ihr TXT-Eintrag stimmt. Die Domain ist noch anderswo in Gebrauch und zieht deshalb nach einer Wartezeit um.",
      todo: "Lassen Sie Ihren TXT-Eintrag, wie er ist.",
    },
    "txt-quoted": {
      title: "Der Wert hat zusätzliche Zeichen",
      text: "Der Wert stimmt, wurde aber mit Anführungszeichen oder Leerzeichen eingegeben. Geben Sie ihn noch einmal ohne sie ein.",
    },
    "txt-split": {
      title: "Der Wert ist zerteilt",
      text: "Der Wert muss in einem Stück in einem einzigen Eintrag stehen. Manche Formulare trennen ihn an einem Leerzeichen oder Zeilenumbruch.",
    },
    "txt-name-doubled": {
      title: "Die Domain steht zweimal im Namen",
      text: "Der Eintrag wurde mit doppeltem Domainnamen angelegt, weil Ihr Anbieter ihn an Ihre Eingabe anhängt. Fügen Sie den Eintrag mit dem kürzeren Namen noch einmal hinzu. Den ersten können Sie löschen.",
    },
    "txt-at-bare-hostname": {
      title: "Der Eintrag hat den falschen Namen",
      text: "Der Wert stimmt, aber der erste Teil des Namens fehlt. Fügen Sie den Eintrag mit dem ganzen Namen noch einmal hinzu. Den ersten können Sie löschen.",
    },
    "txt-at-wrong-name": {
      title: "Der Eintrag hat den falschen Namen",
      text: "Der Wert stimmt, aber ein Teil des Namens fehlt. Fügen Sie den Eintrag mit dem ganzen Namen noch einmal hinzu. Den ersten können Sie löschen.",
    },
    "txt-partly-published": {
      title: "Ihr Anbieter verteilt den Eintrag noch",
      text: "Der Eintrag stimmt. Ihr DNS-Anbieter verteilt ihn noch auf alle seine Server, meist dauert das einige Minuten.",
    },
    "wildcard-hides-challenge": {
      title: "Der Eintrag ist noch nicht da",
      text: "Ein Eintrag mit einem * im Namen antwortet an seiner Stelle. Behalten Sie ihn, und fügen Sie diesen daneben hinzu.",
    },
    "challenge-is-alias": {
      title: "An seiner Stelle steht ein CNAME",
      text: "Ein Name mit einem CNAME kann keine anderen Einträge haben. Deshalb muss der CNAME zuerst weg.",
    },
    "txt-wrong-value": {
      title: "Der Wert ist ein anderer",
      text: "Es gibt einen Eintrag mit diesem Namen, aber sein Wert ist nicht der unten. Vielleicht stammt er von einem früheren Versuch oder wurde beim Kopieren abgeschnitten.",
    },
    "txt-missing": {
      title: "Der Eintrag ist noch nicht da",
      text: "Er zeigt, dass die Domain Ihnen gehört.",
    },
    "cname-loop": {
      title: "Der Eintrag führt im Kreis",
      text: "Der Eintrag führt zu seinem eigenen Namen zurück, sodass Besucher nirgends ankommen.",
    },
    "cname-chain-too-long": {
      title: "Der Eintrag führt über zu viele andere",
      text: "Er muss direkt zum Wert unten führen, ohne etwas dazwischen.",
    },
    "cname-at-apex": {
      title: "Die Domain selbst kann keinen CNAME haben",
      text: "Auf dem Namen der Domain selbst legt ein CNAME E-Mail und andere Dienste lahm. Adresseinträge funktionieren stattdessen.",
    },
    "cname-several": {
      title: "Unter einem Namen stehen mehrere CNAMEs",
      text: "Ein Name kann nur einen CNAME haben. Bei mehreren landen manche Besucher anderswo.",
    },
    "cname-name-doubled": {
      title: "Die Domain steht zweimal im Namen",
      text: "Der Eintrag wurde mit doppeltem Domainnamen angelegt, weil Ihr Anbieter ihn an Ihre Eingabe anhängt. Fügen Sie den Eintrag mit dem kürzeren Namen noch einmal hinzu. Den ersten können Sie löschen.",
    },
    "cname-target-doubled": {
      title: "Die Domain wurde an den Wert angehängt",
      text: "Ihr Anbieter hat Ihre eigene Domain an das Ende des Werts angehängt. Geben Sie den Wert noch einmal mit einem Punkt am Ende ein.",
    },
    "wildcard-hides-record": {
      title: "Der Eintrag ist noch nicht da",
      text: "Ein Eintrag mit einem * im Namen antwortet an seiner Stelle. Behalten Sie ihn, und fügen Sie diesen daneben hinzu.",
    },
    "records-drifted": {
      title: "Die Einträge wurden geändert",
      text: "Die Domain hat funktioniert, bis dieser Eintrag geändert oder gelöscht wurde.",
    },
    "records-partly-published": {
      title: "Ihr Anbieter verteilt den Eintrag noch",
      text: "Der Eintrag stimmt. Ihr DNS-Anbieter verteilt ihn noch auf alle seine Server, meist dauert das einige Minuten.",
    },
    "address-parking": {
      title: "Die Domain zeigt eine Parkseite",
      text: "Sie führt zu der Seite, die Registrare für ungenutzte Domains zeigen. Dieser Eintrag heißt im Formular vielleicht „Parking“ oder „Weiterleitung“.",
    },
    "redirect-loop": {
      title: "Besucher werden im Kreis weitergeleitet",
      text: "Besucher sehen einen Fehler, weil ihre Anfragen im Kreis laufen.",
      todo: "Schalten Sie bei dem Dienst vor der Website (ein CDN oder eine Weiterleitung) HTTPS bis zur Website ein, und entfernen Sie Weiterleitungen für diese Domain.",
    },
    "visitors-see-another-page": {
      title: "Besucher sehen eine andere Seite",
      text: "Die Domain führt über einen anderen Dienst, und Besucher sehen dessen Seite statt der Website.",
      todo: "Lassen Sie bei diesem Dienst (ein CDN, eine Firewall oder eine Weiterleitung) alle Anfragen für diese Domain durch.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS funktioniert nicht",
      text: "Die Domain führt über einen anderen Dienst, der kein gültiges Zertifikat für sie hat.",
      todo: "Schalten Sie bei diesem Dienst (ein CDN oder eine Weiterleitung) HTTPS für diese Domain ein, mit einem Zertifikat für sie.",
    },
    "proxy-drops-well-known": {
      title: "Das Zertifikat kann nicht geprüft werden",
      text: "Die Domain führt über einen anderen Dienst, der die Prüfung für das Zertifikat nicht durchlässt.",
      todo: "Lassen Sie bei diesem Dienst (ein CDN oder eine Firewall) Anfragen unterhalb von /.well-known/ unverändert durch.",
    },
    "proxied-by-cdn": {
      title: "Ein Proxy verdeckt den Eintrag",
      text: "Der Proxy Ihres Anbieters antwortet an seiner Stelle. Stellen Sie den Eintrag auf „Nur DNS“, oder schalten Sie den Proxy für ihn aus.",
    },
    "cname-target-missing": {
      title: "Der Wert führt ins Leere",
      text: "Der Eintrag führt zu einem Namen, den es nicht gibt. Vielleicht ist er falsch geschrieben oder gehört zu einem Dienst, den Sie nicht mehr nutzen.",
    },
    "cname-beside-other-records": {
      title: "Andere Einträge sind im Weg",
      text: "Neben einem CNAME kann es keine anderen Einträge mit demselben Namen geben. Deshalb müssen sie zuerst weg.",
    },
    "cname-wrong-target": {
      title: "Der Eintrag führt anderswohin",
      text: "Besucher landen bei dem Wert, der jetzt dort steht.",
    },
    "address-private": {
      title: "Der Eintrag führt zu einer privaten Adresse",
      text: "Die Adresse, die jetzt dort steht, funktioniert nur in einem Heim- oder Firmennetz.",
    },
    "leftover-ipv6": {
      title: "Ein alter AAAA-Eintrag ist noch da",
      text: "Ein Teil der Besucher landet durch ihn auf dem alten Server.",
    },
    "address-foreign": {
      title: "Die Domain führt zu einem anderen Server",
      text: "Besucher landen bei der Adresse, die jetzt dort steht.",
    },
    "cname-missing": { title: "Der Eintrag ist noch nicht da", text: "Er führt Besucher zur Website." },
    "address-missing": { title: "Der Eintrag ist noch nicht da", text: "Er führt Besucher zur Website." },
    "record-missing": { title: "Der Eintrag ist noch nicht da", text: "Er wird auch gebraucht." },
    "https-record": {
      title: "Ein alter HTTPS-Eintrag führt anderswohin",
      text: "Browser folgen ihm statt den anderen Einträgen. Er heißt im Formular vielleicht „HTTPS“, „SVCB“ oder „TYPE65“.",
    },
    "caa-forbids": {
      title: "Ein Zertifikat ist noch nicht erlaubt",
      text: "Die CAA-Einträge der Domain legen fest, wer Zertifikate für sie ausstellen darf. Fügen Sie diesen hinzu, und behalten Sie die anderen.",
    },
    "caa-unclear": {
      title: "Die CAA-Einträge verbieten vielleicht ein Zertifikat",
      text: "Die CAA-Einträge der Domain legen fest, wer Zertifikate für sie ausstellen darf. Sie lassen sich nicht lesen oder nennen ein bestimmtes Konto.",
      todo: "Fragen Sie Ihren DNS-Anbieter nach den CAA-Einträgen der Domain. Brauchen Sie keine, löschen Sie sie.",
    },
    "certificate-queued": {
      title: "Das Zertifikat muss noch warten",
      text: "Die Einträge stimmen. Die Zertifizierungsstelle begrenzt, wie viele Zertifikate auf einmal ausgestellt werden. Dieses kommt deshalb etwas später.",
    },
    "ca-rate-limited": {
      title: "Das Zertifikat muss noch warten",
      text: "Die Zertifizierungsstelle nimmt im Moment keinen neuen Antrag für diese Domain an. Wir fragen automatisch noch einmal.",
    },
    "txt-old-value-beside": {
      title: "Ein alter Eintrag ist auch noch da",
      text: "Er schadet nicht, und Sie können ihn löschen.",
    },
    "negative-answer-cached": {
      title: "Manche Server haben den Eintrag noch nicht",
      text: "Der Eintrag ist veröffentlicht. Server, die zu früh nach ihm gefragt haben, merken sich eine Weile, dass es ihn nicht gab.",
    },
    "old-answer-cached": {
      title: "Manche Server haben noch den alten Eintrag",
      text: "Ihre Nameserver haben den neuen Eintrag. Server, die vorher gefragt haben, merken sich den alten noch eine Weile.",
    },
    waiting: {
      title: "Es ist alles in Ordnung",
      text: "Was wir bisher geprüft haben, stimmt. Alles Weitere geschieht automatisch, meist innerhalb von Minuten.",
    },
  },
  holds: {
    verification: {
      title: "{domain} ist gesperrt: Eine E-Mail-Adresse ist nicht bestätigt",
      text: "Der Registrar hat die Domain außer Betrieb genommen, weil die Kontaktdaten ihres Inhabers nicht rechtzeitig bestätigt wurden.",
      todo: "Öffnen Sie die E-Mail des Registrars, die um Bestätigung der Kontaktdaten bittet (sehen Sie auch im Spam-Ordner nach), und folgen Sie ihrem Link, oder lassen Sie sie über Ihr Konto dort noch einmal senden. Die Domain funktioniert dann innerhalb eines Tages wieder.",
    },
    expired: {
      title: "{domain} ist abgelaufen",
      text: "Die Domain wurde nicht rechtzeitig verlängert, und der Registrar hat sie außer Betrieb genommen.",
      todo: "Verlängern Sie die Domain dort, wo Sie sie gekauft haben. Meist funktioniert sie innerhalb eines Tages wieder.",
    },
    registry: {
      title: "{domain} ist bei der Registrierungsstelle gesperrt",
      text: "Die Registrierungsstelle, die die Endung der Domain verwaltet, hat die Domain außer Betrieb genommen, zum Beispiel nach einer Beschwerde oder weil Unterlagen fehlen.",
      todo: "Fragen Sie Ihren Registrar nach dem Grund und danach, was die Registrierungsstelle verlangt.",
    },
    redemption: {
      title: "{domain} wurde gelöscht und kann noch wiederhergestellt werden",
      text: "Die Registrierung der Domain ist beendet. Etwa 30 Tage lang kann sie wiederhergestellt werden.",
      todo: "Lassen Sie die Domain jetzt von ihrem letzten Registrar wiederherstellen. Danach kann jeder sie registrieren.",
    },
    deleting: {
      title: "{domain} wird gelöscht",
      text: "Die Registrierung der Domain ist beendet, und sie kann nicht mehr wiederhergestellt werden.",
      todo: "Registrieren Sie die Domain neu, sobald sie frei ist, meist nach wenigen Tagen, oder verwenden Sie eine andere.",
    },
  },
  ours: {
    title: "Wir arbeiten noch daran",
    text: "Auf unserer Seite oder bei der Zertifizierungsstelle ist etwas noch nicht fertig. Sie müssen nichts tun.",
  },
  fixes: {
    add: "Fügen Sie den Eintrag so hinzu, wie er gezeigt wird.",
    change: "Ändern Sie den Eintrag so, wie er gezeigt wird.",
    delete: "Löschen Sie den Eintrag, der im Weg ist.",
    wait: "Sie müssen nichts tun.",
  },
  titles: {
    records: "DNS-Einträge für {hostname}",
    correct: "DNS-Einträge für {hostname} berichtigen",
  },
  service: "{application} von {company}",
  why: {
    ended: "Die Einrichtung von {hostname} ist beendet. Bitten Sie {company}, neu zu beginnen.",
    live: "{hostname} funktioniert mit {service}.",
    drifted:
      "{hostname} hat mit {service} funktioniert, bis die DNS-Einträge geändert wurden. War das nicht beabsichtigt, stellen Sie sie wieder her. Ist die Website dauerhaft umgezogen, gibt es nichts wiederherzustellen: Sagen Sie {company} Bescheid.",
    needed: "Damit {hostname} mit {service} funktioniert, braucht die Domain die folgenden DNS-Einträge.",
  },
  leave: {
    unnamed: "Lassen Sie alle Einträge, die hier nicht genannt sind, wie sie sind.",
    others: "Lassen Sie alle anderen Einträge, wie sie sind.",
  },
  mailRecord:
    "Er empfängt E-Mails für diesen Namen. Wenn Sie das nutzen, löschen Sie ihn nicht, und fragen Sie uns zuerst.",
  compare: "Vergleichen Sie die beiden: {differences}.",
  differences: {
    swapped: "zwei Zeichen sind vertauscht („{published}“ statt „{wanted}“)",
    "left out": "„{wanted}“ fehlt",
    added: "„{published}“ ist zu viel",
    replaced: "„{published}“ steht anstelle von „{wanted}“",
  },
  mail: {
    greeting: "Guten Tag,",
    connect: "{company} bittet Sie, {hostname} zu verbinden.",
    restore: "{company} bittet Sie, {hostname} wiederherzustellen.",
    signIn: "Melden Sie sich bei {provider} an, wo das DNS von {domain} verwaltet wird:",
    signInSomewhere:
      "Melden Sie sich dort an, wo Sie {domain} gekauft haben oder das DNS verwalten, und öffnen Sie die DNS-Einträge.",
    actions: {
      add: "Fügen Sie diesen Eintrag hinzu:",
      change: "Ändern Sie den Eintrag so, dass er lautet:",
      delete: "Löschen Sie diesen Eintrag:",
    },
    labels: { type: "Typ:", name: "Name:", value: "Wert:", ttl: "TTL:", now: "Jetzt:" },
    fullName: "falls das Formular den vollen Namen verlangt:",
    shortName: "falls das Formular den kurzen Namen verlangt:",
    ttl: "{duration}, oder was das Formular vorschlägt",
    copyExactly: "Kopieren Sie Namen und Werte genau, ohne Anführungszeichen und ohne Punkt am Ende.",
    note: "{title}. {text}",
    providerNote: "Bitte senden Sie dies an Ihren DNS-Anbieter: {title}. {text}",
    link: "Diese Seite zeigt jeden Schritt, mit einer Schaltfläche zum Kopieren jedes Werts, und ob er erledigt ist. Ein Konto ist nicht nötig:",
    automatic: "Alles Weitere geschieht automatisch, sobald die Einträge sichtbar sind, meist innerhalb von Minuten.",
    thanks: "Vielen Dank!",
    writes: "{company} schreibt:",
    sentBy: "Gesendet von Latchkey im Auftrag von {company}.",
    stop: "Nicht für Sie bestimmt, oder keine E-Mails zu Domains von {company} mehr?",
    sender: "{company} über Latchkey",
  },
};
