import { Window } from "happy-dom";
import { beforeEach, describe, expect, it } from "vitest";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { updateBranding } from "@/lib/accounts/branding/update-branding";
import { answerHostedPage } from "@/lib/api/answer-hosted-page";
import { styleHash } from "@/lib/api/hosted/write-page";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { revokeShareLink } from "@/lib/diagnosis/revoke-share-link";
import { languages } from "@/lib/kernel/languages";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import { testEdge } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { readHostedStart } from "@/widget/skins/hosted-start";

const { world, tenant, other } = setUpWorld();
let names = 0;

beforeEach(() => {
  world.delegate("acme.test", ["ns1.provider.test", "ns2.provider.test"]);
  installTestRuntime(world.service);
});

async function connect() {
  const hostname = `shop${++names}.acme.test`;
  const { applicationId } = tenant;
  const connection = await createConnection(tenant.ctx, { applicationId, hostname, setupType: "manual" });
  const { id, token } = await createShareLink(tenant.ctx, { id: connection.id, expiresInDays: 7 });
  return { connection, linkId: id, token };
}

async function open(token: string, headers: Record<string, string> = {}, query = "") {
  const request = new Request(`http://localhost/connect/${token}${query}`, { headers });
  const response = await answerHostedPage(request, { token });
  const html = await response.text();
  const { document } = new Window({
    settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true },
  });
  document.write(html);
  return { response, html, document, text: document.querySelector("main")?.textContent ?? "" };
}

const headOf = ({ document }: Awaited<ReturnType<typeof open>>, name: string) =>
  document.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.getAttribute("content") ?? null;

it("can be read without scripts: who asks, each record with its value, and what is there", async () => {
  const { connection, token } = await connect();
  const { name, value } = connection.ownershipChallenge;
  const page = await open(token);
  expect(page.response.status).toBe(200);
  expect(page.text).toContain(`asks you to connect ${connection.hostname}`);
  for (const part of [value, name.replace(".acme.test", ""), testEdge.hostname, "TXT", "CNAME"])
    expect(page.text).toContain(part);
  expect(page.document.querySelectorAll("h1").length).toBe(1);
});

it("gives the script what it has drawn, and no ids of the company's", async () => {
  const { connection, linkId, token } = await connect();
  const page = await open(token);
  const start = readHostedStart(page.document.getElementById("start")?.textContent ?? "");
  expect(start.setUp).toMatchObject({ hostname: connection.hostname, connectionId: null });
  expect(start.setUp?.checkedAt).toBeInstanceOf(Date);
  for (const secret of [connection.id, linkId, tenant.tenantId, tenant.applicationId])
    expect(page.html).not.toContain(secret);
});

it("names the sender and the domain in previews, and stays out of search engines", async () => {
  const { connection, token } = await connect();
  await updateBranding(tenant.ctx, { displayName: `Harbor <Shops> & "Co"` });
  const page = await open(token);
  expect(page.document.title).toBe(`Connect ${connection.hostname} · Harbor <Shops> & "Co"`);
  expect(headOf(page, "og:title")).toBe(`Harbor <Shops> & "Co" asks you to connect ${connection.hostname}`);
  expect(headOf(page, "description")).toContain(connection.hostname);
  expect(headOf(page, "robots")).toContain("noindex");
  expect(headOf(page, "referrer")).toBe("no-referrer");
});

describe("its policy", () => {
  it("allows our own files and the theme's one rule, and no inline style or script", async () => {
    const { token } = await connect();
    await updateApplication(tenant.ctx, { id: tenant.applicationId, widget: { accent: "#aa2211", radius: "none" } });
    const { response, document, html } = await open(token);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
    const rule = document.querySelector("style")?.textContent ?? "";
    expect(rule).toContain("--lk-radius:0px");
    expect(policy).toContain(styleHash(/\{(.*)\}/.exec(rule)?.[1] ?? ""));
    expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|javascript:/);
    expect(
      [...document.querySelectorAll("script:not([type='application/json'])")].map(({ textContent }) => textContent),
    ).toEqual([...document.querySelectorAll("script:not([type='application/json'])")].map(() => ""));
  });

  it("lets the application's own origins show it in a frame, and nobody else", async () => {
    const { token } = await connect();
    const ancestors = async () =>
      /frame-ancestors ([^;]*)/.exec((await open(token)).response.headers.get("content-security-policy") ?? "")?.[1];
    await updateApplication(tenant.ctx, { id: tenant.applicationId, allowedOrigins: [] });
    expect(await ancestors()).toBe("'none'");
    await updateApplication(tenant.ctx, { id: tenant.applicationId, allowedOrigins: ["https://app.example.com"] });
    expect(await ancestors()).toBe("https://app.example.com");
  });
});

it.each(languages)("is written in %s where the reader wants it", async (language) => {
  const { token } = await connect();
  const byHeader = await open(token, { "accept-language": `xx, ${language};q=0.8, en;q=0.1` });
  const byQuery = await open(token, { "accept-language": "en" }, `?locale=${language}`);
  for (const { document } of [byHeader, byQuery]) {
    expect(document.documentElement.lang).toBe(language);
    expect(document.documentElement.dir).toBe(language === "ar" ? "rtl" : "ltr");
  }
  expect(readHostedStart(byQuery.document.getElementById("start")?.textContent ?? "").setUp?.language).toBe(language);
});

describe("of a link that does not work", () => {
  it("is one page, whatever the reason, and runs nothing", async () => {
    const revoked = await connect();
    await revokeShareLink(tenant.ctx, { id: revoked.connection.id, linkId: revoked.linkId });
    const archived = await connect();
    await archiveConnection(tenant.ctx, { id: archived.connection.id });
    const pages = await Promise.all(
      [revoked.token, archived.token, "made-up", "x".repeat(5_000)].map((token) => open(token)),
    );
    for (const { response, html, text, document } of pages) {
      expect(response.status).toBe(404);
      expect(text).toContain("This link does not work any more");
      expect(document.querySelector("script")).toBeNull();
      expect(html).toBe(pages[0]?.html);
    }
  });

  it("has the company's name at the company's own hostname, and shows no link of another", async () => {
    const { token } = await connect();
    await updateBranding(other.ctx, { displayName: "Other Company" });
    const page = await open(token, { [shareTenantHeader]: other.tenantId });
    expect([page.response.status, page.document.title]).toEqual([404, "This link no longer works · Other Company"]);
  });
});

it("says that it is our fault where something fails, and the script tries again", async () => {
  const { token } = await connect();
  const failing = { ...world.service, database: { ...world.service.database, prisma: null } };
  installTestRuntime({ ...failing, log: { ...world.service.log, error: () => undefined } } as never);
  const page = await open(token);
  expect(page.response.status).toBe(500);
  expect(page.text).toContain("Something went wrong on our side");
  expect(readHostedStart(page.document.getElementById("start")?.textContent ?? "").setUp).toBeNull();
});
