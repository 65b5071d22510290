import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { Asker, InstructionRecord, Instructions, Reader } from "@/lib/diagnosis/instructions/instructions";
import type { Provider } from "@/lib/dns/providers/catalog";

export type InstructionsInput = {
  connection: { hostnameUnicode: string; registrableDomain: string; state: string };
  records: readonly InstructionRecord[];
  findings: readonly Pick<
    Finding,
    "code" | "severity" | "title" | "explanation" | "fix" | "who" | "eta" | "record" | "evidence"
  >[];
  provider: Pick<Provider, "name" | "dnsPageUrl" | "notes" | "hostLabelStyle"> | null;
  asker: Asker;
  reader: Reader;
};

/** Writes what the reader has to do from what was found. Pure. */
export function writeInstructions(input: InstructionsInput): Instructions {
  throw new Error(`not written yet: ${input.connection.hostnameUnicode}`);
}
