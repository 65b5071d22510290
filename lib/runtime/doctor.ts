import { parseArgs } from "node:util";
import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { findClaimedHosts } from "@/lib/accounts/applications/list-refused-upstreams";
import { openPostgres } from "@/lib/db/client";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { type DiagnosisSubject, gatherEvidence, type Inspector, subjectOf } from "@/lib/diagnosis/gather-evidence";
import { renderDiagnosis } from "@/lib/diagnosis/render-diagnosis";
import { readHostname } from "@/lib/dns/read-hostname";
import { challenge } from "@/lib/dns/records/challenge";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver, systemResolvers } from "@/lib/dns/resolver";
import { openUpstreams } from "@/lib/edge/open-upstreams";
import { createReachProber } from "@/lib/edge/reach-prober";
import { createReachTokens, reachSecret } from "@/lib/edge/reach-token";
import { processVariables } from "@/lib/kernel/edge-env";
import { type Env, processEnv } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { createRdap, noRegistry } from "@/lib/platform/outbound/rdap";
import type { Upstreams } from "@/lib/platform/ports/edge";
import { reportEdge } from "@/lib/runtime/doctor-edge";
import { reportUpstreams } from "@/lib/runtime/doctor-upstreams";
import { refusalsPrinted } from "@/lib/runtime/refusals-printed";

const usage = `
  npm run doctor -- <hostname> [--challenge <value>]

                        --upstreams
                        edge [--address <public ip>] [--caddy <path>] [--config <Caddyfile>]

  Says why a hostname is stuck. It need not be connected. Ends with 1 where something blocks.

    --challenge   the TXT value expected at ${challenge.name("<hostname>")}
    --upstreams   in place of a hostname: every application that is not served because its upstream may not be used
    edge          in place of a hostname: whether the edge on this machine is set up and running as it should be. Ends
                  with 1 where something fails. --address also tries its ports 80 and 443 there
    --json        findings and evidence as JSON

  Uses the system's resolvers, or DNS_RESOLVERS. With EDGE_HOSTNAME and EDGE_ADDRESSES it also says what is missing
  to lead to that edge; with DATABASE_URL it knows the hostname's connection. Names that end in .test are those of the
  sandbox that runs (npm start).
`;

/** @returns the exit code: 1 where something blocks */
export async function main(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (args === null || args.help) {
    console.log(usage);
    return args?.help ? 0 : 1;
  }
  const { values } = args;
  if (args.hostname === "edge") {
    const { address = null, caddy: caddyBin = null, config: configPath = "Caddyfile", json = false } = values;
    return reportEdge({ environment: processVariables(), caddyBin, configPath, address, json });
  }
  return refusalsPrinted(async () => {
    const env = processEnv();
    if (values.upstreams) return reportUpstreams(env, values.json === true);
    return reportHostname(env, args.hostname, values);
  });
}

async function reportHostname(
  env: Env,
  typed: string,
  values: { challenge?: string; json?: boolean },
): Promise<number> {
  const parsed = readHostname(typed, { allowReservedTlds: true, platformHostnames: [] });
  if (!parsed.ok) throw new Refusal("invalid", parsed.message, { param: "hostname" });
  const { hostname } = parsed;
  const inSandbox = env.sandbox && env.dns.resolvers === null && hostname.endsWith(".test");
  const { inspector, upstreamsFor, close } = openInspector(env, inSandbox);
  try {
    const subject = await findSubject(
      inspector,
      hostname,
      values.challenge,
      inSandbox ? `http://127.0.0.1:${env.port}` : null,
    );
    const upstreams = await upstreamsFor(subject);
    const evidence = await gatherEvidence({ ...inspector, upstreams }, subject);
    const findings = diagnose(evidence);
    const { stdout } = process;
    const colors = stdout.isTTY && stdout.hasColors();
    console.log(
      values.json
        ? JSON.stringify({ findings, evidence }, null, 2)
        : renderDiagnosis(evidence, findings, { colors, width: stdout.columns ?? 100 }),
    );
    return findings.some(({ severity }) => severity === "blocking") ? 1 : 0;
  } finally {
    await close();
  }
}

/** null: it cannot be understood, and the usage says how it is meant. */
function readArguments(argv: readonly string[]) {
  const options = {
    challenge: { type: "string" },
    upstreams: { type: "boolean" },
    address: { type: "string" },
    caddy: { type: "string" },
    config: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const [hostname = ""] = positionals;
    const wanted = values.upstreams === true ? 0 : 1;
    if (values.help !== true && (positionals.length !== wanted || (wanted === 1 && hostname === ""))) return null;
    return { hostname, values, help: values.help === true };
  } catch {
    return null;
  }
}

type OpenInspector = {
  inspector: Inspector;
  /** null where the subject's application is not known. */
  upstreamsFor(subject: DiagnosisSubject): Promise<Upstreams | null>;
  close(): Promise<void>;
};

/**
 * Nothing configured reads as the sandbox, whose edge is nobody's target: then only the domain itself is checked. The
 * sandbox's own names exist in its DNS server alone.
 */
function openInspector(env: Env, inSandbox: boolean): OpenInspector {
  const given = env.dns.resolvers !== null;
  const dns = inSandbox
    ? {
        resolvers: [{ host: "127.0.0.1", port: env.dns.sandboxPort }],
        authoritativePort: env.dns.sandboxPort,
        allowPrivateNameservers: true,
      }
    : {
        resolvers: env.dns.resolvers ?? systemResolvers(),
        authoritativePort: env.dns.authoritativePort,
        allowPrivateNameservers: env.sandbox ? given : env.dns.allowPrivateNameservers,
      };
  const now = () => new Date();
  const resolver = createResolver(dns);
  const recursive = createRecursiveDns(dns);
  const database =
    env.sandbox || env.databaseUrl === null
      ? null
      : openPostgres(env.databaseUrl, 2, () => undefined, { directUrl: env.databaseDirectUrl });
  const tokens = createReachTokens(reachSecret(env.tokenSecret));
  const reach = createReachProber({
    httpPort: inSandbox ? env.edge.httpPort : 80,
    httpsPort: inSandbox ? env.edge.httpsPort : 443,
    allowPrivate: inSandbox,
    caFile: env.edge.caFile,
    tokens,
    now,
  });
  const upstreams = openUpstreams(env, tokens, now);
  const outbound = createOutboundHttp({ allowLoopback: inSandbox });
  const { hostname, addresses } = env.edge;
  const edge = env.sandbox && !inSandbox ? null : { hostname, addresses };
  return {
    inspector: {
      now,
      resolver,
      recursive,
      reach,
      registry: env.rdapBootstrapUrl ? createRdap({ outbound, bootstrapUrl: env.rdapBootstrapUrl, now }) : noRegistry,
      upstreams: null,
      database,
      policy: { edge, caaIdentities: ["letsencrypt.org"] },
    },
    async upstreamsFor({ connection }) {
      if (database === null || connection === undefined) return null;
      const application = await database.prisma.application.findFirst({
        where: { id: connection.applicationId, tenantId: connection.tenantId },
        select: { upstream: true },
      });
      const claimed = await findClaimedHosts(database, [application?.upstream ?? ""]);
      return upstreams.createWith((hostname) => claimed.has(hostname));
    },
    async close() {
      upstreams.close();
      await outbound.close();
      await resolver.close();
      await recursive.close();
      await database?.close();
    },
  };
}

/** The connection that holds the hostname, or was begun last; the name alone where none is known. */
async function findSubject(
  { database }: Inspector,
  hostname: string,
  challenge: string | undefined,
  sandboxUrl: string | null,
): Promise<DiagnosisSubject> {
  if (challenge !== undefined) return { hostname, challengeValue: challenge };
  if (sandboxUrl !== null) return findInSandbox(sandboxUrl, hostname);
  if (database === null) return { hostname };
  const rows = await database.prisma.connection.findMany({
    where: { hostname, state: { not: "archived" } },
    include: {
      application: { select: { recordTemplate: true, environment: true } },
      claim: { select: { connectionId: true, admittedAt: true, queuedAt: true, queuedUntil: true, queuedBy: true } },
    },
    orderBy: { id: "desc" },
    take: 20,
  });
  const row = rows.find(({ claim }) => claim !== null) ?? rows[0];
  return row === undefined ? { hostname } : subjectOf({ ...row, stop: null, contest: null, writing: null });
}

/**
 * The embedded database belongs to the process that runs the sandbox, so that one is asked.
 * @throws Refusal invalid where it does not run
 */
async function findInSandbox(baseUrl: string, hostname: string): Promise<DiagnosisSubject> {
  const { createClient } = await import("@/lib/api/create-client");
  const client = createClient({ baseUrl, token: demoKey, retries: 0 });
  try {
    const { data } = await client.listConnections({ hostname });
    const found = data.find((one) => one.hostname === hostname && one.state !== "archived");
    if (found === undefined) return { hostname };
    const { ownership, ownershipChallenge, desiredRecords } = await client.getConnection({ id: found.id });
    const templates = desiredRecords.map(({ host, type, value, ttl }) => ({ host, type, value, ttl }));
    return { hostname, templates, ...(ownership === "ok" ? {} : { challengeValue: ownershipChallenge.value }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      "invalid",
      `${hostname} can exist in the sandbox only, and none runs at ${baseUrl} (${reason}). Start one with npm start.`,
    );
  }
}
