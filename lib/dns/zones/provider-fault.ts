/**
 * Why a provider did not do what was asked; stable: connections keep it as their `error_code`, and each has a finding and a
 * section in docs/troubleshooting.md. `retry`: the same request may succeed later, without anybody doing anything.
 */
export const providerFaults = {
  /** The token is wrong, expired or revoked. */
  credential_invalid: { retry: false },
  /** The token is for an API that the provider has turned off. */
  credential_retired: { retry: false },
  /** The token is right, but may not read or write this zone. */
  permission_missing: { retry: false },
  /** The account's plan or size does not include the API. */
  gate_account_tier: { retry: false },
  /** The API accepts requests only from addresses that the account has listed. */
  gate_ip_allowlist: { retry: false },
  /** API access is switched off for this domain. */
  gate_domain_switch: { retry: false },
  /** The account has no zone for the hostname, or the zone does not use this provider's nameservers. */
  zone_not_here: { retry: false },
  /** The zone exists, and cannot be written by API: a secondary zone, a locked domain. */
  zone_read_only: { retry: false },
  /** The provider refuses the record because of another one. */
  conflict_existing: { retry: false },
  /** The provider does not take the record as it is: its type, value or TTL. */
  record_refused: { retry: false },
  /** The registry delegates the zone to other nameservers: what is written here is seen by nobody. */
  delegated_elsewhere: { retry: false },
  /** What was read may not be the whole zone, so nothing was written. */
  read_incomplete: { retry: true },
  rate_limited: { retry: true },
  /** No usable answer: a time-out, a broken connection, an error of the provider's own (5xx). */
  provider_unavailable: { retry: true },
} as const;

export type ProviderFaultCode = keyof typeof providerFaults;

export type ProviderFaultDetail = {
  /** In the provider's own words, for people. */
  said?: string | undefined;
  /** The HTTP status or the DNS RCODE. */
  status?: number | undefined;
  /** Not before then: from `Retry-After` or what stands for it. */
  retryAfterMs?: number | undefined;
  /** The address that the provider does not accept: `gate_ip_allowlist`. */
  address?: string | undefined;
};

const maxSaidLength = 300;

/** Thrown by adapters and drivers, and nothing else is. Never holds a part of the credential. */
export class ProviderFault extends Error {
  readonly code: ProviderFaultCode;
  readonly said: string | null;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly address: string | null;

  constructor(code: ProviderFaultCode, detail: ProviderFaultDetail = {}) {
    super(detail.said === undefined ? code : `${code}: ${detail.said}`);
    this.name = "ProviderFault";
    this.code = code;
    this.said = detail.said?.slice(0, maxSaidLength) ?? null;
    this.status = detail.status ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
    this.address = detail.address ?? null;
  }

  get canRetry(): boolean {
    return providerFaults[this.code].retry;
  }
}
