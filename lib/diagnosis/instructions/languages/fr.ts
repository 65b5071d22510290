import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const fr: InstructionTexts = {
  language: "fr",
  findings: {
    "write-not-visible": {
      title: "Les enregistrements n’apparaissent pas",
      text: "Les enregistrements ont été ajoutés, mais les serveurs de noms du domaine ne les ont pas.",
      todo: "Là où vous avez acheté le domaine, comparez ses serveurs de noms avec ceux qu’indique votre fournisseur DNS. Ce sont peut-être ceux d’un autre compte.",
    },
    "records-being-written": {
      title: "Les enregistrements sont en cours d’ajout",
      text: "Votre fournisseur DNS ajoute les enregistrements et les copie sur ses serveurs.",
    },
    "domain-on-hold": {
      title: "{domain} est suspendu par son bureau d’enregistrement",
      text: "Le bureau d’enregistrement a mis le domaine hors service. D’ici à son rétablissement, modifier ses enregistrements n’a aucun effet.",
      todo: "Connectez-vous là où vous avez acheté le domaine et regardez ce qui vous est demandé. Souvent, l’adresse e-mail du titulaire doit être confirmée, ou une facture reste à payer. Si rien n’est demandé, demandez la raison au bureau d’enregistrement.",
    },
    "domain-does-not-exist": {
      title: "{domain} n’existe pas",
      text: "Le domaine est mal orthographié, n’a jamais été enregistré ou a expiré.",
      todo: "Vérifiez l’orthographe. Si elle est correcte, enregistrez ou renouvelez d’abord le domaine, puis ajoutez les enregistrements.",
    },
    "delegation-missing": {
      title: "Le domaine n’a pas de serveurs de noms",
      text: "Aucun serveur de noms du domaine ne fonctionne : personne ne peut voir ses enregistrements.",
      todo: "Là où vous avez acheté le domaine, saisissez les serveurs de noms qu’indique votre fournisseur DNS. S’il y en a déjà, l’un d’eux est peut-être mal orthographié.",
    },
    "nameservers-parked": {
      title: "{domain} utilise les serveurs de noms d’une page de parking",
      text: "Ces serveurs de noms affichent une page de parking ou de vente pour tous les noms. On ne peut pas y ajouter d’enregistrements.",
      todo: "Là où vous avez acheté le domaine, remplacez ces serveurs de noms par ceux de votre fournisseur DNS ou par ceux du bureau d’enregistrement. Ajoutez-y ensuite les enregistrements.",
    },
    "dnssec-broken": {
      title: "Le DNSSEC du domaine ne fonctionne pas",
      text: "Les signatures du domaine ne correspondent pas à ses clés, ou ont expiré. Beaucoup de visiteurs ne peuvent pas ouvrir le domaine, et il ne peut pas obtenir de certificat.",
      todo: "Si le DNSSEC n’est pas nécessaire, supprimez l’enregistrement DS au bureau d’enregistrement. Sinon, le fournisseur DNS doit signer le domaine à nouveau, et l’enregistrement DS doit être mis à jour au bureau d’enregistrement. Cela arrive souvent après un changement de fournisseur DNS.",
    },
    "nameservers-differ": {
      title: "Deux listes de serveurs de noms diffèrent",
      text: "Le bureau d’enregistrement et les enregistrements NS du domaine indiquent des serveurs de noms différents : certains visiteurs peuvent recevoir de mauvaises réponses, ou aucune. Attendre n’y change rien.",
      todo: "Là où vous avez acheté le domaine, saisissez exactement les serveurs de noms qu’indique votre fournisseur DNS. Si le domaine n’a pas changé de fournisseur, corrigez plutôt ses enregistrements NS.",
    },
    "no-tcp": {
      title: "Un serveur de noms est injoignable en TCP",
      text: "Sa réponse ne tient pas dans un paquet UDP, et le port TCP 53 ne répond pas. Les autorités de certification ne peuvent pas non plus lire ces enregistrements.",
      todo: "Le port TCP 53 doit être ouvert sur les serveurs de noms, y compris dans le pare-feu.",
    },
    "delegation-lame": {
      title: "Les serveurs de noms ne connaissent pas le domaine",
      text: "Personne ne peut voir les enregistrements du domaine. Le plus souvent, il y a été supprimé, ou il est passé chez un autre fournisseur DNS.",
      todo: "Là où vous avez acheté le domaine, saisissez les serveurs de noms de votre fournisseur DNS actuel. Ou ajoutez à nouveau le domaine chez le fournisseur dont les serveurs de noms sont saisis actuellement.",
    },
    "nameservers-unreachable": {
      title: "Aucun serveur de noms du domaine ne répond",
      text: "Tant qu’aucun d’eux ne répond, personne ne peut voir les enregistrements du domaine.",
      todo: "Les serveurs de noms sont peut-être en panne ou bloquent nos requêtes, ou leurs noms sont mal orthographiés au bureau d’enregistrement.",
    },
    "zone-not-found": {
      title: "Les serveurs de noms du domaine ne nous ont pas répondu",
      text: "Nous ne pouvons donc pas voir les enregistrements du domaine pour le moment.",
      todo: "Vérifiez à nouveau dans une minute. Si rien ne change, regardez si les serveurs de noms fonctionnent et s’ils correspondent à ceux du bureau d’enregistrement.",
    },
    "answers-without-authority": {
      title: "Un serveur de noms répond sans autorité",
      text: "Il manque à ses réponses le bit AA, qu’un serveur de noms doit mettre. Certains résolveurs rejettent ces réponses, et leurs utilisateurs ne trouvent pas le site.",
      todo: "Souvent, un résolveur ou un répartiteur de charge répond à la place du serveur de noms.",
    },
    "nameservers-partly-failing": {
      title: "Certains serveurs de noms du domaine ne répondent pas",
      text: "Les autres répondent : la plupart des visiteurs ne remarquent rien, mais certaines requêtes sont lentes ou échouent.",
      todo: "Chaque serveur de noms saisi au bureau d’enregistrement doit être bien orthographié et gérer le domaine.",
    },
    "hostname-claimed-elsewhere": {
      title: "Un ancien enregistrement TXT fait obstacle",
      text: "L’enregistrement TXT d’une autre configuration se trouve sous le même nom. Un seul des deux peut y être.",
    },
    "hostname-contested": {
      title: "Quelqu’un d’autre connecte ce domaine",
      text: "L’enregistrement TXT de cette configuration a disparu, et celui d’une autre est présent. Le domaine va bientôt passer à celle-ci.",
      todo: "Pour garder le domaine où il est, ajoutez à nouveau l’enregistrement TXT. Si ce changement est voulu, vous n’avez rien à faire.",
    },
    "contest-running": {
      title: "Le domaine change bientôt de place",
      text: "Votre enregistrement TXT est correct. Le domaine est utilisé ailleurs : il change donc de place après un délai d’attente.",
      todo: "Laissez votre enregistrement TXT tel quel.",
    },
    "txt-quoted": {
      title: "La valeur a des caractères en trop",
      text: "La valeur est correcte, mais elle a été saisie avec des guillemets ou des espaces. Saisissez-la à nouveau sans eux.",
    },
    "txt-split": {
      title: "La valeur est en plusieurs morceaux",
      text: "La valeur doit être d’un seul tenant, dans un seul enregistrement. Certains formulaires la coupent à une espace ou à un saut de ligne.",
    },
    "txt-name-doubled": {
      title: "Le domaine figure deux fois dans le nom",
      text: "L’enregistrement a été ajouté avec deux fois le nom du domaine, car votre fournisseur l’ajoute à ce que vous saisissez. Ajoutez-le à nouveau avec le nom plus court. Vous pouvez supprimer le premier.",
    },
    "txt-at-bare-hostname": {
      title: "L’enregistrement n’a pas le bon nom",
      text: "La valeur est correcte, mais la première partie du nom manque. Ajoutez à nouveau l’enregistrement avec le nom entier. Vous pouvez supprimer le premier.",
    },
    "txt-at-wrong-name": {
      title: "L’enregistrement n’a pas le bon nom",
      text: "La valeur est correcte, mais une partie du nom manque. Ajoutez à nouveau l’enregistrement avec le nom entier. Vous pouvez supprimer le premier.",
    },
    "txt-partly-published": {
      title: "Votre fournisseur copie encore l’enregistrement",
      text: "L’enregistrement est correct. Votre fournisseur DNS le copie encore sur tous ses serveurs, ce qui prend en général quelques minutes.",
    },
    "wildcard-hides-challenge": {
      title: "L’enregistrement n’est pas encore là",
      text: "Un enregistrement dont le nom contient * répond à sa place. Gardez-le, et ajoutez celui-ci à côté.",
    },
    "challenge-is-alias": {
      title: "Un CNAME occupe sa place",
      text: "Un nom qui a un CNAME ne peut pas avoir d’autres enregistrements. Il faut donc d’abord supprimer le CNAME.",
    },
    "txt-wrong-value": {
      title: "La valeur n’est pas la bonne",
      text: "Un enregistrement porte ce nom, mais sa valeur n’est pas celle ci-dessous. Elle vient peut-être d’un essai précédent, ou a été coupée lors de la copie.",
    },
    "txt-missing": {
      title: "L’enregistrement n’est pas encore là",
      text: "Il montre que le domaine est à vous.",
    },
    "cname-loop": {
      title: "L’enregistrement tourne en rond",
      text: "L’enregistrement ramène à son propre nom : les visiteurs n’arrivent nulle part.",
    },
    "cname-chain-too-long": {
      title: "L’enregistrement passe par trop d’autres",
      text: "Il doit mener à la valeur ci-dessous, sans intermédiaire.",
    },
    "cname-at-apex": {
      title: "Le domaine lui-même ne peut pas avoir de CNAME",
      text: "Sur le nom du domaine lui-même, un CNAME coupe les e-mails et d’autres services. Des enregistrements d’adresse fonctionnent à la place.",
    },
    "cname-several": {
      title: "Il y a plusieurs CNAME pour un même nom",
      text: "Un nom ne peut avoir qu’un seul CNAME. S’il y en a plusieurs, certains visiteurs arrivent ailleurs.",
    },
    "cname-name-doubled": {
      title: "Le domaine figure deux fois dans le nom",
      text: "L’enregistrement a été ajouté avec deux fois le nom du domaine, car votre fournisseur l’ajoute à ce que vous saisissez. Ajoutez-le à nouveau avec le nom plus court. Vous pouvez supprimer le premier.",
    },
    "cname-target-doubled": {
      title: "Le domaine a été ajouté à la valeur",
      text: "Votre fournisseur a ajouté votre propre domaine à la fin de la valeur. Saisissez à nouveau la valeur avec un point à la fin.",
    },
    "wildcard-hides-record": {
      title: "L’enregistrement n’est pas encore là",
      text: "Un enregistrement dont le nom contient * répond à sa place. Gardez-le, et ajoutez celui-ci à côté.",
    },
    "records-drifted": {
      title: "Les enregistrements ont été modifiés",
      text: "Le domaine fonctionnait jusqu’à ce que cet enregistrement soit modifié ou supprimé.",
    },
    "records-partly-published": {
      title: "Votre fournisseur copie encore l’enregistrement",
      text: "L’enregistrement est correct. Votre fournisseur DNS le copie encore sur tous ses serveurs, ce qui prend en général quelques minutes.",
    },
    "address-parking": {
      title: "Le domaine affiche une page de parking",
      text: "Il mène à la page que les bureaux d’enregistrement affichent pour les domaines inutilisés. Cet enregistrement est peut-être indiqué comme « parking » ou « redirection ».",
    },
    "redirect-loop": {
      title: "Les visiteurs sont redirigés en boucle",
      text: "Les visiteurs voient une erreur, car leurs requêtes tournent en rond.",
      todo: "Dans le service placé devant le site (un CDN ou une redirection), activez HTTPS jusqu’au site et supprimez les redirections de ce domaine.",
    },
    "visitors-see-another-page": {
      title: "Les visiteurs voient une autre page",
      text: "Le domaine passe par un autre service, et les visiteurs voient la page de ce service à la place du site.",
      todo: "Dans ce service (un CDN, un pare-feu ou une redirection), laissez passer toutes les requêtes de ce domaine.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS ne fonctionne pas",
      text: "Le domaine passe par un autre service, qui n’a pas de certificat valide pour lui.",
      todo: "Dans ce service (un CDN ou une redirection), activez HTTPS pour ce domaine, avec un certificat à son nom.",
    },
    "proxy-drops-well-known": {
      title: "Le certificat ne peut pas être vérifié",
      text: "Le domaine passe par un autre service, qui ne laisse pas passer la vérification du certificat.",
      todo: "Dans ce service (un CDN ou un pare-feu), laissez passer sans modification les requêtes sous /.well-known/.",
    },
    "proxied-by-cdn": {
      title: "Un proxy masque l’enregistrement",
      text: "Le proxy de votre fournisseur répond à sa place. Réglez l’enregistrement sur « DNS uniquement », ou désactivez le proxy pour lui.",
    },
    "cname-target-missing": {
      title: "La valeur ne mène nulle part",
      text: "L’enregistrement mène à un nom qui n’existe pas. Il est peut-être mal orthographié, ou vient d’un service que vous n’utilisez plus.",
    },
    "cname-beside-other-records": {
      title: "D’autres enregistrements font obstacle",
      text: "Un CNAME ne peut pas coexister avec d’autres enregistrements du même nom. Il faut donc d’abord les supprimer.",
    },
    "cname-wrong-target": {
      title: "L’enregistrement mène ailleurs",
      text: "Les visiteurs arrivent à la valeur qui s’y trouve actuellement.",
    },
    "address-private": {
      title: "L’enregistrement mène à une adresse privée",
      text: "L’adresse qui s’y trouve actuellement ne fonctionne que dans un réseau privé ou d’entreprise.",
    },
    "leftover-ipv6": {
      title: "Un ancien enregistrement AAAA est encore là",
      text: "Il conduit une partie des visiteurs à l’ancien serveur.",
    },
    "address-foreign": {
      title: "Le domaine mène à un autre serveur",
      text: "Les visiteurs arrivent à l’adresse qui s’y trouve actuellement.",
    },
    "cname-missing": { title: "L’enregistrement n’est pas encore là", text: "Il conduit les visiteurs au site." },
    "address-missing": { title: "L’enregistrement n’est pas encore là", text: "Il conduit les visiteurs au site." },
    "record-missing": { title: "L’enregistrement n’est pas encore là", text: "Il est nécessaire lui aussi." },
    "https-record": {
      title: "Un ancien enregistrement HTTPS mène ailleurs",
      text: "Les navigateurs le suivent à la place des autres enregistrements. Il est peut-être indiqué comme « HTTPS », « SVCB » ou « TYPE65 ».",
    },
    "caa-forbids": {
      title: "Un certificat n’est pas encore autorisé",
      text: "Les enregistrements CAA du domaine indiquent qui peut émettre des certificats pour lui. Ajoutez celui-ci, et gardez les autres.",
    },
    "caa-unclear": {
      title: "Les enregistrements CAA interdisent peut-être un certificat",
      text: "Les enregistrements CAA du domaine indiquent qui peut émettre des certificats pour lui. Ils ne sont pas lisibles, ou nomment un compte précis.",
      todo: "Demandez à votre fournisseur DNS les enregistrements CAA du domaine. Si vous n’en avez pas besoin, supprimez-les.",
    },
    "certificate-queued": {
      title: "Le certificat doit attendre",
      text: "Les enregistrements sont corrects. L’autorité de certification limite le nombre de certificats émis à la fois : celui-ci arrive donc un peu plus tard.",
    },
    "ca-rate-limited": {
      title: "Le certificat doit attendre",
      text: "L’autorité de certification n’accepte pas de nouvelle demande pour ce domaine pour le moment. Nous réessayons automatiquement.",
    },
    "txt-old-value-beside": {
      title: "Un ancien enregistrement est là aussi",
      text: "Il ne gêne pas, et vous pouvez le supprimer.",
    },
    "negative-answer-cached": {
      title: "Certains serveurs n’ont pas encore l’enregistrement",
      text: "L’enregistrement est publié. Les serveurs qui l’ont demandé trop tôt retiennent un certain temps qu’il n’existait pas.",
    },
    "old-answer-cached": {
      title: "Certains serveurs ont encore l’ancien enregistrement",
      text: "Vos serveurs de noms ont le nouvel enregistrement. Les serveurs qui l’ont demandé avant retiennent l’ancien un certain temps.",
    },
    waiting: {
      title: "Tout va bien",
      text: "Ce que nous avons vérifié jusqu’ici est correct. La suite est automatique et prend en général quelques minutes.",
    },
  },
  holds: {
    verification: {
      title: "{domain} est suspendu : une adresse e-mail n’est pas confirmée",
      text: "Le bureau d’enregistrement a mis le domaine hors service, car les coordonnées de son titulaire n’ont pas été confirmées à temps.",
      todo: "Ouvrez l’e-mail du bureau d’enregistrement qui demande de confirmer les coordonnées (regardez aussi dans les indésirables) et suivez son lien, ou faites-le renvoyer depuis votre compte. Le domaine est rétabli en moins d’un jour.",
    },
    expired: {
      title: "{domain} a expiré",
      text: "Le domaine n’a pas été renouvelé à temps, et le bureau d’enregistrement l’a mis hors service.",
      todo: "Renouvelez le domaine là où vous l’avez acheté. En général, il fonctionne à nouveau en moins d’un jour.",
    },
    registry: {
      title: "{domain} est suspendu par son registre",
      text: "Le registre, qui gère l’extension du domaine, a mis le domaine hors service, par exemple après une plainte ou parce que des documents manquent.",
      todo: "Demandez à votre bureau d’enregistrement la raison, et ce que le registre exige.",
    },
    redemption: {
      title: "{domain} a été supprimé et peut encore être restauré",
      text: "L’enregistrement du domaine a pris fin. Le domaine peut être restauré pendant environ 30 jours.",
      todo: "Faites restaurer le domaine dès maintenant par son dernier bureau d’enregistrement. Ensuite, n’importe qui pourra l’enregistrer.",
    },
    deleting: {
      title: "{domain} est en cours de suppression",
      text: "L’enregistrement du domaine a pris fin, et il ne peut plus être restauré.",
      todo: "Enregistrez à nouveau le domaine quand il sera libre, en général sous quelques jours, ou utilisez un autre domaine.",
    },
  },
  ours: {
    title: "Nous y travaillons encore",
    text: "De notre côté, ou chez l’autorité de certification, quelque chose n’est pas encore prêt. Vous n’avez rien à faire.",
  },
  fixes: {
    add: "Ajoutez l’enregistrement tel qu’il est indiqué.",
    change: "Modifiez l’enregistrement pour qu’il corresponde à ce qui est indiqué.",
    delete: "Supprimez l’enregistrement qui fait obstacle.",
    wait: "Vous n’avez rien à faire.",
  },
  titles: {
    records: "Enregistrements DNS pour {hostname}",
    correct: "Enregistrements DNS à corriger pour {hostname}",
  },
  service: "{application} ({company})",
  why: {
    ended: "La configuration pour {hostname} est terminée. Demandez à {company} de recommencer.",
    live: "{hostname} fonctionne avec {service}.",
    drifted:
      "{hostname} fonctionnait avec {service} jusqu’à la modification de ses enregistrements DNS. Si ce n’était pas voulu, rétablissez-les. Si le site a définitivement changé de place, il n’y a rien à rétablir : prévenez {company}.",
    needed: "Pour que {hostname} fonctionne avec {service}, son DNS a besoin des enregistrements ci-dessous.",
  },
  leave: {
    unnamed: "Laissez tels quels tous les enregistrements qui ne sont pas cités ici.",
    others: "Laissez tous les autres enregistrements tels quels.",
  },
  mailRecord:
    "Il reçoit les e-mails de ce nom. Si vous vous en servez, ne le supprimez pas, et consultez-nous d’abord.",
  compare: "Comparez les deux : {differences}.",
  differences: {
    swapped: "deux caractères sont inversés (« {published} » au lieu de « {wanted} »)",
    "left out": "« {wanted} » manque",
    added: "« {published} » est en trop",
    replaced: "« {published} » remplace « {wanted} »",
  },
  mail: {
    greeting: "Bonjour,",
    connect: "{company} vous demande de connecter {hostname}.",
    restore: "{company} vous demande de rétablir {hostname}.",
    signIn: "Connectez-vous à {provider}, où est géré le DNS du domaine {domain} :",
    signInSomewhere:
      "Connectez-vous là où vous avez acheté {domain} ou gérez son DNS, et ouvrez ses enregistrements DNS.",
    actions: {
      add: "Ajoutez cet enregistrement :",
      change: "Modifiez l’enregistrement comme suit :",
      delete: "Supprimez cet enregistrement :",
    },
    labels: { type: "Type :", name: "Nom :", value: "Valeur :", ttl: "TTL :", now: "Actuel :" },
    fullName: "si le formulaire demande le nom complet :",
    shortName: "si le formulaire demande le nom court :",
    ttl: "{duration}, ou ce que propose le formulaire",
    copyExactly: "Copiez les noms et les valeurs exactement, sans guillemets ni point final.",
    note: "{title}. {text}",
    providerNote: "Merci d’envoyer ceci à votre fournisseur DNS : {title}. {text}",
    link: "Cette page montre chaque étape, avec un bouton pour copier chaque valeur, et indique si elle est terminée. Aucun compte n’est nécessaire :",
    automatic: "La suite est automatique dès que les enregistrements sont visibles, en général sous quelques minutes.",
    thanks: "Merci !",
    writes: "{company} vous écrit :",
    sentBy: "Envoyé par Latchkey pour {company}.",
    stop: "Ce message ne vous concerne pas, ou vous ne voulez plus d’e-mails envoyés par {company} sur des domaines ?",
    sender: "{company} via Latchkey",
  },
};
