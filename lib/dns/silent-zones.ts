import { LRUCache } from "lru-cache";
import type { Nameserver } from "@/lib/dns/delegation";
import type { ServerAnswer } from "@/lib/dns/records";

/** The zones of which no server answered lately, so that look-ups send them fewer packets. */
export type SilentZones = {
  /** The nameservers to ask first: all, or two in turn if all were silent. */
  choose(zone: string, nameservers: readonly Nameserver[]): readonly Nameserver[];
  note(zone: string, answers: readonly ServerAnswer[]): void;
};

const maxZones = 20_000;
/** From the first silence on: then all servers are asked again. */
const silentForMs = 300_000;
const askedOfSilent = 2;

export function createSilentZones(): SilentZones {
  const zones = new LRUCache<string, { turn: number }>({ max: maxZones, ttl: silentForMs, noUpdateTTL: true });
  return {
    choose(zone, nameservers) {
      const silent = zones.get(zone);
      if (silent === undefined || nameservers.length <= askedOfSilent) return nameservers;
      const first = silent.turn;
      silent.turn = (first + askedOfSilent) % nameservers.length;
      return [0, 1].flatMap((offset) => nameservers[(first + offset) % nameservers.length] ?? []);
    },
    note(zone, answers) {
      if (answers.some(hasAnswered)) zones.delete(zone);
      else if (isSilence(answers) && !zones.has(zone)) zones.set(zone, { turn: 0 });
    },
  };
}

/** Whether a message came back, whatever it said. */
export function hasAnswered({ kind, reason }: Pick<ServerAnswer, "kind" | "reason">): boolean {
  return kind !== "unreachable" || !(reason !== undefined && silentReasons.has(reason));
}

const silentReasons: ReadonlySet<string> = new Set(["timeout", "network", "blocked", "overload"]);

/** A server that was not asked, because the query got no slot, proves nothing. */
function isSilence(answers: readonly ServerAnswer[]): boolean {
  return (
    answers.some(({ reason }) => reason === "timeout" || reason === "network") &&
    answers.every(({ reason }) => reason !== "overload")
  );
}
