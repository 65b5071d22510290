import { describe, expect, it } from "vitest";
import { findingCodes, holdCauses, kindOf, responsibleParties, severities } from "@/lib/diagnosis/evidence/catalog";
import type { RecordAction } from "@/lib/diagnosis/evidence/finding";
import { findingForOwner } from "@/lib/diagnosis/instructions/finding-for-owner";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import { oursCodes, waitingCodes } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { languages } from "@/lib/kernel/languages";

const record: RecordAction = { action: "add", host: "shop", fqdn: "shop.acme.com", type: "CNAME", value: "edge.test" };
const missing = { code: "cname-missing", severity: "blocking", who: "customer", record } as const;

describe("one finding, for the owner of the DNS", () => {
  it("says what is wrong, and what to do about its record", () => {
    expect(findingForOwner(missing, en, "acme.com")).toEqual({
      who: "you",
      title: "The record is not there yet",
      text: "It leads visitors to the site.",
      fix: "Add the record as it is shown.",
    });
    const change = { ...missing, record: { ...record, action: "change" } } as const;
    expect(findingForOwner(change, en, "acme.com").fix).toBe("Change the record so that it reads as shown.");
    const deletions = [{ ...record, action: "delete", type: "A" } as const, record];
    expect(findingForOwner({ ...missing, changes: deletions }, en, "acme.com").fix).toMatch(/^Delete/);
  });

  it("names the domain, and what its hold asks for where that is known", () => {
    const hold = { code: "domain-on-hold", severity: "blocking", who: "customer", record: null } as const;
    expect(findingForOwner(hold, en, "acme.com").title).toBe("acme.com is on hold at its registrar");
    const expired = findingForOwner({ ...hold, cause: "expired" }, en, "acme.com");
    expect(expired.title).toBe("acme.com has expired");
    expect(expired.fix).toMatch(/^Renew the domain/);
  });

  it("says what is waited for, and that there is nothing to do", () => {
    const wait = { code: "old-answer-cached", severity: "info", who: "dns_provider", record: null } as const;
    expect(findingForOwner(wait, en, "acme.com")).toMatchObject({
      who: "us",
      title: "Some servers still have the old record",
      fix: "You do not have to do anything.",
    });
  });

  it("asks nothing of them where it is ours, or the application's", () => {
    for (const who of ["platform", "integrator", "ca"] as const) {
      const finding = { code: "redirect-loop", severity: "blocking", who, record: null } as const;
      expect(findingForOwner(finding, en, "acme.com")).toEqual({ who: "us", ...en.ours, fix: en.fixes.wait });
    }
  });

  it("leaves an old record that does no harm to them", () => {
    const old = { ...missing, code: "txt-old-value-beside", severity: "info" } as const;
    expect(findingForOwner(old, en, "acme.com")).toMatchObject({ who: "you", title: "An old record is there too" });
  });
});

describe.each(languages)("in %s", (language) => {
  const texts = instructionTextsOf(language);

  it("every code, whoever has to act, has words without placeholders", () => {
    for (const code of findingCodes) {
      for (const who of responsibleParties) {
        for (const severity of severities) {
          for (const cause of code === "domain-on-hold" ? [undefined, ...holdCauses] : [undefined]) {
            const finding = { code, who, severity, cause, record };
            const { title, text, fix } = findingForOwner(finding, texts, "acme.com");
            for (const words of [title, text, fix ?? "-"]) expect(words).not.toMatch(/[{}]|undefined|^$/);
          }
        }
      }
    }
  });

  it("only what is theirs is theirs", () => {
    const theirs = findingCodes.filter((code) => {
      const { who = "customer", severity = "blocking" } = kindOf(code);
      return findingForOwner({ code, who, severity, record: null }, texts, "acme.com").who !== "us";
    });
    expect(theirs.filter((code) => [...oursCodes, ...waitingCodes].some((one) => one === code))).toEqual([]);
  });
});
