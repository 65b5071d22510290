import { getApplicationRow, toApplicationResource } from "@/lib/accounts/applications/application-row";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import { languages } from "@/lib/kernel/languages";
import type { Context } from "@/lib/platform/ports/context";

/** What a widget needs before its first step: whose it is, how it looks, and what its token is for. */
export async function getWidget(ctx: Context, _: Record<string, never>): Promise<WidgetResource> {
  const { actor } = ctx;
  if (actor.kind !== "widget") throw new Error("only a widget token has a widget");
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
