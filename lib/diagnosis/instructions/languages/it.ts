import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const it: InstructionTexts = {
  language: "it",
  findings: {
    "write-not-visible": {
      title: "I record non compaiono",
      text: "I record sono stati aggiunti, ma i nameserver del dominio non li hanno.",
      todo: "Dove hai acquistato il dominio, confronta i suoi nameserver con quelli indicati dal tuo provider DNS. Potrebbero essere quelli di un altro account.",
    },
    "records-being-written": {
      title: "I record vengono aggiunti",
      text: "Il tuo provider DNS sta aggiungendo i record e li sta copiando sui suoi server.",
    },
    "domain-on-hold": {
      title: "{domain} è sospeso dal registrar",
      text: "Il registrar ha messo il dominio fuori servizio. Finché è così, le modifiche ai suoi record non hanno effetto.",
      todo: "Accedi dove hai acquistato il dominio e guarda che cosa viene richiesto. Spesso va confermato l’indirizzo email dell’intestatario, oppure c’è una fattura da pagare. Se non viene richiesto nulla, chiedi il motivo al registrar.",
    },
    "domain-does-not-exist": {
      title: "{domain} non esiste",
      text: "Il dominio è scritto male, non è mai stato registrato o è scaduto.",
      todo: "Controlla come è scritto. Se è corretto, prima registra o rinnova il dominio e poi aggiungi i record.",
    },
    "delegation-missing": {
      title: "Il dominio non ha nameserver",
      text: "Il dominio non ha nameserver funzionanti, quindi nessuno può vedere i suoi record.",
      todo: "Dove hai acquistato il dominio, inserisci i nameserver indicati dal tuo provider DNS. Se ce ne sono già, uno potrebbe essere scritto male.",
    },
    "nameservers-parked": {
      title: "{domain} usa i nameserver di una pagina di parcheggio",
      text: "Questi nameserver mostrano una pagina di parcheggio o di vendita per ogni nome. Lì non si possono aggiungere record.",
      todo: "Dove hai acquistato il dominio, sostituisci questi nameserver con quelli del tuo provider DNS o con quelli del registrar. Poi aggiungi lì i record.",
    },
    "dnssec-broken": {
      title: "Il DNSSEC del dominio non funziona",
      text: "Le firme del dominio non corrispondono alle sue chiavi o sono scadute. Molti visitatori non possono aprire il dominio, che non può ottenere un certificato.",
      todo: "Se il DNSSEC non serve, elimina il record DS presso il registrar. Altrimenti il provider DNS deve firmare di nuovo il dominio, e il record DS va aggiornato presso il registrar. Succede spesso dopo un cambio di provider DNS.",
    },
    "nameservers-differ": {
      title: "Due elenchi di nameserver non coincidono",
      text: "Il registrar e i record NS del dominio indicano nameserver diversi, quindi alcuni visitatori possono ricevere risposte sbagliate, o nessuna. Aspettare non cambia nulla.",
      todo: "Dove hai acquistato il dominio, inserisci esattamente i nameserver indicati dal tuo provider DNS. Se il dominio non ha cambiato provider, correggi invece i suoi record NS.",
    },
    "no-tcp": {
      title: "Un nameserver non è raggiungibile via TCP",
      text: "La sua risposta non sta in un pacchetto UDP e la porta TCP 53 non risponde. Nemmeno le autorità di certificazione possono leggere questi record.",
      todo: "La porta TCP 53 deve essere aperta sui nameserver, anche nel firewall.",
    },
    "delegation-lame": {
      title: "I nameserver non conoscono il dominio",
      text: "Nessuno può vedere i record del dominio. Di solito lì è stato eliminato, oppure è passato a un altro provider DNS.",
      todo: "Dove hai acquistato il dominio, inserisci i nameserver del tuo provider DNS attuale. Oppure aggiungi di nuovo il dominio presso il provider dei nameserver inseriti ora.",
    },
    "nameservers-unreachable": {
      title: "Nessun nameserver del dominio risponde",
      text: "Finché almeno uno non risponde, nessuno può vedere i record del dominio.",
      todo: "I nameserver potrebbero essere fuori servizio o bloccare le nostre richieste, oppure i loro nomi sono scritti male presso il registrar.",
    },
    "zone-not-found": {
      title: "I nameserver del dominio non ci hanno risposto",
      text: "Per questo al momento non possiamo vedere i record del dominio.",
      todo: "Controlla di nuovo tra un minuto. Se non cambia nulla, verifica se i nameserver funzionano e corrispondono a quelli presso il registrar.",
    },
    "answers-without-authority": {
      title: "Un nameserver risponde senza autorità",
      text: "Nelle sue risposte manca il bit AA, che un nameserver deve impostare. Alcuni resolver scartano queste risposte, e chi li usa non trova il sito.",
      todo: "Spesso risponde un resolver o un bilanciatore di carico al posto del nameserver.",
    },
    "nameservers-partly-failing": {
      title: "Alcuni nameserver del dominio non rispondono",
      text: "Gli altri rispondono, quindi quasi nessun visitatore nota qualcosa, ma alcune richieste sono lente o falliscono.",
      todo: "Ogni nameserver inserito presso il registrar deve essere scritto correttamente e gestire il dominio.",
    },
    "hostname-claimed-elsewhere": {
      title: "Un vecchio record TXT è d’intralcio",
      text: "Allo stesso nome c’è il record TXT di un’altra configurazione. Può essercene solo uno dei due.",
    },
    "hostname-contested": {
      title: "Qualcun altro sta collegando questo dominio",
      text: "Il record TXT di questa configurazione non c’è più, e c’è quello di un’altra. Il dominio sta per passare a quella.",
      todo: "Per lasciare il dominio dov’è, aggiungi di nuovo il record TXT. Se lo spostamento è voluto, non devi fare nulla.",
    },
    "contest-running": {
      title: "Il dominio si sposta tra poco",
      text: "Il tuo record TXT è corretto. Il dominio è in uso altrove, quindi si sposta dopo un periodo di attesa.",
      todo: "Lascia il tuo record TXT così com’è.",
    },
    "txt-quoted": {
      title: "Il valore ha caratteri in più",
      text: "Il valore è corretto, ma è stato inserito tra virgolette o con spazi. Inseriscilo di nuovo senza.",
    },
    "txt-split": {
      title: "Il valore è spezzato",
      text: "Il valore deve essere intero, in un solo record. Alcuni moduli lo spezzano a uno spazio o a un a capo.",
    },
    "txt-name-doubled": {
      title: "Il dominio compare due volte nel nome",
      text: "Il record è stato aggiunto con il nome del dominio ripetuto, perché il tuo provider lo aggiunge a ciò che inserisci. Aggiungilo di nuovo con il nome più corto. Puoi eliminare il primo.",
    },
    "txt-at-bare-hostname": {
      title: "Il record ha il nome sbagliato",
      text: "Il valore è corretto, ma manca la prima parte del nome. Aggiungi di nuovo il record con il nome intero. Puoi eliminare il primo.",
    },
    "txt-at-wrong-name": {
      title: "Il record ha il nome sbagliato",
      text: "Il valore è corretto, ma manca una parte del nome. Aggiungi di nuovo il record con il nome intero. Puoi eliminare il primo.",
    },
    "txt-partly-published": {
      title: "Il tuo provider sta ancora copiando il record",
      text: "Il record è corretto. Il tuo provider DNS lo sta ancora copiando su tutti i suoi server: di solito bastano pochi minuti.",
    },
    "wildcard-hides-challenge": {
      title: "Il record non c’è ancora",
      text: "Al suo posto risponde un record con un * nel nome. Conservalo e aggiungi anche questo.",
    },
    "challenge-is-alias": {
      title: "Al suo posto c’è un CNAME",
      text: "Un nome con un CNAME non può avere altri record, quindi prima va eliminato il CNAME.",
    },
    "txt-wrong-value": {
      title: "Il valore è un altro",
      text: "C’è un record con questo nome, ma il suo valore non è quello qui sotto. Forse viene da un tentativo precedente o è stato tagliato durante la copia.",
    },
    "txt-missing": {
      title: "Il record non c’è ancora",
      text: "Dimostra che il dominio è tuo.",
    },
    "cname-loop": {
      title: "Il record gira in tondo",
      text: "Il record riporta al suo stesso nome, quindi i visitatori non arrivano da nessuna parte.",
    },
    "cname-chain-too-long": {
      title: "Il record passa per troppi altri",
      text: "Deve portare al valore qui sotto, senza nulla in mezzo.",
    },
    "cname-at-apex": {
      title: "Il dominio stesso non può avere un CNAME",
      text: "Sul nome del dominio stesso un CNAME blocca la posta e altri servizi. Al suo posto funzionano i record di indirizzo.",
    },
    "cname-several": {
      title: "Ci sono più CNAME allo stesso nome",
      text: "Un nome può avere un solo CNAME. Se sono più di uno, alcuni visitatori arrivano altrove.",
    },
    "cname-name-doubled": {
      title: "Il dominio compare due volte nel nome",
      text: "Il record è stato aggiunto con il nome del dominio ripetuto, perché il tuo provider lo aggiunge a ciò che inserisci. Aggiungilo di nuovo con il nome più corto. Puoi eliminare il primo.",
    },
    "cname-target-doubled": {
      title: "Il dominio è stato aggiunto al valore",
      text: "Il tuo provider ha aggiunto il tuo dominio alla fine del valore. Inserisci di nuovo il valore con un punto alla fine.",
    },
    "wildcard-hides-record": {
      title: "Il record non c’è ancora",
      text: "Al suo posto risponde un record con un * nel nome. Conservalo e aggiungi anche questo.",
    },
    "records-drifted": {
      title: "I record sono stati modificati",
      text: "Il dominio funzionava finché questo record non è stato modificato o eliminato.",
    },
    "records-partly-published": {
      title: "Il tuo provider sta ancora copiando il record",
      text: "Il record è corretto. Il tuo provider DNS lo sta ancora copiando su tutti i suoi server: di solito bastano pochi minuti.",
    },
    "address-parking": {
      title: "Il dominio mostra una pagina di parcheggio",
      text: "Porta alla pagina che i registrar mostrano per i domini inutilizzati. Quel record potrebbe essere indicato come «parking» o «reindirizzamento».",
    },
    "redirect-loop": {
      title: "I visitatori vengono reindirizzati in tondo",
      text: "I visitatori vedono un errore, perché le loro richieste girano in tondo.",
      todo: "Nel servizio davanti al sito (una CDN o un reindirizzamento), attiva HTTPS fino al sito e rimuovi i reindirizzamenti per questo dominio.",
    },
    "visitors-see-another-page": {
      title: "I visitatori vedono un’altra pagina",
      text: "Il dominio passa per un altro servizio, e i visitatori vedono la pagina di quel servizio al posto del sito.",
      todo: "In quel servizio (una CDN, un firewall o un reindirizzamento), lascia passare tutte le richieste per questo dominio.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS non funziona",
      text: "Il dominio passa per un altro servizio, che non ha un certificato valido per esso.",
      todo: "In quel servizio (una CDN o un reindirizzamento), attiva HTTPS per questo dominio, con un certificato per esso.",
    },
    "proxy-drops-well-known": {
      title: "Il certificato non può essere verificato",
      text: "Il dominio passa per un altro servizio, che non lascia passare la verifica del certificato.",
      todo: "In quel servizio (una CDN o un firewall), lascia passare senza modifiche le richieste sotto /.well-known/.",
    },
    "proxied-by-cdn": {
      title: "Un proxy nasconde il record",
      text: "Al suo posto risponde il proxy del tuo provider. Imposta il record su «Solo DNS» o disattiva il proxy per questo record.",
    },
    "cname-target-missing": {
      title: "Il valore non porta da nessuna parte",
      text: "Il record porta a un nome che non esiste. Forse è scritto male, o è di un servizio che non usi più.",
    },
    "cname-beside-other-records": {
      title: "Altri record sono d’intralcio",
      text: "Accanto a un CNAME non possono esserci altri record con lo stesso nome, quindi prima vanno eliminati.",
    },
    "cname-wrong-target": {
      title: "Il record porta altrove",
      text: "I visitatori arrivano al valore che c’è ora.",
    },
    "address-private": {
      title: "Il record porta a un indirizzo privato",
      text: "L’indirizzo che c’è ora funziona solo in una rete domestica o aziendale.",
    },
    "leftover-ipv6": {
      title: "C’è ancora un vecchio record AAAA",
      text: "Porta una parte dei visitatori al vecchio server.",
    },
    "address-foreign": {
      title: "Il dominio porta a un altro server",
      text: "I visitatori arrivano all’indirizzo che c’è ora.",
    },
    "cname-missing": { title: "Il record non c’è ancora", text: "Porta i visitatori al sito." },
    "address-missing": { title: "Il record non c’è ancora", text: "Porta i visitatori al sito." },
    "record-missing": { title: "Il record non c’è ancora", text: "Serve anche questo." },
    "https-record": {
      title: "Un vecchio record HTTPS porta altrove",
      text: "I browser lo seguono al posto degli altri record. Potrebbe essere indicato come «HTTPS», «SVCB» o «TYPE65».",
    },
    "caa-forbids": {
      title: "Un certificato non è ancora consentito",
      text: "I record CAA del dominio indicano chi può emettere certificati per esso. Aggiungi questo e conserva gli altri.",
    },
    "caa-unclear": {
      title: "I record CAA potrebbero vietare un certificato",
      text: "I record CAA del dominio indicano chi può emettere certificati per esso, e non si possono leggere o indicano un account preciso.",
      todo: "Chiedi al tuo provider DNS quali sono i record CAA del dominio. Se non te ne servono, eliminali.",
    },
    "certificate-queued": {
      title: "Il certificato deve attendere",
      text: "I record sono corretti. L’autorità di certificazione limita quanti certificati vengono emessi alla volta, quindi questo arriva un po’ più tardi.",
    },
    "ca-rate-limited": {
      title: "Il certificato deve attendere",
      text: "Al momento l’autorità di certificazione non accetta una nuova richiesta per questo dominio. Riproviamo automaticamente.",
    },
    "txt-old-value-beside": {
      title: "C’è anche un vecchio record",
      text: "Non crea problemi, e puoi eliminarlo.",
    },
    "negative-answer-cached": {
      title: "Alcuni server non hanno ancora il record",
      text: "Il record è pubblicato. I server che lo hanno chiesto troppo presto ricordano per un po’ che non esisteva.",
    },
    "old-answer-cached": {
      title: "Alcuni server hanno ancora il vecchio record",
      text: "I tuoi nameserver hanno il nuovo record. I server che lo hanno chiesto prima ricordano il vecchio per un po’.",
    },
    waiting: {
      title: "Va tutto bene",
      text: "Quello che abbiamo controllato finora è corretto. Il resto avviene automaticamente, di solito in pochi minuti.",
    },
  },
  holds: {
    verification: {
      title: "{domain} è sospeso: un indirizzo email non è confermato",
      text: "Il registrar ha messo il dominio fuori servizio, perché i dati di contatto dell’intestatario non sono stati confermati in tempo.",
      todo: "Apri l’email del registrar che chiede di confermare i dati di contatto (guarda anche nello spam) e segui il link, oppure fattela inviare di nuovo dal tuo account. Il dominio torna a funzionare entro un giorno.",
    },
    expired: {
      title: "{domain} è scaduto",
      text: "Il dominio non è stato rinnovato in tempo, e il registrar lo ha messo fuori servizio.",
      todo: "Rinnova il dominio dove l’hai acquistato. Di solito torna a funzionare entro un giorno.",
    },
    registry: {
      title: "{domain} è sospeso dal suo registro",
      text: "Il registro, che gestisce l’estensione del dominio, lo ha messo fuori servizio, per esempio dopo un reclamo o perché mancano documenti.",
      todo: "Chiedi al tuo registrar il motivo e che cosa richiede il registro.",
    },
    redemption: {
      title: "{domain} è stato eliminato e si può ancora recuperare",
      text: "La registrazione del dominio è terminata. Si può recuperare per circa 30 giorni.",
      todo: "Fai recuperare subito il dominio dal suo ultimo registrar. In seguito chiunque potrà registrarlo.",
    },
    deleting: {
      title: "{domain} è in fase di eliminazione",
      text: "La registrazione del dominio è terminata, e non si può più recuperare.",
      todo: "Registra di nuovo il dominio quando sarà libero, di solito entro pochi giorni, oppure usa un altro dominio.",
    },
  },
  ours: {
    title: "Ci stiamo ancora lavorando",
    text: "Qualcosa da parte nostra, o presso l’autorità di certificazione, non è ancora pronto. Non devi fare nulla.",
  },
  fixes: {
    add: "Aggiungi il record così come è indicato.",
    change: "Modifica il record in modo che corrisponda a quanto indicato.",
    delete: "Elimina il record che è d’intralcio.",
    wait: "Non devi fare nulla.",
  },
  titles: {
    records: "Record DNS per {hostname}",
    correct: "Record DNS da correggere per {hostname}",
  },
  service: "{application} di {company}",
  why: {
    ended: "La configurazione di {hostname} è terminata. Chiedi a {company} di ricominciare.",
    live: "{hostname} funziona con {service}.",
    drifted:
      "{hostname} funzionava con {service} finché i suoi record DNS non sono stati modificati. Se non era voluto, ripristinali. Se il sito si è spostato definitivamente, non c’è nulla da ripristinare: avvisa {company}.",
    needed: "Perché {hostname} funzioni con {service}, nel suo DNS servono i record qui sotto.",
  },
  leave: {
    unnamed: "Lascia così come sono tutti i record che non sono indicati qui.",
    others: "Lascia così come sono tutti gli altri record.",
  },
  mailRecord: "Riceve la posta per questo nome. Se la usi, non eliminarlo e chiedi prima a noi.",
  compare: "Confronta i due: {differences}.",
  differences: {
    swapped: "due caratteri sono scambiati («{published}» al posto di «{wanted}»)",
    "left out": "manca «{wanted}»",
    added: "«{published}» è di troppo",
    replaced: "c’è «{published}» al posto di «{wanted}»",
  },
  mail: {
    greeting: "Buongiorno,",
    connect: "{company} ti chiede di collegare {hostname}.",
    restore: "{company} ti chiede di ripristinare {hostname}.",
    signIn: "Accedi a {provider}, dove è gestito il DNS di {domain}:",
    signInSomewhere: "Accedi dove hai acquistato {domain} o gestisci il suo DNS, e apri i suoi record DNS.",
    actions: {
      add: "Aggiungi questo record:",
      change: "Modifica il record in modo che sia così:",
      delete: "Elimina questo record:",
    },
    labels: { type: "Tipo:", name: "Nome:", value: "Valore:", ttl: "TTL:", now: "Ora:" },
    fullName: "se il modulo chiede il nome completo:",
    shortName: "se il modulo chiede il nome breve:",
    ttl: "{duration}, o quanto propone il modulo",
    copyExactly: "Copia nomi e valori esattamente, senza virgolette né punto finale.",
    note: "{title}. {text}",
    providerNote: "Invia questo al tuo provider DNS: {title}. {text}",
    link: "Questa pagina mostra ogni passaggio, con un pulsante per copiare ogni valore, e se è completato. Non serve un account:",
    automatic: "Tutto il resto avviene automaticamente appena i record sono visibili, di solito in pochi minuti.",
    thanks: "Grazie!",
    writes: "{company} scrive:",
    sentBy: "Inviato da Latchkey per conto di {company}.",
    stop: "Non è per te, o non vuoi più ricevere email da {company} sui domini?",
    sender: "{company} tramite Latchkey",
  },
};
