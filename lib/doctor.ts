import { parseArgs } from "node:util";
import { openPostgres } from "@/lib/db/client";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { type DiagnosisSubject, gatherEvidence, type Inspector, subjectOf } from "@/lib/diagnosis/gather-evidence";
import { renderDiagnosis } from "@/lib/diagnosis/render-diagnosis";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver, systemResolvers } from "@/lib/dns/resolver";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens } from "@/lib/edge/reach-token";
import { type Env, processEnv } from "@/lib/env";
import { isRefusal } from "@/lib/errors";

const usage = `
  npm run doctor -- <hostname> [--challenge <value>]

  Says why a hostname is stuck. It need not be connected. Ends with 1 where something blocks.

    --challenge   the TXT value that should stand at _customdomain-challenge.<hostname>
    --json        findings and evidence as JSON

  Uses the system's resolvers, or DNS_RESOLVERS. With EDGE_HOSTNAME and EDGE_ADDRESSES it also says what is missing
  to lead to that edge; with DATABASE_URL it knows the hostname's connection.
`;

/** @returns the exit code: 1 where something blocks */
export async function main(argv: readonly string[]): Promise<number> {
  const options = { challenge: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [hostname] = positionals;
  if (hostname === undefined || positionals.length > 1 || values.help) {
    console.log(usage);
    return values.help ? 0 : 1;
  }
  const env = processEnv();
  const { inspector, close } = openInspector(env);
  try {
    const subject = await findSubject(inspector, hostname, values.challenge);
    const evidence = await gatherEvidence(inspector, subject);
    const findings = diagnose(evidence);
    const { stdout } = process;
    const colors = stdout.isTTY && stdout.hasColors();
    console.log(
      values.json
        ? JSON.stringify({ findings, evidence }, null, 2)
        : renderDiagnosis(evidence, findings, { colors, width: stdout.columns ?? 100 }),
    );
    return findings.some(({ severity }) => severity === "blocking") ? 1 : 0;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    console.error(`\n  ✗ ${error.message}\n`);
    return 1;
  } finally {
    await close();
  }
}

function openInspector(env: Env): { inspector: Inspector; close(): Promise<void> } {
  // Nothing configured reads as the sandbox, whose edge is nobody's target: then only the domain itself is judged.
  const given = env.dns.resolvers !== null;
  const dns = {
    resolvers: env.dns.resolvers ?? systemResolvers(),
    authoritativePort: env.dns.authoritativePort,
    allowPrivateNameservers: env.sandbox ? given : env.dns.allowPrivateNameservers,
  };
  const now = () => new Date();
  const resolver = createResolver(dns);
  const recursive = createRecursiveDns(dns);
  const database = env.sandbox || env.databaseUrl === null ? null : openPostgres(env.databaseUrl, 2, () => undefined);
  const reach = createReachProber({
    httpPort: 80,
    httpsPort: 443,
    allowPrivate: false,
    caFile: env.edge.caFile,
    tokens: createReachTokens(env.tokenSecret),
    now,
  });
  const { hostname, addresses } = env.edge;
  const edge = env.sandbox ? null : { hostname, addresses };
  return {
    inspector: { now, resolver, recursive, reach, database, policy: { edge, caaIdentities: ["letsencrypt.org"] } },
    async close() {
      await resolver.close();
      await recursive.close();
      await database?.close();
    },
  };
}

/** The connection that holds the hostname, or was begun last; without a database the name alone. */
async function findSubject(
  { database }: Inspector,
  hostname: string,
  challenge: string | undefined,
): Promise<DiagnosisSubject> {
  const name = hostname.trim().toLowerCase().replace(/\.$/, "");
  const bare = { hostname: name, ...(challenge === undefined ? {} : { challengeValue: challenge }) };
  if (database === null || challenge !== undefined) return bare;
  const rows = await database.prisma.connection.findMany({
    where: { hostname: name, state: { not: "archived" } },
    include: {
      application: { select: { environment: true } },
      claim: { select: { connectionId: true } },
    },
    orderBy: { id: "desc" },
    take: 20,
  });
  const row = rows.find(({ claim }) => claim !== null) ?? rows[0];
  return row === undefined ? bare : subjectOf(row);
}
