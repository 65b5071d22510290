import { describe, expect, it } from "vitest";
import { addLink } from "@/lib/diagnosis/instructions/add-link";
import type { InstructionRecord } from "@/lib/diagnosis/instructions/instructions";
import { instructionsMail } from "@/lib/diagnosis/instructions/instructions-mail";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { mailtoLink } from "@/lib/diagnosis/instructions/mailto-link";
import {
  type InstructionsInput,
  type WritableFinding,
  writeInstructions,
} from "@/lib/diagnosis/instructions/write-instructions";
import { findProvider, type Provider } from "@/lib/dns/providers/catalog";
import { languages } from "@/lib/kernel/languages";
import { diagnoseFake, instructFake, testChallenge, writeFrom } from "@/lib/runtime/testing/diagnosis";

const proof = "_customdomain-challenge.shop.acme.com";
const right = { [`${proof} TXT`]: [testChallenge], "shop.acme.com CNAME": ["edge.latchkey.test"] };

describe("the mail to the owner of the DNS", () => {
  it("names who asks, where to sign in, and each record as a form takes it", async () => {
    const { subject, text } = instructionsMail(await instructFake({ records: {} }), { link: null, texts: en });
    expect(subject).toBe("DNS records for shop.acme.com");
    expect(text).toMatch(/^Hello,\n\nDemo asks you to connect shop\.acme\.com\. /);
    expect(text).toContain("Sign in where you bought acme.com or manage its DNS");
    expect(text).toContain(
      `1. Add this record:\n  Type:  TXT\n  Name:  _customdomain-challenge.shop   (if the form wants the full name: ${proof})\n  Value: ${testChallenge}\n`,
    );
    expect(text).toMatch(
      /2\. Add this record:\n {2}Type: {2}CNAME\n {2}Name: {2}shop .*\n {2}Value: edge\.latchkey\.test\n/,
    );
    expect(text).toContain("Leave all other records as they are.");
  });

  it.each([
    ["a foreign A record", { "shop.acme.com A": ["192.0.2.80"] }, ["A", "192.0.2.80"]],
    ["a stray AAAA record", { "shop.acme.com AAAA": ["2001:db8::80"] }, ["AAAA", "2001:db8::80"]],
    ["records of mail", { "shop.acme.com MX": ["10 mail.acme.com"] }, ["MX", "10 mail.acme.com"]],
  ])(
    "asks to delete %s before it asks for the CNAME, and not for the TXT record that is right",
    async (_, others, [type, value]) => {
      const records = { ...right, "shop.acme.com CNAME": [], ...others };
      const { text, subject } = instructionsMail(await instructFake({ records }), { link: null, texts: en });
      expect(subject).toBe("DNS records to correct for shop.acme.com");
      const deletion = text.indexOf(`1. Delete this record:\n  Type:  ${type}\n  Name:  shop `);
      expect(deletion).toBeGreaterThan(0);
      expect(text.indexOf(`Value: ${value}`)).toBeGreaterThan(deletion);
      expect(text.indexOf("2. Add this record:\n  Type:  CNAME")).toBeGreaterThan(deletion);
      expect(text).not.toContain(testChallenge);
      expect(text).toContain("Leave all records that are not named here as they are.");
    },
  );

  it("asks for nothing where all is right", async () => {
    const { text } = instructionsMail(await instructFake({ records: right }), { link: null, texts: en });
    expect(text).not.toMatch(/Type:|Sign in/);
  });

  it("has the link where there is one", async () => {
    const link = "https://app.example.com/connect/abc";
    expect(instructionsMail(await instructFake({ records: {} }), { link, texts: en }).text).toContain(`\n${link}\n`);
  });

  it("opens in a mail program with every character in place", () => {
    const link = mailtoLink({ subject: "a & b?", text: "one\ntwo=2#3" });
    expect(link).toBe("mailto:?subject=a%20%26%20b%3F&body=one%0D%0Atwo%3D2%233");
  });
});

describe.each(languages)("the mail in %s", (language) => {
  const texts = instructionTextsOf(language);
  const link = "https://app.example.com/connect/abc";

  it("has each name, value and link on its own, without characters that nobody sees", async () => {
    const { evidence, findings } = await diagnoseFake({ records: { "shop.acme.com A": ["192.0.2.80"] } });
    const instructions = writeFrom(evidence, findings, "dns_owner", texts);
    const { text, subject } = instructionsMail(instructions, { link, texts });
    expect(subject).toContain("shop.acme.com");
    expect(instructions.steps).toHaveLength(3);
    const lines = text.split("\n");
    expect(lines).toContain(link);
    for (const { value, host } of instructions.steps) {
      const line = lines.find((one) => one.endsWith(value)) ?? "";
      expect(line).toMatch(/^ {2}\S/);
      expect(line).not.toMatch(/[\u2066-\u2069\u200e\u200f]/);
      expect(lines.some((one) => one.startsWith("  ") && one.split(/\s+/).includes(host))).toBe(true);
    }
  });

  it("asks for the numbers as forms take them", async () => {
    const { evidence, findings } = await diagnoseFake({ records: {} });
    const { text } = instructionsMail(writeFrom(evidence, findings, "dns_owner", texts), { link, texts });
    expect(text).toMatch(/\b300\b/);
  });
});

it("keeps an Arabic label and a Latin value in lines of their own, so that neither changes the other's order", async () => {
  const texts = instructionTextsOf("ar");
  const { evidence, findings } = await diagnoseFake({ records: {} });
  const { text } = instructionsMail(writeFrom(evidence, findings, "dns_owner", texts), { link: null, texts });
  const mixed = text.split("\n").filter((line) => line.startsWith("  ") && /\p{Script=Arabic}/u.test(line));
  expect(mixed.filter((line) => /acme|latchkey|@/.test(line))).toEqual([]);
  expect(text).toContain(`  ${texts.mail.labels.value}\n  ${testChallenge}\n`);
});

const finding: WritableFinding = {
  code: "txt-missing",
  severity: "blocking",
  title: "The TXT record is missing",
  explanation: "Nothing is published at _x.shop.example.com.",
  fix: "Add the record.",
  who: "customer",
  eta: "2026-11-23T10:00:00.000Z",
  evidence: [],
  record: { action: "add", host: "_x.shop", fqdn: "_x.shop.example.com", type: "TXT", value: "cd-verify-1" },
};
const txt: InstructionRecord = {
  host: "_x.shop.example.com",
  type: "TXT",
  value: "cd-verify-1",
  ttl: 300,
  status: "missing",
  seen: null,
};
const cname: InstructionRecord = {
  ...txt,
  host: "shop.example.com",
  type: "CNAME",
  value: "edge.test",
  status: "right",
};

function mail(changes: Partial<InstructionsInput> = {}, state: InstructionsInput["connection"]["state"] = "stalled") {
  const connection = {
    hostname: "shop.example.com",
    hostnameUnicode: "shop.example.com",
    registrableDomain: "example.com",
    state,
    pointing: "unknown",
  };
  const asker = { company: "Demo", application: null, logoUrl: null };
  const input: InstructionsInput = {
    connection,
    records: [txt, cname],
    findings: [finding],
    provider: null,
    asker,
    reader: "support",
    texts: en,
    ...changes,
  };
  return instructionsMail(writeInstructions(input), { link: null, texts: input.texts });
}

function provider(key: string): Provider {
  const found = findProvider(key);
  if (found === null) throw new Error(`there is no provider ${key}`);
  return found;
}

describe("the reply of support", () => {
  it("names the provider, the exact record in the form's own words, and the time", () => {
    const { subject, text } = mail({ provider: provider("gandi") });
    expect(subject).toBe("shop.example.com: The TXT record is missing");
    expect(text).toMatch(/^Hello,\n\n/);
    expect(text).toContain("Sign in at Gandi, where the DNS of example.com is managed: https://");
    expect(text).toContain("  Type:  TXT\n  Name:  _x.shop ");
    expect(text).toContain("  Value: cd-verify-1");
    expect(text).toContain("by 2026-11-23 10:00 UTC at the latest");
  });

  it("asks nothing of the customer where we have to fix it", () => {
    const { text } = mail({
      findings: [{ ...finding, who: "platform" }],
      records: [{ ...txt, status: "right" }, cname],
    });
    expect(text).toContain("You do not need to do anything");
    expect(text).not.toContain("cd-verify-1");
  });

  it("says that it works, or continues automatically, where nothing is wrong", () => {
    const records = [{ ...txt, status: "right" as const }, cname];
    expect(mail({ findings: [], records }, "live").text).toContain("shop.example.com works");
    expect(mail({ findings: [], records }).text).toContain("continues automatically");
  });

  it("gives the name as the provider's form expects it, and what people must know about the form", () => {
    const { text } = mail({
      provider: { ...provider("gandi"), hostLabelStyle: "fqdn", notes: "Sign in as the owner." },
    });
    expect(text).toContain("  Name:  _x.shop.example.com ");
    expect(text).toContain("Sign in as the owner.");
  });

  it.each(languages)(
    "has the catalog's notes about a provider where they are in the reader's language, English: %s",
    (language) => {
      const changes = {
        provider: { ...provider("gandi"), notes: "Sign in as the owner." },
        reader: "dns_owner",
      } as const;
      const { text } = mail({ ...changes, texts: instructionTextsOf(language) });
      expect(text.includes("Sign in as the owner.")).toBe(language === "en");
      expect(text).toContain("Gandi");
    },
  );

  it("asks for everything that the customer has to change in one mail, and for nothing that is somebody else's", () => {
    const record = {
      action: "add",
      host: "shop",
      fqdn: "shop.example.com",
      type: "CNAME",
      value: "edge.test",
    } as const;
    const others = [
      { ...finding, code: "cname-missing" as const, fix: "Point it here.", record },
      { ...finding, code: "worker-not-running" as const, fix: "Ours.", who: "platform" as const, record: null },
      { ...finding, code: "txt-old-value-beside" as const, fix: "Nicer.", severity: "info" as const },
    ];
    const { text } = mail({ findings: [finding, ...others], records: [txt, { ...cname, status: "missing" }] });
    expect(text).toMatch(/1\. Add this record:\n {2}Type: {2}TXT[\s\S]*2\. Add this record:\n {2}Type: {2}CNAME/);
    expect(text).not.toMatch(/Ours|Nicer/);
  });

  it("carries the link to the shared page above the greeting", () => {
    const text = addLink(mail().text, "https://app.example.com/connect/$1");
    expect(text).toMatch(/\nhttps:\/\/app\.example\.com\/connect\/\$1\n\nIf anything is unclear/);
  });
});
