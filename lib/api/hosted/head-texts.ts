import type { Language } from "@/lib/kernel/languages";

/** What a browser's tab and the preview in a chat show of the hosted page. */
type HeadTexts = {
  /** Of the tab. */
  title: string;
  /** Who asks for what, so that nobody takes the link for a fraud. */
  asks: string;
  description: string;
  /** Of the tab, where the link does not work. */
  gone: string;
};

export const headTexts: Readonly<Record<Language, HeadTexts>> = {
  en: {
    title: "Connect {domain} · {name}",
    asks: "{name} asks you to connect {domain}",
    description: "What to change in the DNS of {domain}, step by step. No account is needed.",
    gone: "This link no longer works · {name}",
  },
  de: {
    title: "{domain} verbinden · {name}",
    asks: "{name} bittet Sie, {domain} zu verbinden",
    description: "Was im DNS von {domain} zu ändern ist, Schritt für Schritt. Ein Konto ist nicht nötig.",
    gone: "Dieser Link funktioniert nicht mehr · {name}",
  },
  fr: {
    title: "Connecter {domain} · {name}",
    asks: "{name} vous demande de connecter {domain}",
    description: "Ce qu’il faut modifier dans le DNS de {domain}, étape par étape. Aucun compte n’est nécessaire.",
    gone: "Ce lien ne fonctionne plus · {name}",
  },
  es: {
    title: "Conectar {domain} · {name}",
    asks: "{name} le pide que conecte {domain}",
    description: "Qué hay que cambiar en el DNS de {domain}, paso a paso. No hace falta ninguna cuenta.",
    gone: "Este enlace ya no funciona · {name}",
  },
  "pt-BR": {
    title: "Conectar {domain} · {name}",
    asks: "{name} pede que você conecte {domain}",
    description: "O que mudar no DNS de {domain}, passo a passo. Não é preciso ter conta.",
    gone: "Este link não funciona mais · {name}",
  },
  it: {
    title: "Collega {domain} · {name}",
    asks: "{name} ti chiede di collegare {domain}",
    description: "Che cosa modificare nel DNS di {domain}, passo dopo passo. Non serve un account.",
    gone: "Questo link non funziona più · {name}",
  },
  nl: {
    title: "{domain} koppelen · {name}",
    asks: "{name} vraagt je om {domain} te koppelen",
    description: "Wat er in de DNS van {domain} moet veranderen, stap voor stap. Je hebt geen account nodig.",
    gone: "Deze link werkt niet meer · {name}",
  },
  pl: {
    title: "Połącz {domain} · {name}",
    asks: "{name} prosi o połączenie domeny {domain}",
    description: "Co zmienić w DNS domeny {domain}, krok po kroku. Konto nie jest potrzebne.",
    gone: "Ten link już nie działa · {name}",
  },
  ja: {
    title: "{domain} を接続 · {name}",
    asks: "{name} が {domain} の接続をお願いしています",
    description: "{domain} の DNS で変更する内容を順番にご案内します。アカウントは必要ありません。",
    gone: "このリンクは使えなくなりました · {name}",
  },
  ar: {
    title: "ربط {domain} · {name}",
    asks: "تطلب منك {name} ربط {domain}",
    description: "ما الذي يجب تغييره في DNS الخاص بـ {domain}، خطوة بخطوة. لا حاجة إلى حساب.",
    gone: "لم يعد هذا الرابط يعمل · {name}",
  },
};
