import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";

export const ptBr: InstructionTexts = {
  language: "pt-BR",
  findings: {
    "write-not-visible": {
      title: "Os registros não aparecem",
      text: "Os registros foram adicionados, mas os servidores de nomes do domínio não os têm.",
      todo: "Onde você comprou o domínio, compare os servidores de nomes dele com os que o seu provedor de DNS informa. Podem ser os de outra conta.",
    },
    "records-being-written": {
      title: "Os registros estão sendo adicionados",
      text: "Seu provedor de DNS está adicionando os registros e copiando-os para os servidores dele.",
    },
    "domain-on-hold": {
      title: "{domain} está suspenso pelo registrador",
      text: "O registrador tirou o domínio do ar. Enquanto isso durar, mudanças nos registros não têm efeito.",
      todo: "Entre na sua conta onde você comprou o domínio e veja o que é pedido. Muitas vezes é preciso confirmar o e-mail do titular, ou há uma fatura em aberto. Se nada for pedido, pergunte o motivo ao registrador.",
    },
    "domain-does-not-exist": {
      title: "{domain} não existe",
      text: "O domínio está escrito errado, nunca foi registrado ou expirou.",
      todo: "Confira como está escrito. Se estiver certo, primeiro registre ou renove o domínio e depois adicione os registros.",
    },
    "delegation-missing": {
      title: "O domínio não tem servidores de nomes",
      text: "O domínio não tem servidores de nomes que funcionem, então ninguém consegue ver os registros dele.",
      todo: "Onde você comprou o domínio, informe os servidores de nomes que o seu provedor de DNS indica. Se já houver alguns, um deles pode estar escrito errado.",
    },
    "nameservers-parked": {
      title: "{domain} usa os servidores de nomes de uma página de estacionamento",
      text: "Esses servidores de nomes mostram uma página de estacionamento ou de venda para qualquer nome. Não é possível adicionar registros neles.",
      todo: "Onde você comprou o domínio, troque esses servidores de nomes pelos do seu provedor de DNS ou pelos do próprio registrador. Depois, adicione os registros lá.",
    },
    "dnssec-broken": {
      title: "O DNSSEC do domínio não funciona",
      text: "As assinaturas do domínio não correspondem às chaves dele, ou expiraram. Muitos visitantes não conseguem abrir o domínio, e ele não consegue obter um certificado.",
      todo: "Se o DNSSEC não for necessário, exclua o registro DS no registrador. Caso contrário, o provedor de DNS precisa assinar o domínio de novo, e o registro DS precisa ser atualizado no registrador. Isso acontece muito depois de uma troca de provedor de DNS.",
    },
    "nameservers-differ": {
      title: "Duas listas de servidores de nomes são diferentes",
      text: "O registrador e os próprios registros NS do domínio indicam servidores de nomes diferentes, então alguns visitantes podem receber respostas erradas, ou nenhuma. Esperar não muda isso.",
      todo: "Onde você comprou o domínio, informe exatamente os servidores de nomes que o seu provedor de DNS indica. Se o domínio não mudou de provedor, corrija os registros NS dele.",
    },
    "no-tcp": {
      title: "Um servidor de nomes não pode ser acessado por TCP",
      text: "A resposta dele não cabe em um pacote UDP, e a porta TCP 53 não responde. As autoridades certificadoras também não conseguem ler esses registros.",
      todo: "A porta TCP 53 precisa estar aberta nos servidores de nomes, inclusive no firewall.",
    },
    "delegation-lame": {
      title: "Os servidores de nomes não conhecem o domínio",
      text: "Ninguém consegue ver os registros do domínio. Em geral, ele foi excluído lá ou mudou para outro provedor de DNS.",
      todo: "Onde você comprou o domínio, informe os servidores de nomes do seu provedor de DNS atual. Ou adicione o domínio de novo no provedor cujos servidores de nomes estão informados agora.",
    },
    "nameservers-unreachable": {
      title: "Nenhum servidor de nomes do domínio responde",
      text: "Enquanto nenhum deles responder, ninguém consegue ver os registros do domínio.",
      todo: "Os servidores de nomes podem estar fora do ar ou bloquear nossas consultas, ou os nomes deles podem estar escritos errado no registrador.",
    },
    "zone-not-found": {
      title: "Os servidores de nomes do domínio não nos responderam",
      text: "Por isso, não conseguimos ver os registros do domínio no momento.",
      todo: "Verifique de novo em um minuto. Se nada mudar, veja se os servidores de nomes estão funcionando e se são os mesmos do registrador.",
    },
    "answers-without-authority": {
      title: "Um servidor de nomes responde sem autoridade",
      text: "Falta nas respostas dele o bit AA, que um servidor de nomes precisa definir. Alguns resolvedores descartam essas respostas, e quem os usa não encontra o site.",
      todo: "Muitas vezes, um resolvedor ou um balanceador de carga responde no lugar do servidor de nomes.",
    },
    "nameservers-partly-failing": {
      title: "Alguns servidores de nomes do domínio não respondem",
      text: "Os outros respondem, então a maioria dos visitantes não percebe nada, mas algumas consultas são lentas ou falham.",
      todo: "Cada servidor de nomes informado no registrador precisa estar escrito corretamente e atender o domínio.",
    },
    "hostname-claimed-elsewhere": {
      title: "Um registro TXT antigo está no caminho",
      text: "O registro TXT de outra configuração está no mesmo nome. Só um dos dois pode ficar lá.",
    },
    "hostname-contested": {
      title: "Outra pessoa está conectando este domínio",
      text: "O registro TXT desta configuração não está mais lá, e o de outra está. O domínio vai passar para ela em breve.",
      todo: "Para manter o domínio onde está, adicione o registro TXT de novo. Se a mudança for intencional, você não precisa fazer nada.",
    },
    "contest-running": {
      title: "O domínio muda de lugar em breve",
      text: "Seu registro TXT está certo. O domínio está em uso em outro lugar, então ele muda depois de um tempo de espera.",
      todo: "Deixe seu registro TXT como está.",
    },
    "txt-quoted": {
      title: "O valor tem caracteres a mais",
      text: "O valor está certo, mas foi digitado com aspas ou espaços em volta. Digite-o de novo sem eles.",
    },
    "txt-split": {
      title: "O valor está dividido",
      text: "O valor precisa estar inteiro, em um só registro. Alguns formulários o dividem em um espaço ou em uma quebra de linha.",
    },
    "txt-name-doubled": {
      title: "O domínio aparece duas vezes no nome",
      text: "O registro foi adicionado com o nome do domínio repetido, porque o seu provedor o acrescenta ao que você digita. Adicione-o de novo com o nome mais curto. Você pode excluir o primeiro.",
    },
    "txt-at-bare-hostname": {
      title: "O registro tem o nome errado",
      text: "O valor está certo, mas falta a primeira parte do nome. Adicione o registro de novo com o nome inteiro. Você pode excluir o primeiro.",
    },
    "txt-at-wrong-name": {
      title: "O registro tem o nome errado",
      text: "O valor está certo, mas falta uma parte do nome. Adicione o registro de novo com o nome inteiro. Você pode excluir o primeiro.",
    },
    "txt-partly-published": {
      title: "Seu provedor ainda está copiando o registro",
      text: "O registro está certo. Seu provedor de DNS ainda o está copiando para todos os servidores dele, o que costuma levar alguns minutos.",
    },
    "wildcard-hides-challenge": {
      title: "O registro ainda não está lá",
      text: "Um registro com um * no nome responde no lugar dele. Mantenha-o e adicione este também.",
    },
    "challenge-is-alias": {
      title: "Há um CNAME no lugar dele",
      text: "Um nome com CNAME não pode ter outros registros, então o CNAME precisa sair primeiro.",
    },
    "txt-wrong-value": {
      title: "O valor é outro",
      text: "Há um registro com este nome, mas o valor dele não é o que está abaixo. Pode ser de uma tentativa anterior, ou ter sido cortado ao copiar.",
    },
    "txt-missing": {
      title: "O registro ainda não está lá",
      text: "Ele mostra que o domínio é seu.",
    },
    "cname-loop": {
      title: "O registro anda em círculo",
      text: "O registro leva de volta ao próprio nome, e os visitantes não chegam a lugar nenhum.",
    },
    "cname-chain-too-long": {
      title: "O registro passa por muitos outros",
      text: "Ele precisa levar ao valor abaixo, sem nada no meio.",
    },
    "cname-at-apex": {
      title: "O próprio domínio não pode ter um CNAME",
      text: "No nome do próprio domínio, um CNAME interrompe o e-mail e outros serviços. Registros de endereço funcionam no lugar dele.",
    },
    "cname-several": {
      title: "Há vários CNAMEs em um mesmo nome",
      text: "Um nome só pode ter um CNAME. Se houver vários, alguns visitantes vão parar em outro lugar.",
    },
    "cname-name-doubled": {
      title: "O domínio aparece duas vezes no nome",
      text: "O registro foi adicionado com o nome do domínio repetido, porque o seu provedor o acrescenta ao que você digita. Adicione-o de novo com o nome mais curto. Você pode excluir o primeiro.",
    },
    "cname-target-doubled": {
      title: "O domínio foi acrescentado ao valor",
      text: "Seu provedor acrescentou o seu próprio domínio ao final do valor. Digite o valor de novo com um ponto no final.",
    },
    "wildcard-hides-record": {
      title: "O registro ainda não está lá",
      text: "Um registro com um * no nome responde no lugar dele. Mantenha-o e adicione este também.",
    },
    "records-drifted": {
      title: "Os registros foram alterados",
      text: "O domínio funcionava até este registro ser alterado ou excluído.",
    },
    "records-partly-published": {
      title: "Seu provedor ainda está copiando o registro",
      text: "O registro está certo. Seu provedor de DNS ainda o está copiando para todos os servidores dele, o que costuma levar alguns minutos.",
    },
    "address-parking": {
      title: "O domínio mostra uma página de estacionamento",
      text: "Ele leva à página que os registradores mostram para domínios sem uso. Esse registro pode aparecer como “parking”, “estacionamento” ou “redirecionamento”.",
    },
    "redirect-loop": {
      title: "Os visitantes são redirecionados em círculo",
      text: "Os visitantes veem um erro, porque as solicitações deles andam em círculo.",
      todo: "No serviço que fica na frente do site (uma CDN ou um redirecionamento), ative o HTTPS até o site e remova os redirecionamentos deste domínio.",
    },
    "visitors-see-another-page": {
      title: "Os visitantes veem outra página",
      text: "O domínio passa por outro serviço, e os visitantes veem a página desse serviço no lugar do site.",
      todo: "Nesse serviço (uma CDN, um firewall ou um redirecionamento), deixe passar todas as solicitações deste domínio.",
    },
    "https-fails-at-proxy": {
      title: "O HTTPS não funciona",
      text: "O domínio passa por outro serviço, que não tem um certificado válido para ele.",
      todo: "Nesse serviço (uma CDN ou um redirecionamento), ative o HTTPS para este domínio, com um certificado para ele.",
    },
    "proxy-drops-well-known": {
      title: "O certificado não pode ser verificado",
      text: "O domínio passa por outro serviço, que não deixa passar a verificação do certificado.",
      todo: "Nesse serviço (uma CDN ou um firewall), deixe passar sem alterações as solicitações abaixo de /.well-known/.",
    },
    "proxied-by-cdn": {
      title: "Um proxy esconde o registro",
      text: "O proxy do seu provedor responde no lugar dele. Coloque o registro em “Somente DNS” ou desative o proxy para ele.",
    },
    "cname-target-missing": {
      title: "O valor não leva a lugar nenhum",
      text: "O registro leva a um nome que não existe. Ele pode estar escrito errado ou ser de um serviço que você não usa mais.",
    },
    "cname-beside-other-records": {
      title: "Outros registros estão no caminho",
      text: "Um CNAME não pode ficar junto de outros registros com o mesmo nome, então eles precisam sair primeiro.",
    },
    "cname-wrong-target": {
      title: "O registro leva a outro lugar",
      text: "Os visitantes chegam ao valor que está lá agora.",
    },
    "address-private": {
      title: "O registro leva a um endereço privado",
      text: "O endereço que está lá agora só funciona dentro de uma rede doméstica ou de empresa.",
    },
    "leftover-ipv6": {
      title: "Um registro AAAA antigo ainda está lá",
      text: "Ele leva parte dos visitantes ao servidor antigo.",
    },
    "address-foreign": {
      title: "O domínio leva a outro servidor",
      text: "Os visitantes chegam ao endereço que está lá agora.",
    },
    "cname-missing": { title: "O registro ainda não está lá", text: "Ele leva os visitantes ao site." },
    "address-missing": { title: "O registro ainda não está lá", text: "Ele leva os visitantes ao site." },
    "record-missing": { title: "O registro ainda não está lá", text: "Ele também é necessário." },
    "https-record": {
      title: "Um registro HTTPS antigo leva a outro lugar",
      text: "Os navegadores o seguem no lugar dos outros registros. Ele pode aparecer como “HTTPS”, “SVCB” ou “TYPE65”.",
    },
    "caa-forbids": {
      title: "Um certificado ainda não é permitido",
      text: "Os registros CAA do domínio indicam quem pode emitir certificados para ele. Adicione este e mantenha os outros.",
    },
    "caa-unclear": {
      title: "Os registros CAA talvez proíbam um certificado",
      text: "Os registros CAA do domínio indicam quem pode emitir certificados para ele, e não podem ser lidos ou indicam uma conta específica.",
      todo: "Pergunte ao seu provedor de DNS quais são os registros CAA do domínio. Se você não precisa deles, exclua-os.",
    },
    "certificate-queued": {
      title: "O certificado precisa esperar",
      text: "Os registros estão certos. A autoridade certificadora limita quantos certificados são emitidos por vez, então este chega um pouco mais tarde.",
    },
    "ca-rate-limited": {
      title: "O certificado precisa esperar",
      text: "A autoridade certificadora não aceita uma nova solicitação para este domínio no momento. Tentamos de novo automaticamente.",
    },
    "txt-old-value-beside": {
      title: "Um registro antigo também está lá",
      text: "Ele não atrapalha, e você pode excluí-lo.",
    },
    "negative-answer-cached": {
      title: "Alguns servidores ainda não têm o registro",
      text: "O registro está publicado. Servidores que o consultaram cedo demais lembram por um tempo que ele não existia.",
    },
    "old-answer-cached": {
      title: "Alguns servidores ainda têm o registro antigo",
      text: "Seus servidores de nomes têm o registro novo. Servidores que consultaram antes lembram o antigo por um tempo.",
    },
    waiting: {
      title: "Está tudo certo",
      text: "O que verificamos até agora está certo. O resto acontece automaticamente, em geral em alguns minutos.",
    },
  },
  holds: {
    verification: {
      title: "{domain} está suspenso: um e-mail não foi confirmado",
      text: "O registrador tirou o domínio do ar, porque os dados de contato do titular não foram confirmados a tempo.",
      todo: "Abra o e-mail do registrador que pede para confirmar os dados de contato (olhe também a pasta de spam) e siga o link, ou peça o reenvio pela sua conta lá. O domínio volta a funcionar em até um dia.",
    },
    expired: {
      title: "{domain} expirou",
      text: "O domínio não foi renovado a tempo, e o registrador o tirou do ar.",
      todo: "Renove o domínio onde você o comprou. Em geral, ele volta a funcionar em até um dia.",
    },
    registry: {
      title: "{domain} está suspenso pela entidade de registro",
      text: "A entidade que administra a terminação do domínio o tirou do ar, por exemplo depois de uma reclamação ou porque faltam documentos.",
      todo: "Pergunte ao seu registrador o motivo e o que essa entidade exige.",
    },
    redemption: {
      title: "{domain} foi excluído e ainda pode ser recuperado",
      text: "O registro do domínio terminou. Ele pode ser recuperado por cerca de 30 dias.",
      todo: "Peça agora ao último registrador que recupere o domínio. Depois, qualquer pessoa poderá registrá-lo.",
    },
    deleting: {
      title: "{domain} está sendo excluído",
      text: "O registro do domínio terminou, e ele não pode mais ser recuperado.",
      todo: "Registre o domínio de novo quando ele estiver livre, em geral em alguns dias, ou use outro domínio.",
    },
  },
  ours: {
    title: "Ainda estamos trabalhando nisso",
    text: "Algo do nosso lado, ou na autoridade certificadora, ainda não está pronto. Você não precisa fazer nada.",
  },
  fixes: {
    add: "Adicione o registro como mostrado.",
    change: "Altere o registro para que fique como mostrado.",
    delete: "Exclua o registro que está no caminho.",
    wait: "Você não precisa fazer nada.",
  },
  titles: {
    records: "Registros DNS para {hostname}",
    correct: "Registros DNS a corrigir para {hostname}",
  },
  service: "{application} da empresa {company}",
  why: {
    ended: "A configuração de {hostname} terminou. Peça a {company} para começar de novo.",
    live: "{hostname} funciona com {service}.",
    drifted:
      "{hostname} funcionava com {service} até os registros DNS serem alterados. Se não foi intencional, restaure-os. Se o site mudou de lugar de vez, não há nada a restaurar: avise {company}.",
    needed: "Para que {hostname} funcione com {service}, o DNS precisa dos registros abaixo.",
  },
  leave: {
    unnamed: "Deixe como estão todos os registros que não são citados aqui.",
    others: "Deixe todos os outros registros como estão.",
  },
  mailRecord: "Ele recebe os e-mails deste nome. Se você os usa, não o exclua e fale conosco antes.",
  compare: "Compare os dois: {differences}.",
  differences: {
    swapped: "dois caracteres estão trocados (“{published}” no lugar de “{wanted}”)",
    "left out": "falta “{wanted}”",
    added: "“{published}” está sobrando",
    replaced: "“{published}” está no lugar de “{wanted}”",
  },
  mail: {
    greeting: "Olá,",
    connect: "{company} pede que você conecte {hostname}.",
    restore: "{company} pede que você restaure {hostname}.",
    signIn: "Entre na sua conta em {provider}, onde o DNS de {domain} é gerenciado:",
    signInSomewhere: "Entre na sua conta onde você comprou {domain} ou gerencia o DNS dele e abra os registros DNS.",
    actions: {
      add: "Adicione este registro:",
      change: "Altere o registro para que fique assim:",
      delete: "Exclua este registro:",
    },
    labels: { type: "Tipo:", name: "Nome:", value: "Valor:", ttl: "TTL:", now: "Atual:" },
    fullName: "se o formulário pedir o nome completo:",
    shortName: "se o formulário pedir o nome curto:",
    ttl: "{duration}, ou o que o formulário sugerir",
    copyExactly: "Copie os nomes e os valores exatamente, sem aspas nem ponto final.",
    note: "{title}. {text}",
    providerNote: "Envie isto ao seu provedor de DNS, por favor: {title}. {text}",
    link: "Esta página mostra cada etapa, com um botão para copiar cada valor, e se ela está concluída. Não é preciso ter uma conta:",
    automatic: "O resto acontece automaticamente assim que os registros aparecem, em geral em alguns minutos.",
    thanks: "Agradecemos!",
    writes: "{company} escreve:",
    sentBy: "Enviado por Latchkey em nome de {company}.",
    stop: "Não é para você, ou não quer mais e-mails de {company} sobre domínios?",
    sender: "{company} via Latchkey",
  },
};
