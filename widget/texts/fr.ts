import type { Texts } from "@/widget/texts/texts";

export const fr: Texts = {
  common: {
    title: "Connecter un domaine",
    close: "Fermer",
    back: "Retour",
    next: "Continuer",
    retry: "Réessayer",
    cancel: "Annuler",
    copy: "Copier",
    copied: "Copié",
    copyWhat: "Copier : {what}",
    copyByHand:
      "Votre navigateur n’autorise pas la copie ici. Le texte est sélectionné : copiez-le avec le clavier ou le menu.",
    optional: "facultatif",
    newTab: "s’ouvre dans un nouvel onglet",
    step: "Étape {step} sur {total}",
    poweredBy: "Propulsé par {name}",
    help: "Obtenir l’aide de {name}",
    loading: "Chargement…",
    offline: "Vous êtes hors ligne. Nous reprendrons dès que la connexion sera rétablie.",
  },
  domain: {
    title: "Connectez votre domaine",
    introduction: "Quel domaine doit mener à {name} ?",
    label: "Domaine",
    hint: "Vous pouvez aussi coller un lien.",
    button: "Continuer",
    busy: "Vérification…",
    fromUrl: "D’après le lien : {domain}",
    fromEmail: "D’après l’adresse e-mail : {domain}",
    inDns: "Dans le DNS, {domain} s’écrit {ascii}",
    suggestion: "Ou utilisez",
    locked: "{name} a choisi ce domaine pour vous.",
    faults: {
      no_dot: "Ajoutez l’extension du domaine, par exemple .com : example.com ou shop.example.com.",
      address: "Ceci est une adresse IP. Saisissez un domaine, par exemple shop.example.com.",
      local:
        "Ce nom n’existe que sur votre ordinateur ou votre réseau. Saisissez un domaine public, par exemple shop.example.com.",
      spaces: "La saisie contient une espace. Saisissez un seul domaine, par exemple shop.example.com.",
      characters: "Un domaine ne contient que des lettres, des chiffres, des traits d’union et des points.",
      too_long: "C’est plus long qu’un domaine ne peut l’être.",
      only_tld: "Ceci n’est que l’extension d’un domaine. Saisissez-le en entier, par exemple shop.example.com.",
    },
    refused: {
      email:
        "Nous n’avons pas trouvé de domaine dans cette adresse e-mail. Saisissez-le seul, par exemple shop.example.com.",
      empty_label: "Il y a un point de trop. Vérifiez l’orthographe.",
      hyphen: "Une partie du domaine commence ou finit par un trait d’union. Vérifiez l’orthographe.",
      invalid_character: "Un domaine ne contient que des lettres, des chiffres, des traits d’union et des points.",
      invalid_idn:
        "Certains de ces caractères ne sont pas possibles dans un domaine. Vérifiez l’orthographe.",
      ip_address: "Ceci est une adresse IP. Saisissez un domaine, par exemple shop.example.com.",
      label_too_long: "Une partie de ce domaine dépasse les 63 caractères possibles.",
      other_platform:
        "Cette adresse appartient à un autre service : vous ne gérez donc pas son DNS. Saisissez un domaine à vous.",
      platform_hostname: "Cette adresse nous appartient. Saisissez un domaine à vous.",
      public_suffix:
        "Ceci n’est qu’une extension sous laquelle d’autres enregistrent des domaines. Saisissez votre domaine en entier.",
      record_template:
        "Ce domaine ne peut pas contenir tous les enregistrements nécessaires. Essayez-en un comme shop.example.com.",
      reserved_tld: "Cette extension n’existe pas sur Internet. Vérifiez l’orthographe.",
      several_hostnames:
        "Il y a plusieurs domaines ici. Saisissez-en un ; vous pourrez connecter le suivant ensuite.",
      single_label: "Ajoutez l’extension du domaine, par exemple .com : example.com ou shop.example.com.",
      too_long: "C’est plus long qu’un domaine ne peut l’être.",
      too_long_for_challenge: "Ce domaine est un peu trop long pour être vérifié. Essayez-en un plus court.",
      underscore:
        "Un domaine destiné aux visiteurs ne peut pas contenir de tiret bas. Vérifiez l’orthographe.",
      unknown_tld: "Cette extension n’existe pas. Vérifiez l’orthographe : est-ce .com, .net ou une autre ?",
      url: "Nous n’avons pas trouvé de domaine dans ce lien. Saisissez-le seul, par exemple shop.example.com.",
      whitespace: "La saisie contient une espace. Saisissez un seul domaine, par exemple shop.example.com.",
      wildcard: "Saisissez un seul domaine sans *, par exemple shop.example.com.",
    },
  },
  analysis: {
    title: "Ce que nous avons trouvé pour {domain}",
    busyTitle: "Nous examinons {domain}",
    busyText: "Nous demandons à ses serveurs de noms ce qui s’y trouve. Cela prend quelques secondes.",
    managedAt: "Son DNS est géré chez {provider}.",
    managedUnknown: "Nous ne connaissons pas le fournisseur qui gère son DNS. Tout fonctionne quand même.",
    present: "Publié actuellement",
    nothingPresent: "Rien n’y est encore publié : rien ne sera donc remplacé.",
    wildcard: "pour tous les noms",
    conflicts: {
      one: "{count} enregistrement fait obstacle",
      many: "{count} enregistrements font obstacle",
      other: "{count} enregistrements font obstacle",
    },
    conflictsText:
      "Ce vers quoi ils mènent ne sera plus accessible une fois le domaine connecté. Vous verrez chaque modification avant de la faire.",
    noConflicts: "Rien ne fait obstacle.",
    caa: {
      title: "Un enregistrement CAA n’autorise pas encore nos certificats",
      text: "Il indique qui peut émettre des certificats pour ce domaine. Nous vous montrerons ce qu’il faut ajouter.",
    },
    zone: {
      nxdomain: "Ce domaine n’est pas ou plus enregistré. Vérifiez l’orthographe, ou enregistrez-le d’abord.",
      no_nameservers:
        "Ce domaine n’a pas encore de serveurs de noms. Indiquez-les là où vous l’avez enregistré ; cela peut prendre quelques heures.",
      lame: "Les serveurs de noms de ce domaine ne le connaissent pas. Vérifiez chez votre fournisseur que son DNS est configuré.",
      unreachable:
        "Les serveurs de noms de ce domaine ne répondent pas pour le moment. Vous pouvez continuer ; nous réessaierons.",
      degraded:
        "Certains serveurs de noms de ce domaine ne répondent pas. Vous pouvez continuer ; cela prendra peut-être un peu plus de temps.",
    },
    www: "Beaucoup de visiteurs tapent aussi www. Vous pourrez connecter {domain} ensuite.",
    own: {
      title: "{domain} est déjà connecté",
      text: "Vous avez déjà commencé. Reprenez là où vous en étiez.",
    },
    ownButton: "Reprendre",
    contest: {
      title: "{domain} est utilisé par un autre compte",
      text: "Si le domaine est à vous, vous pouvez le transférer ici. Il le sera dès que vos enregistrements prouveront que vous gérez son DNS.",
    },
    contestButton: "Transférer mon domaine",
    otherDomain: "Autre domaine",
    busy: "Préparation…",
  },
  choice: {
    title: "Comment voulez-vous le connecter ?",
    introduction: "Toutes les méthodes mènent au même résultat.",
    recommended: "Recommandé",
    ways: {
      automatic: {
        title: "Automatiquement",
        text: "Nous ajoutons les enregistrements chez {provider} pour vous. Il n’y a rien à copier.",
      },
      domain_connect: {
        title: "Avec votre compte {provider}",
        text: "Connectez-vous chez {provider}, voyez ce qui change et confirmez. Cela prend environ une minute.",
      },
      manual: {
        title: "Manuellement",
        text: "Copiez vous-même les enregistrements dans les réglages DNS, ou confiez-le à un collègue. Environ 5 minutes.",
      },
    },
    busy: "Préparation…",
  },
  records: {
    title: {
      one: "{count} enregistrement à définir",
      many: "{count} enregistrements à définir",
      other: "{count} enregistrements à définir",
    },
    titleDone: "Tous les enregistrements sont en place",
    introduction:
      "Copiez-les dans les réglages DNS de {zone} chez {provider}. Nous remarquerons quand ils y seront.",
    introductionUnknown: "Copiez-les dans les réglages DNS de {zone}. Nous remarquerons quand ils y seront.",
    open: "Ouvrir {provider}",
    whereTitle: "Où cliquer chez {provider}",
    whereSignIn: "Connectez-vous chez {provider}.",
    wherePath: "Allez dans {path}.",
    whereAdd: "Cliquez sur « {button} » pour chaque enregistrement.",
    whereSave: "Remplissez le formulaire et cliquez sur « {button} ».",
    whereUnknown:
      "Connectez-vous là où vous avez enregistré {zone} ou gérez son DNS. Cherchez « DNS », « Enregistrements DNS » ou « DNS avancé ».",
    hints: {
      adds_domain: "Le formulaire ajoute {zone} à l’hôte : ne le saisissez pas à nouveau.",
      proxy_off: "Désactivez le proxy (« DNS only »).",
      no_quotes: "Collez les valeurs sans guillemets.",
      no_trailing_dot: "N’ajoutez pas de point à la fin.",
      trailing_dot: "Terminez la cible par un point.",
      no_ttl: "Il n’y a pas de TTL à définir.",
      save_after: "Enregistrez la page à la fin, sinon rien n’est publié.",
    },
    actions: { add: "Ajouter", change: "Modifier", delete: "Supprimer" },
    status: { todo: "À faire", wrong: "Différent", done: "Fait" },
    type: "Type",
    host: "Hôte",
    value: "Valeur",
    ttl: "TTL",
    seconds: { one: "{count} seconde", many: "{count} secondes", other: "{count} secondes" },
    emptyHost: "laisser vide",
    fullHost: "Si le formulaire demande le nom complet",
    relativeHost: "Si le formulaire ajoute lui-même le domaine",
    seen: "Publié actuellement",
    showMore: "Plus d’informations sur cet enregistrement",
    progress: {
      one: "{done} sur {count} enregistrement en place",
      many: "{done} sur {count} enregistrements en place",
      other: "{done} sur {count} enregistrements en place",
    },
    button: "Je les ai définis",
    noAccess: "Je n’ai pas accès au DNS",
    noteProvider: "Pour votre fournisseur DNS : merci de transmettre ceci",
    noteUs: "De notre côté",
    noteYou: "À faire par vous",
  },
  send: {
    title: "Confier cela à quelqu’un d’autre",
    introduction:
      "Envoyez les enregistrements à la personne qui gère le DNS de {zone}. Aucun compte n’est nécessaire pour les ouvrir.",
    mail: "Adresse e-mail",
    mailWrong: "Saisissez une adresse e-mail, par exemple name@example.com.",
    note: "Message",
    mailButton: "Envoyer l’e-mail",
    mailBusy: "Envoi…",
    mailed: "Envoyé à {email}.",
    linkTitle: "Ou partager un lien",
    linkText:
      "Il montre les enregistrements et ce qui est déjà fait. Seules les personnes ayant le lien peuvent l’ouvrir.",
    linkButton: "Créer un lien",
    linkBusy: "Création du lien…",
    link: "Lien",
    copyLink: "Copier le lien",
    showQr: "Afficher le code QR",
    qr: "Code QR du lien",
    back: "Retour",
  },
  progress: {
    stages: {
      records: {
        title: "En attente de vos enregistrements",
        text: "Nous interrogeons les serveurs de noms de {zone} jusqu’à ce qu’ils les aient.",
      },
      spreading: {
        title: "Vos enregistrements arrivent",
        text: "Les premiers serveurs de noms les ont. Les autres suivent.",
      },
      certificate: {
        title: "Les enregistrements sont corrects",
        text: "Nous obtenons le certificat pour HTTPS. Vous n’avez plus rien à faire.",
      },
    },
    automatic: {
      title: "Nous ajoutons les enregistrements",
      text: "Nous les inscrivons chez {provider} pour vous. Vous n’avez rien à faire.",
    },
    provider: {
      title: "Confirmez chez {provider}",
      text: "Connectez-vous chez {provider} et confirmez la modification. Nous continuerons ensuite ici.",
    },
    providerOpen: "Ouvrir {provider}",
    providerBusy: "Ouverture…",
    providerWindow: {
      title: "Continuez dans la fenêtre de {provider}",
      text: "Connectez-vous et confirmez. Cette page continuera dès que ce sera fait.",
    },
    providerClosed: {
      title: "La fenêtre a été fermée",
      text: "Si vous avez confirmé, attendez un instant : nous vérifions. Sinon, ouvrez-la à nouveau.",
    },
    providerBlocked: {
      title: "Votre navigateur n’a pas ouvert la fenêtre",
      text: "Autorisez-la pour cette page, ou utilisez le lien.",
    },
    steps: {
      records: "Enregistrements",
      spreading: "Visibles partout",
      certificate: "Certificat",
      live: "En ligne",
    },
    servers: {
      right: "l’a publié",
      other: "a autre chose",
      missing: "ne l’a pas encore",
      silent: "ne répond pas",
    },
    serversRight: "{right} serveurs de noms sur {total} l’ont publié",
    unchecked: "Pas encore vérifié",
    showServers: "Chaque serveur de noms",
    now: "D’un instant à l’autre",
    about: {
      one: "Généralement en moins d’une minute",
      many: "Généralement en moins de {count} minutes",
      other: "Généralement en moins de {count} minutes",
    },
    by: "Au plus tard à {time}",
    byDay: "Au plus tard le {day}, {time}",
    because: {
      ttl: "D’ici là, des serveurs de noms peuvent garder l’ancien enregistrement en mémoire.",
      negative_ttl: "D’ici là, des serveurs de noms peuvent garder en mémoire qu’il n’y avait rien.",
      next_check: "C’est à ce moment que nous vérifierons à nouveau.",
      certificate: "Un certificat prend environ une minute.",
      contest: "Le domaine est transféré ici après un délai d’attente.",
    },
    nextCheck: "Prochaine vérification à {time}",
    checkedAt: "Vérifié à {time}",
    check: "Vérifier maintenant",
    checking: "Vérification…",
    mayClose: "Vous pouvez fermer cette fenêtre. Nous continuons à vérifier.",
    stalled: {
      title: "Rien n’a changé depuis un moment",
      text: "La publication des modifications peut prendre quelques minutes. Comparez encore une fois les enregistrements, surtout l’hôte.",
    },
    finding: "Pourquoi cela ne fonctionne pas encore",
    fix: "Que faire",
    toRecords: "Voir les enregistrements",
    otherWay: "Le faire manuellement",
  },
  success: {
    title: "{domain} est connecté",
    text: "Les visiteurs y accèdent en toute sécurité par HTTPS. Laissez les enregistrements tels quels : ils le maintiennent connecté.",
    visit: "Visiter {domain}",
    done: "Terminé",
  },
  ended: {
    archived: {
      title: "Cette connexion a été supprimée",
      text: "Adressez-vous à {name} si vous pensez qu’elle devrait encore exister.",
    },
    failed: {
      title: "Cette configuration est terminée",
      text: "Les enregistrements n’ont pas été trouvés à temps. Vous pouvez recommencer ; ce que vous avez déjà défini compte.",
    },
    link: {
      title: "Ce lien ne fonctionne plus",
      text: "Il a expiré ou a été retiré. Demandez-en un nouveau à la personne qui l’a envoyé.",
    },
    startOver: "Recommencer",
  },
  problems: {
    HostnameConflict: {
      title: "Ce domaine est utilisé par un autre compte",
      text: "S’il est à vous, vous pouvez le transférer ici.",
    },
    QuotaExceeded: {
      title: "Aucun autre domaine ne peut être ajouté",
      text: "{name} a atteint sa limite. Merci de l’en informer.",
    },
    automatic_failed: {
      title: "Nous n’avons pas pu ajouter les enregistrements",
      text: "{provider} ne les a pas acceptés. Vous pouvez les définir manuellement.",
    },
    bad_answer: {
      title: "Nous avons reçu une réponse que nous ne comprenons pas",
      text: "Quelque chose entre vous et nous l’a peut-être modifiée, par exemple un réseau d’entreprise. Veuillez réessayer.",
    },
    forbidden: {
      title: "Ce n’est pas autorisé depuis cette page",
      text: "{name} n’a pas autorisé cette page à connecter des domaines. Merci de l’en informer.",
    },
    internal: {
      title: "Une erreur s’est produite de notre côté",
      text: "Vous n’y êtes pour rien et rien n’est perdu. Veuillez réessayer dans un instant.",
    },
    invalid: {
      title: "Ceci n’a pas été accepté",
      text: "Veuillez vérifier votre saisie.",
    },
    invalid_state: {
      title: "La situation a changé entre-temps",
      text: "Veuillez réessayer pour voir où en sont les choses.",
    },
    network: {
      title: "Nous ne sommes pas joignables pour le moment",
      text: "Vérifiez votre connexion Internet. Rien n’est perdu.",
    },
    not_found: {
      title: "Ceci n’existe plus",
      text: "Cela a peut-être été supprimé. Veuillez vous adresser à {name}.",
    },
    provider_error: {
      title: "Le fournisseur ne répond pas comme prévu",
      text: "Veuillez réessayer dans un instant, ou définissez les enregistrements manuellement.",
    },
    rate_limited: {
      title: "C’était un peu rapide",
      text: "Veuillez patienter un instant, puis réessayer.",
    },
    timeout: {
      title: "Cela prend plus de temps que d’habitude",
      text: "Nous n’avons pas reçu de réponse à temps. Veuillez réessayer.",
    },
    token_expired: {
      title: "Votre session a expiré",
      text: "Rien n’est perdu. Veuillez recharger la page pour continuer.",
    },
    unauthorized: {
      title: "Cette page n’a pas pu se connecter",
      text: "Veuillez la recharger. Si cela ne suffit pas, informez-en {name}.",
    },
    unavailable: {
      title: "Nous revenons dans un instant",
      text: "Veuillez réessayer sous peu. Rien n’est perdu.",
    },
    request: "Référence : {id}",
  },
  closing: {
    title: "Arrêter ici ?",
    text: "{domain} n’est pas encore connecté. Vous pouvez recommencer à tout moment.",
    textSaved: "{domain} n’est pas encore connecté. Ce que vous avez fait est conservé, et nous continuons à vérifier.",
    stay: "Continuer",
    leave: "Fermer",
  },
  expired: {
    title: "Votre session a expiré",
    text: "Ce que vous avez fait est conservé. Reconnectez-vous sur cette page pour continuer.",
    textLink:
      "Ce qui a été fait est conservé. Demandez un nouveau lien à la personne qui a envoyé celui-ci.",
    button: "Continuer",
    busy: "Renouvellement de votre session…",
  },
  announce: {
    copied: "{what} : copié",
    recordDone: "L’enregistrement {type} {host} est correct.",
    recordWrong: "L’enregistrement {type} {host} a une autre valeur.",
    allRecordsDone: "Tous les enregistrements sont corrects.",
    unchanged: "Vérifié. Rien n’a encore changé.",
    online: "Vous êtes de nouveau en ligne.",
  },
};
