import type { Adapter, Credential, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { createProviderHttp } from "@/lib/dns/adapters/create-provider-http";
import { createOutboundHttp, type OutboundHttp } from "@/lib/platform/outbound/outbound-http";

/**
 * Opens adapters against stand-ins, through the guarded client. Time passes only while somebody waits: `now` says what it is,
 * and nobody waits in fact.
 */
export function createWriters(): {
  /** `delegated`: the nameservers to which the registry delegates a zone. */
  open(
    adapter: Adapter,
    server: { baseUrl: string; credential: Credential },
    delegated?: (zone: string) => Promise<readonly string[] | null>,
  ): ZoneWriter;
  now(): Date;
  close(): Promise<void>;
} {
  const outbound: OutboundHttp = createOutboundHttp({ allowLoopback: true });
  let clockMs = Date.now();
  const now = () => new Date(clockMs);
  const sleep = async (ms: number) => {
    clockMs += ms;
  };
  return {
    now,
    open: (adapter, { baseUrl, credential }, delegated) => {
      const { rate } = adapter.facts;
      const http = createProviderHttp({ outbound, tenantId: "ten_standin", rate, now, sleep });
      return adapter.connect(credential, {
        http,
        now,
        sleep,
        baseUrl,
        ...(delegated && { delegatedNameservers: delegated }),
      });
    },
    close: () => outbound.close(),
  };
}
