import type { ProviderDns } from "@/lib/dns/adapters/provider-dns";
import type { ProviderHttp } from "@/lib/dns/adapters/provider-http";
import type { RecordSet, SetChange, WritableType } from "@/lib/dns/zones/record-set";

/** The values of a credential's fields, by name. Never logged, never in an error. */
export type Credential = Readonly<Record<string, string>>;

export type CredentialField = {
  /** snake_case, as on the wire. */
  name: string;
  label: string;
  /** Where to find it. */
  help: string;
  /** Shown to nobody again once it is stored. */
  secret: boolean;
  required: boolean;
  placeholder: string | null;
  /**
   * It names a machine that we then connect to: a URL, or a DNS server as host[:port]. Judged when it is saved, and again at
   * each connection.
   */
  target?: "url" | "dns_server";
};

/** Something that the provider demands besides a right token. */
export type Gate = {
  code: "gate_account_tier" | "gate_ip_allowlist" | "gate_domain_switch" | "zone_not_here" | "credential_retired";
  /** What it is and what to do about it, in whole sentences. */
  text: string;
  /** The page to click. */
  url: string | null;
};

/** What people and callers should know of an adapter: pure data. */
export type AdapterFacts = {
  /** A key of lib/dns/providers/catalog.ts. */
  provider: string;
  fields: readonly CredentialField[];
  /** Where a token is created. */
  tokenUrl: string | null;
  /** The least privilege that suffices, as steps at the provider. */
  permissions: string;
  gates: readonly Gate[];
  types: readonly WritableType[];
  /** In seconds. A lower one is raised to it before it is sent. */
  minTtl: number;
  /** Changes that one call can carry; 1: a call for each. */
  batch: number;
  /** What we stay under, for each credential. */
  rate: { requests: number; seconds: number };
  /** Writes are seen at the nameservers after about this long. */
  publishedAfterSeconds: number;
  /** When these facts were last compared with the provider's documentation: YYYY-MM-DD. */
  checkedAt: string;
};

export type AdapterDeps = {
  http: ProviderHttp;
  /** Only RFC 2136 needs it. */
  dns?: ProviderDns | undefined;
  now(): Date;
  /** Resolves later, or rejects as soon as the signal aborts. */
  sleep(ms: number): Promise<void>;
  /** The nameservers that the registry delegates a zone to, normalised; null: not known. Chooses among zones of one name. */
  delegatedNameservers?(zone: string): Promise<readonly string[] | null>;
  /** In place of the provider's own URL: the sandbox and tests. */
  baseUrl?: string | undefined;
};

/** `id` is the provider's own. `nameservers`: those that the provider gave the zone, normalised; null: it does not say. */
export type Zone = { id: string; name: string; nameservers: readonly string[] | null };

/** What came of an `apply`: the changed sets before and after. Both empty where nothing had to be written. */
export type Applied = { before: readonly RecordSet[]; after: readonly RecordSet[] };

/** A provider's account, opened with a credential. Every verb throws ProviderFault and nothing else. */
export type ZoneWriter = {
  /** The zones that the credential reaches. `complete: false`: there may be others, `findZone` decides. */
  listZones(): Promise<{ zones: readonly Zone[]; complete: boolean }>;
  /** The closest enclosing zone of a hostname, by exact names; null where the account has none. */
  findZone(hostname: string): Promise<Zone | null>;
  /** All sets at these names, whatever their type, in canonical form. */
  readSets(zone: Zone, names: readonly string[]): Promise<RecordSet[]>;
  /**
   * Makes the changes, against what the zone holds now. Values, types and names that they do not mention stay as they are.
   * May be repeated after any failure: what is done already is not done again.
   */
  apply(zone: Zone, changes: readonly SetChange[]): Promise<Applied>;
  /** When the credential expires; null: never, or the provider does not say. Absent where no provider's API says. */
  findExpiry?(): Promise<Date | null>;
};

export type Adapter = {
  facts: AdapterFacts;
  /** Opens nothing yet. @throws ProviderFault credential_invalid, credential_retired: seen from the fields alone */
  connect(credential: Credential, deps: AdapterDeps): ZoneWriter;
};
