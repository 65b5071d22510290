import { z } from "zod";
import { toOneLine } from "@/lib/kernel/one-line";
import { checkOutboundUrl } from "@/lib/platform/outbound/outbound-url";

/** What a DNS provider says about its Domain Connect. `urlSyncUX` null: it has no synchronous flow. */
export type ProviderSettings = {
  providerId: string;
  providerName: string;
  urlSyncUX: string | null;
  urlAPI: string;
  /** Of the window in which the provider wants its page shown. */
  width: number;
  height: number;
  /** Where the zone is edited by hand; null: the provider does not say. */
  urlControlPanel: string | null;
};

export type SettingsRead = { ok: true; settings: ProviderSettings } | { ok: false; problem: string };

/** The name is shown to people, in a sentence. */
const maxName = 80;
const defaultSize = 750;
const minSize = 200;
const maxSize = 2_000;

/** Some providers send sizes as text. */
const size = z
  .union([z.number(), z.string().regex(/^\d{1,5}$/)])
  .transform(Number)
  .catch(defaultSize);

const settingsSchema = z.object({
  providerId: z.string().regex(/^[!-~]{1,100}$/),
  providerName: z.string().min(1).max(250),
  providerDisplayName: z.string().max(250).nullish(),
  urlSyncUX: z.string().nullish(),
  urlAPI: z.string(),
  width: size.optional(),
  height: size.optional(),
  urlControlPanel: z.string().nullish(),
});

/**
 * Reads the settings that a server returned. A domain's owner chooses the server, so that nothing in them is trusted: the
 * visitor's browser goes to `urlSyncUX`, and we ask `urlAPI`.
 * @param allowLoopback for the sandbox: URLs of this machine, with any scheme and port
 */
export function readProviderSettings(body: string, zone: string, allowLoopback: boolean): SettingsRead {
  const { data, error } = settingsSchema.safeParse(parseJson(body));
  if (data === undefined) {
    const [issue] = error?.issues ?? [];
    return { ok: false, problem: `“${issue?.path.join(".") || "the settings"}” is missing or not what it should be.` };
  }
  const urls = { urlAPI: data.urlAPI, urlSyncUX: data.urlSyncUX || null };
  for (const [name, url] of Object.entries(urls)) {
    const problem = url === null ? null : problemOfUrl(url, allowLoopback);
    if (problem !== null) return { ok: false, problem: `“${name}” is not usable: ${problem}` };
  }
  const panel = data.urlControlPanel?.replaceAll("%domain%", encodeURIComponent(zone)) ?? null;
  return {
    ok: true,
    settings: {
      providerId: data.providerId,
      providerName: toOneLine(data.providerDisplayName || data.providerName, maxName) || data.providerId,
      urlSyncUX: urls.urlSyncUX?.replace(/\/+$/, "") ?? null,
      urlAPI: urls.urlAPI.replace(/\/+$/, ""),
      width: clamp(data.width),
      height: clamp(data.height),
      urlControlPanel: panel !== null && problemOfLink(panel, allowLoopback) === null ? panel : null,
    },
  };
}

/** A path may follow the host, and nothing else: we append ours. */
function problemOfUrl(url: string, allowLoopback: boolean): string | null {
  const problem = problemOfLink(url, allowLoopback);
  if (problem !== null) return problem;
  return /[?#]/.test(url) ? "It has a query or a fragment." : null;
}

function problemOfLink(url: string, allowLoopback: boolean): string | null {
  const checked = checkOutboundUrl(url, { allowLoopback });
  if (!checked.ok) return checked.message;
  return checked.url.port !== "" && !allowLoopback ? "It names a port." : null;
}

function clamp(value: number = defaultSize): number {
  return Math.min(maxSize, Math.max(minSize, Math.round(value)));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
