import { CircleCheck, CircleDashed, CircleX, WifiOff } from "lucide-react";

export type ServerAnswer = {
  server: string;
  address: string;
  name?: string;
  type?: string;
  kind: string;
  reason: string | null;
  values: readonly string[];
};

const reasons: Record<string, string> = {
  timeout: "did not answer in time",
  refused: "refused to answer",
  servfail: "answered with a failure",
  lame: "does not serve the zone",
  no_tcp: "has an answer too long for UDP, and gives none over TCP",
  undelegated: "is not named by the registrar, whose servers do not answer",
  blocked: "is at an address that is never queried",
};

/** One line per nameserver. `expected`: the value that should be there. */
export function ServerAnswers({ answers, expected }: { answers: readonly ServerAnswer[]; expected: string }) {
  return (
    <ul className="grid gap-2">
      {answers.map((answer) => {
        const shown = presentationOf(answer, expected);
        return (
          <li
            key={`${answer.server} ${answer.address} ${answer.name} ${answer.type}`}
            className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 text-sm"
          >
            <shown.icon aria-hidden className={`mt-0.5 size-4 ${shown.colour}`} />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-mono text-[13px]">{answer.server}</span>{" "}
              <span className="text-ink-soft">
                ({answer.address}){answer.type && answer.values.length === 0 ? `, queried for ${answer.type}` : ""}:
              </span>{" "}
              {answer.values.length > 0 ? (
                <span className="font-mono text-[13px]">{answer.values.join(", ")}</span>
              ) : (
                shown.text
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function presentationOf({ kind, reason, values }: ServerAnswer, expected: string) {
  if (kind === "unreachable") {
    return { icon: WifiOff, colour: "text-waiting", text: reasons[reason ?? ""] ?? reason ?? "gave no usable answer" };
  }
  if (values.some((value) => value === expected || value.endsWith(` ${expected}`))) {
    return { icon: CircleCheck, colour: "text-good", text: "" };
  }
  if (values.length > 0) return { icon: CircleX, colour: "text-bad", text: "" };
  const text = kind === "nxdomain" ? "says that the name does not exist" : "has no such record";
  return { icon: CircleDashed, colour: "text-quiet", text };
}
