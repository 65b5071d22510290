import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, ownZone, serverLabel } from "@/lib/diagnosis/evidence/read-evidence";
import { wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import type { ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

export const nameserversDiffer: Detector<"nameservers-differ"> = (evidence) => {
  const sets = findSets(evidence);
  if (sets === null) return null;
  const { parent, child } = sets;
  const zone = ownZone(evidence);
  const isRegistered = zone === evidence.subject.registrableDomain;
  const namer = isRegistered ? "The registrar" : "The parent zone";
  const onlyParent = parent.filter((name) => !child.includes(name));
  const onlyChild = child.filter((name) => !parent.includes(name));
  const own = ownAnswers(evidence);
  const isAnswering = (names: readonly string[]) =>
    own.some(({ servers }) => servers.some((one) => names.includes(one.server) && hasAnswer(one)));
  const isHarmful = isCutOff(own) || (isWrong(evidence) && own.some((answer) => isDivided(answer, parent, child)));
  const current = onlyChild.length > 0 && isAnswering(onlyChild);
  const place = isRegistered ? `At the registrar of ${zone}` : `In the parent zone, in the NS records of ${zone}`;
  return {
    severity: isHarmful ? "blocking" : "warning",
    title: `${namer} and the zone name different nameservers for ${zone}`,
    explanation: `${namer} names ${listOf(parent)} for ${zone}, and the zone's own NS records name ${listOf(child)}. Resolvers start with the first set and may go on with the other, so ${
      isHarmful
        ? "some visitors get answers that are wrong, or none"
        : "what visitors get can depend on which one they ask"
    }. Time does not change that.`,
    fix:
      current || onlyChild.length === 0
        ? `${place}, enter exactly the nameservers that your DNS provider lists${onlyParent.length === 0 ? "" : `, and remove ${listOf(onlyParent)} unless it is among them`}. If the domain did not move, correct the NS records of the zone instead.`
        : `${listOf(onlyChild)} has no answers for ${zone}. If your DNS provider lists it, ask the provider to create the zone there; if not, remove it from the NS records of the zone. Then compare with what ${isRegistered ? "the registrar" : "the parent zone"} has.`,
    evidence: [
      `${isRegistered ? "registrar" : "parent zone"}: ${parent.join(", ")}`,
      `zone: ${child.join(", ")}`,
      ...factsOf(own, onlyParent, "parent's set only"),
      ...factsOf(own, onlyChild, "zone's set only"),
    ],
  };
};

function ownAnswers({ answers, subject }: Evidence): AuthoritativeAnswer[] {
  return answers.filter(({ name }) => name === subject.hostname || name === subject.challenge?.name);
}

function findSets(evidence: Evidence): { parent: string[]; child: string[] } | null {
  for (const { delegation } of ownAnswers(evidence)) {
    if (delegation.kind === "ok" && delegation.sets !== undefined) return delegation.sets;
  }
  return null;
}

/** A server that the parent zone does not name may have the right answer, and nobody gets to it. */
function hasAnswer({ kind, reason }: ServerAnswer): boolean {
  return kind !== "unreachable" || reason === "undelegated";
}

function isCutOff(answers: readonly AuthoritativeAnswer[]): boolean {
  return answers.some(({ servers }) => servers.some(({ reason }) => reason === "undelegated"));
}

function isWrong(evidence: Evidence): boolean {
  const { ownership } = evidence;
  return wrongRecords(evidence).length > 0 || ownership?.kind === "seen" || ownership?.kind === "missing";
}

/** The servers of one set alone answer otherwise than the rest. */
function isDivided(
  { name, servers }: AuthoritativeAnswer,
  parent: readonly string[],
  child: readonly string[],
): boolean {
  const given = servers.filter(({ kind }) => kind !== "unreachable");
  const isInBoth = ({ server }: ServerAnswer) => parent.includes(server) && child.includes(server);
  const values = (some: readonly ServerAnswer[]) => new Set(some.map((server) => textOf(server, name)));
  return values(given).size > 1 && values(given.filter(isInBoth)).size <= 1;
}

function factsOf(answers: readonly AuthoritativeAnswer[], names: readonly string[], origin: string): string[] {
  const servers = answers.flatMap(({ name, servers }) =>
    servers
      .filter(({ server }) => names.includes(server))
      .map((server) => `${serverLabel(server)}, ${origin}: ${server.type} ${name}: ${textOf(server, name)}`),
  );
  return [...new Set(servers)];
}

function textOf({ kind, reason, records }: ServerAnswer, name: string): string {
  const own = records.filter((record) => record.name === name).map(({ type, value }) => `${type} ${value}`);
  return own.length > 0 ? own.sort().join(", ") : (reason ?? kind);
}
