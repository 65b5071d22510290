import { getApplicationRow, toApplicationResource } from "@/lib/accounts/applications/application-row";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import { Refusal } from "@/lib/kernel/errors";
import { languages } from "@/lib/kernel/languages";
import type { Context } from "@/lib/platform/ports/context";

/**
 * What a widget needs before its first step: whose it is, how it looks, and what its token is for.
 * @throws Refusal forbidden for everyone but the bearer of a widget token
 */
export async function getWidget(ctx: Context, _: Record<string, never>): Promise<WidgetResource> {
  const { actor } = ctx;
  if (actor.kind !== "widget") {
    const text = "This is for widget tokens. Read an application's `widget` at GET /v1/applications/{id}.";
    throw new Refusal("forbidden", text);
  }
  const [application, brand] = await Promise.all([getApplicationRow(ctx, actor.applicationId), getBrand(ctx)]);
  const { id, name, environment, widget } = toApplicationResource(application);
  const { hostname, expiresAt } = actor;
  return {
    applicationId: id,
    applicationName: name,
    environment,
    hostname,
    brand,
    theme: widget,
    languages: [...languages],
    expiresAt,
  };
}
