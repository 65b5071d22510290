import { isOver } from "@/lib/connections/machine";
import type { ConnectionResource, EventResource } from "@/lib/connections/schema";

export type PathStepStatus = "done" | "now" | "broken" | "ahead";

export type PathStep = {
  title: string;
  status: PathStepStatus;
  /** When it was reached, or since when it has been in its status; null: not known. */
  at: Date | null;
};

type PathFacts = Pick<ConnectionResource, "state" | "stateChangedAt" | "ownership" | "pointing"> & {
  certificate: Pick<ConnectionResource["certificate"], "status" | "checkedAt">;
};

/** proven → pointing → certificate → live. `events`: the newest ones, newest first, for the times. */
export function pathSteps(
  connection: PathFacts,
  events: readonly Pick<EventResource, "type" | "createdAt">[],
): PathStep[] {
  const { state, ownership, pointing, certificate } = connection;
  const timeOf = (...types: string[]) => events.find(({ type }) => types.includes(type))?.createdAt ?? null;
  const facts = [
    { title: "Proven", fact: ownership, at: timeOf("domain.verified"), brokenAt: null },
    {
      title: "Pointing",
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
      fact: state === "live" ? ("ok" as const) : ("pending" as const),
      at: connection.stateChangedAt,
      brokenAt: null,
    },
  ];
  const current = isOver(state) ? -1 : facts.findIndex(({ fact }) => fact !== "ok");
  return facts.map(({ title, fact, at, brokenAt }, index): PathStep => {
    if (fact === "ok") return { title, status: "done", at };
    if (fact === "broken") return { title, status: "broken", at: brokenAt };
    return index === current
      ? { title, status: "now", at: connection.stateChangedAt }
      : { title, status: "ahead", at: null };
  });
}
