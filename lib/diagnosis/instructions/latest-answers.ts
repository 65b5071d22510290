import type { ConnectionResource, ObservationsResource } from "@/lib/connections/schema";

type Server = Omit<ObservationsResource["records"][number]["servers"][number], "name" | "type">;
type Answered = { answers: readonly { name: string; type: string; servers: Server[] }[]; checkedAt: Date };

/** The nameserver answers of a diagnosis, in the shape of the stored observations of a check. */
export function latestAnswers(
  connection: Pick<ConnectionResource, "ownershipChallenge" | "observedRecords">,
  answered: Answered,
): Pick<ObservationsResource, "ownership" | "records"> {
  const { name, value } = connection.ownershipChallenge;
  const servers = answersAbout(answered, name, ["TXT"]);
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
            checkedAt: answered.checkedAt,
            servers,
          },
    records: connection.observedRecords.map(({ host, type, value: wanted, propagated, observedValue }) => ({
      host,
      type,
      value: wanted,
      kind:
        propagated === null ? "unreachable" : propagated ? "match" : observedValue === null ? "missing" : "conflict",
      observedValue,
      servers: answersAbout(answered, host, type === "TXT" ? ["TXT"] : ["A", "AAAA"]),
    })),
  };
}

function answersAbout({ answers }: Pick<Answered, "answers">, name: string, types: readonly string[]) {
  return answers
    .filter((answer) => answer.name === name && types.includes(answer.type))
    .flatMap(({ type, servers }) => servers.map((server) => ({ ...server, name, type })));
}
