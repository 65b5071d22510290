import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { hasReferees, runPython } from "@/e2e/providers/referee";
import { emailProviders } from "@/lib/dns/email/catalog";
import { countSpfLookUps, type SpfCount, spfLimits } from "@/lib/dns/email/count-spf-look-ups";
import { readDmarc } from "@/lib/dns/email/dmarc";
import { emailRecords } from "@/lib/dns/email/email-records";
import { mergeSpf } from "@/lib/dns/email/merge-spf";
import { isSpf, parseSpf } from "@/lib/dns/email/spf";
import { type EmailZone, fakeEmailDns } from "@/lib/runtime/testing/email-dns";
import { spfTexts } from "@/lib/runtime/testing/spf-texts";

// pyspf and checkdmarc, which others wrote, on what we generate, merge and count. One process for all of it.
const domain = "own.example.com";
const include = "_spf.provider.example";
/** What the generated records refer to: with records, with addresses, with nothing, and with nobody there. */
const world: EmailZone = {
  [include]: { TXT: ["v=spf1 ip4:203.0.113.0/24 -all"] },
  "one.example.net": { TXT: ["v=spf1 ip4:198.51.100.0/25 include:two.example.net ~all"] },
  "two.example.net": { TXT: ["v=spf1 a:host.example.net mx:host.example.net -all"] },
  "deep.example.net": { TXT: ["v=spf1 include:one.example.net include:two.example.net ?all"] },
  "redirected.example.net": { TXT: ["v=spf1 redirect=one.example.net"] },
  "host.example.net": { A: ["198.51.100.200"], AAAA: ["2001:db8::200"], MX: ["10 mail.example.net"] },
  "mail.example.net": { A: ["198.51.100.201"], AAAA: ["2001:db8::201"] },
  "empty.example.net": { TXT: ["unrelated"] },
};
const senders = ["203.0.113.5", "198.51.100.7", "198.51.100.200", "198.51.100.201", "192.0.2.9", "192.0.2.250"];

const sign = fc.constantFrom("", "", "", "+", "-", "~", "?");
const target = fc.constantFrom("one", "two", "deep", "redirected").map((name) => `${name}.example.net`);
const term = fc.tuple(
  sign,
  fc.oneof(
    { weight: 3, arbitrary: target.map((name) => `include:${name}`) },
    fc.constant(`include:${include}`),
    fc.constantFrom(
      "a:host.example.net",
      "mx:host.example.net",
      "exists:host.example.net",
      "a:gone.example.org",
      "mx:empty.example.net",
    ),
    fc.constantFrom("ip4:192.0.2.0/28", "ip4:192.0.2.250", "ip6:2001:db8::/32"),
  ),
);
const texts = spfTexts(term.map((parts) => parts.join(""))).map((text) =>
  text
    .replace(/redirect=\S+/, "redirect=redirected.example.net")
    // Beside an `all` pyspf counts a redirect that RFC 7208 (section 6.1) ignores.
    .replace(/ redirect=\S+(?=.* [-+~?]?all\b)|(?<= [-+~?]?all\b.*) redirect=\S+/g, ""),
);

type PySpf = { result: string; lookUps: number; voidLookUps: number; text: string };
type Report = {
  spf: { pyspf: PySpf[]; checkdmarc?: { lookUps: number; voidLookUps: number } | { error: string; text: string } }[];
  dmarc: ({ policy: string } | { error: string; text: string })[];
};

const zoneOf = (...values: string[]) => ({ ...world, [domain]: { TXT: values } });
const singles = fc.sample(texts, { seed: 14, numRuns: 360 });
const pairs = fc.sample(fc.array(texts, { minLength: 2, maxLength: 3 }), { seed: 15, numRuns: 60 });
const merges = [...singles.map((text) => [text]), ...pairs].flatMap((before) => {
  const merge = mergeSpf(before, include);
  return merge.kind === "refused" ? [] : [{ before, after: merge.after }];
});
const dmarcs = emailProviders.flatMap((provider) =>
  [undefined, "reports@example.com"].map(
    (dmarcRua) => emailRecords(provider, "example.com", dmarcRua ? { dmarcRua } : {}).dmarc,
  ),
);
let report: Report;
let counts: SpfCount[];

beforeAll(async () => {
  if (!hasReferees()) return;
  const spf = [
    ...merges.map(({ before }) => ({
      zone: zoneOf(...before),
      domain,
      ips: before.length === 1 ? senders : ["192.0.2.99"],
    })),
    ...merges.map(({ after }) => ({ zone: zoneOf(after), domain, ips: [...senders, "192.0.2.99"], count: true })),
  ];
  const dmarc = dmarcs.map((record) => ({
    record,
    domain: "example.com",
    zone: { "example.com": { MX: ["1 mail.example.net"] } },
  }));
  report = (await runPython({ script: "email_referee.py", input: { spf, dmarc } })) as Report;
  counts = await Promise.all(
    merges.map(({ after }) => {
      const parsed = parseSpf(after);
      if ("fault" in parsed) throw new Error(`we do not read our own record: ${after}`);
      return countSpfLookUps(fakeEmailDns(zoneOf(after)), domain, parsed);
    }),
  );
});

describe.skipIf(!hasReferees())("SPF", () => {
  const beforeOf = (index: number) => report.spf[index]?.pyspf ?? [];
  const afterOf = (index: number) => report.spf[merges.length + index];

  it("merges some hundred records", () => {
    expect(merges.length).toBeGreaterThan(300);
  });

  it("a merged record lets everybody send who could before, and the provider, as long as it stays within the limits", () => {
    let compared = 0;
    for (const [index, { before, after }] of merges.entries()) {
      const results = afterOf(index)?.pyspf ?? [];
      const count = counts[index];
      if (count === undefined || isOverLimit(count)) continue;
      compared += 1;
      for (const [at, was] of beforeOf(index).entries()) {
        if (before.length === 1 && was.result === "pass")
          expect(results[at]?.result, `${before} → ${after}`).toBe("pass");
        // Several records are an error for everybody.
        if (before.length > 1) expect(was.result).toBe("permerror");
      }
      expect(
        results.map(({ result }) => result),
        after,
      ).not.toContain("permerror");
      if (!hasNegative(after)) expect(results[0]?.result, after).toBe("pass");
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("counts the look-ups that pyspf and checkdmarc count, and finds the limits where they do", () => {
    for (const [index, { after }] of merges.entries()) {
      const count = counts[index];
      const pyspf = afterOf(index)?.pyspf.at(-1);
      const checkdmarc = afterOf(index)?.checkdmarc;
      if (count === undefined || pyspf === undefined || checkdmarc === undefined) throw new Error("no report");
      if (isOverLimit(count)) {
        if (!after.includes("exists:")) expect(pyspf.result, `${after}: ${pyspf.text}`).toBe("permerror");
        expect(checkdmarc, after).toHaveProperty("error");
      } else {
        // An `exists` that finds something matches every sender, and ends the evaluation.
        if (!after.includes("exists:")) expect(pickCounts(pyspf), after).toEqual(pickCounts(count));
        // It takes the version in lower case alone, which RFC 7208 (section 12) does not say.
        const is = after.startsWith("v=spf1") ? pickCounts(checkdmarc) : pickCounts(count);
        expect(is, after).toEqual(pickCounts(count));
      }
    }
    expect(counts.filter(isOverLimit).length).toBeGreaterThan(30);
  });

  it("agrees with pyspf on what is one SPF record", () => {
    for (const [index, { before }] of merges.entries()) {
      expect(before.filter(isSpf).length === 1 || beforeOf(index)[0]?.result === "permerror").toBe(true);
    }
  });
});

it.skipIf(!hasReferees())("checkdmarc takes the DMARC records that we propose", () => {
  for (const [index, record] of dmarcs.entries()) {
    expect(report.dmarc[index], record).toEqual({ policy: "none" });
    expect(readDmarc([record])).toMatchObject({ kind: "record", record: { policy: "none" } });
  }
});

function pickCounts(of: object): { lookUps: unknown; voidLookUps: unknown } {
  const { lookUps, voidLookUps } = of as { lookUps?: unknown; voidLookUps?: unknown };
  return { lookUps, voidLookUps };
}

function isOverLimit({ lookUps, voidLookUps }: SpfCount): boolean {
  return lookUps > spfLimits.lookUps || voidLookUps > spfLimits.voidLookUps;
}

/** A term with another sign may decide before the provider's include is read. */
function hasNegative(text: string): boolean {
  return text.split(" ").some((word) => /^[-~?](?!all$)/i.test(word));
}
