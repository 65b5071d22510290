import type { DomainConnectKeyResource, DomainConnectResource } from "@/lib/accounts/domain-connect/schema";
import type { Application, DomainConnectKey, DomainConnectSettings } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { keyRecords } from "@/lib/dns/domain-connect/key-records";
import {
  type BuiltTemplate,
  buildTemplate,
  type ServiceKey,
  serviceKeys,
  services,
} from "@/lib/dns/domain-connect/template";
import { recordTemplatesSchema } from "@/lib/dns/records/schema";
import type { Context, Policy } from "@/lib/platform/ports/context";

/** One that signs, and its successor. */
export const maxKeys = 2;

export type DomainConnectRows = {
  settings: DomainConnectSettings | null;
  /** Newest first. */
  keys: DomainConnectKey[];
};

export async function readDomainConnect(ctx: Context, applicationId: string, tx?: Tx): Promise<DomainConnectRows> {
  const client = tx ?? ctx.database.prisma;
  const where = { applicationId, tenantId: ctx.tenantId };
  const [settings, keys] = [
    await client.domainConnectSettings.findFirst({ where }),
    await client.domainConnectKey.findMany({ where, orderBy: { id: "desc" }, take: maxKeys }),
  ];
  return { settings, keys };
}

/** The newest one that was found published; null: there is none, and nothing can be signed. */
export function signingKeyOf(keys: readonly DomainConnectKey[]): DomainConnectKey | null {
  return keys.find(({ publishedAt }) => publishedAt !== null) ?? null;
}

export function redirectUriOf({ appUrl }: Pick<Policy, "appUrl">): string {
  return `${appUrl}/connect/domain-connect/return`;
}

export function templateOf(
  { policy }: Pick<Context, "policy">,
  application: Pick<Application, "recordTemplate">,
  settings: DomainConnectSettings,
  service: ServiceKey,
): BuiltTemplate {
  const { providerId, providerName, logoUrl, keyDomain, version } = settings;
  const { recordTemplate } = application;
  return buildTemplate(
    {
      ...{ providerId, providerName, logoUrl, keyDomain, version },
      redirectHosts: [new URL(policy.appUrl).hostname],
      recordTemplate: recordTemplate === null ? null : recordTemplatesSchema.parse(recordTemplate),
      edge: policy.edge,
    },
    service,
  );
}

export function toDomainConnectResource(
  ctx: Pick<Context, "policy">,
  application: Pick<Application, "id" | "recordTemplate">,
  { settings, keys }: DomainConnectRows,
): DomainConnectResource {
  const signing = signingKeyOf(keys);
  return {
    applicationId: application.id,
    providerId: settings?.providerId ?? null,
    providerName: settings?.providerName ?? null,
    keyDomain: settings?.keyDomain ?? null,
    logoUrl: settings?.logoUrl ?? null,
    redirectUri: redirectUriOf(ctx.policy),
    keys: keys.map((key) => toKeyResource(key, settings, signing)),
    templates: settings === null ? [] : serviceKeys.map((service) => toTemplate(ctx, application, settings, service)),
    updatedAt: settings?.updatedAt ?? null,
  };
}

function toKeyResource(
  key: DomainConnectKey,
  settings: DomainConnectSettings | null,
  signing: DomainConnectKey | null,
): DomainConnectKeyResource {
  return {
    name: key.name,
    host: settings === null ? null : `${key.name}.${settings.keyDomain}`,
    values: keyRecords(key.publicKey),
    publishedAt: key.publishedAt,
    signs: key.id === signing?.id,
    createdAt: key.createdAt,
  };
}

function toTemplate(
  ctx: Pick<Context, "policy">,
  application: Pick<Application, "recordTemplate">,
  settings: DomainConnectSettings,
  service: ServiceKey,
): DomainConnectResource["templates"][number] {
  const serviceId = services[service].id;
  const built = templateOf(ctx, application, settings, service);
  return built.ok
    ? {
        service,
        serviceId,
        fileName: `${settings.providerId}.${serviceId}.json`,
        content: `${JSON.stringify(built.template, null, 2)}\n`,
        problem: null,
      }
    : { service, serviceId, fileName: null, content: null, problem: built.problem };
}
