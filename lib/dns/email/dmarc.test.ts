import { expect, it } from "vitest";
import { applyDmarc, type DmarcRecord, dmarcWalk, readDmarc } from "@/lib/dns/email/dmarc";

it("walks up in at most eight steps (RFC 9989, section 4.10)", () => {
  expect(dmarcWalk("mail.example.com")).toEqual(["mail.example.com", "example.com", "com"]);
  expect(dmarcWalk("a.b.c.d.e.f.g.h.i.j.mail.example.com")).toEqual([
    "a.b.c.d.e.f.g.h.i.j.mail.example.com",
    "g.h.i.j.mail.example.com",
    "h.i.j.mail.example.com",
    "i.j.mail.example.com",
    "j.mail.example.com",
    "mail.example.com",
    "example.com",
    "com",
  ]);
});

const steps = (texts: Record<string, string>, domain: string) =>
  dmarcWalk(domain).map((name) => {
    const reading = readDmarc(texts[name] === undefined ? [] : [texts[name]]);
    return { domain: name, record: reading.kind === "record" ? reading.record : null };
  });

it.each([
  [
    "own record first",
    { "a.example.com": "v=DMARC1; p=none", "example.com": "v=DMARC1; p=reject" },
    "a.example.com",
    "example.com",
  ],
  ["the highest record is the organisation's", { "example.com": "v=DMARC1; p=reject" }, "example.com", "example.com"],
  [
    "psd=n ends the walk",
    { "b.example.com": "v=DMARC1; p=none; psd=n", "example.com": "v=DMARC1; p=reject" },
    "b.example.com",
    "b.example.com",
  ],
  ["below a public suffix", { com: "v=DMARC1; p=reject; psd=y" }, "com", "example.com"],
])("%s", (_, texts, policy, organisation) => {
  const found = applyDmarc(
    steps(texts as Record<string, string>, "a.b.example.com".replace("a.b", policy.startsWith("a.") ? "a" : "a.b")),
  );
  expect(found.policy?.domain).toBe(policy);
  expect(found.organisation).toBe(organisation);
});

it("finds nothing where nobody publishes", () => {
  expect(applyDmarc(steps({}, "a.example.com"))).toEqual({ policy: null, organisation: "a.example.com" });
});

it.each([
  [["v=DMARC1; p=Reject; sp=none"], { policy: "reject", subdomainPolicy: "none" }],
  [
    ["v=DMARC1; rua=mailto:A@Reports.Example!10m,mailto:b@x.example"],
    { policy: "none", reportsTo: ["reports.example", "x.example"] },
  ],
  [["v=DMARC1;p=none;t=y;np=reject;pct=5"], { isTesting: true, removed: ["pct"] }],
  [["v=spf1 -all", "v=DMARC1; p=none;"], { policy: "none" }],
] as [string[], Partial<DmarcRecord>][])("reads %j", (texts, record) => {
  expect(readDmarc(texts)).toMatchObject({ kind: "record", record });
});

it.each([
  [["v=dmarc1; p=none"], "none"],
  [["p=none; v=DMARC1"], "none"],
  [["v=DMARC1"], "invalid"],
  [["v=DMARC1; p=none; p=reject"], "invalid"],
  [["v=DMARC1; p=none", "v=DMARC1; p=none"], "several"],
])("does not take %j for a record", (texts, kind) => {
  expect(readDmarc(texts).kind).toBe(kind);
});
