/** Pure data: every document of docs/ that the app serves, in the order of reading. Decisions are listed by their files. */

export type Guide = {
  /** The file in docs/, without `.md`. */
  file: string;
  /** Below /docs; default: the file's name. */
  slug?: string;
  about: string;
};

export const guideGroups: readonly { title: string; guides: readonly Guide[] }[] = [
  {
    title: "Connect domains",
    guides: [
      { file: "api", slug: "conventions", about: "What all endpoints have in common, and the states of a connection." },
      { file: "webhooks", about: "Events, signatures, retries and order." },
      { file: "widget", about: "The flow in your page: options, events, theme, samples for six frameworks." },
      { file: "widget-tokens", about: "Short-lived tokens for a page in a browser." },
      { file: "domains-check", about: "What is published for a domain, before you connect it." },
      { file: "hostnames", about: "What people paste, and what is made of it." },
      { file: "dns-writing", about: "Records that Latchkey writes itself, with a credential that you store." },
      { file: "dns-providers", about: "Where records are written for you, and what each provider demands." },
      { file: "domain-connect", about: "One click at the DNS provider's own page." },
      { file: "email-dns", about: "The records of email providers, checked and written." },
      { file: "white-label", about: "Share pages and mails with your name, logo, color and hostname." },
      { file: "assertions", about: "How your server knows for which customer a request is." },
      { file: "share-links", about: "What the person who edits the DNS gets: a mail, and a page without an account." },
      { file: "troubleshooting", about: "Every finding: what it means, and what to do." },
      { file: "errors", about: "Every error code of the API." },
    ],
  },
  {
    title: "Accounts",
    guides: [
      { file: "plans", about: "Plans, quotas and billing." },
      { file: "sign-in", about: "Users, roles and sessions." },
      { file: "access", about: "Every endpoint with every kind of caller." },
    ],
  },
  {
    title: "Run it yourself",
    guides: [
      { file: "self-hosting", about: "Processes, settings, edges, certificates." },
      { file: "high-availability", about: "A database that survives the loss of a machine." },
      { file: "monitoring", about: "Health, metrics, alerts with what to do, traces and logs." },
      { file: "hardening", about: "A checklist for production, with a command for each step." },
      { file: "security", about: "What is protected, from whom, and by what." },
      { file: "support-console", about: "For your own support staff." },
    ],
  },
  {
    title: "How it is made",
    guides: [
      { file: "architecture", about: "Layers, rules, and one idea." },
      { file: "failure-zoo", about: "How good the diagnosis is, measured." },
      { file: "tasks", about: "What people come for, in clicks, keys and seconds." },
      { file: "comparison", about: "Beside Vercel, Stripe, Resend and Cloudflare, point by point." },
      { file: "benchmarks", about: "Figures, and how to repeat them." },
      { file: "testing", about: "What the tests are, and where their time goes." },
      { file: "pages", about: "Every page as a picture, and what a click shows." },
      { file: "dependencies", about: "Every package, and why it is here." },
    ],
  },
];

export const decisionsFolder = "decisions";

/** The address of a document in docs/, by its path there without `.md`. */
export function guidePath(file: string): string {
  const guide = guideGroups.flatMap(({ guides }) => guides).find((one) => one.file === file);
  return `/docs/${guide?.slug ?? file}`;
}

/**
 * Where a link of a document leads in the app: to another document by its address, to `openapi.json` as it is served. null:
 * to a file of the repository that the app does not serve.
 * @param from the document's path in docs/, without `.md`
 */
export function guideLink(href: string, from: string): string | null {
  if (/^(https?:|\/|#)/.test(href)) return href;
  const { pathname, hash } = new URL(href, `https://repository/docs/${from}`);
  const [, file] = /^\/docs\/(.+?)(?:\.md)?$/.exec(pathname) ?? [];
  if (file === undefined) return null;
  return file === "openapi.json" ? "/v1/openapi.json" : `${guidePath(file)}${hash}`;
}
