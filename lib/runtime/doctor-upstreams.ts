import { listRefusedUpstreams, type UpstreamSurvey } from "@/lib/accounts/applications/list-refused-upstreams";
import { openPostgres } from "@/lib/db/client";
import { plain } from "@/lib/diagnosis/render-diagnosis";
import { openUpstreams } from "@/lib/edge/open-upstreams";
import { createReachTokens, reachSecret } from "@/lib/edge/reach-token";
import type { Env } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";

/**
 * `npm run doctor -- --upstreams`: the applications that are not served because their upstream may not be used.
 * @returns the exit code: 1 where there is one
 * @throws Refusal invalid without DATABASE_URL
 */
export async function reportUpstreams(env: Env, json: boolean): Promise<number> {
  if (env.databaseUrl === null) {
    throw new Refusal(
      "invalid",
      "Set DATABASE_URL: the applications are in the database. The sandbox's belongs to it.",
    );
  }
  const database = openPostgres(env.databaseUrl, 2, () => undefined, { directUrl: env.databaseDirectUrl });
  const { createWith, close } = openUpstreams(env, createReachTokens(reachSecret(env.tokenSecret)), () => new Date());
  try {
    const survey = await listRefusedUpstreams(database, createWith);
    console.log(json ? JSON.stringify(survey, null, 2) : renderSurvey(survey));
    return survey.refused.length > 0 ? 1 : 0;
  } finally {
    close();
    await database.close();
  }
}

function renderSurvey({ checked, refused }: UpstreamSurvey): string {
  const many = (count: number) => (count === 1 ? "1 application" : `${count} applications`);
  if (refused.length === 0) return `\n  ✓ ${many(checked)} with an upstream: each may be used.\n`;
  const blocks = refused.map(({ id, name, tenantId, tenantName, upstream, reason, message }) =>
    [
      `  ✗ ${plain(tenantName)}: ${plain(name)}`,
      `    ${plain(message)}`,
      `    Upstream     ${plain(upstream)}`,
      `    Rule         ${reason}`,
      `    Application  ${id}`,
      `    Tenant       ${tenantId}`,
    ].join("\n"),
  );
  const more = "  EDGE_UPSTREAM_ALLOW allows networks of private origins: docs/self-hosting.md#private-origins";
  const head = `  ${many(refused.length)} of ${checked} not served, because the upstream may not be used.`;
  return `\n${[head, ...blocks, more].join("\n\n")}\n`;
}
