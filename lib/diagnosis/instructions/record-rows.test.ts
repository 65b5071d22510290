import { describe, expect, it } from "vitest";
import { recordRows } from "@/lib/diagnosis/instructions/record-rows";

const at = new Date("2026-01-01T12:00:00Z");
const answer = (kind: string, ...values: string[]) => ({
  server: "ns1.example.com",
  address: "192.0.2.53",
  name: "shop.example.com",
  type: "A",
  kind,
  reason: null,
  values,
});
const record = {
  host: "shop.example.com",
  type: "CNAME" as const,
  value: "edge.example.net",
  ttl: 300,
  priority: null,
  propagated: null as boolean | null,
  observedValue: null as string | null,
  observedAt: null as Date | null,
};
const connection = {
  state: "pending_ownership" as const,
  ownership: "pending" as const,
  ownershipChallenge: { name: "_customdomain-challenge.shop.example.com", type: "TXT" as const, value: "cd-verify-1" },
  observedRecords: [record],
};
const ownership = {
  kind: "seen" as const,
  values: ["cd-verify-0"],
  agreeing: [],
  disagreeing: ["ns1.example.com (192.0.2.53)"],
  checkedAt: at,
  servers: [answer("answer", "TXT cd-verify-0")],
};

describe("the records beside what was seen", () => {
  it("begin with the proof, and show the value that is published instead", () => {
    const [proof, alias] = recordRows(connection, { ownership, records: [] });
    expect(proof).toMatchObject({ name: "TXT", status: "other", seen: "cd-verify-0", seenAt: at });
    expect(alias).toMatchObject({ name: "CNAME", status: "unchecked" });
  });

  it("say before any check what a diagnosis has seen", () => {
    const asked = (...servers: ReturnType<typeof answer>[]) => {
      const { host, type, value } = record;
      const seen = { host, type, value, kind: "missing" as const, observedValue: null, servers };
      return recordRows(connection, null, { ownership: null, records: [seen] })[1]?.status;
    };
    expect(asked(answer("nxdomain"))).toBe("missing");
    expect(asked(answer("unreachable"))).toBe("silent");
    expect(asked(answer("answer", "CNAME edge.example.net", "A 192.0.2.1"))).toBe("right");
    expect(asked(answer("answer", "CNAME old.example.org"))).toBe("other");
  });

  it("call a record of a live domain gone, not missing", () => {
    const observedRecords = [{ ...record, propagated: false, observedAt: at }];
    expect(recordRows({ ...connection, observedRecords }, null)[1]?.status).toBe("missing");
    expect(recordRows({ ...connection, state: "drifted", observedRecords }, null)[1]?.status).toBe("gone");
  });

  it("do not call silence wrong", () => {
    const observedRecords = [{ ...record, observedAt: at }];
    expect(recordRows({ ...connection, observedRecords }, null)[1]?.status).toBe("silent");
  });

  it("are numbered if several have the same type", () => {
    const observedRecords = [
      { ...record, type: "A" as const, value: "192.0.2.1" },
      { ...record, type: "A" as const, value: "192.0.2.2" },
    ];
    expect(recordRows({ ...connection, observedRecords }, null).map(({ name }) => name)).toEqual(["TXT", "A 1", "A 2"]);
  });
});
