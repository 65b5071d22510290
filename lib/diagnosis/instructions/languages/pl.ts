import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const pl: InstructionTexts = {
  language: "pl",
  findings: {
    "write-not-visible": {
      title: "Rekordy się nie pojawiają",
      text: "Rekordy zostały dodane, ale serwery DNS domeny ich nie mają.",
      todo: "W miejscu zakupu domeny porównaj jej serwery DNS z tymi, które podaje dostawca DNS. Mogą należeć do innego konta.",
    },
    "records-being-written": {
      title: "Rekordy są dodawane",
      text: "Dostawca DNS dodaje rekordy i kopiuje je na swoje serwery.",
    },
    "domain-on-hold": {
      title: "{domain}: domena zablokowana u rejestratora",
      text: "Rejestrator wyłączył domenę. Dopóki to trwa, zmiany jej rekordów nie mają skutku.",
      todo: "Zaloguj się w miejscu zakupu domeny i sprawdź, czego wymaga rejestrator. Często trzeba potwierdzić adres e-mail właściciela albo zapłacić fakturę. Jeśli nic nie jest wymagane, zapytaj rejestratora o powód.",
    },
    "domain-does-not-exist": {
      title: "{domain}: taka domena nie istnieje",
      text: "W nazwie domeny jest literówka, domena nigdy nie została zarejestrowana albo wygasła.",
      todo: "Sprawdź pisownię. Jeśli jest poprawna, najpierw zarejestruj lub odnów domenę, a potem dodaj rekordy.",
    },
    "delegation-missing": {
      title: "Domena nie ma serwerów DNS",
      text: "Domena nie ma działających serwerów DNS, więc nikt nie widzi jej rekordów.",
      todo: "W miejscu zakupu domeny wpisz serwery DNS, które podaje dostawca DNS. Jeśli jakieś są już wpisane, w jednym może być literówka.",
    },
    "nameservers-parked": {
      title: "{domain}: domena na serwerach strony parkingowej",
      text: "Te serwery DNS pokazują stronę parkingową lub sprzedażową dla każdej nazwy. Nie można tam dodać rekordów.",
      todo: "W miejscu zakupu domeny zastąp te serwery DNS serwerami dostawcy DNS albo własnymi serwerami rejestratora. Następnie dodaj tam rekordy.",
    },
    "dnssec-broken": {
      title: "DNSSEC domeny nie działa poprawnie",
      text: "Podpisy domeny nie pasują do jej kluczy albo wygasły. Wielu odwiedzających nie może otworzyć domeny i nie może ona otrzymać certyfikatu.",
      todo: "Jeśli DNSSEC nie jest potrzebny, usuń rekord DS u rejestratora. W przeciwnym razie dostawca DNS musi ponownie podpisać domenę, a rekord DS u rejestratora trzeba zaktualizować. Często zdarza się to po przejściu do innego dostawcy DNS.",
    },
    "nameservers-differ": {
      title: "Dwie listy serwerów DNS się różnią",
      text: "Rejestrator i własne rekordy NS domeny wskazują różne serwery DNS, więc część odwiedzających może otrzymać złe odpowiedzi albo żadnych. Czekanie tego nie zmieni.",
      todo: "W miejscu zakupu domeny wpisz dokładnie te serwery DNS, które podaje dostawca DNS. Jeśli domena nie została przeniesiona, popraw jej rekordy NS.",
    },
    "no-tcp": {
      title: "Serwer DNS jest nieosiągalny przez TCP",
      text: "Jego odpowiedź nie mieści się w jednym pakiecie UDP, a port TCP 53 nie odpowiada. Urzędy certyfikacji też nie mogą odczytać tych rekordów.",
      todo: "Port TCP 53 musi być otwarty na serwerach DNS, także w zaporze.",
    },
    "delegation-lame": {
      title: "Serwery DNS nie znają domeny",
      text: "Nikt nie widzi rekordów domeny. Zwykle domena została tam usunięta albo przeniesiona do innego dostawcy DNS.",
      todo: "W miejscu zakupu domeny wpisz serwery DNS obecnego dostawcy DNS. Albo dodaj domenę ponownie u dostawcy, którego serwery DNS są teraz wpisane.",
    },
    "nameservers-unreachable": {
      title: "Żaden serwer DNS domeny nie odpowiada",
      text: "Dopóki żaden nie odpowie, nikt nie widzi rekordów domeny.",
      todo: "Serwery DNS mogą nie działać lub blokować nasze zapytania, albo w ich nazwach u rejestratora są literówki.",
    },
    "zone-not-found": {
      title: "Serwery DNS domeny nam nie odpowiedziały",
      text: "Dlatego w tej chwili nie widzimy rekordów domeny.",
      todo: "Sprawdź ponownie za minutę. Jeśli nic się nie zmieni, upewnij się, że serwery DNS działają i zgadzają się z tymi u rejestratora.",
    },
    "answers-without-authority": {
      title: "Serwer DNS odpowiada bez autorytatywności",
      text: "W jego odpowiedziach brakuje bitu AA, który serwer DNS musi ustawić. Niektóre resolwery odrzucają takie odpowiedzi, a ich użytkownicy nie znajdują witryny.",
      todo: "Często zamiast serwera DNS odpowiada resolwer lub system równoważenia obciążenia.",
    },
    "nameservers-partly-failing": {
      title: "Niektóre serwery DNS domeny nie odpowiadają",
      text: "Pozostałe odpowiadają, więc większość odwiedzających nic nie zauważa, ale część zapytań trwa długo lub się nie udaje.",
      todo: "Każdy serwer DNS wpisany u rejestratora musi mieć poprawną nazwę i obsługiwać domenę.",
    },
    "hostname-claimed-elsewhere": {
      title: "Stary rekord TXT stoi na przeszkodzie",
      text: "Pod tą samą nazwą jest rekord TXT innego podłączenia. Może tam być tylko jeden z nich.",
    },
    "hostname-contested": {
      title: "Ktoś inny podłącza tę domenę",
      text: "Rekordu TXT tego podłączenia już nie ma, a jest rekord innego. Domena wkrótce do niego przejdzie.",
      todo: "Aby domena została tam, gdzie jest, dodaj rekord TXT ponownie. Jeśli przeniesienie jest zamierzone, nic nie trzeba robić.",
    },
    "contest-running": {
      title: "Domena wkrótce zostanie przeniesiona",
      text: "Rekord TXT jest poprawny. Domena jest używana gdzie indziej, dlatego przeniesienie nastąpi po okresie oczekiwania.",
      todo: "Pozostaw rekord TXT bez zmian.",
    },
    "txt-quoted": {
      title: "Wartość ma dodatkowe znaki",
      text: "Wartość jest poprawna, ale wpisano ją w cudzysłowie lub ze spacjami. Wpisz ją ponownie bez nich.",
    },
    "txt-split": {
      title: "Wartość jest podzielona na części",
      text: "Wartość musi być w jednym kawałku, w jednym rekordzie. Niektóre formularze dzielą ją przy spacji lub końcu wiersza.",
    },
    "txt-name-doubled": {
      title: "Domena jest w nazwie dwa razy",
      text: "W nazwie rekordu domena występuje dwa razy, bo dostawca sam dopisuje ją do wpisanej nazwy. Dodaj rekord ponownie z krótszą nazwą. Pierwszy można usunąć.",
    },
    "txt-at-bare-hostname": {
      title: "Rekord ma niewłaściwą nazwę",
      text: "Wartość jest poprawna, ale brakuje pierwszej części nazwy. Dodaj rekord ponownie z całą nazwą. Pierwszy można usunąć.",
    },
    "txt-at-wrong-name": {
      title: "Rekord ma niewłaściwą nazwę",
      text: "Wartość jest poprawna, ale brakuje części nazwy. Dodaj rekord ponownie z całą nazwą. Pierwszy można usunąć.",
    },
    "txt-partly-published": {
      title: "Dostawca wciąż kopiuje rekord",
      text: "Rekord jest poprawny. Dostawca DNS wciąż kopiuje go na wszystkie swoje serwery, co zwykle trwa kilka minut.",
    },
    "wildcard-hides-challenge": {
      title: "Rekordu jeszcze nie ma",
      text: "Zamiast niego odpowiada rekord z * w nazwie. Pozostaw go i dodaj ten rekord obok.",
    },
    "challenge-is-alias": {
      title: "W tym miejscu jest CNAME",
      text: "Nazwa z rekordem CNAME nie może mieć innych rekordów, dlatego najpierw trzeba usunąć CNAME.",
    },
    "txt-wrong-value": {
      title: "Wartość jest inna",
      text: "Jest rekord o tej nazwie, ale jego wartość różni się od podanej poniżej. Może pochodzić z wcześniejszej próby albo została ucięta przy kopiowaniu.",
    },
    "txt-missing": {
      title: "Rekordu jeszcze nie ma",
      text: "Pokazuje on, do kogo należy domena.",
    },
    "cname-loop": {
      title: "Rekord prowadzi w kółko",
      text: "Rekord prowadzi z powrotem do własnej nazwy, więc odwiedzający nigdzie nie trafiają.",
    },
    "cname-chain-too-long": {
      title: "Rekord prowadzi przez zbyt wiele innych",
      text: "Musi prowadzić do wartości poniżej bez niczego pomiędzy.",
    },
    "cname-at-apex": {
      title: "Sama domena nie może mieć rekordu CNAME",
      text: "CNAME pod własną nazwą domeny zatrzymuje pocztę i inne usługi. Zamiast niego działają rekordy z adresami.",
    },
    "cname-several": {
      title: "Pod jedną nazwą jest kilka rekordów CNAME",
      text: "Nazwa może mieć tylko jeden CNAME. Gdy jest ich kilka, część odwiedzających trafia gdzie indziej.",
    },
    "cname-name-doubled": {
      title: "Domena jest w nazwie dwa razy",
      text: "W nazwie rekordu domena występuje dwa razy, bo dostawca sam dopisuje ją do wpisanej nazwy. Dodaj rekord ponownie z krótszą nazwą. Pierwszy można usunąć.",
    },
    "cname-target-doubled": {
      title: "Do wartości dopisano domenę",
      text: "Dostawca dopisał własną domenę na końcu wartości. Wpisz wartość ponownie, z kropką na końcu.",
    },
    "wildcard-hides-record": {
      title: "Rekordu jeszcze nie ma",
      text: "Zamiast niego odpowiada rekord z * w nazwie. Pozostaw go i dodaj ten rekord obok.",
    },
    "records-drifted": {
      title: "Rekordy zostały zmienione",
      text: "Domena działała, dopóki ten rekord nie został zmieniony lub usunięty.",
    },
    "records-partly-published": {
      title: "Dostawca wciąż kopiuje rekord",
      text: "Rekord jest poprawny. Dostawca DNS wciąż kopiuje go na wszystkie swoje serwery, co zwykle trwa kilka minut.",
    },
    "address-parking": {
      title: "Domena pokazuje stronę parkingową",
      text: "Prowadzi do strony, którą rejestratorzy pokazują dla nieużywanych domen. Ten rekord może nazywać się „parking” lub „forwarding”.",
    },
    "redirect-loop": {
      title: "Odwiedzający są przekierowywani w kółko",
      text: "Odwiedzający widzą błąd, ponieważ ich żądania krążą w kółko.",
      todo: "W usłudze przed witryną (CDN lub przekierowanie) włącz HTTPS na całej drodze do witryny i usuń przekierowania dla tej domeny.",
    },
    "visitors-see-another-page": {
      title: "Odwiedzający widzą inną stronę",
      text: "Domena prowadzi przez inną usługę i odwiedzający widzą stronę tej usługi zamiast witryny.",
      todo: "W tej usłudze (CDN, zapora lub przekierowanie) przepuść wszystkie żądania dla tej domeny.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS nie działa",
      text: "Domena prowadzi przez inną usługę, która nie ma dla niej ważnego certyfikatu.",
      todo: "W tej usłudze (CDN lub przekierowanie) włącz HTTPS dla tej domeny wraz z certyfikatem.",
    },
    "proxy-drops-well-known": {
      title: "Nie można sprawdzić certyfikatu",
      text: "Domena prowadzi przez inną usługę, która nie przepuszcza sprawdzenia dla certyfikatu.",
      todo: "W tej usłudze (CDN lub zapora) przepuść bez zmian żądania poniżej /.well-known/.",
    },
    "proxied-by-cdn": {
      title: "Serwer proxy zasłania rekord",
      text: "Zamiast niego odpowiada proxy dostawcy. Ustaw rekord na „Tylko DNS” („DNS only”) albo wyłącz dla niego proxy.",
    },
    "cname-target-missing": {
      title: "Wartość prowadzi donikąd",
      text: "Rekord prowadzi do nazwy, która nie istnieje. Może zawierać literówkę albo pochodzić z nieużywanej już usługi.",
    },
    "cname-beside-other-records": {
      title: "Inne rekordy stoją na przeszkodzie",
      text: "Obok CNAME nie może być innych rekordów o tej samej nazwie, dlatego najpierw trzeba je usunąć.",
    },
    "cname-wrong-target": {
      title: "Rekord prowadzi gdzie indziej",
      text: "Odwiedzający trafiają do wartości, która jest tam teraz.",
    },
    "address-private": {
      title: "Rekord prowadzi do adresu prywatnego",
      text: "Adres, który jest tam teraz, działa tylko w sieci domowej lub firmowej.",
    },
    "leftover-ipv6": {
      title: "Wciąż jest stary rekord AAAA",
      text: "Część odwiedzających trafia przez niego na stary serwer.",
    },
    "address-foreign": {
      title: "Domena prowadzi do innego serwera",
      text: "Odwiedzający trafiają pod adres, który jest tam teraz.",
    },
    "cname-missing": { title: "Rekordu jeszcze nie ma", text: "Prowadzi on odwiedzających do witryny." },
    "address-missing": { title: "Rekordu jeszcze nie ma", text: "Prowadzi on odwiedzających do witryny." },
    "record-missing": { title: "Rekordu jeszcze nie ma", text: "On także jest potrzebny." },
    "https-record": {
      title: "Stary rekord HTTPS prowadzi gdzie indziej",
      text: "Przeglądarki używają go zamiast innych rekordów. Na liście może nazywać się „HTTPS”, „SVCB” lub „TYPE65”.",
    },
    "caa-forbids": {
      title: "Certyfikat nie jest jeszcze dozwolony",
      text: "Rekordy CAA domeny określają, kto może wystawiać dla niej certyfikaty. Dodaj ten rekord i pozostaw inne.",
    },
    "caa-unclear": {
      title: "Rekordy CAA mogą zabraniać certyfikatu",
      text: "Rekordy CAA domeny określają, kto może wystawiać dla niej certyfikaty. Nie można ich odczytać albo wskazują konkretne konto.",
      todo: "Zapytaj dostawcę DNS o rekordy CAA domeny. Jeśli żaden nie jest potrzebny, usuń je.",
    },
    "certificate-queued": {
      title: "Certyfikat musi poczekać",
      text: "Rekordy są poprawne. Urząd certyfikacji ogranicza liczbę certyfikatów wystawianych w danym czasie, dlatego ten pojawi się trochę później.",
    },
    "ca-rate-limited": {
      title: "Certyfikat musi poczekać",
      text: "Urząd certyfikacji w tej chwili nie przyjmuje nowego wniosku dla tej domeny. Ponowimy go automatycznie.",
    },
    "txt-old-value-beside": {
      title: "Jest tam też stary rekord",
      text: "Nie przeszkadza i można go usunąć.",
    },
    "negative-answer-cached": {
      title: "Niektóre serwery nie mają jeszcze rekordu",
      text: "Rekord jest opublikowany. Serwery, które zapytały o niego za wcześnie, przez pewien czas pamiętają, że go nie było.",
    },
    "old-answer-cached": {
      title: "Niektóre serwery mają jeszcze stary rekord",
      text: "Serwery DNS domeny mają nowy rekord. Serwery, które pytały wcześniej, przez pewien czas pamiętają stary.",
    },
    waiting: {
      title: "Wszystko jest w porządku",
      text: "To, co dotąd sprawdziliśmy, jest poprawne. Reszta dzieje się automatycznie, zwykle w ciągu kilku minut.",
    },
  },
  holds: {
    verification: {
      title: "{domain}: domena zablokowana, adres e-mail niepotwierdzony",
      text: "Rejestrator wyłączył domenę, ponieważ dane kontaktowe jej właściciela nie zostały potwierdzone na czas.",
      todo: "Otwórz e-mail od rejestratora z prośbą o potwierdzenie danych kontaktowych (sprawdź też folder ze spamem) i kliknij zawarty w nim link albo zleć ponowne wysłanie na swoim koncie u rejestratora. Domena wróci w ciągu jednego dnia.",
    },
    expired: {
      title: "{domain}: domena wygasła",
      text: "Domena nie została odnowiona na czas i rejestrator ją wyłączył.",
      todo: "Odnów domenę w miejscu zakupu. Zwykle działa znowu w ciągu jednego dnia.",
    },
    registry: {
      title: "{domain}: domena zablokowana w rejestrze",
      text: "Rejestr, który prowadzi końcówkę domeny, wyłączył ją, na przykład po skardze lub z powodu brakujących dokumentów.",
      todo: "Zapytaj rejestratora o powód i o to, czego wymaga rejestr.",
    },
    redemption: {
      title: "{domain}: domena usunięta, można ją jeszcze przywrócić",
      text: "Rejestracja domeny się zakończyła. Można ją przywrócić przez około 30 dni.",
      todo: "Zleć teraz przywrócenie domeny u jej ostatniego rejestratora. Później każdy może ją zarejestrować.",
    },
    deleting: {
      title: "{domain}: domena jest usuwana",
      text: "Rejestracja domeny się zakończyła i nie można jej już przywrócić.",
      todo: "Zarejestruj domenę ponownie, gdy będzie wolna, zwykle w ciągu kilku dni, albo użyj innej domeny.",
    },
  },
  ours: {
    title: "Wciąż nad tym pracujemy",
    text: "Coś po naszej stronie lub w urzędzie certyfikacji nie jest jeszcze gotowe. Nic nie trzeba robić.",
  },
  fixes: {
    add: "Dodaj rekord tak, jak jest pokazany.",
    change: "Zmień rekord tak, aby był taki jak pokazany.",
    delete: "Usuń rekord, który stoi na przeszkodzie.",
    wait: "Nic nie trzeba robić.",
  },
  titles: {
    records: "Rekordy DNS: {hostname}",
    correct: "Rekordy DNS do poprawienia: {hostname}",
  },
  service: "{application} firmy {company}",
  why: {
    ended: "Podłączanie {hostname} zostało zakończone. Aby zacząć od nowa, zwróć się do {company}.",
    live: "{hostname} działa z {service}.",
    drifted:
      "Domena {hostname} działała z {service}, dopóki jej rekordy DNS nie zostały zmienione. Jeśli nie było to zamierzone, przywróć je. Jeśli witryna została przeniesiona na stałe, nie trzeba nic przywracać: daj znać {company}.",
    needed: "Aby domena {hostname} działała z {service}, jej DNS potrzebuje poniższych rekordów.",
  },
  leave: {
    unnamed: "Pozostaw bez zmian wszystkie rekordy, które nie są tu wymienione.",
    others: "Pozostaw bez zmian wszystkie inne rekordy.",
  },
  mailRecord: "Odbiera on pocztę dla tej nazwy. Jeśli jest używany, nie usuwaj go i najpierw zapytaj nas.",
  compare: "Porównaj obie wartości: {differences}.",
  differences: {
    swapped: "dwa znaki są zamienione miejscami („{published}” zamiast „{wanted}”)",
    "left out": "brakuje „{wanted}”",
    added: "niepotrzebne „{published}”",
    replaced: "jest „{published}” zamiast „{wanted}”",
  },
  mail: {
    greeting: "Dzień dobry,",
    connect: "{company} prosi o podłączenie domeny {hostname}.",
    restore: "{company} prosi o przywrócenie domeny {hostname}.",
    signIn: "Zaloguj się u dostawcy {provider}, gdzie zarządza się DNS domeny {domain}:",
    signInSomewhere:
      "Zaloguj się tam, gdzie domena {domain} została kupiona lub gdzie zarządza się jej DNS, i otwórz jej rekordy DNS.",
    actions: {
      add: "Dodaj ten rekord:",
      change: "Zmień rekord na następujący:",
      delete: "Usuń ten rekord:",
    },
    labels: { type: "Typ:", name: "Nazwa:", value: "Wartość:", ttl: "TTL:", now: "Teraz:" },
    fullName: "jeśli formularz wymaga pełnej nazwy:",
    shortName: "jeśli formularz wymaga krótkiej nazwy:",
    ttl: "{duration} albo to, co proponuje formularz",
    copyExactly: "Kopiuj nazwy i wartości dokładnie, bez cudzysłowów i bez kropki na końcu.",
    note: "{title}. {text}",
    providerNote: "Prosimy przesłać to dostawcy DNS: {title}. {text}",
    link: "Ta strona pokazuje każdy krok z przyciskiem do kopiowania każdej wartości oraz to, co jest już zrobione. Konto nie jest potrzebne:",
    automatic: "Reszta dzieje się automatycznie, gdy rekordy są widoczne, zwykle w ciągu kilku minut.",
    thanks: "Dziękujemy!",
    writes: "{company} pisze:",
    sentBy: "Wysłane przez Latchkey w imieniu {company}.",
    stop: "To pomyłka albo nie chcesz więcej wiadomości od {company} o domenach?",
    sender: "{company} przez Latchkey",
  },
};
