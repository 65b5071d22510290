import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  environmentCookie,
  isObjectPath,
  readEnvironment,
  readEnvironmentCookie,
  withEnvironment,
} from "@/components/session/environment-address";
import { environments } from "@/lib/kernel/scopes";

const environment = fc.constantFrom(...environments);
const place = fc.constantFrom("/", "/connections", "/connections/new", "/webhooks/deliveries", "/team", "/audit-log");
const params = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ maxLength: 20 }));

test("each page of the dashboard keeps its query and fragment, and gets the environment once", () => {
  fc.assert(
    fc.property(place, params, fc.option(fc.stringMatching(/^[a-z]{1,8}$/)), environment, (path, query, hash, env) => {
      const { env: _, ...others } = query;
      const search = new URLSearchParams(others);
      const href = `${path}${search.size > 0 ? `?${search}` : ""}${hash === null ? "" : `#${hash}`}`;
      const address = new URL(withEnvironment(href, env), "http://page");
      expect(address.searchParams.getAll("env")).toEqual([env]);
      address.searchParams.delete("env");
      expect(Object.fromEntries(address.searchParams)).toEqual(others);
      expect(address.pathname + address.hash).toBe(`${path}${hash === null ? "" : `#${hash}`}`);
      // What names one already stays.
      for (const other of environments) {
        expect(withEnvironment(withEnvironment(href, env), other)).toBe(withEnvironment(href, env));
      }
    }),
  );
});

test("pages of no environment, other sites and pages of one object keep their address", () => {
  const id = "019aa6c5-2c40-7a77-8b14-c3d5e7f9a006";
  for (const href of [
    "/docs/api?q=x",
    "/support",
    "/sign-in",
    "https://example.com/connections",
    "//example.com/",
    "#content",
    `/connections/${id}`,
    `/applications/${id}/keys`,
  ]) {
    expect(withEnvironment(href, "test")).toBe(href);
  }
  expect(isObjectPath(`/webhooks/deliveries/${id}`)).toBe(true);
  expect(isObjectPath("/webhooks/deliveries")).toBe(false);
});

test("a choice is remembered for the company that it was made in", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), environment, fc.string(), (tenant, other, env, noise) => {
      const pair = environmentCookie(tenant, env).split(";")[0];
      const header = `a=${noise.replaceAll(";", "")}; ${pair}; b=1`;
      expect(readEnvironmentCookie(header, tenant)).toBe(env);
      if (other !== tenant) expect(readEnvironmentCookie(header, other)).toBeNull();
    }),
  );
  expect(readEnvironmentCookie(null, "t")).toBeNull();
  expect(readEnvironmentCookie("latchkey-environment=t.production", "t")).toBeNull();
});

test("only the two environments are read", () => {
  fc.assert(fc.property(fc.string(), (text) => [null, ...environments].includes(readEnvironment(text) as never)));
});

test("links of the dashboard are our own, which name the environment", () => {
  const components = join(import.meta.dirname, "..");
  const files = readdirSync(components, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
  const bare = files.filter((name) => /from "next\/link"/.test(readFileSync(join(components, name), "utf8")));
  expect(bare).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});
