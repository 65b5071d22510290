import type { Server, ServerResponse } from "node:http";

export type Drain = {
  /**
   * Ends the server without a failed request. For `lingerMs` it still takes connections, and each answer says that its
   * connection is not used again; then it takes no more, and what has not been answered gets `limitMs`.
   * @param options `onClosing`: called when no more connections are taken, so that requests that wait are answered
   */
  drain(options: { lingerMs: number; limitMs: number; onClosing?(): void }): Promise<void>;
};

/**
 * Closing an idle connection races with the request that its client is about to send on it, and a POST is not sent twice. So
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
    async drain({ lingerMs, limitMs, onClosing }) {
      draining = true;
      for (const response of unanswered) response.shouldKeepAlive = false;
      await new Promise((resolve) => setTimeout(resolve, lingerMs));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        onClosing?.();
        setTimeout(() => server.closeAllConnections(), limitMs).unref();
      });
    },
  };
}
