import { randomInt } from "node:crypto";
import { connect } from "node:net";
import { encodeQuery } from "@/lib/dns/message";
import {
  type OutgoingQuestion,
  readResponse,
  type ServerEndpoint,
  type TransportOutcome,
} from "@/lib/dns/udp-transport";

const lengthBytes = 2;

/** One question over its own TCP connection (RFC 7766). The time-out bounds all of it, however slowly bytes drip in. */
export function askOverTcp(
  server: ServerEndpoint,
  question: OutgoingQuestion,
  timeoutMs: number,
): Promise<TransportOutcome> {
  return new Promise((resolve) => {
    const id = randomInt(0x10000);
    const prefix = Buffer.alloc(lengthBytes);
    let body: Buffer | null = null;
    let received = 0;
    const socket = connect({ host: server.address, port: server.port, noDelay: true });
    const timer = setTimeout(() => finish(failure("timeout")), timeoutMs);

    function finish(outcome: TransportOutcome): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    }

    /** Where not one byte came, the server has no TCP, or none that gets through. */
    function failure(reason: "timeout" | "network" | "malformed"): TransportOutcome {
      return { kind: "failed", reason: received === 0 ? "no_tcp" : reason };
    }

    socket.on("connect", () => {
      const query = encodeQuery({ ...question, id });
      const queryLength = Buffer.alloc(lengthBytes);
      queryLength.writeUInt16BE(query.length);
      socket.write(Buffer.concat([queryLength, query]));
    });
    socket.on("data", (chunk) => {
      let offset = 0;
      if (received < lengthBytes) {
        offset = chunk.copy(prefix, received, 0, lengthBytes - received);
        received += offset;
        if (received < lengthBytes) return;
        body = Buffer.alloc(prefix.readUInt16BE(0));
      }
      if (body === null) return;
      received += chunk.copy(body, received - lengthBytes, offset);
      if (received === lengthBytes + body.length) finish(readFramed(body, id, question));
    });
    socket.on("error", () => finish(failure("network")));
    socket.on("close", () => finish(failure("malformed")));
  });
}

function readFramed(bytes: Buffer, id: number, question: OutgoingQuestion): TransportOutcome {
  const isOurs = bytes.length >= 2 && bytes.readUInt16BE(0) === id;
  return (isOurs ? readResponse(bytes, question) : null) ?? { kind: "failed", reason: "malformed" };
}
