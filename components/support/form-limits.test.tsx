// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { AllowedOrigins } from "@/components/applications/allowed-origins";
import { CreateApplication } from "@/components/applications/create-application";
import { CreateKey } from "@/components/applications/create-key";
import { GeneralSettings } from "@/components/applications/general-settings";
import { TemplateEditor } from "@/components/applications/template-editor";
import { AddOne } from "@/components/connections/add/add-one";
import { AddMany } from "@/components/connections/import/add-many";
import { type ShellSession, ShellSessionProvider } from "@/components/session/shell-session";
import { CompanySettings } from "@/components/settings/company-settings";
import { ProfileSettings } from "@/components/settings/profile-settings";
import { NotesSection } from "@/components/support/notes-section";
import { InviteMember } from "@/components/team/invite-member";
import { CreateEndpoint } from "@/components/webhooks/create-endpoint";
import { EndpointSettings } from "@/components/webhooks/endpoint-settings";
import { endpointQuery } from "@/components/webhooks/queries";
import type { Call } from "@/lib/api/calls/call";
import { createApplicationCall } from "@/lib/api/calls/create-application";
import { createConnectionCall } from "@/lib/api/calls/create-connection";
import { createConnectionsCall } from "@/lib/api/calls/create-connections";
import { createInvitationCall } from "@/lib/api/calls/create-invitation";
import { createKeyCall } from "@/lib/api/calls/create-key";
import { createSupportNoteCall } from "@/lib/api/calls/create-support-note";
import { createWebhookEndpointCall } from "@/lib/api/calls/create-webhook-endpoint";
import { updateApplicationCall } from "@/lib/api/calls/update-application";
import { updateTenantCall } from "@/lib/api/calls/update-tenant";
import { updateUserCall } from "@/lib/api/calls/update-user";
import { updateWebhookEndpointCall } from "@/lib/api/calls/update-webhook-endpoint";
import { exampleApplication, exampleWebhookEndpoint } from "@/lib/api/endpoints/examples";
import { endpointOf } from "@/lib/api/endpoints/registry";
import { toSnake } from "@/lib/kernel/wire";

vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn(), refresh: vi.fn() }),
  usePathname: () => "/",
  useSearchParams: () => new URLSearchParams(),
}));
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

const edge = { hostname: "edge.example.net", addresses: ["192.0.2.1"] };
const template = {
  ...exampleApplication,
  recordTemplate: [{ host: "{{hostname}}", type: "A" as const, value: "192.0.2.1", ttl: 300 }],
};

// [what opens the form, the form, its call, the fields that must be there]
const forms: [string | null, ReactNode, Call, string[]][] = [
  ["Create application", <CreateApplication key="1" />, createApplicationCall, ["name", "upstream"]],
  ["Create key", <CreateKey key="2" application={exampleApplication} />, createKeyCall, ["name"]],
  [
    null,
    <GeneralSettings key="3" application={exampleApplication} />,
    updateApplicationCall,
    ["name", "upstream", "upstream_host"],
  ],
  [null, <AllowedOrigins key="4" application={exampleApplication} />, updateApplicationCall, ["allowed_origins"]],
  [
    null,
    <TemplateEditor key="5" application={template} edge={edge} />,
    updateApplicationCall,
    ["record_template.0.host", "record_template.0.value"],
  ],
  [null, <AddOne key="6" start="" example={null} />, createConnectionCall, ["hostname"]],
  [null, <AddMany key="7" sandbox />, createConnectionsCall, ["batch_id"]],
  [null, <CompanySettings key="8" />, updateTenantCall, ["name"]],
  [null, <ProfileSettings key="9" />, updateUserCall, ["name", "password", "current_password"]],
  [null, <NotesSection key="10" id="c" notes={[]} />, createSupportNoteCall, ["text"]],
  ["Invite", <InviteMember key="11" />, createInvitationCall, ["email"]],
  ["Create endpoint", <CreateEndpoint key="12" />, createWebhookEndpointCall, ["url", "description"]],
  [
    null,
    <EndpointSettings key="13" id={exampleWebhookEndpoint.id} />,
    updateWebhookEndpointCall,
    ["url", "description"],
  ],
];

const titled = forms.map(([trigger, form, call, names]) => ({ id: call.id, trigger, form, call, names }));

test.each(titled)(
  "a form limits its texts as its endpoint does: $id $names",
  async ({ trigger, form, call, names }) => {
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    const client = new QueryClient();
    client.setQueryData(endpointQuery(exampleWebhookEndpoint.id).queryKey, exampleWebhookEndpoint);
    render(
      <QueryClientProvider client={client}>
        <ShellSessionProvider session={session}>{form}</ShellSessionProvider>
      </QueryClientProvider>,
    );
    if (trigger) {
      await userEvent.click(screen.getByRole("button", { name: trigger }));
      await screen.findByRole("dialog");
    }
    const json = z.toJSONSchema(endpointOf(call).input, { io: "input", unrepresentable: "any" });
    for (const name of names) {
      const field = document.querySelector(`[name="${name}"]`);
      expect([name, Number(field?.getAttribute("maxlength"))]).toEqual([name, limitOf(json, name.split("."))]);
    }
    vi.unstubAllGlobals();
  },
);

/** The `maxLength` that the API documents for a wire name. */
function limitOf(json: unknown, [name, ...rest]: string[]): number | undefined {
  const { anyOf, items, properties, maxLength } = json as {
    anyOf?: { type?: string }[];
    items?: unknown;
    properties?: Record<string, unknown>;
    maxLength?: number;
  };
  if (anyOf)
    return limitOf(
      anyOf.find(({ type }) => type !== "null"),
      name === undefined ? [] : [name, ...rest],
    );
  if (items) return limitOf(items, rest);
  if (name === undefined) return maxLength;
  return limitOf(Object.entries(properties ?? {}).find(([key]) => toSnake(key) === name)?.[1] ?? {}, rest);
}

const session: ShellSession = {
  user: { id: "u", email: "ada@example.com", name: "Ada", emailVerified: true, hasPassword: true, tourEnded: true },
  tenant: { id: "t", name: "Demo", plan: "free" },
  role: "owner",
  scopes: ["connections:read", "connections:write", "apps:admin", "webhooks:write", "usage:read"],
  memberships: [],
  isStaff: false,
  viewingUntil: null,
  sandbox: false,
  environment: "live",
  id: "s",
  expiresAt: new Date(0),
};
