import { type ProviderSettings, readProviderSettings } from "@/lib/dns/domain-connect/provider-settings";
import { readTexts } from "@/lib/dns/domain-connect/read-texts";
import { isEncodableName } from "@/lib/dns/domain-name";
import type { DnsResolver } from "@/lib/dns/resolver";
import type { OutboundHttp, OutboundResult } from "@/lib/platform/outbound/outbound-http";

export type DiscoveryDeps = {
  resolver: DnsResolver;
  outbound: OutboundHttp;
  tenantId: string;
  /** For the sandbox: a provider on this machine. */
  allowLoopback: boolean;
};

/** Why the provider of a zone offers no Domain Connect; stable. */
export type DiscoveryProblem =
  /** No nameserver answered. */
  | "dns_unreachable"
  /** There is no TXT record at `_domainconnect.<zone>`. */
  | "no_record"
  /** There is one, and it names no host. */
  | "bad_record"
  /** The named server does not hold this zone: a record left behind by a move. */
  | "not_here"
  | "settings_unreachable"
  | "settings_invalid"
  /** The provider has the asynchronous flow alone. */
  | "no_sync_flow";

/** Each step of the discovery with what was asked and what came; `problem` null: `settings` are there, with `urlSyncUX`. */
export type Discovery = {
  zone: string;
  record: { name: string; values: readonly string[] };
  settingsUrl: string | null;
  /** What the server answered, in short. */
  answer: string | null;
  settings: ProviderSettings | null;
  problem: DiscoveryProblem | null;
};

const timeoutMs = 4_000;
const maxSettingsBytes = 32 * 1_024;

/**
 * Finds what the DNS provider of a zone offers: the TXT record at the zone (never at a hostname in it), then the settings at
 * the host that it names. Never rejects; takes about 8 s at most.
 */
export async function discoverDomainConnect(deps: DiscoveryDeps, zone: string): Promise<Discovery> {
  const name = `_domainconnect.${zone}`;
  const texts = await readTexts(deps.resolver, name);
  const found: Discovery = {
    zone,
    record: { name, values: texts.kind === "unreachable" ? [] : texts.values },
    settingsUrl: null,
    answer: null,
    settings: null,
    problem: null,
  };
  if (texts.kind === "unreachable") return { ...found, problem: "dns_unreachable" };
  if (texts.values.length === 0) return { ...found, problem: "no_record" };
  const authority = findAuthority(texts.values, deps.allowLoopback);
  if (authority === null) return { ...found, problem: "bad_record" };
  return { ...found, ...(await askAuthority(deps, zone, authority, timeoutMs)) };
}

/** A provider's server, as a record names it. `host`: with a path where it has one. */
export type Authority = { host: string; url: string };

/** The first usable one of a zone's records. */
export function findAuthority(values: readonly string[], allowLoopback: boolean): Authority | null {
  return values.flatMap((value) => authorityOf(value, allowLoopback) ?? [])[0] ?? null;
}

/** The settings of a zone at the server that its record names. */
export async function askAuthority(
  deps: DiscoveryDeps,
  zone: string,
  { url }: Authority,
  budgetMs: number,
): Promise<Pick<Discovery, "settingsUrl" | "answer" | "settings" | "problem">> {
  const settingsUrl = `${url}/v2/${zone}/settings`;
  const result = await getJson(deps, settingsUrl, budgetMs);
  return { settingsUrl, ...readResult(result, zone, deps.allowLoopback) };
}

/** Whether the provider has a template: it decides, not the presence of Domain Connect. */
export type TemplateCheck = {
  url: string;
  kind: "supported" | "not_onboarded" | "unreachable";
  answer: string;
};

export async function checkTemplate(
  deps: DiscoveryDeps,
  settings: Pick<ProviderSettings, "urlAPI">,
  { providerId, serviceId }: { providerId: string; serviceId: string },
  budgetMs: number = timeoutMs,
): Promise<TemplateCheck> {
  const path = `v2/domainTemplates/providers/${encodeURIComponent(providerId)}/services/${encodeURIComponent(serviceId)}`;
  const url = `${settings.urlAPI}/${path}`;
  // The body may be the whole template; it is not needed.
  const result = await getJson(deps, url, budgetMs);
  const answer = summarise(result);
  if (result.kind !== "response") return { url, kind: "unreachable", answer };
  if (result.status >= 200 && result.status < 300) return { url, kind: "supported", answer };
  return { url, kind: result.status === 404 ? "not_onboarded" : "unreachable", answer };
}

/**
 * The URL of the host that a record names, with a path where it has one. No port, user or query: the record is the zone
 * owner's, and we connect to what it names.
 */
function authorityOf(value: string, allowLoopback: boolean): Authority | null {
  const text = value.trim().replace(/\/+$/, "");
  const [, host = "", path = ""] = /^([a-z0-9.-]+)((?:\/[\w.~-]+)*)$/i.exec(text) ?? [];
  const labels = host.replace(/\.$/, "").toLowerCase();
  const isHost = isEncodableName(labels) && /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(labels);
  if (isHost && !path.split("/").includes("..")) return { host: `${labels}${path}`, url: `https://${labels}${path}` };
  const [, local, localPath = ""] = /^((?:localhost|127\.0\.0\.1):\d{1,5})((?:\/[\w~-]+)*)$/.exec(text) ?? [];
  if (!allowLoopback || local === undefined) return null;
  return { host: `${local}${localPath}`, url: `http://${local}${localPath}` };
}

function getJson(deps: DiscoveryDeps, url: string, budgetMs: number): Promise<OutboundResult> {
  const headers = { accept: "application/json" };
  const { tenantId } = deps;
  return deps.outbound.send({
    tenantId,
    method: "GET",
    url,
    headers,
    timeoutMs: budgetMs,
    maxResponseBytes: maxSettingsBytes,
  });
}

function readResult(
  result: OutboundResult,
  zone: string,
  allowLoopback: boolean,
): Pick<Discovery, "answer" | "settings" | "problem"> {
  const answer = summarise(result);
  if (result.kind !== "response") return { answer, settings: null, problem: "settings_unreachable" };
  if (result.status === 404) return { answer, settings: null, problem: "not_here" };
  if (result.status !== 200) return { answer, settings: null, problem: "settings_unreachable" };
  if (result.truncated) {
    return { answer: `${answer}, larger than ${maxSettingsBytes} bytes`, settings: null, problem: "settings_invalid" };
  }
  const read = readProviderSettings(result.body, zone, allowLoopback);
  if (!read.ok) return { answer: `${answer}: ${read.problem}`, settings: null, problem: "settings_invalid" };
  const problem = read.settings.urlSyncUX === null ? "no_sync_flow" : null;
  return { answer, settings: read.settings, problem };
}

function summarise(result: OutboundResult): string {
  if (result.kind !== "response") return result.message;
  const redirect = result.status >= 300 && result.status < 400 ? ", a redirect, which is not followed" : "";
  return `HTTP ${result.status}${redirect}`;
}
