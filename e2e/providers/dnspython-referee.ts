import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { getToolPath } from "@/e2e/support/tool-path";
import { canonicalValue, presentationValue } from "@/lib/dns/zones/canonical-value";
import type { RecordSet } from "@/lib/dns/zones/record-set";

export type RefereeKey = { name: string; algorithm: string; secret: string };
export type Row = { name: string; type: string; value: string; ttl?: number };
type Place = { address: string; port: number; zone: string; key: RefereeKey };

/** One Python process with dnspython: it updates and transfers zones, and verifies and signs messages, as somebody else. */
export type DnsPythonReferee = {
  put(place: Place, rows: readonly Row[]): Promise<void>;
  transfer(place: Place): Promise<RecordSet[]>;
  /** Verifies a signed request, and signs a reply to it. @throws what dnspython says */
  verify(signed: Buffer, key: RefereeKey): Promise<{ mac: string; reply: Buffer }>;
  stop(): void;
};

export function startDnsPython(): DnsPythonReferee {
  const child = spawn(getToolPath("dnspython"), [join(import.meta.dirname, "dnspython_referee.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  child.on("exit", () => {
    for (const { reject } of waiting) reject(new Error("dnspython ended"));
  });

  async function ask(operation: string, request: object): Promise<Record<string, unknown>> {
    const line = await new Promise<string>((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify({ operation, ...request })}\n`);
    });
    const answer = JSON.parse(line) as Record<string, unknown>;
    if (answer.error !== undefined) throw new Error(String(answer.error));
    return answer;
  }

  return {
    async put(place, rows) {
      const add = rows.map(({ name, type, value, ttl = 3600 }) => ({
        name,
        type,
        ttl,
        data: presentationValue(type, value),
      }));
      const { rcode } = await ask("update", { ...place, add });
      if (rcode !== 0) throw new Error(`the update was refused: ${rcode}`);
    },
    async transfer(place) {
      const { sets } = (await ask("transfer", place)) as { sets: RecordSet[] };
      return sets.map((set) => ({ ...set, values: set.values.map((value) => canonicalValue(set.type, value)) }));
    },
    async verify(signed, key) {
      const { mac, reply } = await ask("verify", { signed: signed.toString("base64"), key });
      return { mac: String(mac), reply: Buffer.from(String(reply), "base64") };
    },
    stop: () => void child.kill(),
  };
}
