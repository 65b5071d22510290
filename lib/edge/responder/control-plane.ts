import { type IncomingMessage, Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";

/** Requests to the control plane, at one of its URLs: the one that answered last, until it fails. */
export type ControlPlane = {
  /** The whole body. @throws Error if no answer came in time, or one that is longer than `maxBytes` */
  ask(question: Question & { maxBytes: number }): Promise<{ status: number; body: Buffer }>;
  /** The body as it comes in; `timeoutMs` is without data. */
  open(question: Question): Promise<IncomingMessage>;
  /** The next of its URLs is used from now on. */
  advance(): void;
  url(): string;
  close(): void;
};

export type Question = {
  path: string;
  method?: "GET" | "POST";
  body?: string;
  timeoutMs: number;
  signal: AbortSignal;
};

export function createControlPlane(urls: readonly string[], token: string): ControlPlane {
  const agents = { "http:": new PlainAgent({ keepAlive: true }), "https:": new SecureAgent({ keepAlive: true }) };
  let index = 0;
  const url = () => urls[index % urls.length] ?? "";

  function send({ path, method = "GET", body, signal }: Question): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const target = new URL(path, url());
      const isSecure = target.protocol === "https:";
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      };
      const options = { method, headers, signal, agent: isSecure ? agents["https:"] : agents["http:"] };
      const request = isSecure ? requestSecurely(target, options) : requestPlainly(target, options);
      request.on("response", resolve);
      request.on("error", reject);
      request.end(body);
    });
  }

  return {
    async ask({ maxBytes, ...question }) {
      const deadline = startDeadline(question);
      try {
        const response = await send({ ...question, signal: deadline.signal });
        return { status: response.statusCode ?? 0, body: await readBody(response, maxBytes) };
      } catch (error) {
        throw deadline.signal.aborted ? deadline.signal.reason : error;
      } finally {
        deadline.end();
      }
    },
    async open(question) {
      const deadline = startDeadline(question);
      try {
        const response = await send({ ...question, signal: deadline.signal });
        response.setTimeout(question.timeoutMs, () => response.destroy(new Error("no more data in time")));
        return response;
      } finally {
        deadline.end();
      }
    },
    advance() {
      index += 1;
    },
    url,
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Not `AbortSignal.any`: the signal of this process would remember each of its requests. */
function startDeadline({ timeoutMs, signal }: Question): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs / 1_000} s`)), timeoutMs);
  signal.addEventListener("abort", stop);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}
