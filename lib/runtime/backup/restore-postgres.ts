import { Client } from "pg";
import { Refusal } from "@/lib/kernel/errors";
import type { Manifest } from "@/lib/runtime/backup/manifest";
import { connectionOf, findPostgresTools, startTool } from "@/lib/runtime/backup/postgres-tools";
import { tablesSql } from "@/lib/runtime/backup/read-tables";

/**
 * Fills a database from a dump, in one transaction: with a failure, and with other counts than the manifest's, it stays as
 * it was.
 * @param options `replace`: what the database holds now is removed in the same transaction
 * @throws Refusal invalid where the database is not empty, or somebody uses it
 */
export async function restorePostgres(
  url: string,
  path: string,
  manifest: Pick<Manifest, "counts">,
  options: { replace: boolean },
): Promise<void> {
  const serverVersion = await assertMayReplace(url, options);
  const tools = await findPostgresTools(serverVersion);
  const { dbname, environment } = connectionOf(url);
  const archive = ["--no-owner", "--no-privileges", "--no-comments", "--file=-", path];
  const reader = startTool(tools.pgRestore, archive, environment);
  const session = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-"];
  const writer = startTool(tools.psql, [...session, `--dbname=${dbname}`], environment);
  writer.child.stdout?.resume();
  reader.child.stdin?.end();
  // Both are awaited below; a failure of the other one must not be an unhandled rejection meanwhile.
  const read = reader.done.catch((error: Error) => error);
  const written = writer.done.catch((error: Error) => error);
  writer.child.stdin?.write(options.replace ? emptyingSql : "");
  if (reader.child.stdout && writer.child.stdin) reader.child.stdout.pipe(writer.child.stdin, { end: false });
  // A writer that has ended reads no more, and its reader would wait for it for good.
  void written.then(() => reader.child.kill());
  const failure = await read;
  // Without the end of its input, the transaction is undone.
  if (failure instanceof Error) writer.child.kill();
  else writer.child.stdin?.end(checkSql(manifest.counts));
  const problem = await written;
  if (problem instanceof Error && !writer.child.killed) throw problem;
  if (failure instanceof Error) throw failure;
}

/** @returns the server's version */
async function assertMayReplace(url: string, { replace }: { replace: boolean }): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(tablesSql);
    if (tables.length > 0 && !replace) {
      throw new Refusal(
        "invalid",
        `The database is not empty: it has ${tables.length} tables. Name an empty one in DATABASE_URL, or add --replace, ` +
          "which removes what it holds.",
      );
    }
    const { rows: others } = await client.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`);
    if (others.length > 0) {
      throw new Refusal(
        "invalid",
        `Somebody uses the database: ${others.length} other connections are open (process ${others
          .map(({ pid }) => pid)
          .slice(0, 5)
          .join(", ")} of the server). Stop every app and worker first. Edges may go on.`,
      );
    }
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version ?? "";
  } finally {
    await client.end();
  }
}

/** What an app's role may drop: everything of the schema but extensions and the schema itself, which may be another's. */
const emptyingSql = `SET LOCAL client_min_messages = warning;
DO $empty$ DECLARE item record; BEGIN
  FOR item IN
    SELECT format('DROP %s IF EXISTS public.%I CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname) AS sql, oid, 'pg_class'::regclass AS catalog
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS public.%I(%s) CASCADE', proname, pg_get_function_identity_arguments(oid)), oid,
      'pg_proc'::regclass
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', typname), oid, 'pg_type'::regclass
    FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
  LOOP
    -- Of an extension, or of a column that has it, with which it goes. A partitioned table depends on its own columns.
    CONTINUE WHEN EXISTS (SELECT 1 FROM pg_depend WHERE objid = item.oid AND classid = item.catalog
      AND (deptype = 'e' OR (deptype = 'i' AND refobjid <> objid)));
    EXECUTE item.sql;
  END LOOP;
END $empty$;
`;

function checkSql(counts: Manifest["counts"]): string {
  const checks = Object.entries(counts).map(
    ([name, count]) =>
      `IF (SELECT count(*) FROM public."${name}") <> ${count} THEN RAISE EXCEPTION '% does not have its % rows', '${name}', ${count}; END IF;`,
  );
  return `\nDO $check$ BEGIN\n${checks.join("\n")}\nEND $check$;\n`;
}
