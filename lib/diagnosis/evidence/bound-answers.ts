import type { ResourceRecord } from "@/lib/dns/records";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

const maxServers = 32;
const maxRecords = 20;
const maxValueLength = 512;
/** Of all values together: a hostile zone must not fill memory or rows. */
const maxCharacters = 200_000;

/** Answers as they are stored. A value that contains `wanted` is never cut off. */
export function boundAnswers(answers: readonly AuthoritativeAnswer[], wanted: string | null): AuthoritativeAnswer[] {
  let left = maxCharacters;
  const bounded = (record: ResourceRecord): ResourceRecord[] => {
    const value = cut(record.value, wanted);
    left -= value.length + record.name.length;
    return left < 0 ? [] : [{ ...record, value }];
  };
  return answers.map((answer) => ({
    ...answer,
    servers: answer.servers.slice(0, maxServers).map((server) => ({
      ...server,
      records: wantedFirst(server.records, wanted).slice(0, maxRecords).flatMap(bounded),
    })),
  }));
}

function wantedFirst(records: readonly ResourceRecord[], wanted: string | null): readonly ResourceRecord[] {
  if (wanted === null || records.length <= maxRecords) return records;
  return [...records].sort((one, other) => Number(other.value.includes(wanted)) - Number(one.value.includes(wanted)));
}

/** Cuts around `wanted` where it is beyond the limit. */
function cut(value: string, wanted: string | null): string {
  if (value.length <= maxValueLength) return value;
  const at = wanted === null ? -1 : value.indexOf(wanted);
  const from = at === -1 ? 0 : Math.max(0, Math.min(at, at + (wanted?.length ?? 0) - maxValueLength));
  return value.slice(from, from + maxValueLength);
}
