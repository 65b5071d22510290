import type { AdapterFacts } from "@/lib/dns/adapters/adapter";
import { retryAfterMs } from "@/lib/dns/adapters/fault-of-status";
import type { ProviderHttp, ProviderRequest, ProviderResponse } from "@/lib/dns/adapters/provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { OutboundHttp, OutboundResult } from "@/lib/platform/outbound/outbound-http";

export type ProviderHttpOptions = {
  outbound: Pick<OutboundHttp, "send">;
  tenantId: string;
  rate: AdapterFacts["rate"];
  now(): Date;
  sleep(ms: number): Promise<void>;
};

const timeoutMs = 15_000;
/** A page of a thousand records has about 400 KB. */
const maxResponseBytes = 4 * 1024 * 1024;
/** A provider that asks for more is not waited for: the fault carries the moment. */
const maxWaitMs = 10_000;
const maxWaits = 3;
/** Where a 429 does not say how long. */
const unsaidWaitMs = 1_000;

export function createProviderHttp(options: ProviderHttpOptions): ProviderHttp & { calls(): number } {
  const pace = createPace(options);
  let calls = 0;

  async function sendOnce(request: ProviderRequest): Promise<OutboundResult> {
    await pace();
    calls += 1;
    const { tenantId } = options;
    return options.outbound.send({ ...request, tenantId, timeoutMs, maxResponseBytes });
  }

  return {
    calls: () => calls,
    async send(request) {
      let hasRetried = false;
      for (let waits = 0; ; ) {
        const result = await sendOnce(request);
        if (result.kind === "failed" && result.reason === "reset" && !hasRetried && isIdempotent(request)) {
          hasRetried = true;
          continue;
        }
        const response = readResult(result);
        const waitMs = waitOf(response, waits, options.now());
        if (waitMs === null || waitMs > maxWaitMs || waits >= maxWaits) return response;
        waits += 1;
        await options.sleep(waitMs);
      }
    },
  };
}

/** Each call reserves its moment: in any `seconds` there are at most `requests`, also where calls run side by side. */
function createPace({ rate, now, sleep }: ProviderHttpOptions): () => Promise<void> {
  const startsMs: number[] = [];
  return async () => {
    const nowMs = now().getTime();
    const oldestMs = startsMs.length < rate.requests ? null : startsMs.shift();
    const startMs = oldestMs == null ? nowMs : Math.max(nowMs, oldestMs + rate.seconds * 1000);
    startsMs.push(startMs);
    if (startMs > nowMs) await sleep(startMs - nowMs);
  };
}

function isIdempotent({ method }: ProviderRequest): boolean {
  return method === "GET" || method === "PUT" || method === "DELETE";
}

function readResult(result: OutboundResult): ProviderResponse {
  if (result.kind === "refused") {
    // A header that HTTP does not allow can only come of what was pasted as the token.
    const code = result.reason === "invalid_request" ? "credential_invalid" : "provider_unavailable";
    throw new ProviderFault(code, { said: result.message });
  }
  if (result.kind === "failed") throw new ProviderFault("provider_unavailable", { said: result.message });
  if (result.truncated) {
    const said = "The answer is larger than 4 MB, or its end did not come in time.";
    throw new ProviderFault("provider_unavailable", { said, status: result.status });
  }
  return { status: result.status, headers: result.headers, body: result.body };
}

/** null: the answer is final. */
function waitOf({ status, headers }: ProviderResponse, waits: number, now: Date): number | null {
  if (status !== 429 && status !== 503) return null;
  const saidMs = retryAfterMs(headers, now);
  if (saidMs !== undefined) return saidMs;
  return status === 429 ? unsaidWaitMs * 2 ** waits : null;
}
