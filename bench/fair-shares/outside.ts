import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Packet } from "dns-packet";
import { type Arrival, edgeHostname, names, slowReceiverMs } from "@/bench/fair-shares/names";
import { type ScriptedQuery, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

// Everything outside of the installation, as one process: the DNS of all zones, and webhook receivers. Its event loop is
// not the server's, so that neither slows the other down.
const silentHosts = Array.from({ length: 32 }, (_, index) => `127.0.1.${index + 1}`);
const txts = new Map<string, string>();
let arrivals: Arrival[] = [];

const dns = await startScriptedDns(answer, ["127.0.0.1", ...silentHosts]);
const http = createServer((request, response) => {
  receive(request, response).catch(() => response.destroy());
});
await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
process.on("disconnect", () => process.exit(0));
process.send?.({ dnsPort: dns.port, httpPort: (http.address() as AddressInfo).port });

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.url === "/txt") {
    const { name, value } = JSON.parse(body) as { name: string; value: string };
    txts.set(name, value);
  } else if (request.url === "/arrivals") {
    response.end(JSON.stringify(arrivals));
    arrivals = [];
    return;
  } else if (request.url === "/slow") {
    await sleep(slowReceiverMs);
  } else {
    const message = JSON.parse(body) as { jobId: string; type: string };
    arrivals.push({ connectionId: message.jobId, type: message.type, atMs: Date.now() });
  }
  response.end("{}");
}

function answer(query: ScriptedQuery): Packet | undefined {
  dns?.queries.splice(0);
  if (query.host !== "127.0.0.1") return undefined;
  const zone = query.name.split(".").slice(-2).join(".");
  if (zone === names.unresolvable && query.recursionDesired) return undefined;
  return query.recursionDesired ? answerAsResolver(query, zone) : answerAsNameserver(query, zone);
}

function answerAsResolver(query: ScriptedQuery, zone: string): Packet {
  const { name, type } = query;
  if (type === "NS" && name === zone) {
    const count = zone === names.silent ? 8 : 1;
    const servers = Array.from({ length: count }, (_, index) => `ns${index + 1}.${zone}`);
    return query.response({ answers: servers.map((data) => ({ name, type: "NS", ttl: 60, data })) });
  }
  if (type === "SOA" && name === zone) return query.response({ answers: [soa(zone)] });
  const addresses = type === "A" ? addressesOf(name, zone) : [];
  if (addresses.length === 0) return query.response({ authorities: [soa(zone)] });
  return query.response({ answers: addresses.map((data): Answer => ({ name, type: "A", ttl: 60, data })) });
}

function addressesOf(name: string, zone: string): string[] {
  const nameserver = /^ns(\d+)\./.exec(name)?.[1];
  if (nameserver === undefined) return name === names.hooks || name === edgeHostname ? ["127.0.0.1"] : [];
  const first = (Number(nameserver) - 1) * 4;
  return zone === names.silent ? silentHosts.slice(first, first + 4) : ["127.0.0.1"];
}

function answerAsNameserver(query: ScriptedQuery, zone: string): Packet {
  const { name, type } = query;
  const text = type === "TXT" ? txts.get(name) : undefined;
  if (text !== undefined) return query.response({ answers: [{ name, type: "TXT", ttl: 60, data: text }] });
  if (zone === names.routine && ["A", "AAAA", "CNAME"].includes(type)) {
    return query.response({ answers: [{ name, type: "CNAME", ttl: 60, data: edgeHostname }] });
  }
  return query.response({ authorities: [soa(zone)] });
}
