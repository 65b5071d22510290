import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getFreePort } from "@/e2e/support/free-port";

export type ZoneRecord = { name: string; type: string; value: string };

/** Where the provider keeps its zones: what it writes there is served by nameservers. */
export type ProviderZones = {
  list(): Promise<readonly ZoneRecord[]>;
  put(record: ZoneRecord & { ttl: number }): Promise<void>;
  remove(record: ZoneRecord): Promise<void>;
};

type TemplateRecord = {
  type: string;
  host: string;
  pointsTo?: string;
  data?: string;
  ttl: number;
  txtConflictMatchingMode?: string;
};

export type Template = {
  providerId: string;
  serviceId: string;
  providerName: string;
  syncPubKeyDomain: string;
  syncRedirectDomain: string;
  hostRequired?: boolean;
  records: TemplateRecord[];
};

export type StandInProvider = {
  origin: string;
  /** The zones that it holds; for others its settings answer 404. */
  hold(zone: string): void;
  /** Takes a template, as after an onboarding. */
  onboard(template: Template): void;
  /** Whether it refuses to write, with these words. */
  refuse(reason: string | null): void;
  /** Each request, oldest first. */
  requests: readonly string[];
  close(): Promise<void>;
};

/**
 * A DNS provider with Domain Connect's synchronous flow, by its specification: discovery, templates, signatures, a page on
 * which the visitor confirms, conflicts, and the way back. Written without the code that it is to test.
 * @param publicOrigin how browsers and clients reach it; default: its own
 */
export async function startDomainConnectProvider(
  zones: ProviderZones,
  publicOrigin: string | null = null,
): Promise<StandInProvider> {
  const held = new Set<string>();
  const templates = new Map<string, Template>();
  const requests: string[] = [];
  let refusal: string | null = null;
  const port = await getFreePort();
  const origin = publicOrigin ?? `http://localhost:${port}`;

  const answer = async (incoming: IncomingMessage): Promise<Answer> => {
    const [path = "", query = ""] = (incoming.url ?? "").split("?");
    requests.push(`${incoming.method} ${incoming.url}`);
    const [, settingsOf] = /^\/v2\/([^/]+)\/settings$/.exec(path) ?? [];
    if (settingsOf !== undefined) return held.has(settingsOf) ? json(200, settings(origin)) : json(404, {});
    const [, provider, service, apply] =
      /^\/v2\/domainTemplates\/providers\/([^/]+)\/services\/([^/]+?)(\/apply)?$/.exec(path) ?? [];
    const template = templates.get(`${provider} ${service}`);
    if (template === undefined) return json(404, { message: "Template not found" });
    if (apply === undefined) return json(200, template);
    const checked = await checkApply(zones, held, template, query);
    if (!checked.ok)
      return html(checked.status, `<h1>This request is not valid</h1><p>${escapeHtml(checked.problem)}</p>`);
    if (incoming.method === "GET") return html(200, consentPage(template, checked));
    const action = new URLSearchParams(await readBody(incoming)).get("action");
    if (action !== "confirm") return back(checked, "access_denied", "user_cancel");
    if (refusal !== null) return back(checked, "server_error", refusal);
    for (const record of checked.deleted) await zones.remove(record);
    for (const record of checked.added) await zones.put(record);
    return back(checked);
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming).then(
      (answered) => send(outgoing, answered),
      (error) => send(outgoing, html(500, `<h1>Error</h1><p>${escapeHtml(String(error))}</p>`)),
    );
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "localhost", resolve));
  return {
    origin: `http://localhost:${port}`,
    hold: (zone) => void held.add(zone),
    onboard: (template) => void templates.set(`${template.providerId} ${template.serviceId}`, template),
    refuse: (reason) => {
      refusal = reason;
    },
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function settings(origin: string) {
  return {
    providerId: "dns.example",
    providerName: "Example DNS",
    urlSyncUX: origin,
    urlAPI: origin,
    width: 600,
    height: 700,
    urlControlPanel: `${origin}/zones/%domain%`,
  };
}

type Change = ZoneRecord & { ttl: number };

type Checked =
  | { ok: true; redirectUri: string | null; state: string | null; added: Change[]; deleted: ZoneRecord[] }
  | { ok: false; status: number; problem: string };

async function checkApply(
  zones: ProviderZones,
  held: ReadonlySet<string>,
  template: Template,
  query: string,
): Promise<Checked> {
  const given = new URLSearchParams(query);
  const domain = given.get("domain") ?? "";
  const host = given.get("host") ?? "";
  if (!held.has(domain)) return { ok: false, status: 404, problem: `${domain} is not a zone of this account.` };
  if (template.hostRequired && host === "") return { ok: false, status: 400, problem: "The template needs a host." };
  const present = await zones.list();
  const problem = problemOfSignature(present, template, query);
  if (problem !== null) return { ok: false, status: 400, problem };
  const redirectUri = given.get("redirect_uri");
  if (redirectUri !== null && !isAllowedRedirect(redirectUri, template.syncRedirectDomain)) {
    return { ok: false, status: 400, problem: "redirect_uri is not of syncRedirectDomain." };
  }
  const fqdn = host === "" ? domain : `${host}.${domain}`;
  const added = template.records.map((record): Change => {
    const value = record.type === "TXT" ? record.data : record.pointsTo;
    const name = record.host === "@" ? fqdn : `${record.host}.${fqdn}`;
    const filled = (value ?? "").replace(/%(\w+)%/g, (whole, variable: string) =>
      variable === "fqdn" ? fqdn : (given.get(variable) ?? whole),
    );
    return { name, type: record.type, value: filled === "@" ? fqdn : filled, ttl: record.ttl };
  });
  const deleted = present.filter((record) =>
    added.some((one, index) => one.name === record.name && conflicts(one.type, template.records[index], record.type)),
  );
  return { ok: true, redirectUri, state: given.get("state"), added, deleted };
}

function conflicts(type: string, record: TemplateRecord | undefined, present: string): boolean {
  if (type === "CNAME") return ["A", "AAAA", "MX", "TXT", "CNAME"].includes(present);
  if (present === "CNAME") return true;
  if (type === "TXT") return present === "TXT" && record?.txtConflictMatchingMode === "All";
  return ["A", "AAAA"].includes(present);
}

/** Over the text of the query as it came, without `sig` and `key`. */
function problemOfSignature(present: readonly ZoneRecord[], template: Template, query: string): string | null {
  const pairs = query.split("&");
  const rawValueOf = (name: string) => pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const [sig, key] = [rawValueOf("sig"), rawValueOf("key")];
  if (sig === undefined || key === undefined) return "The request is not signed.";
  const name = `${decodeURIComponent(key)}.${template.syncPubKeyDomain}`;
  const parts = present
    .filter((record) => record.name === name && record.type === "TXT")
    .map(({ value }) => Object.fromEntries(value.split(",").map((field) => [field.slice(0, 1), field.slice(2)])))
    .sort((one, other) => Number(one.p) - Number(other.p));
  if (parts.length === 0) return `There is no public key at ${name}.`;
  const signed = pairs.filter((pair) => !pair.startsWith("sig=") && !pair.startsWith("key=")).join("&");
  try {
    const der = Buffer.from(parts.map(({ d }) => d).join(""), "base64");
    const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
    const signature = Buffer.from(decodeURIComponent(sig), "base64");
    return verify("RSA-SHA256", Buffer.from(signed), publicKey, signature) ? null : "The signature is not valid.";
  } catch {
    return `What is at ${name} is no public key.`;
  }
}

function isAllowedRedirect(redirectUri: string, domains: string): boolean {
  const { hostname } = new URL(redirectUri);
  return domains.split(",").some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

function consentPage(template: Template, { added, deleted }: Extract<Checked, { ok: true }>): string {
  const item = ({ name, type, value }: ZoneRecord) => `<li>${escapeHtml(`${type} ${name} ${value}`)}</li>`;
  return `<h1>Connect to ${escapeHtml(template.providerName)}</h1>
<h2>Added</h2><ul aria-label="Added">${added.map(item).join("")}</ul>
<h2>Deleted</h2><ul aria-label="Deleted">${deleted.map(item).join("")}</ul>
<form method="post"><button name="action" value="confirm">Confirm</button><button name="action" value="cancel">Cancel</button></form>`;
}

type Answer = { status: number; headers: Record<string, string>; body: string };

function back({ redirectUri, state }: Extract<Checked, { ok: true }>, error?: string, description?: string): Answer {
  if (redirectUri === null) return html(200, "<h1>Done</h1><p>You can close this window.</p>");
  const url = new URL(redirectUri);
  if (state !== null) url.searchParams.set("state", state);
  if (error !== undefined) url.searchParams.set("error", error);
  if (description !== undefined) url.searchParams.set("error_description", description);
  return { status: 303, headers: { location: url.href }, body: "" };
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function html(status: number, body: string): Answer {
  const page = `<!doctype html><html lang="en"><title>Example DNS</title><main>${body}</main></html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}
