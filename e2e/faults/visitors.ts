import { get } from "node:https";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Echo } from "@/e2e/support/upstream";

/** `known`: must be served by its origin. `unknown`: was never connected. `stopped`: was archived. */
export type HostKind = "known" | "unknown" | "stopped";

export type Visit = {
  hostname: string;
  kind: HostKind;
  /** Milliseconds of `performance.now()`. */
  from: number;
  to: number;
  /** The origin that answered; null: something else, or nothing, answered. */
  origin: string | null;
  /** Why no origin did. */
  reason: string | null;
};

export type Visitors = {
  /** All of them, in the order in which they ended. */
  visits: readonly Visit[];
  /** Resolves when those that have begun by now have ended. */
  settle(): Promise<void>;
  /** No further request; resolves when the last one has ended. */
  stop(): Promise<void>;
};

export type VisitorsOptions = {
  httpsPort: number;
  /** PEM of the roots to trust. */
  ca: () => string[];
  /** Which one comes next. */
  next: () => { hostname: string; kind: HostKind };
  perSecond: number;
};

const limitMs = 15_000;
const tickMs = 10;

/** Constant load: each request begins at its time, however long those before it take, on a TLS connection of its own. */
export function startVisitors(options: VisitorsOptions): Visitors {
  const visits: Visit[] = [];
  const open = new Set<Promise<void>>();
  const startedAt = performance.now();
  let begun = 0;
  const timer = setInterval(() => {
    // At most what the rate allows by now: a tick that came late is made up for.
    for (; begun < ((performance.now() - startedAt) / 1_000) * options.perSecond; begun += 1) {
      const one = visit(options, options.next()).then((done) => {
        visits.push(done);
        open.delete(one);
      });
      open.add(one);
    }
  }, tickMs);
  return {
    visits,
    settle: async () => {
      await Promise.all(open);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** One request of one visitor. */
export async function visit(
  { httpsPort, ca }: Pick<VisitorsOptions, "httpsPort" | "ca">,
  { hostname, kind }: { hostname: string; kind: HostKind },
): Promise<Visit> {
  const from = performance.now();
  const answer = await request(httpsPort, hostname, ca());
  return { hostname, kind, from, to: performance.now(), ...answer };
}

function request(port: number, hostname: string, ca: string[]): Promise<Pick<Visit, "origin" | "reason">> {
  return new Promise((resolve) => {
    const none = (reason: string) => resolve({ origin: null, reason });
    const outgoing = get(
      { host: "127.0.0.1", port, servername: hostname, headers: { host: hostname }, ca, agent: false },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("error", (error) => none(error.message));
        response.on("end", () => {
          if (response.statusCode !== 200) return none(`HTTP ${response.statusCode}`);
          try {
            resolve({ origin: (JSON.parse(body) as Echo).origin, reason: null });
          } catch {
            none("not an origin's answer");
          }
        });
      },
    );
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer in ${limitMs} ms`)), limitMs);
    outgoing.on("close", () => clearTimeout(timer));
    outgoing.on("error", (error: NodeJS.ErrnoException) => none(reasonOf(error)));
  });
}

// OpenSSL's own text has an address in it that differs each time.
function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  const alert = /alert ([a-z ]+):/.exec(message)?.[1];
  return alert ? `TLS alert: ${alert}` : (code ?? message);
}

/** A time in which something was down on purpose. */
export type Downtime = { from: number; to: number };

/** From now until the port takes connections again. */
export async function measureDowntime(port: number, from = performance.now()): Promise<Downtime> {
  while (!(await accepts(port))) await sleep(tickMs);
  return { from, to: performance.now() };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      resolve(true);
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });
}

/** What went against the promises, each as a line; empty if they were kept. */
export function broken(
  visits: readonly Visit[],
  originOf: (hostname: string) => string | null,
  excused: readonly Downtime[],
): string[] {
  const startedAt = visits[0]?.from ?? 0;
  return visits.flatMap((one) => {
    const isRight = one.kind === "known" ? one.origin === originOf(one.hostname) : one.origin === null;
    const overlaps = excused.some(({ from, to }) => one.from <= to && one.to >= from);
    // Only what should have been served can be excused.
    if (isRight || (one.kind === "known" && one.origin === null && overlaps)) return [];
    const at = ((one.from - startedAt) / 1_000).toFixed(1);
    return [`${at} s: ${one.kind} ${one.hostname}: ${one.reason ?? `served by ${one.origin}`}`];
  });
}
