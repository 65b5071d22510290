import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const es: InstructionTexts = {
  language: "es",
  findings: {
    "write-not-visible": {
      title: "Los registros no aparecen",
      text: "Los registros se han añadido, pero los servidores de nombres del dominio no los tienen.",
      todo: "Donde compró el dominio, compare sus servidores de nombres con los que indica su proveedor de DNS. Pueden ser los de otra cuenta.",
    },
    "records-being-written": {
      title: "Se están añadiendo los registros",
      text: "Su proveedor de DNS está añadiendo los registros y copiándolos a sus servidores.",
    },
    "domain-on-hold": {
      title: "{domain} está suspendido por su registrador",
      text: "El registrador ha puesto el dominio fuera de servicio. Hasta que eso termine, los cambios en sus registros no tienen efecto.",
      todo: "Inicie sesión donde compró el dominio y mire qué se le pide. A menudo hay que confirmar el correo electrónico del titular, o hay una factura pendiente. Si no se pide nada, pregunte el motivo al registrador.",
    },
    "domain-does-not-exist": {
      title: "{domain} no existe",
      text: "El dominio está mal escrito, nunca se registró o ha caducado.",
      todo: "Compruebe cómo está escrito. Si es correcto, primero registre o renueve el dominio, y después añada los registros.",
    },
    "delegation-missing": {
      title: "El dominio no tiene servidores de nombres",
      text: "El dominio no tiene servidores de nombres que funcionen, así que nadie puede ver sus registros.",
      todo: "Donde compró el dominio, introduzca los servidores de nombres que indica su proveedor de DNS. Si ya hay algunos, puede que uno esté mal escrito.",
    },
    "nameservers-parked": {
      title: "{domain} usa los servidores de nombres de una página de aparcamiento",
      text: "Estos servidores de nombres muestran una página de aparcamiento o de venta para todos los nombres. Allí no se pueden añadir registros.",
      todo: "Donde compró el dominio, sustituya estos servidores de nombres por los de su proveedor de DNS o por los del propio registrador. Después, añada allí los registros.",
    },
    "dnssec-broken": {
      title: "El DNSSEC del dominio no funciona",
      text: "Las firmas del dominio no coinciden con sus claves o han caducado. Muchos visitantes no pueden abrir el dominio, y este no puede obtener un certificado.",
      todo: "Si no se necesita DNSSEC, elimine el registro DS en el registrador. Si se necesita, el proveedor de DNS tiene que firmar el dominio de nuevo, y hay que actualizar el registro DS en el registrador. Ocurre a menudo tras cambiar de proveedor de DNS.",
    },
    "nameservers-differ": {
      title: "Dos listas de servidores de nombres no coinciden",
      text: "El registrador y los propios registros NS del dominio indican servidores de nombres distintos, así que algunos visitantes pueden recibir respuestas incorrectas, o ninguna. Esperar no cambia nada.",
      todo: "Donde compró el dominio, introduzca exactamente los servidores de nombres que indica su proveedor de DNS. Si el dominio no ha cambiado de proveedor, corrija en su lugar sus registros NS.",
    },
    "no-tcp": {
      title: "No se puede acceder a un servidor de nombres por TCP",
      text: "Su respuesta no cabe en un paquete UDP, y el puerto TCP 53 no responde. Las autoridades de certificación tampoco pueden leer estos registros.",
      todo: "El puerto TCP 53 tiene que estar abierto en los servidores de nombres, también en el cortafuegos.",
    },
    "delegation-lame": {
      title: "Los servidores de nombres no conocen el dominio",
      text: "Nadie puede ver los registros del dominio. Normalmente se eliminó allí, o ha pasado a otro proveedor de DNS.",
      todo: "Donde compró el dominio, introduzca los servidores de nombres de su proveedor de DNS actual. O vuelva a añadir el dominio en el proveedor cuyos servidores de nombres figuran ahora.",
    },
    "nameservers-unreachable": {
      title: "Ningún servidor de nombres del dominio responde",
      text: "Hasta que uno de ellos responda, nadie puede ver los registros del dominio.",
      todo: "Puede que los servidores de nombres estén caídos o bloqueen nuestras consultas, o que sus nombres estén mal escritos en el registrador.",
    },
    "zone-not-found": {
      title: "Los servidores de nombres del dominio no nos han respondido",
      text: "Por eso, de momento no podemos ver los registros del dominio.",
      todo: "Compruébelo de nuevo en un minuto. Si nada cambia, mire si los servidores de nombres funcionan y coinciden con los del registrador.",
    },
    "answers-without-authority": {
      title: "Un servidor de nombres responde sin autoridad",
      text: "A sus respuestas les falta el bit AA, que un servidor de nombres debe poner. Algunos servidores de resolución descartan esas respuestas, y sus usuarios no encuentran el sitio.",
      todo: "A menudo, un servidor de resolución o un balanceador de carga responde en lugar del servidor de nombres.",
    },
    "nameservers-partly-failing": {
      title: "Algunos servidores de nombres del dominio no responden",
      text: "Los demás sí, así que la mayoría de los visitantes no nota nada, pero algunas consultas son lentas o fallan.",
      todo: "Cada servidor de nombres que figura en el registrador tiene que estar bien escrito y atender el dominio.",
    },
    "hostname-claimed-elsewhere": {
      title: "Un registro TXT antiguo lo impide",
      text: "El registro TXT de otra configuración está en el mismo nombre. Solo puede estar uno de los dos.",
    },
    "hostname-contested": {
      title: "Otra persona está conectando este dominio",
      text: "El registro TXT de esta configuración ya no está, y en su lugar está el de otra. El dominio está a punto de pasar a ella.",
      todo: "Para que el dominio siga donde está, añada de nuevo el registro TXT. Si el cambio es intencionado, no tiene que hacer nada.",
    },
    "contest-running": {
      title: "El dominio cambia pronto de lugar",
      text: "Su registro TXT es correcto. El dominio se usa en otro lugar, así que cambia tras un tiempo de espera.",
      todo: "Deje su registro TXT como está.",
    },
    "txt-quoted": {
      title: "El valor tiene caracteres de más",
      text: "El valor es correcto, pero se introdujo entre comillas o con espacios. Introdúzcalo de nuevo sin ellos.",
    },
    "txt-split": {
      title: "El valor está partido",
      text: "El valor tiene que estar entero, en un solo registro. Algunos formularios lo parten en un espacio o en un salto de línea.",
    },
    "txt-name-doubled": {
      title: "El dominio está dos veces en el nombre",
      text: "El registro se añadió con el nombre del dominio repetido, porque su proveedor lo agrega a lo que usted introduce. Añádalo de nuevo con el nombre más corto. Puede eliminar el primero.",
    },
    "txt-at-bare-hostname": {
      title: "El registro tiene un nombre incorrecto",
      text: "El valor es correcto, pero falta la primera parte del nombre. Añada de nuevo el registro con el nombre completo. Puede eliminar el primero.",
    },
    "txt-at-wrong-name": {
      title: "El registro tiene un nombre incorrecto",
      text: "El valor es correcto, pero falta una parte del nombre. Añada de nuevo el registro con el nombre completo. Puede eliminar el primero.",
    },
    "txt-partly-published": {
      title: "Su proveedor aún está copiando el registro",
      text: "El registro es correcto. Su proveedor de DNS aún lo está copiando a todos sus servidores, lo que suele tardar unos minutos.",
    },
    "wildcard-hides-challenge": {
      title: "El registro todavía no está",
      text: "Un registro con un * en el nombre responde en su lugar. Consérvelo y añada este además.",
    },
    "challenge-is-alias": {
      title: "En su lugar hay un CNAME",
      text: "Un nombre con un CNAME no puede tener otros registros, así que primero hay que eliminar el CNAME.",
    },
    "txt-wrong-value": {
      title: "El valor es otro",
      text: "Hay un registro con este nombre, y su valor no es el de abajo. Puede ser de un intento anterior, o haberse cortado al copiarlo.",
    },
    "txt-missing": {
      title: "El registro todavía no está",
      text: "Demuestra que el dominio es suyo.",
    },
    "cname-loop": {
      title: "El registro da vueltas en círculo",
      text: "El registro lleva de nuevo a su propio nombre, así que los visitantes no llegan a ninguna parte.",
    },
    "cname-chain-too-long": {
      title: "El registro pasa por demasiados otros",
      text: "Tiene que llevar al valor de abajo, sin nada entremedias.",
    },
    "cname-at-apex": {
      title: "El propio dominio no puede tener un CNAME",
      text: "En el nombre del propio dominio, un CNAME interrumpe el correo y otros servicios. En su lugar funcionan los registros de dirección.",
    },
    "cname-several": {
      title: "Hay varios CNAME en un mismo nombre",
      text: "Un nombre solo puede tener un CNAME. Si hay varios, algunos visitantes acaban en otro sitio.",
    },
    "cname-name-doubled": {
      title: "El dominio está dos veces en el nombre",
      text: "El registro se añadió con el nombre del dominio repetido, porque su proveedor lo agrega a lo que usted introduce. Añádalo de nuevo con el nombre más corto. Puede eliminar el primero.",
    },
    "cname-target-doubled": {
      title: "El dominio se ha agregado al valor",
      text: "Su proveedor ha agregado su propio dominio al final del valor. Introduzca de nuevo el valor con un punto al final.",
    },
    "wildcard-hides-record": {
      title: "El registro todavía no está",
      text: "Un registro con un * en el nombre responde en su lugar. Consérvelo y añada este además.",
    },
    "records-drifted": {
      title: "Los registros han cambiado",
      text: "El dominio funcionaba hasta que este registro se cambió o se eliminó.",
    },
    "records-partly-published": {
      title: "Su proveedor aún está copiando el registro",
      text: "El registro es correcto. Su proveedor de DNS aún lo está copiando a todos sus servidores, lo que suele tardar unos minutos.",
    },
    "address-parking": {
      title: "El dominio muestra una página de aparcamiento",
      text: "Lleva a la página que los registradores muestran para dominios sin usar. Ese registro puede figurar como «parking», «aparcamiento» o «redirección».",
    },
    "redirect-loop": {
      title: "Los visitantes son redirigidos en círculo",
      text: "Los visitantes ven un error, porque sus solicitudes dan vueltas en círculo.",
      todo: "En el servicio que está delante del sitio (una CDN o una redirección), active HTTPS hasta el sitio y quite las redirecciones de este dominio.",
    },
    "visitors-see-another-page": {
      title: "Los visitantes ven otra página",
      text: "El dominio pasa por otro servicio, y los visitantes ven la página de ese servicio en lugar del sitio.",
      todo: "En ese servicio (una CDN, un cortafuegos o una redirección), deje pasar todas las solicitudes de este dominio.",
    },
    "https-fails-at-proxy": {
      title: "HTTPS no funciona",
      text: "El dominio pasa por otro servicio, que no tiene un certificado válido para él.",
      todo: "En ese servicio (una CDN o una redirección), active HTTPS para este dominio, con un certificado para él.",
    },
    "proxy-drops-well-known": {
      title: "No se puede comprobar el certificado",
      text: "El dominio pasa por otro servicio, que no deja pasar la comprobación del certificado.",
      todo: "En ese servicio (una CDN o un cortafuegos), deje pasar sin cambios las solicitudes bajo /.well-known/.",
    },
    "proxied-by-cdn": {
      title: "Un proxy oculta el registro",
      text: "El proxy de su proveedor responde en su lugar. Ponga el registro en «Solo DNS», o desactive el proxy para él.",
    },
    "cname-target-missing": {
      title: "El valor no lleva a ninguna parte",
      text: "El registro lleva a un nombre que no existe. Puede estar mal escrito, o ser de un servicio que ya no usa.",
    },
    "cname-beside-other-records": {
      title: "Otros registros lo impiden",
      text: "Un CNAME no puede convivir con otros registros del mismo nombre, así que primero hay que eliminarlos.",
    },
    "cname-wrong-target": {
      title: "El registro lleva a otro sitio",
      text: "Los visitantes llegan al valor que hay ahora.",
    },
    "address-private": {
      title: "El registro lleva a una dirección privada",
      text: "La dirección que hay ahora solo funciona dentro de una red doméstica o de empresa.",
    },
    "leftover-ipv6": {
      title: "Todavía hay un registro AAAA antiguo",
      text: "Lleva a una parte de los visitantes al servidor antiguo.",
    },
    "address-foreign": {
      title: "El dominio lleva a otro servidor",
      text: "Los visitantes llegan a la dirección que hay ahora.",
    },
    "cname-missing": { title: "El registro todavía no está", text: "Lleva a los visitantes al sitio." },
    "address-missing": { title: "El registro todavía no está", text: "Lleva a los visitantes al sitio." },
    "record-missing": { title: "El registro todavía no está", text: "También es necesario." },
    "https-record": {
      title: "Un registro HTTPS antiguo lleva a otro sitio",
      text: "Los navegadores lo siguen en lugar de los demás registros. Puede figurar como «HTTPS», «SVCB» o «TYPE65».",
    },
    "caa-forbids": {
      title: "Todavía no se permite un certificado",
      text: "Los registros CAA del dominio indican quién puede emitir certificados para él. Añada este y conserve los demás.",
    },
    "caa-unclear": {
      title: "Es posible que los registros CAA prohíban un certificado",
      text: "Los registros CAA del dominio indican quién puede emitir certificados para él, y no se pueden leer o nombran una cuenta concreta.",
      todo: "Pregunte a su proveedor de DNS por los registros CAA del dominio. Si no necesita ninguno, elimínelos.",
    },
    "certificate-queued": {
      title: "El certificado tiene que esperar",
      text: "Los registros son correctos. La autoridad de certificación limita cuántos certificados se emiten a la vez, así que este llega un poco más tarde.",
    },
    "ca-rate-limited": {
      title: "El certificado tiene que esperar",
      text: "La autoridad de certificación no acepta de momento una nueva solicitud para este dominio. Volvemos a intentarlo automáticamente.",
    },
    "txt-old-value-beside": {
      title: "También hay un registro antiguo",
      text: "No molesta, y puede eliminarlo.",
    },
    "negative-answer-cached": {
      title: "Algunos servidores todavía no tienen el registro",
      text: "El registro está publicado. Los servidores que lo consultaron demasiado pronto recuerdan durante un tiempo que no existía.",
    },
    "old-answer-cached": {
      title: "Algunos servidores aún tienen el registro antiguo",
      text: "Sus servidores de nombres tienen el registro nuevo. Los servidores que consultaron antes recuerdan el antiguo durante un tiempo.",
    },
    waiting: {
      title: "Todo está bien",
      text: "Lo que hemos comprobado hasta ahora es correcto. El resto es automático y suele tardar unos minutos.",
    },
  },
  holds: {
    verification: {
      title: "{domain} está suspendido: falta confirmar un correo electrónico",
      text: "El registrador ha puesto el dominio fuera de servicio, porque los datos de contacto de su titular no se confirmaron a tiempo.",
      todo: "Abra el correo del registrador que pide confirmar los datos de contacto (mire también en la carpeta de spam) y siga su enlace, o haga que se lo envíen de nuevo desde su cuenta. El dominio vuelve a funcionar en un día.",
    },
    expired: {
      title: "{domain} ha caducado",
      text: "El dominio no se renovó a tiempo, y el registrador lo ha puesto fuera de servicio.",
      todo: "Renueve el dominio donde lo compró. Normalmente vuelve a funcionar en un día.",
    },
    registry: {
      title: "{domain} está suspendido por su registro de dominios",
      text: "La entidad que administra la terminación del dominio lo ha puesto fuera de servicio, por ejemplo tras una queja o porque faltan documentos.",
      todo: "Pregunte a su registrador el motivo y qué exige esa entidad.",
    },
    redemption: {
      title: "{domain} se eliminó y todavía se puede recuperar",
      text: "El registro del dominio ha terminado. Se puede recuperar durante unos 30 días.",
      todo: "Haga que su último registrador recupere el dominio ahora. Después, cualquiera puede registrarlo.",
    },
    deleting: {
      title: "{domain} se está eliminando",
      text: "El registro del dominio ha terminado, y ya no se puede recuperar.",
      todo: "Registre de nuevo el dominio cuando quede libre, normalmente en unos días, o use otro dominio.",
    },
  },
  ours: {
    title: "Seguimos trabajando en ello",
    text: "Algo por nuestra parte, o en la autoridad de certificación, aún no está listo. No tiene que hacer nada.",
  },
  fixes: {
    add: "Añada el registro tal como se muestra.",
    change: "Cambie el registro para que quede como se muestra.",
    delete: "Elimine el registro que lo impide.",
    wait: "No tiene que hacer nada.",
  },
  titles: {
    records: "Registros DNS para {hostname}",
    correct: "Registros DNS que hay que corregir para {hostname}",
  },
  service: "{application} de {company}",
  why: {
    ended: "La configuración de {hostname} ha terminado. Pida a {company} que empiece de nuevo.",
    live: "{hostname} funciona con {service}.",
    drifted:
      "{hostname} funcionaba con {service} hasta que se cambiaron sus registros DNS. Si no fue intencionado, restablézcalos. Si el sitio ha cambiado de lugar definitivamente, no hay nada que restablecer: avise a {company}.",
    needed: "Para que {hostname} funcione con {service}, su DNS necesita los registros siguientes.",
  },
  leave: {
    unnamed: "Deje como están todos los registros que no se nombran aquí.",
    others: "Deje como están todos los demás registros.",
  },
  mailRecord: "Recibe el correo de este nombre. Si lo usa, no lo elimine y consúltenos primero.",
  compare: "Compare los dos: {differences}.",
  differences: {
    swapped: "dos caracteres están intercambiados («{published}» en lugar de «{wanted}»)",
    "left out": "falta «{wanted}»",
    added: "sobra «{published}»",
    replaced: "está «{published}» en lugar de «{wanted}»",
  },
  mail: {
    greeting: "Hola:",
    connect: "{company} le pide que conecte {hostname}.",
    restore: "{company} le pide que restablezca {hostname}.",
    signIn: "Inicie sesión en {provider}, donde se administra el DNS de {domain}:",
    signInSomewhere: "Inicie sesión donde compró {domain} o administra su DNS, y abra sus registros DNS.",
    actions: {
      add: "Añada este registro:",
      change: "Cambie el registro para que quede así:",
      delete: "Elimine este registro:",
    },
    labels: { type: "Tipo:", name: "Nombre:", value: "Valor:", ttl: "TTL:", now: "Ahora:" },
    fullName: "si el formulario pide el nombre completo:",
    shortName: "si el formulario pide el nombre corto:",
    ttl: "{duration}, o lo que proponga el formulario",
    copyExactly: "Copie los nombres y los valores exactamente, sin comillas ni punto final.",
    note: "{title}. {text}",
    providerNote: "Envíe esto a su proveedor de DNS, por favor: {title}. {text}",
    link: "Esta página muestra cada paso, con un botón para copiar cada valor, y si ya está hecho. No se necesita una cuenta:",
    automatic: "Lo demás es automático en cuanto se ven los registros, normalmente en unos minutos.",
    thanks: "¡Gracias!",
    writes: "{company} escribe:",
    sentBy: "Enviado por Latchkey en nombre de {company}.",
    stop: "¿No es para usted, o no quiere más correos de {company} sobre dominios?",
    sender: "{company} a través de Latchkey",
  },
};
