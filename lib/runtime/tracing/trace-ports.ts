import type { DnsResolver } from "@/lib/dns/resolver";
import type { Tracer } from "@/lib/kernel/tracer";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";

/** A span for each question about a domain, by its type. */
export function traceResolver<T extends DnsResolver>(resolver: T, tracer: Tracer): T {
  return {
    ...resolver,
    ask: (name: string, type: string, options?: Parameters<DnsResolver["ask"]>[2]) =>
      tracer.span(`DNS ${type}`, { kind: "client" }, async (note) => {
        const answer = await resolver.ask(name, type, options);
        note({ "latchkey.delegation": answer.delegation.kind, "latchkey.servers": answer.servers.length });
        return answer;
      }),
  };
}

/** A span for each request to a server of somebody else's, without its address. */
export function traceOutbound(outbound: OutboundHttp, tracer: Tracer): OutboundHttp {
  return {
    ...outbound,
    send: (request) =>
      tracer.span(request.method, { kind: "client" }, async (note) => {
        const result = await outbound.send(request);
        note({ "latchkey.outcome": result.kind });
        if (result.kind === "response") note({ "http.response.status_code": result.status });
        return result;
      }),
  };
}
