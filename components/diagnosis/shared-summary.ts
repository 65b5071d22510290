import type { Tone } from "@/components/ui/notice";
import type { ObservationsResource } from "@/lib/connections/schema";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";

/** Where it stands, for somebody who edits the DNS and knows nothing of the rest. */
export function sharedSummary(
  shared: Pick<SharedDiagnosis, "state" | "hostnameUnicode" | "ownership" | "pointing" | "findings">,
): { tone: Tone; text: string } {
  const { state, hostnameUnicode, ownership, pointing } = shared;
  if (state === "failed") {
    return { tone: "bad", text: "This attempt is over. Ask whoever sent you this page to start again." };
  }
  const blocking = shared.findings.find(({ severity }) => severity === "blocking");
  if (blocking && (blocking.who === "customer" || blocking.who === "dns_provider")) {
    return { tone: state === "drifted" ? "bad" : "waiting", text: blocking.fix };
  }
  if (state === "live") {
    return {
      tone: "good",
      text: `All done: visitors reach ${hostnameUnicode} over HTTPS. Leave the records as they are.`,
    };
  }
  if (ownership === "ok" && pointing === "ok") {
    return {
      tone: "working",
      text: "The records are right. There is nothing left for you to do; the certificate is on its way.",
    };
  }
  if (ownership === "ok") {
    return { tone: "waiting", text: "The proof is there. Now publish the other records that are not marked as right." };
  }
  return { tone: "waiting", text: "Publish the records below. They are usually seen within a minute or two." };
}

type Shared = Pick<SharedDiagnosis, "answers" | "ownershipChallenge" | "observedRecords" | "checkedAt">;

/** What each nameserver just said, in the form in which the dashboard has what it said last. */
export function sharedObservations(shared: Shared): Pick<ObservationsResource, "ownership" | "records"> {
  const { name, value } = shared.ownershipChallenge;
  const servers = answersAbout(shared, name, ["TXT"]);
  const holds = ({ values }: { values: string[] }) => values.some((text) => text === `TXT ${value}`);
  const values = [...new Set(servers.flatMap((server) => server.values.map((text) => text.replace(/^TXT /, ""))))];
  const answering = servers.filter(({ kind }) => kind !== "unreachable");
  const kind =
    answering.length === 0
      ? "unreachable"
      : values.length === 0
        ? "missing"
        : answering.every(holds)
          ? "match"
          : "seen";
  const labelOf = ({ server, address }: { server: string; address: string }) => `${server} (${address})`;
  return {
    ownership:
      servers.length === 0
        ? null
        : {
            kind,
            values,
            agreeing: answering.filter(holds).map(labelOf),
            disagreeing: answering.filter((server) => !holds(server)).map(labelOf),
            checkedAt: shared.checkedAt,
            servers,
          },
    records: shared.observedRecords.map(({ host, type, value: wanted, propagated, observedValue }) => ({
      host,
      type,
      value: wanted,
      kind:
        propagated === null ? "unreachable" : propagated ? "match" : observedValue === null ? "missing" : "conflict",
      observedValue,
      servers: answersAbout(shared, host, type === "TXT" ? ["TXT"] : ["A", "AAAA"]),
    })),
  };
}

function answersAbout({ answers }: Pick<Shared, "answers">, name: string, types: readonly string[]) {
  return answers
    .filter((answer) => answer.name === name && types.includes(answer.type))
    .flatMap(({ type, servers }) => servers.map((server) => ({ ...server, name, type })));
}
