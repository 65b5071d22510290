import { createHash } from "node:crypto";
import { z } from "zod";
import { cursorPattern } from "@/lib/edge/protocol/changes";
import { readSetUpstream, setFormatLine } from "@/lib/edge/protocol/set-format";
import { createEdgeSet, type EdgeSet } from "@/lib/edge/responder/edge-set";

/** The text is not a whole set in the format of set-format.ts. */
export class SetFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SetFormatError";
  }
}

export type SetParser = {
  /** Parses what the chunk completes. @throws SetFormatError */
  push(chunk: Buffer): void;
  /** The set, once its end line was read and its checksum is right. @throws SetFormatError */
  end(): EdgeSet;
};

const header = z.object({ cursor: z.string().regex(cursorPattern), takenAt: z.string() });
const application = /^A ([0-9a-f-]{36}) ([0-9a-f-]{36}) (.*)$/;
const endLine = /^end (\d+) (\d+) ([0-9a-f]{64})$/;
const maxLineBytes = 65_536;
const newline = 10;
const space = 32;
const digit0 = 48;
const digit1 = 49;
const letterH = 72;
/** Of `end`: no other line begins with it. */
const letterE = 101;

/** Reads a set from its text as it comes in, in chunks of any size. */
export function createSetParser(): SetParser {
  const hash = createHash("sha256");
  const id = { bytes: new Uint8Array(16), offset: 0 };
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  let hosts = 0;
  let set: EdgeSet | null = null;
  let isComplete = false;

  function wrong(what: string): SetFormatError {
    return new SetFormatError(`line ${lines + 1}: ${what}`);
  }

  function parseJson(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw wrong("not JSON");
    }
  }

  function parseText(text: string): string {
    const value = parseJson(text);
    if (typeof value !== "string") throw wrong("not a text");
    return value;
  }

  function readLine(buffer: Buffer, start: number, end: number): void {
    if (set === null) readHead(buffer.toString("utf8", start, end));
    else if (buffer[start] === letterH && buffer[start + 1] === space) readHost(set, buffer, start + 2, end);
    else readApplication(set, buffer.toString("utf8", start, end));
    lines += 1;
  }

  function readHead(text: string): void {
    if (lines === 0) {
      if (text !== setFormatLine) throw wrong("not a set, or one of another version");
      return;
    }
    const parsed = header.safeParse(parseJson(text));
    if (!parsed.success) throw wrong("not a header");
    set = createEdgeSet(parsed.data.cursor);
  }

  function readApplication(into: EdgeSet, text: string): void {
    const [, applicationId, tenantId, upstream] = application.exec(text) ?? [];
    if (hosts > 0 || applicationId === undefined || tenantId === undefined || upstream === undefined) {
      throw wrong("neither an application before the hosts, nor a host");
    }
    const before = into.applicationCount();
    const origin = upstream === "null" ? { upstream: null, upstreamHost: null } : readSetUpstream(parseText(upstream));
    into.addApplication({ applicationId, tenantId, ...origin });
    if (into.applicationCount() === before) throw wrong("an application that is there already");
  }

  function readHost(into: EdgeSet, buffer: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end && buffer[at] !== space) at += 1;
    if (at === start || at + 34 > end) throw wrong("a host without its fields");
    const hostname = buffer.toString("latin1", start, at);
    at += 1;
    for (let index = 0; index < 16; index += 1, at += 2) {
      const high = hexValue(buffer[at]);
      const low = hexValue(buffer[at + 1]);
      if (high < 0 || low < 0) throw wrong("not a connection id");
      id.bytes[index] = high * 16 + low;
    }
    if (buffer[at] !== space) throw wrong("not a connection id");
    at += 1;
    const digits = at;
    let index = 0;
    for (; at < end && buffer[at] !== space; at += 1) {
      const value = (buffer[at] ?? 0) - digit0;
      if (value < 0 || value > 9) throw wrong("not the number of an application");
      index = index * 10 + value;
    }
    if (at === digits || index >= into.applicationCount())
      throw wrong("the number of an application that is not there");
    const admitted = buffer[at + 1];
    if ((admitted !== digit0 && admitted !== digit1) || buffer[at + 2] !== space)
      throw wrong("neither admitted nor waiting");
    const reference = at + 3 >= end ? null : parseText(buffer.toString("utf8", at + 3, end));
    into.addHost(hostname, id, index, admitted === digit1, reference);
    hosts += 1;
  }

  function readEnd(text: string): void {
    const [, applications, hostCount, sha256] = endLine.exec(text) ?? [];
    if (set === null || sha256 === undefined) throw wrong("not an end");
    if (Number(applications) !== set.applicationCount() || Number(hostCount) !== hosts)
      throw wrong("lines are missing");
    if (hash.digest("hex") !== sha256) throw wrong("the checksum differs");
    isComplete = true;
  }

  return {
    push(chunk) {
      const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = buffer.indexOf(newline); end !== -1; end = buffer.indexOf(newline, start)) {
        if (isComplete) throw wrong("text after the end");
        if (set !== null && buffer[start] === letterE) {
          hash.update(buffer.subarray(0, start));
          readEnd(buffer.toString("utf8", start, end));
          rest = Buffer.from(buffer.subarray(end + 1));
          if (rest.length > 0) throw wrong("text after the end");
          return;
        }
        readLine(buffer, start, end);
        start = end + 1;
      }
      if (isComplete && buffer.length > 0) throw wrong("text after the end");
      hash.update(buffer.subarray(0, start));
      // Copied: what the chunk is a part of may be reused.
      rest = Buffer.from(buffer.subarray(start));
      if (rest.length > maxLineBytes) throw wrong("a line that is too long");
    },
    end() {
      if (set === null || !isComplete) throw wrong("the end is missing");
      return set;
    },
  };
}

function hexValue(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= digit0 && code <= 57) return code - digit0;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}
