import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { currentWriting, writerName } from "@/lib/diagnosis/evidence/write-fault";

export const recordsBeingWritten: Detector<"records-being-written"> = (evidence) => {
  const { connection, subject, takenAt } = evidence;
  const writing = currentWriting(evidence);
  if (connection?.state !== "dns_writing" || writing === null || writing.fault !== null) return null;
  const name = writerName(writing);
  const isWritten = writing.status === "written";
  return {
    explanation: isWritten
      ? `${name} has taken the records of ${subject.hostname}, and its nameservers do not have all of them yet.`
      : `The records of ${subject.hostname} are being written at ${name}.`,
    fix: "You do not have to do anything.",
    evidence: [
      `credential: ${writing.label ?? "deleted"}, zone: ${writing.zone}`,
      ...(writing.writtenAt === null ? [] : [`written at ${timeOf(writing.writtenAt, takenAt)}`]),
    ],
  };
};
