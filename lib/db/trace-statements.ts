import type { Pool } from "pg";
import type { Tracer } from "@/lib/kernel/tracer";

type Query = (...args: unknown[]) => unknown;

/** A span for each statement of the pool's connections, named after its verb and first table. */
export function traceStatements(pool: Pool, tracer: Tracer): void {
  pool.on("connect", (client) => {
    const target = client as unknown as { query: Query };
    const query = target.query.bind(client);
    target.query = (...args) => {
      const text = textOf(args[0]);
      // A stream or a cursor.
      if (text === null) return query(...args);
      const name = statementName(text);
      const options = { kind: "client", attributes: { "db.system.name": "postgresql" } } as const;
      const done = args.at(-1);
      if (typeof done !== "function") return tracer.span(name, options, async () => query(...args));
      void tracer
        .span(
          name,
          options,
          () =>
            new Promise<void>((resolve, reject) => {
              query(...args.slice(0, -1), (error: unknown, result: unknown) => {
                done(error, result);
                if (error) reject(error);
                else resolve();
              });
            }),
        )
        .catch(() => undefined);
      return undefined;
    };
  });
}

function textOf(statement: unknown): string | null {
  if (typeof statement === "string") return statement;
  const { text, submit } = (statement ?? {}) as { text?: unknown; submit?: unknown };
  return typeof text === "string" && submit === undefined ? text : null;
}

/** `SELECT connections`: what it does, and the first table that it names. Never a value. */
export function statementName(text: string): string {
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "SQL";
  const table = /\b(?:FROM|INTO|UPDATE|TABLE)\s+(?:"?public"?\.)?"?([a-z_]\w*)"?(?!\w*\()/i.exec(text)?.[1];
  return table === undefined ? verb : `${verb} ${table.toLowerCase()}`;
}
