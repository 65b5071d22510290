import { Pool, type PoolClient, type PoolConfig } from "pg";
import { connectionShare } from "@/lib/db/connection-share";
import { createFairGate, type FairGate } from "@/lib/kernel/fair-gate";

type Connected = (error: Error | undefined, client: PoolClient | undefined, release: PoolClient["release"]) => void;

const queuedPerConnection = 200;
/** PostgreSQL's read_only_sql_transaction. */
const readOnlyCode = "25006";

/**
 * PostgreSQL's pool, whose connections are shared fairly: many requests of one tenant at once, or many of an unknown caller,
 * wait for each other and not everybody else for them. Whoever is alone gets half of the connections.
 */
export class FairPool extends Pool {
  readonly #gate: FairGate;
  readonly #waitMs: number;
  /** Connections to a server that takes no writes: after a failover, to the old primary. The next one may be to the new one. */
  readonly #standbys = new WeakSet<object>();
  /** Callers that wait for their turn, before the pool's own queue. */
  #entering = 0;

  constructor(config: PoolConfig & { max: number; connectionTimeoutMillis: number }) {
    super(config);
    this.#gate = createFairGate({ maxInFlight: config.max, maxQueued: config.max * queuedPerConnection });
    this.#waitMs = config.connectionTimeoutMillis;
    this.on("connect", (client) => {
      client.connection.on("errorMessage", ({ code }: { code?: string }) => {
        if (code === readOnlyCode) this.#standbys.add(client);
      });
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const connecting = this.#connect();
    if (!callback) return connecting;
    connecting.then(
      (client) => process.nextTick(callback, undefined, client, client.release),
      (error) => process.nextTick(callback, error, undefined, () => undefined),
    );
    return undefined;
  }

  use(): { used: number; idle: number; waiting: number } {
    const used = this.totalCount - this.idleCount;
    return { used, idle: this.idleCount, waiting: this.#entering + this.waitingCount };
  }

  async #connect(): Promise<PoolClient> {
    this.#entering += 1;
    const permit = await this.#gate.enter(connectionShare(), this.#waitMs).finally(() => {
      this.#entering -= 1;
    });
    // As the pool itself says it.
    if (permit.kind !== "granted") throw new Error("timeout exceeded when trying to connect");
    try {
      const client = await super.connect();
      const { release } = client;
      client.release = (destroy) => {
        permit.release();
        return release.call(client, destroy || this.#standbys.has(client));
      };
      return client;
    } catch (error) {
      permit.release();
      throw error;
    }
  }
}
