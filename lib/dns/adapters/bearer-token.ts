import { z } from "zod";
import { saidWithout } from "@/lib/dns/adapters/credential-values";
import { faultOfStatus } from "@/lib/dns/adapters/fault-of-status";
import { type JsonResponse, parseJson, readAnswer } from "@/lib/dns/adapters/json-api";
import type { ProviderHttp } from "@/lib/dns/adapters/provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/** An access token of OAuth, kept in memory as long as the writer that asked for it. */
export type BearerToken = {
  get(): Promise<string>;
  /** The provider refused it. */
  forget(): void;
};

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

/** Tokens are replaced a little before they end. */
const spareMs = 60_000;

/** `request` resolves with the token endpoint's successful answer. Callers at the same time share one request. */
export function createBearerToken(now: () => Date, request: () => Promise<JsonResponse>): BearerToken {
  let current: { token: string; until: number } | null = null;
  let pending: Promise<string> | null = null;

  async function renew(): Promise<string> {
    const { access_token, expires_in } = readAnswer(tokenSchema, await request());
    current = { token: access_token, until: now().getTime() + expires_in * 1000 - spareMs };
    return access_token;
  }

  return {
    async get() {
      if (current !== null && now().getTime() < current.until) return current.token;
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    forget() {
      current = null;
    },
  };
}

/** RFC 6749: a token is asked for with a form, and answered with JSON. */
export async function sendForm(http: ProviderHttp, url: string, form: Record<string, string>): Promise<JsonResponse> {
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(form).toString();
  const { status, headers: received, body: text } = await http.send({ method: "POST", url, headers, body });
  return { status, headers: received, json: parseJson(text) };
}

const errorSchema = z.object({ error: z.string(), error_description: z.string().nullish() });

/** A token that is refused: `invalid_client`, `invalid_grant`, `unauthorized_client` and the like. */
export function tokenFault(response: JsonResponse, now: Date, secrets: readonly string[] = []): ProviderFault {
  const error = errorSchema.safeParse(response.json).data;
  const said = saidWithout(secrets, error && [error.error, error.error_description].filter(Boolean).join(": "));
  const isRefused = response.status >= 400 && response.status <= 403 && error !== undefined;
  if (isRefused) return new ProviderFault("credential_invalid", { said, status: response.status });
  return faultOfStatus(response, said, now);
}
