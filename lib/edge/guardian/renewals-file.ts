import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import type { RenewalTable } from "@/lib/edge/guardian/renewal-table";

const firstLine = "latchkey-renewals 1";
const linesPerWrite = 250;

/**
 * Writes what the guardian knows, one line for each hostname, a part at a time. The file is replaced at once, so that a crash
 * leaves the one before.
 */
export async function writeRenewals(path: string, table: RenewalTable): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", 0o600);
  try {
    for (const part of encode(table)) await file.write(part);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  await rename(temporary, path);
}

function* encode(table: RenewalTable): Generator<string> {
  const digest = createHash("sha256");
  let lines: string[] = [firstLine];
  let count = 0;
  const take = () => {
    const part = `${lines.join("\n")}\n`;
    digest.update(part);
    lines = [];
    return part;
  };
  for (const hostname of table.hostnames()) {
    const facts = table.find(hostname);
    // What was never tried has nothing to remember.
    if (facts === null || (facts.notAfter === 0 && facts.tries === 0)) continue;
    const { notBefore, notAfter, triedAt, serial, tries } = facts;
    const numbers = [notBefore, notAfter, triedAt, serial, tries].map((number) => number.toString(36));
    lines.push(`${hostname} ${numbers.join(" ")}`);
    count += 1;
    if (lines.length >= linesPerWrite) yield take();
  }
  if (lines.length > 0) yield take();
  yield `end ${count} ${digest.digest("hex")}\n`;
}

/**
 * Fills the table from the file. A file that is missing, damaged or of another version leaves it empty: that costs
 * handshakes, and nothing else.
 * @returns what is wrong with it; null where it was read, or there is none
 */
export async function readRenewals(path: string, table: RenewalTable): Promise<string | null> {
  try {
    await readLines(path, table);
    return null;
  } catch (error) {
    table.clear();
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    return error instanceof Error ? error.message : String(error);
  }
}

async function readLines(path: string, table: RenewalTable): Promise<void> {
  const digest = createHash("sha256");
  const input = createReadStream(path, { encoding: "utf8", highWaterMark: 16_384 });
  let isFirst = true;
  let count = 0;
  try {
    for await (const line of linesOf(input)) {
      if (isFirst && line !== firstLine) throw new Error("it has another format");
      if (line.startsWith("end ")) {
        if (line !== `end ${count} ${digest.digest("hex")}`) throw new Error("its checksum is wrong");
        return;
      }
      digest.update(`${line}\n`);
      if (!isFirst) addLine(line, table);
      count += isFirst ? 0 : 1;
      isFirst = false;
    }
  } finally {
    input.destroy();
  }
  throw new Error("its end is missing");
}

/** By line feeds alone: to node:readline a carriage return in place of one would be the same file. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function addLine(line: string, table: RenewalTable): void {
  const [hostname = "", ...texts] = line.split(" ");
  const numbers = texts.map((text) => (/^[0-9a-z]{1,7}$/.test(text) ? Number.parseInt(text, 36) : Number.NaN));
  const [notBefore = Number.NaN, notAfter = Number.NaN, triedAt = Number.NaN, serial = Number.NaN, tries = Number.NaN] =
    numbers;
  if (hostname === "" || numbers.length !== 5 || numbers.some(Number.isNaN)) throw new Error("a line is damaged");
  table.set(hostname, { notBefore, notAfter, triedAt, serial, tries });
}
