import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Arrival, names, type World } from "@/bench/fair-shares/names";
import { percentile } from "@/lib/kernel/percentile";

/** In milliseconds. Infinity: it did not happen while the bench waited. */
export type VictimFigures = {
  verifiedP50: number;
  verifiedP95: number;
  listP95: number;
  routeP99: number;
  webhookP95: number;
  /** Answers other than 2xx, and requests that failed. */
  failures: number;
};

export type Victim = {
  /** Works at its pace for this long, then waits for what is still open. */
  measure(durationMs: number): Promise<VictimFigures>;
};

const connectEveryMs = 1_000;
const listEveryMs = 200;
const routeEveryMs = 50;
/** Varies, so that it does not align with the checks every two seconds. */
const readingMs = () => 500 + Math.random() * 2_000;
const pollMs = 250;
/** For a hostname or a message after the last one was started, and for a server that has just started. */
const patienceMs = 15_000;
const requestTimeoutMs = 30_000;

const createdSchema = z.object({
  id: z.string(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), value: z.string() }),
});
const eventsSchema = z.object({ data: z.array(z.object({ type: z.string(), created_at: z.string() })) });

/** A tenant that connects hostnames one after the other, reads its list, has visitors, and receives a webhook per hostname. */
export async function createVictim(world: World, token: string): Promise<Victim> {
  const { key, applicationId } = world.accounts.victim;
  let failures = 0;
  let connected = 0;

  async function call(path: string, method = "GET", body?: object): Promise<unknown> {
    const response = await fetch(`${world.serverUrl}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async function publish(name: string, value: string): Promise<void> {
    await fetch(`${world.outsideUrl}/txt`, { method: "POST", body: JSON.stringify({ name, value }) });
  }

  /** Connects a hostname, publishes its TXT soon, and waits for the worker to find it. */
  async function connect(deadlineMs: number): Promise<{ id: string; tookMs: number; verifiedAtMs: number }> {
    connected += 1;
    const hostname = `shop-${connected}-${Date.now().toString(36)}.${names.victim}`;
    const created = createdSchema.parse(
      await call("/connections", "POST", { application_id: applicationId, hostname }),
    );
    await sleep(readingMs());
    const publishedAtMs = Date.now();
    await publish(created.ownership_challenge.name, created.ownership_challenge.value);
    while (Date.now() < deadlineMs) {
      const { data } = eventsSchema.parse(await call(`/connections/${created.id}/events?limit=20`));
      const event = data.find(({ type }) => type === "domain.verified");
      if (event !== undefined) {
        const verifiedAtMs = Date.parse(event.created_at);
        return { id: created.id, verifiedAtMs, tookMs: Math.max(0, verifiedAtMs - publishedAtMs) };
      }
      await sleep(pollMs);
    }
    return { id: created.id, tookMs: Infinity, verifiedAtMs: Number.NaN };
  }

  async function timed(work: () => Promise<unknown>): Promise<number> {
    const startedAt = performance.now();
    try {
      await work();
      return performance.now() - startedAt;
    } catch (error) {
      failures += 1;
      if (process.env.BENCH_VERBOSE) console.error(String(error).slice(0, 200));
      return Infinity;
    }
  }

  const visit = (hostname: string) =>
    timed(async () => {
      const response = await fetch(`${world.responderUrl}/internal/route`, {
        headers: { "x-forwarded-host": hostname, "x-latchkey-token": token },
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`/internal/route: ${response.status}`);
    });

  const served = `www.${names.victim}`;
  await serve(served);

  /** The hostname that visitors ask for: connected once, and live in the claims of every later server. */
  async function serve(hostname: string): Promise<void> {
    const known = z.object({ data: z.array(z.object({ id: z.string() })) });
    const [existing] = known.parse(await call(`/connections?hostname=${hostname}`)).data;
    const input = { application_id: applicationId, hostname };
    const connection = createdSchema.parse(
      await (existing ? call(`/connections/${existing.id}`) : call("/connections", "POST", input)),
    );
    await publish(connection.ownership_challenge.name, connection.ownership_challenge.value);
    if (connection.state === "pending_ownership") await call(`/connections/${connection.id}/verify`, "POST");
    const deadlineMs = Date.now() + patienceMs;
    while ((await visit(hostname)) === Infinity) {
      if (Date.now() > deadlineMs) throw new Error(`${hostname} is not served`);
      await sleep(pollMs);
    }
  }

  return {
    async measure(durationMs) {
      failures = 0;
      await readArrivals(world);
      const endAtMs = Date.now() + durationMs;
      const every = async (intervalMs: number, work: () => Promise<number>): Promise<number[]> => {
        const running: Promise<number>[] = [];
        while (Date.now() < endAtMs) {
          running.push(work());
          await sleep(intervalMs);
        }
        return Promise.all(running);
      };
      const verified = new Map<string, number>();
      const finished: string[] = [];
      const [connections, lists, routes] = await Promise.all([
        every(connectEveryMs, async () => {
          let took = Infinity;
          await timed(async () => {
            const result = await connect(endAtMs + patienceMs);
            took = result.tookMs;
            finished.push(result.id);
            if (took !== Infinity) verified.set(result.id, result.verifiedAtMs);
          });
          return took;
        }),
        every(listEveryMs, () => timed(() => call("/connections?limit=20"))),
        every(routeEveryMs, () => visit(served)),
      ]);
      const delays = await waitForMessages(world, verified, endAtMs + patienceMs);
      await Promise.all(finished.map((id) => timed(() => call(`/connections/${id}`, "DELETE"))));
      return {
        verifiedP50: percentile(connections, 0.5),
        verifiedP95: percentile(connections, 0.95),
        listP95: percentile(lists, 0.95),
        routeP99: percentile(routes, 0.99),
        webhookP95: percentile(delays, 0.95),
        failures,
      };
    },
  };
}

/** Milliseconds between each event and the arrival of its webhook. */
async function waitForMessages(
  world: World,
  verified: ReadonlyMap<string, number>,
  deadlineMs: number,
): Promise<number[]> {
  const arrivedAt = new Map<string, number>();
  do {
    for (const { connectionId, atMs } of await readArrivals(world)) {
      if (!arrivedAt.has(connectionId)) arrivedAt.set(connectionId, atMs);
    }
    await sleep(pollMs);
  } while (Date.now() < deadlineMs && [...verified.keys()].some((id) => !arrivedAt.has(id)));
  return [...verified].map(([id, atMs]) => Math.max(0, (arrivedAt.get(id) ?? Infinity) - atMs));
}

async function readArrivals(world: World): Promise<Arrival[]> {
  const response = await fetch(`${world.outsideUrl}/arrivals`);
  return (await response.json()) as Arrival[];
}
