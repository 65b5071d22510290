import { describe, expect, it } from "vitest";
import { findProvider } from "@/lib/dns/providers/catalog";
import { formOf, knownForms } from "@/lib/dns/providers/forms";
import { providerFormSchema } from "@/lib/dns/providers/schema";

it("knows the forms of more than twenty providers, each once, and of no others", () => {
  expect(knownForms.length).toBeGreaterThan(20);
  expect(formOf("rfc2136")).toBeNull();
  expect(formOf("constructor")).toBeNull();
});

describe.each(knownForms.map((known) => [known.provider, known] as const))("%s", (key, { form, source, pages }) => {
  it("is a provider of the catalog, and the form is as the API describes it", () => {
    expect(findProvider(key)?.key).toBe(key);
    expect(providerFormSchema.strict().parse(form)).toEqual(form);
    expect(formOf(key)).toBe(form);
  });

  it("writes the top of the zone as its host field takes hosts", () => {
    const style = findProvider(key)?.hostLabelStyle;
    expect(style === "fqdn" ? ["{domain}"] : ["", "@"]).toContain(form.rootHost);
    expect(style).not.toBeNull();
    if (form.hints.includes("adds_domain")) expect(style).toBe("relative");
  });

  it("leads to the zone, and names each field and button by a label of its own", () => {
    expect(form.path.length).toBeGreaterThan(0);
    expect(new Set(form.path).size).toBe(form.path.length);
    const { type, host, value, ttl } = form.fields;
    const labels = [type, host, ...value.split(" / "), ttl ?? ""].filter((label) => label !== "");
    expect(new Set(labels.map((label) => label.toLowerCase())).size).toBe(labels.length);
    for (const text of [host, value, form.saveButton, ...labels, ...form.path]) expect(text).toMatch(/^\S(.*\S)?$/);
  });

  it("has hints that do not contradict each other", () => {
    expect(new Set(form.hints).size).toBe(form.hints.length);
    expect(form.hints).not.toEqual(expect.arrayContaining(["trailing_dot", "no_trailing_dot"]));
    if (form.hints.includes("no_ttl")) expect(form.fields.ttl).toBeNull();
  });

  it("says where its words were read", () => {
    expect(pages.length > 0).toBe(source !== "guides");
    for (const page of pages) expect(new URL(page).protocol).toBe("https:");
  });
});
