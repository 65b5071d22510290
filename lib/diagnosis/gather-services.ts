import type { ChainEvidence, ServiceEvidence } from "@/lib/diagnosis/evidence/evidence";
import { followChain } from "@/lib/diagnosis/follow-chain";
import type { DnsResolver } from "@/lib/dns/resolver";
import { parseServiceBinding } from "@/lib/dns/service-binding";

/** An alias to an alias, and no more: browsers stop soon too. */
const maxNames = 3;
const maxRecords = 8;

/**
 * The HTTPS and SVCB records where browsers find them: at the end of the hostname's aliases, and where such a record leads
 * to another name, behind it. None where the aliases lead through `ours`. Never rejects.
 */
export async function gatherServices(
  resolver: DnsResolver,
  { hostname, chain, ours }: { hostname: string; chain: ChainEvidence | null; ours: ReadonlySet<string> },
): Promise<ServiceEvidence[]> {
  const found: ServiceEvidence[] = [];
  const names = [endOf(hostname, chain)];
  for (const name of names) {
    if (ours.has(name) || names.indexOf(name) >= maxNames || chain?.path.some((one) => ours.has(one))) break;
    const types = name === hostname ? (["HTTPS", "SVCB"] as const) : (["HTTPS"] as const);
    const answers = await Promise.all(types.map((type) => resolver.ask(name, type)));
    for (const { type, servers } of answers) {
      const own = servers.flatMap(({ records }) => records.filter((one) => one.name === name && one.type === type));
      for (const value of new Set(own.map((record) => record.value))) {
        if (found.length >= maxRecords) return found;
        const binding = parseServiceBinding(value);
        const target = binding?.target ?? "";
        const leads = target === "" || target === name || ours.has(target) ? null : await followChain(resolver, target);
        found.push({ name, type: type === "HTTPS" ? "HTTPS" : "SVCB", value, leads });
        if (leads !== null && binding?.priority === 0 && type === "HTTPS") names.push(endOf(target, leads));
      }
    }
  }
  return found;
}

function endOf(name: string, chain: ChainEvidence | null): string {
  return chain?.path.at(-1) ?? name;
}
