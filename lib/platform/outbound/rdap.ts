import { LRUCache } from "lru-cache";
import { z } from "zod";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";

/** What a registry says about a domain. `status`: lower-case, as RFC 8056 writes them. `expiresAt`: RFC 3339. */
export type Registration = {
  status: string[];
  expiresAt: string | null;
  registrar: string | null;
  nameservers: string[];
};

export interface Registry {
  /**
   * The registration of a registrable domain, by RDAP. null: not known, whatever the reason: no server for its suffix, no
   * domain, no usable answer, too many questions. Each domain is asked for once an hour. Never rejects.
   */
  find(domain: string, options: { tenantId: string; timeoutMs: number }): Promise<Registration | null>;
}

export const noRegistry: Registry = { find: async () => null };

export type RdapOptions = {
  outbound: OutboundHttp;
  /** The list of servers by suffix, in the form of RFC 9224. */
  bootstrapUrl: string;
  now(): Date;
};

const hour = 3_600_000;
const day = 24 * hour;
const minute = 60_000;
const rememberedDomains = 5_000;
const maxBytes = 512 * 1_024;
const maxRedirects = 2;
/** Registries limit their clients, and a tenant chooses the domains: so many new ones in a minute. */
const perMinute = { all: 60, tenant: 20 };

/** Asks registries through the guarded client, like any URL that somebody else chooses. */
export function createRdap({ outbound, bootstrapUrl, now }: RdapOptions): Registry {
  const known = new LRUCache<string, { atMs: number; answer: Promise<Registration | null> }>({
    max: rememberedDomains,
  });
  const uses = new LRUCache<string, number>({ max: 1_000 });
  let servers: { atMs: number; list: Promise<Bootstrap | null> } | null = null;

  async function get(url: string, { tenantId, timeoutMs }: { tenantId: string; timeoutMs: number }): Promise<unknown> {
    const deadlineMs = performance.now() + timeoutMs;
    let target = url;
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const leftMs = Math.floor(deadlineMs - performance.now());
      if (leftMs <= 0) return null;
      const headers = { accept: "application/rdap+json, application/json" };
      const request = { tenantId, method: "GET", url: target, headers, timeoutMs: leftMs } as const;
      const result = await outbound.send({ ...request, maxResponseBytes: maxBytes });
      if (result.kind !== "response" || result.truncated) return null;
      if (result.status === 200) return parseJson(result.body);
      const { location } = result.headers;
      if (result.status < 300 || result.status > 399 || location === undefined || !URL.canParse(location, target))
        return null;
      target = new URL(location, target).href;
    }
    return null;
  }

  function bootstrap(options: { tenantId: string; timeoutMs: number }): Promise<Bootstrap | null> {
    const nowMs = now().getTime();
    if (servers === null || isOld(servers.atMs, nowMs, day)) {
      const list = get(bootstrapUrl, options).then((body) => bootstrapSchema.safeParse(body).data ?? null);
      const asked = { atMs: nowMs, list };
      servers = asked;
      // A failure is tried again after some minutes.
      void list.then((value) => {
        if (value === null) asked.atMs = nowMs - day + 5 * minute;
      });
    }
    return servers.list;
  }

  async function ask(domain: string, options: { tenantId: string; timeoutMs: number }): Promise<Registration | null> {
    const startedAtMs = performance.now();
    const base = serverFor(await bootstrap(options), domain);
    const leftMs = Math.floor(options.timeoutMs - (performance.now() - startedAtMs));
    if (base === null || leftMs <= 0) return null;
    const body = await get(`${base.replace(/\/*$/, "/")}domain/${domain}`, { ...options, timeoutMs: leftMs });
    return readDomain(body, domain);
  }

  function mayAsk(tenantId: string): boolean {
    const window = Math.floor(now().getTime() / minute);
    const keys = [
      { key: `all ${window}`, limit: perMinute.all },
      { key: `${tenantId} ${window}`, limit: perMinute.tenant },
    ];
    if (keys.some(({ key, limit }) => (uses.get(key) ?? 0) >= limit)) return false;
    for (const { key } of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
    return true;
  }

  return {
    async find(rawDomain, options) {
      const domain = normaliseName(rawDomain);
      const nowMs = now().getTime();
      const before = known.get(domain);
      if (before !== undefined && !isOld(before.atMs, nowMs, hour)) return before.answer;
      if (!mayAsk(options.tenantId)) return null;
      const answer = ask(domain, options).catch(() => null);
      known.set(domain, { atMs: nowMs, answer });
      return answer;
    },
  };
}

/** An entry from the future was made by a clock that was ahead. */
function isOld(atMs: number, nowMs: number, maxMs: number): boolean {
  return atMs > nowMs || nowMs - atMs >= maxMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const bootstrapSchema = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });

type Bootstrap = z.infer<typeof bootstrapSchema>;

/** Of the suffixes that fit, the longest (RFC 9224, section 4); https before http. */
function serverFor(list: Bootstrap | null, domain: string): string | null {
  const fitting = (list?.services ?? []).flatMap(([suffixes, urls]) =>
    suffixes.map(normaliseName).flatMap((suffix) => (isEqualOrBelow(domain, suffix) ? [{ suffix, urls }] : [])),
  );
  const [best] = fitting.toSorted((one, other) => other.suffix.length - one.suffix.length);
  const urls = best?.urls.filter((url) => URL.canParse(url)) ?? [];
  return urls.find((url) => url.startsWith("https:")) ?? urls[0] ?? null;
}

const domainSchema = z.object({
  objectClassName: z.literal("domain"),
  ldhName: z.string().optional(),
  status: z.array(z.string()).optional(),
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).optional(),
  entities: z.array(z.object({ roles: z.array(z.string()).optional(), vcardArray: z.unknown().optional() })).optional(),
  nameservers: z.array(z.object({ ldhName: z.string().optional() })).optional(),
});

const maxItems = 20;
const maxText = 200;

/** RFC 9083, section 5.3. Of another domain, or in another form: nothing. */
function readDomain(body: unknown, domain: string): Registration | null {
  const { data } = domainSchema.safeParse(body);
  if (data === undefined || (data.ldhName !== undefined && normaliseName(data.ldhName) !== domain)) return null;
  const expiration = data.events?.find(({ eventAction }) => eventAction === "expiration")?.eventDate ?? "";
  const expiresAt = new Date(expiration);
  const registrar = data.entities?.find(({ roles }) => roles?.includes("registrar"));
  return {
    status: (data.status ?? []).slice(0, maxItems).map((one) => one.toLowerCase().slice(0, maxText)),
    expiresAt: Number.isNaN(expiresAt.getTime()) ? null : expiresAt.toISOString(),
    registrar: nameIn(registrar?.vcardArray),
    nameservers: (data.nameservers ?? []).slice(0, maxItems).flatMap(({ ldhName }) => {
      return ldhName === undefined ? [] : [normaliseName(ldhName).slice(0, maxText)];
    }),
  };
}

/** The formatted name of a jCard (RFC 7095): `["vcard", [["fn", {}, "text", "Example Registrar"]]]`. */
function nameIn(vcard: unknown): string | null {
  const properties = Array.isArray(vcard) && Array.isArray(vcard[1]) ? (vcard[1] as unknown[]) : [];
  const name = properties.find((one): one is unknown[] => Array.isArray(one) && one[0] === "fn")?.[3];
  return typeof name === "string" && name !== "" ? name.slice(0, maxText) : null;
}
