import { states } from "@/lib/connections/machine";
import { countAllByState } from "@/lib/connections/stats/count-all-by-state";
import type { ListenState } from "@/lib/db/watch-listens";
import { edgeFigures } from "@/lib/edge/control-plane/edge-figures";
import type { ControlPlane } from "@/lib/edge/control-plane/open-control-plane";
import { issuanceFigures } from "@/lib/edge/issuance/issuance-figures";
import type { Figure, Figures } from "@/lib/kernel/metrics";
import { problemCodes } from "@/lib/kernel/problems";
import { isRoutinePool } from "@/lib/platform/jobs/catalog";
import { findProblems, workerAliveMs } from "@/lib/platform/jobs/find-problems";
import { queueHealth } from "@/lib/platform/jobs/queue-health";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { deliveryBacklog } from "@/lib/webhooks/deliveries/delivery-backlog";

export type FigureSources = {
  service: ServiceContext;
  listens(): readonly ListenState[];
  build: { version: string; migration: string; process: "app" | "worker" };
  /** null: a worker, whose figures of the installation are those that every app has. */
  edges: Pick<ControlPlane, "feed" | "snapshotsServed"> | null;
};

/** What this process knows without asking anybody. */
export function processFigures({ service, listens, build }: FigureSources): Figures {
  const states = listens();
  const use = service.database.poolUse();
  return {
    latchkey_checks_total: service.memory.checks
      .totals()
      .map(({ kind, outcome, count }) => ({ labels: { kind, outcome }, value: count })),
    latchkey_recheck_interval_seconds: [0.5, 0.95].flatMap((quantile) => {
      const value = service.memory.recheckSeconds.percentile(quantile);
      return value === null ? [] : [{ labels: { quantile: String(quantile) }, value }];
    }),
    latchkey_listen_up: states.map(({ channel, lostForMs }) => ({
      labels: { channel },
      value: lostForMs === null ? 1 : 0,
    })),
    latchkey_listen_lost_seconds: states.map(({ channel, lostForMs }) => ({
      labels: { channel },
      value: (lostForMs ?? 0) / 1_000,
    })),
    latchkey_database_connections: Object.entries(use ?? {}).map(([state, value]) => ({ labels: { state }, value })),
    latchkey_build_info: [{ labels: build, value: 1 }],
  };
}

/** Everything of this process and, for an app, of the installation. What cannot be read is left out. Never rejects. */
export async function readFigures(sources: FigureSources): Promise<Figures> {
  const { service, edges } = sources;
  if (edges === null) return processFigures(sources);
  const parts = await Promise.all(
    [readEdges, readQueue, readConnections, readWebhooks, readIssuances].map((read) =>
      read(service).catch((): Figures => ({})),
    ),
  );
  return Object.assign(
    processFigures(sources),
    {
      latchkey_edges_waiting: one(edges.feed.waiting()),
      latchkey_edge_snapshots_total: one(edges.snapshotsServed()),
      latchkey_mails_total: Object.entries(service.memory.mails).map(([outcome, value]) => ({
        labels: { outcome },
        value,
      })),
    } satisfies Figures,
    ...parts,
  );
}

async function readEdges(service: ServiceContext): Promise<Figures> {
  const { hosts, edges } = await edgeFigures(service);
  const connected = edges.filter((edge) => edge.connected).length;
  return {
    latchkey_hosts: one(hosts),
    latchkey_edges: [
      { labels: { state: "connected" }, value: connected },
      { labels: { state: "silent" }, value: edges.length - connected },
    ],
    latchkey_edge_behind_changes: edges.map(({ id, name, behind }) => ({ labels: { edge: id, name }, value: behind })),
    latchkey_edge_behind_seconds: edges.map(({ id, name, behindSeconds }) => ({
      labels: { edge: id, name },
      value: behindSeconds,
    })),
  };
}

async function readQueue(service: ServiceContext): Promise<Figures> {
  const queue = await queueHealth(service.database, service.now());
  const since = new Date(service.now().getTime() - workerAliveMs);
  const [problems, workers] = await Promise.all([
    findProblems(service, queue),
    service.database.prisma.workerHeartbeat.count({ where: { seenAt: { gt: since } } }),
  ]);
  const pools = queue.pools.map((pool) => ({
    ...pool,
    labels: { pool: pool.pool, class: isRoutinePool(pool.pool) ? "routine" : "waited" },
  }));
  return {
    latchkey_problems: problemCodes.map((problem) => ({
      labels: { problem },
      value: problems.filter(({ code }) => code === problem).length,
    })),
    latchkey_workers: one(workers),
    latchkey_jobs: [
      { labels: { kind: "due" }, value: queue.due },
      { labels: { kind: "failed" }, value: queue.failed },
    ],
    latchkey_jobs_oldest_due_seconds: one(queue.oldestSeconds),
    latchkey_pool_jobs: pools.flatMap(({ labels, due, running }) => [
      { labels: { ...labels, kind: "due" }, value: due },
      { labels: { ...labels, kind: "running" }, value: running },
    ]),
    latchkey_pool_oldest_due_seconds: pools.map(({ labels, oldestSeconds }) => ({ labels, value: oldestSeconds })),
  };
}

async function readConnections(service: ServiceContext): Promise<Figures> {
  const counts = await countAllByState(service);
  const countOf = (name: string) => counts.find(({ state }) => state === name)?.count ?? 0;
  return {
    latchkey_connections: Object.keys(states).map((state) => ({ labels: { state }, value: countOf(state) })),
  };
}

async function readWebhooks(service: ServiceContext): Promise<Figures> {
  const { pending, oldestSeconds } = await deliveryBacklog(service);
  return {
    latchkey_webhooks_pending: one(pending),
    latchkey_webhooks_oldest_pending_seconds: one(oldestSeconds),
  };
}

async function readIssuances(service: ServiceContext): Promise<Figures> {
  const { waiting, oldestSeconds, authorities } = await issuanceFigures(service);
  return {
    latchkey_certificate_queue: one(waiting),
    latchkey_certificate_queue_oldest_seconds: one(oldestSeconds),
    latchkey_ca_orders_left: authorities.map(({ ca, ordersLeft }) => ({ labels: { ca }, value: ordersLeft })),
    latchkey_ca_blocked_seconds: authorities.map(({ ca, blockedSeconds }) => ({
      labels: { ca },
      value: blockedSeconds,
    })),
  };
}

function one(value: number): Figure[] {
  return [{ value }];
}
