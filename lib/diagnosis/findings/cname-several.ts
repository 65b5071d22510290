import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { awaitsProof, listOf, recordAction, serverLabel, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, desiredAt, reachesUs } from "@/lib/diagnosis/evidence/web-records";
import { aliasTargets } from "@/lib/dns/alias-targets";
import { normaliseName } from "@/lib/dns/domain-name";
import type { ServerAnswer } from "@/lib/dns/records";

/** At the hostname, at a name behind its alias, or at the challenge while it has to be proven. */
export const cnameSeveral: Detector<"cname-several"> = (evidence) => {
  const { hostname, challenge } = evidence.subject;
  const proof = challenge !== null && awaitsProof(evidence) && evidence.ownership?.kind !== "match";
  const names = [hostname, ...(evidence.chain?.path ?? []), ...(proof ? [challenge.name] : [])];
  for (const name of new Set(names)) {
    const found = severalAt(evidence, name);
    if (found !== null) return report(evidence, name, found);
  }
  return null;
};

/** `together`: in one answer. Otherwise one server gave one or the other in turn. */
type Several = { targets: string[]; together: boolean; servers: ServerAnswer[] };

function severalAt(evidence: Evidence, name: string): Several | null {
  const servers = evidence.answers.filter((answer) => answer.name === name).flatMap((answer) => answer.servers);
  const many = servers.filter(({ records }) => aliasTargets(records, name).length > 1);
  if (many.length > 0) return { targets: targetsOf(many, name), together: true, servers: many };
  const turning = servers.filter(({ address }) => {
    const own = servers.filter((server) => server.address === address);
    return targetsOf(own, name).length > 1;
  });
  // A load balancer may answer with different aliases as long as each of them leads to us.
  if (turning.length === 0 || reachesUs(evidence)) return null;
  return { targets: targetsOf(turning, name), together: false, servers: turning };
}

function targetsOf(servers: readonly ServerAnswer[], name: string): string[] {
  return aliasTargets(
    servers.flatMap(({ records }) => records),
    name,
  );
}

function report(evidence: Evidence, name: string, { targets, together, servers }: Several) {
  const { hostname, challenge } = evidence.subject;
  const { alias } = desiredAt(evidence);
  const wanted = name === hostname && alias !== null ? normaliseName(alias.value) : null;
  const others = targets.filter((target) => target !== wanted);
  const list = listOf(others, 8);
  const [first] = others;
  const keep =
    wanted === null
      ? "and keep one"
      : targets.includes(wanted)
        ? `and keep the one to ${wanted}`
        : `and add one to ${wanted}`;
  return {
    severity: reachesUs(evidence) ? ("warning" as const) : ("blocking" as const),
    explanation: `${name} has ${targets.length} CNAMEs${together ? "" : " that its nameservers give in turn"}: to ${listOf(targets, 8)}. A name can have one CNAME (RFC 2181). Which of them a resolver follows is a matter of chance, so some visitors end up elsewhere, and certificates fail at times.`,
    fix: `Delete ${others.length === 1 ? `the CNAME at host ${typedHost(evidence, name)} to ${list}` : `the CNAMEs at host ${typedHost(evidence, name)} to ${list}`}, ${keep}.`,
    evidence: [
      ...new Set(
        servers.flatMap((server) =>
          aliasTargets(server.records, name).map((target) => `${serverLabel(server)}: ${name} CNAME ${target}`),
        ),
      ),
    ],
    record: first === undefined ? null : recordAction(evidence, "delete", name, "CNAME", first),
    changes:
      name === hostname
        ? changesAt(evidence)
        : [
            ...others.map((target) => recordAction(evidence, "delete", name, "CNAME", target)),
            ...(challenge?.name === name ? [recordAction(evidence, "add", name, "TXT", challenge.value)] : []),
          ],
  };
}
