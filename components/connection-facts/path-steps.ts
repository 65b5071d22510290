import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource, EventResource } from "@/lib/connections/schema";

/** `past`: it was done once, and the connection is over. */
export type PathStepStatus = "done" | "now" | "broken" | "ahead" | "past";

export type PathStep = {
  title: string;
  status: PathStepStatus;
  /** When it was reached, or since when it has been in its status; null: not known. */
  at: Date | null;
};

type PathFacts = Pick<ConnectionResource, "state" | "stateChangedAt" | "ownership" | "pointing"> & {
  certificate: Pick<ConnectionResource["certificate"], "status" | "checkedAt">;
};

/** prove → point → certificate → live. `events`: the newest ones, newest first, for the times. */
export function pathSteps(
  connection: PathFacts,
  events: readonly Pick<EventResource, "type" | "createdAt">[],
): PathStep[] {
  const { state, ownership, pointing, certificate } = connection;
  const timeOf = (...types: string[]) => events.find(({ type }) => types.includes(type))?.createdAt ?? null;
  const over = isOver(state);
  const wentLiveAt = timeOf("domain.flow.completed");
  // The event can be older than the newest ones, and a certificate is asked for last of all.
  const wasLive = over && (wentLiveAt !== null || certificate.status === "ok");
  const facts = [
    { title: "Prove it", fact: ownership, at: timeOf("domain.verified"), brokenAt: null },
    {
      title: "Point it",
      fact: pointing,
      at: timeOf("domain.added", "domain.recovered"),
      brokenAt: timeOf("domain.drift"),
    },
    {
      title: "Certificate",
      fact: certificate.status,
      at: timeOf("ssl.issued", "ssl.renewed", "ssl.recovered") ?? certificate.checkedAt,
      brokenAt: timeOf("ssl.failing"),
    },
    {
      title: "Live",
      fact: state === "live" || wasLive ? ("ok" as const) : ("pending" as const),
      at: over ? wentLiveAt : connection.stateChangedAt,
      brokenAt: null,
    },
  ];
  const current = over ? -1 : facts.findIndex(({ fact }) => fact !== "ok");
  return facts.map(({ title, fact, at, brokenAt }, index): PathStep => {
    if (over) return fact === "ok" || wasLive ? { title, status: "past", at } : { title, status: "ahead", at: null };
    if (fact === "ok") return { title, status: "done", at };
    if (fact === "broken") return { title, status: "broken", at: brokenAt };
    return index === current
      ? { title, status: "now", at: connection.stateChangedAt }
      : { title, status: "ahead", at: null };
  });
}
