import type { Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Drain = {
  /**
   * Ends the server without a failed request. From now on each answer says that its connection is not used again. For
   * `lingerMs` new connections are taken; then no more. Idle ones are closed `idleMs` later, and what has not been answered
   * `limitMs` later.
   * @param options `onClosing`: called when no more connections are taken, so that requests that wait are answered
   */
  drain(options: { lingerMs: number; idleMs: number; limitMs: number; onClosing?(): void }): Promise<void>;
};

/**
 * A server that can be ended while it is used. Closing an idle connection races with the request that its client is about to send on it, and a POST is not sent twice. So
 * clients are asked to give their connections up while they are still served. Call it before the server listens.
 */
export function drainable(server: Server): Drain {
  const unanswered = new Set<ServerResponse>();
  let draining = false;
  server.prependListener("request", (_, response: ServerResponse) => {
    unanswered.add(response);
    response.once("close", () => unanswered.delete(response));
    if (draining) response.shouldKeepAlive = false;
  });
  return {
    async drain({ lingerMs, idleMs, limitMs, onClosing }) {
      draining = true;
      for (const response of unanswered) response.shouldKeepAlive = false;
      if (lingerMs > 0) await sleep(lingerMs);
      // An HTTP server's own `close` would close idle connections at once, while those who get the last answers of requests
      // that waited send the next one on them.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      onClosing?.();
      if (idleMs > 0) await Promise.race([closed, sleep(idleMs, undefined, { ref: false })]);
      const limit = setTimeout(() => server.closeAllConnections(), limitMs);
      server.closeIdleConnections();
      await closed;
      clearTimeout(limit);
    },
  };
}
