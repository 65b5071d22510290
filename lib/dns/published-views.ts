import { aliasTargets } from "@/lib/dns/alias-targets";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { failureText } from "@/lib/dns/look-up-failure";
import type { ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DelegationStatus } from "@/lib/dns/resolver";

export type Question = { name: string; type: "A" | "AAAA" | "TXT" };

/** The answers gathered so far; null where there is none yet. `consult` also notes that this one is wanted. */
export type AnswerLookup = {
  consult(name: string, type: Question["type"]): AuthoritativeAnswer | null;
  peek(name: string, type: Question["type"]): AuthoritativeAnswer | null;
};

/**
 * What one server returns at the end of the aliases that start at a name. `path`: the CNAME targets on the way.
 * `reached`: the wanted name is on the path. `values`: addresses of both families, or texts; empty where there is nothing.
 */
export type View = { path: readonly string[] } & (
  | { kind: "reached" }
  | { kind: "end"; values: string[] }
  | { kind: "loop" }
  | { kind: "unknown"; reason: string }
  | { kind: "pending" }
);

export type ViewOptions = {
  read: "addresses" | "texts";
  /** Following stops here, and fewer questions are asked. */
  stopAt: string | null;
  /** Whether addresses behind an alias matter; directly at the name they always do. */
  readBehindAlias: boolean;
};

export type ServerViews = { server: ServerAnswer; views: View[] };

/** RFC 1034 sets no limit for chains of aliases; common resolvers stop between 8 and 17. */
const maxAliases = 8;

/** Each alias can lead to other servers that each lead elsewhere: the number of paths must be bounded. */
const maxPaths = 128;
const maxViewsBehindAlias = 32;

/** Every answering server's view of `name`, or one view for all where none answered. Pure. */
export function readViews(answers: AnswerLookup, name: string, options: ViewOptions): ServerViews[] | View {
  const known = new Map<string, ServerViews[] | View>();
  return readServers({ ...options, answers, known }, [name]);
}

/** All views of `name`, from all servers. */
export function listViews(answers: AnswerLookup, name: string, options: ViewOptions): View[] {
  return flatten(readViews(answers, name, options));
}

type Reading = ViewOptions & { answers: AnswerLookup; known: Map<string, ServerViews[] | View> };

/** `trail`: the name asked for first, then the alias targets; its last entry is the name to read now. */
function readServers(reading: Reading, trail: readonly string[]): ServerViews[] | View {
  const key = trail.join(" ");
  const known = reading.known.get(key);
  if (known !== undefined) {
    return known;
  }
  if (reading.known.size >= maxPaths) {
    return { kind: "loop", path: trail.slice(1) };
  }
  const views = readAnswer(reading, trail);
  reading.known.set(key, views);
  return views;
}

function readAnswer(reading: Reading, trail: readonly string[]): ServerViews[] | View {
  const path = trail.slice(1);
  const name = lastOf(trail);
  const answer = reading.answers.consult(name, reading.read === "texts" ? "TXT" : "A");
  if (reading.read === "addresses" && reading.readBehindAlias) {
    reading.answers.consult(name, "AAAA");
  }
  if (answer === null) {
    return { kind: "pending", path };
  }
  if (answer.delegation.kind === "nxdomain") {
    return { kind: "end", path, values: [] };
  }
  if (answer.delegation.kind !== "ok") {
    return { kind: "unknown", path, reason: reasonText(answer.delegation) };
  }
  const complete: ServerViews[] = [];
  const reasons = new Set<string>();
  for (const server of answer.servers) {
    const views =
      server.kind === "unreachable"
        ? (server.reason ?? "unreachable")
        : readServer(reading, answer.zone ?? "", server, trail);
    // A server that answered only one family counts as silent: it has no vote.
    if (typeof views === "string") reasons.add(views);
    else complete.push({ server, views });
  }
  // Who is not asked for lack of a slot must not be outvoted: whoever fills the queue would choose who has a vote.
  if (reasons.has("overload")) return { kind: "unknown", path, reason: "overload" };
  if (complete.length > 0) return complete;
  return { kind: "unknown", path, reason: silenceText([...reasons].join(", ") || "no answer", answer.delegation) };
}

/** Says where only some of the servers were asked. */
function silenceText(reason: string, { asked }: Extract<DelegationStatus, { kind: "ok" }>): string {
  return asked === undefined ? reason : `${reason}; ${asked.addresses} of ${asked.of} addresses were asked`;
}

function reasonText({ kind, reason }: Exclude<DelegationStatus, { kind: "ok" }>): string {
  return reason === undefined ? kind : failureText(reason);
}

/** A string is why this server has no vote. */
function readServer(reading: Reading, zone: string, server: ServerAnswer, trail: readonly string[]): View[] | string {
  const all = followAliases(server, zone, trail, reading.stopAt);
  if (all.length > maxViewsBehindAlias) return [{ kind: "loop", path: trail.slice(1) }];
  const views: View[] = [];
  for (const followed of all) {
    const ends = readEnd(reading, server, trail, followed);
    if (typeof ends === "string") return ends;
    views.push(...ends);
  }
  return views;
}

function readEnd(
  reading: Reading,
  server: ServerAnswer,
  trail: readonly string[],
  followed: Followed,
): View[] | string {
  const name = lastOf(trail);
  const path = followed.trail.slice(1);
  if (followed.kind !== "open") {
    return [{ kind: followed.kind, path }];
  }
  if (lastOf(followed.trail) !== name) {
    // The rest of the chain may belong to another zone: only that zone's servers are trusted.
    return mergeViews(flatten(readServers(reading, followed.trail)), path);
  }
  if (reading.read === "texts") {
    return [{ kind: "end", path, values: valuesAt(server, name, "TXT") }];
  }
  if (server.kind === "nxdomain" || (path.length > 0 && !reading.readBehindAlias)) {
    return [{ kind: "end", path, values: [] }];
  }
  const other = reading.answers.consult(name, "AAAA");
  if (other === null) {
    return [{ kind: "pending", path }];
  }
  const second = other.servers.find((candidate) => candidate.address === server.address);
  if (second === undefined || second.kind === "unreachable") {
    return second?.reason ?? other.delegation.kind;
  }
  return [{ kind: "end", path, values: [...valuesAt(server, name, "A"), ...valuesAt(second, name, "AAAA")] }];
}

function flatten(views: ServerViews[] | View): View[] {
  return Array.isArray(views) ? views.flatMap((entry) => entry.views) : [views];
}

/** Servers behind an alias are not distinguished: equal views are merged, and too many different ones count as a loop. */
function mergeViews(views: readonly View[], path: readonly string[]): View[] {
  const different = new Map(views.map((view) => [JSON.stringify(view), view]));
  return different.size > maxViewsBehindAlias ? [{ kind: "loop", path }] : [...different.values()];
}

type Followed = { kind: "open" | "reached" | "loop"; trail: readonly string[] };

/**
 * Follows the aliases for which this server is authoritative: those whose owner is in its zone. Where it publishes several
 * CNAMEs at one name, each is followed, up to one more than the limit of views.
 */
function followAliases(
  server: ServerAnswer,
  zone: string,
  start: readonly string[],
  stopAt: string | null,
): Followed[] {
  const found: Followed[] = [];
  const open: (readonly string[])[] = [start];
  for (let trail = open.pop(); trail !== undefined && found.length <= maxViewsBehindAlias; trail = open.pop()) {
    const current = lastOf(trail);
    const targets = isEqualOrBelow(current, zone) ? aliasTargets(server.records, current) : [];
    if (targets.length === 0) found.push({ kind: "open", trail });
    // The first one of the answer is on top of the stack.
    for (const target of targets.toReversed()) {
      const longer = [...trail, target];
      if (longer.length > maxAliases + 1) found.push({ kind: "loop", trail: longer });
      else if (target === stopAt) found.push({ kind: "reached", trail: longer });
      else if (trail.includes(target)) found.push({ kind: "loop", trail: longer });
      else open.push(longer);
    }
  }
  return found;
}

/** Sorted, because servers rotate a set, and rotated sets must be equal. */
function valuesAt(server: ServerAnswer, name: string, type: string): string[] {
  const records = server.records.filter((record) => record.type === type && record.name === name);
  return records.map((record) => record.value).sort();
}

function lastOf(trail: readonly string[]): string {
  return trail[trail.length - 1] ?? "";
}
