import { expect } from "@playwright/test";
import { z } from "zod";
import type { Api } from "@/e2e/support/latchkey";

/** What an API client relies on, as wire types that do not depend on the server's schemas. */
const connectionSchema = z.looseObject({
  id: z.uuid(),
  hostname: z.string(),
  kind: z.string(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.literal("TXT"), value: z.string() }),
  desired_records: z.array(z.looseObject({ host: z.string(), type: z.string(), value: z.string() })),
});

export type WireConnection = z.infer<typeof connectionSchema>;

const applicationSchema = z.looseObject({ id: z.uuid(), name: z.string() });
const applicationsSchema = z.looseObject({ data: z.array(applicationSchema) });
const eventsSchema = z.looseObject({ data: z.array(z.looseObject({ type: z.string() })) });

export async function createApplicationByApi(
  api: Api,
  input: { name: string; environment: string; upstream: string },
): Promise<string> {
  const { status, body } = await api("POST", "/v1/applications", input);
  expect(status, JSON.stringify(body)).toBe(201);
  return applicationSchema.parse(body).id;
}

/** The sandbox's own application, whose upstream is the sample website. Tests create others beside it. */
export async function demoApplication(api: Api): Promise<string> {
  const { data } = applicationsSchema.parse((await api("GET", "/v1/applications?limit=100")).body);
  const demo = data.find(({ name }) => name === "Demo shop");
  if (!demo) throw new Error("there is no application called Demo shop");
  return demo.id;
}

export async function createConnectionByApi(api: Api, applicationId: string, hostname: string) {
  const { status, body } = await api("POST", "/v1/connections", { application_id: applicationId, hostname });
  expect(status, JSON.stringify(body)).toBe(201);
  return connectionSchema.parse(body);
}

export async function getConnectionByApi(api: Api, id: string): Promise<WireConnection> {
  return connectionSchema.parse((await api("GET", `/v1/connections/${id}`)).body);
}

/** Waits until the connection is in one of `states`. */
export async function expectState(api: Api, id: string, states: string[], timeoutMs: number): Promise<void> {
  await expect
    .poll(async () => (await getConnectionByApi(api, id)).state, { timeout: timeoutMs, intervals: [100] })
    .toMatch(new RegExp(`^(${states.join("|")})$`));
}

/** The connection's event types, oldest first. */
export async function eventTypesOf(api: Api, id: string): Promise<string[]> {
  const { body } = await api("GET", `/v1/connections/${id}/events?limit=100`);
  return eventsSchema
    .parse(body)
    .data.map(({ type }) => type)
    .reverse();
}
