import type { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { retryDelayMs } from "@/lib/kernel/retry-delay-ms";

export type Subscription = {
  onMessage(payload: string): void;
  /** The subscription is (again) active; earlier messages may have been missed. */
  onReady(): void;
  /** The subscription is interrupted until the next `onReady`. */
  onLost(error: Error): void;
};

const reconnectDelaysMs = [100, 500, 1_000, 2_000, 5_000] as const;
const probeMs = 10_000;

/** LISTEN on a dedicated connection that reconnects until it is stopped. */
export async function listenOnPostgres(
  url: string,
  channel: string,
  subscription: Subscription,
): Promise<() => Promise<void>> {
  let stopped = false;
  let failures = 0;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    // Named after its channel in pg_stat_activity.
    const next = new Client({
      connectionString: url,
      application_name: channel,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    client = next;
    next.on("error", (error) => lose(next, error));
    next.on("end", () => lose(next, new Error("the listening connection ended")));
    next.on("notification", (message) => {
      if (message.channel === channel) subscription.onMessage(message.payload ?? "");
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    } catch (error) {
      lose(next, error as Error);
      return;
    }
    if (client !== next) return;
    failures = 0;
    subscription.onReady();
    probe(next);
  }

  // A half-open connection stays silent indefinitely: probe it.
  function probe(current: Client): void {
    timer = setTimeout(() => {
      current.query("SELECT 1").then(
        () => client === current && !stopped && probe(current),
        (error) => lose(current, error),
      );
    }, probeMs);
    timer.unref();
  }

  function lose(lost: Client, error: Error): void {
    if (client !== lost) return;
    client = null;
    if (timer) clearTimeout(timer);
    lost.end().catch(() => undefined);
    if (stopped) return;
    subscription.onLost(error);
    failures += 1;
    timer = setTimeout(connect, retryDelayMs(reconnectDelaysMs, failures));
  }

  await connect();
  return async () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    const current = client;
    client = null;
    await current?.end();
  };
}

/** The embedded database runs in this process: its subscription is never interrupted. */
export async function listenOnPglite(
  pglite: PGlite,
  channel: string,
  subscription: Subscription,
): Promise<() => Promise<void>> {
  const unlisten = await pglite.listen(channel, (payload) => subscription.onMessage(payload));
  subscription.onReady();
  return () => unlisten();
}
