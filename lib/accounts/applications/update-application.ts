import { getApplicationRow, toApplicationResource } from "@/lib/accounts/applications/application-row";
import { assertApplicationTemplates } from "@/lib/accounts/applications/assert-application-templates";
import { assertUpstream } from "@/lib/accounts/applications/assert-upstream";
import { assertUpstreamHost } from "@/lib/accounts/applications/assert-upstream-host";
import { lockApplication } from "@/lib/accounts/applications/lock-application";
import {
  type ApplicationResource,
  type UpdateApplicationInput,
  type WidgetTheme,
  widgetThemeSchema,
} from "@/lib/accounts/applications/schema";
import { Prisma } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Changes the given fields; those of `widget` are merged. A value that is the same is no change, and gets no audit entry.
 * @throws Refusal invalid, not_found
 */
export async function updateApplication(ctx: Context, input: UpdateApplicationInput): Promise<ApplicationResource> {
  const { id, environment: _, widget: givenTheme, ...given } = input;
  if (given.recordTemplate) assertApplicationTemplates(given.recordTemplate, ctx.policy.edge);
  if (given.upstreamHost) assertUpstreamHost(ctx, given.upstreamHost);
  if (given.upstream) {
    // An unchanged upstream may have become forbidden; that must not block a rename.
    const { upstream } = await getApplicationRow(ctx, id);
    if (upstream !== given.upstream) await assertUpstream(ctx, given.upstream);
  }
  return inTransaction(ctx, async (tx) => {
    const before = await lockApplication(ctx, tx, id, "update");
    const now = toApplicationResource(before);
    const widget = themeAfter(now.widget, givenTheme);
    const changes = changesOf(now, { ...given, widget });
    if (Object.keys(changes).length === 0) return now;
    const { recordTemplate, ...fields } = given;
    const row = await tx.application.update({
      where: { id, tenantId: ctx.tenantId },
      data: {
        ...fields,
        ...(recordTemplate === undefined ? {} : { recordTemplate: recordTemplate ?? Prisma.DbNull }),
        ...(widget === undefined ? {} : { widget: givenTheme === null ? Prisma.DbNull : widget }),
      },
    });
    if (changes.upstream || changes.upstreamHost) {
      const { tenantId, upstream, upstreamHost } = row;
      await recordEdgeChanges(ctx, tx, [{ kind: "application", applicationId: id, tenantId, upstream, upstreamHost }]);
    }
    await recordAudit(ctx, tx, "application.updated", id, { changes });
    return toApplicationResource(row);
  });
}

/** The fields that are not given stay; null: all defaults. */
function themeAfter(before: WidgetTheme, given: UpdateApplicationInput["widget"]): WidgetTheme | undefined {
  if (given === undefined) return undefined;
  return given === null ? widgetThemeSchema.parse({}) : { ...before, ...given };
}

const changeable = [
  "name",
  "upstream",
  "upstreamHost",
  "recordTemplate",
  "allowedOrigins",
  "verifyOrigin",
  "repairDrift",
  "widget",
] as const;

type Changeable = Partial<Pick<ApplicationResource, (typeof changeable)[number]>>;

/** Old and new value of each field that changes: none of them is secret. */
function changesOf(before: ApplicationResource, wanted: Changeable): Record<string, Prisma.InputJsonObject> {
  const changes: Record<string, Prisma.InputJsonObject> = {};
  for (const field of changeable) {
    const to = wanted[field];
    if (to === undefined || canonical(to) === canonical(before[field])) continue;
    changes[field] = { from: before[field], to };
  }
  return changes;
}

/** The database reorders the keys of JSON. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
