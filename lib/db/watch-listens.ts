import type { Database } from "@/lib/db/client";

/** `lostForMs`: since when notifications of the channel do not arrive; null: they do. */
export type ListenState = { channel: string; lostForMs: number | null };

export type WatchedDatabase = {
  /** The same database. */
  database: Database;
  /** The channels that this process listens on. */
  listens(): ListenState[];
};

/** Notes which subscriptions of this process are active. @param nowMs monotonic */
export function watchListens(database: Database, nowMs: () => number): WatchedDatabase {
  const lostAtMs = new Map<string, number | null>();
  return {
    database: {
      ...database,
      async listen(channel, subscription) {
        lostAtMs.set(channel, nowMs());
        const unlisten = await database.listen(channel, {
          ...subscription,
          onReady() {
            lostAtMs.set(channel, null);
            subscription.onReady();
          },
          onLost(error) {
            lostAtMs.set(channel, lostAtMs.get(channel) ?? nowMs());
            subscription.onLost(error);
          },
        });
        return async () => {
          lostAtMs.delete(channel);
          await unlisten();
        };
      },
    },
    listens: () =>
      [...lostAtMs].map(([channel, lostAt]) => ({ channel, lostForMs: lostAt === null ? null : nowMs() - lostAt })),
  };
}
