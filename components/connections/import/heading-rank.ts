/** Words of headings, without accents, in the languages of our customers' spreadsheets. The rank decides between two columns of names. */
const ranked: [number, RegExp][] = [
  [
    3,
    /host ?name|fqdn|domain|domane|domaine|domein|domeen|domena|domen\b|domenen|dominio|doman\b|domen|domæne|verkkotunnus|tartomany|nom d hote|\bhote\b|alan ad|ten mien|домен|ドメイン|ホスト名|域名|網域|主机名|도메인|نطاق|דומיין|โดเมน/u,
  ],
  [
    2,
    /website|web ?seite|webbplats|web ?site|hjemmeside|web ?adress|internetseite|homepage|site web|sitio|\bsito\b|\bsite\b|\burls?\b|\burl$|^url|\bweb\b|\bwww\b|\blink\b|strona|саит|サイト|网址|网站|網址|網站|웹사이트|주소/u,
  ],
  [1, /\bhosts?\b|\bnames?\b|\bnom\b|\bnombre\b|\bnome\b|\bnaam\b|\bnavn\b|\bnamn\b|имя|名前|名称/u],
];

/** Whose domain it is: these go before others of the same rank. */
const own = /custom|vanity|tenant|client|kunde|kund|cliente|klant|external|public|own/u;

/** Names of other things than the customers' domains. */
const foreign =
  /server|\bns\b|mail|\bmx\b|registrar|provider|origin|target|upstream|backend|internal|\bcname\b|logo|image|img|icon|avatar|referr?er|callback|webhook|redirect|cdn|platform|default|parent|old\b|previous/u;

/** Words that only headings have, whatever their column holds. */
const other =
  /^(?:id|no|nr|#|name|customer|client|kunde|kundin|kunden|company|firma|firm|entreprise|empresa|azienda|bedrijf|societe|tenant|account|status|notes?|note|notiz|notizen|comment|comments|bemerkung|date|datum|created|created at|e ?mail|email|plan|type|typ|land|country|city|ort|stadt|provider|registrar|expires|expiry|owner|user|username|label|title|titel|description)$/u;

/** 0: not headed so. */
export function headingRank(heading: string): number {
  const text = plain(heading);
  const rank = ranked.find(([, words]) => words.test(text))?.[0] ?? 0;
  if (rank === 0 || foreign.test(text)) return 0;
  return rank + (own.test(text) ? 0.5 : 0);
}

/** Whether a cell is a heading rather than data. */
export function isHeadingWord(cell: string): boolean {
  const text = plain(cell);
  return text.length <= 40 && !/[.@/]/u.test(cell.trim()) && (headingRank(cell) > 0 || other.test(text));
}

/** `Custom_Domain` and `customDomain` as `custom domain`, `Domäne` as `domane`. */
function plain(heading: string): string {
  return heading
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/ı/gu, "i")
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
}
