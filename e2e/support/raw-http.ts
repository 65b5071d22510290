import { connect } from "node:net";

export type RawResponse = { status: number; headers: Map<string, string>; body: string };

export type RawExchange = { responses: RawResponse[]; end: "closed" | "reset" | "timed out" };

type ExchangeOptions = {
  port: number;
  bytes: Buffer;
  /** Those of the requests, in their order: each gets one response, and one to HEAD has no body. */
  methods: readonly string[];
  timeoutMs: number;
  /** The last request is not complete: the client ends its side at once. */
  half?: boolean;
  /** Read nothing until everything is written. */
  writeFirst?: boolean;
};

/** Sends bytes over one connection, and reads until every request has its response or the server closes it. */
export function exchange({ port, bytes, methods, timeoutMs, half, writeFirst }: ExchangeOptions): Promise<RawExchange> {
  return new Promise((resolve) => {
    let stream = "";
    let end: RawExchange["end"] = "closed";
    const socket = connect(port, "127.0.0.1");
    const finish = (how: RawExchange["end"]) => {
      end = how;
      socket.destroy();
    };
    const timer = setTimeout(() => finish("timed out"), timeoutMs);
    socket.on("data", (chunk) => {
      stream += chunk.toString("latin1");
      if (!half && parse(stream, methods).length >= methods.length) finish("closed");
    });
    socket.on("error", () => {
      end = "reset";
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ responses: parse(stream, methods), end });
    });
    if (writeFirst) socket.pause();
    socket.write(bytes, () => {
      socket.resume();
      if (half) socket.end();
    });
  });
}

/** The complete responses of a stream. */
function parse(stream: string, methods: readonly string[]): RawResponse[] {
  const responses: RawResponse[] = [];
  let rest = stream;
  for (;;) {
    const match = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (!match) return responses;
    const status = Number(match[1]);
    rest = rest.slice(match[0].length);
    if (status < 200) continue;
    const headers = new Map(
      (match[2] ?? "")
        .split("\r\n")
        .filter((line) => line !== "")
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    );
    const hasBody = methods[responses.length] !== "HEAD" && status !== 204 && status !== 304;
    const read = hasBody ? readBody(rest, headers) : { body: "", rest };
    if (!read) return responses;
    rest = read.rest;
    responses.push({ status, headers, body: Buffer.from(read.body, "latin1").toString("utf8") });
  }
}

/** null: the body is not complete. */
function readBody(text: string, headers: ReadonlyMap<string, string>): { body: string; rest: string } | null {
  if (headers.get("transfer-encoding") === "chunked") return readChunks(text);
  const length = headers.get("content-length");
  if (length === undefined) return { body: text, rest: "" };
  return text.length < Number(length)
    ? null
    : { body: text.slice(0, Number(length)), rest: text.slice(Number(length)) };
}

function readChunks(text: string): { body: string; rest: string } | null {
  let body = "";
  let rest = text;
  for (;;) {
    const size = /^([0-9a-f]+)\r\n/i.exec(rest);
    if (!size) return null;
    const length = Number.parseInt(size[1] ?? "0", 16);
    const start = size[0].length;
    if (rest.length < start + length + 2) return null;
    body += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
    if (length === 0) return { body, rest };
  }
}
