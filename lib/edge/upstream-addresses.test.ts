import { describe, expect, it } from "vitest";
import type { FoundAddresses } from "@/lib/dns/address-lookup";
import { createUpstreamAddressBook, type UpstreamAddresses } from "@/lib/edge/upstream-addresses";

const name = "origin.acme.com";
const found = (...addresses: string[]): UpstreamAddresses => ({ kind: "found", addresses });

type Asked = { hostname: string; answer(found: FoundAddresses): Promise<void>; fail(): Promise<void> };

/** A clock to be set, and a DNS that answers when the test says so. */
function setUp() {
  let nowMs = 1_000_000;
  const asked: Asked[] = [];
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const after = (change: () => void) => {
    change();
    return settled();
  };
  const book = createUpstreamAddressBook({
    nowMs: () => nowMs,
    lookup: {
      find: (hostname) =>
        new Promise((resolve, reject) => {
          asked.push({
            hostname,
            answer: (answer) => after(() => resolve(answer)),
            fail: () => after(() => reject(new Error("ETIMEOUT"))),
          });
        }),
      close() {},
    },
  });
  const advance = (seconds: number) => {
    nowMs += seconds * 1_000;
  };
  /** What a request gets at once; "waits" where it has to wait. */
  const now = (hostname = name, tenantId = "t") => {
    const answer = book.find(hostname, tenantId);
    return answer instanceof Promise ? "waits" : answer;
  };
  const know = async (ttlSeconds: number, ...addresses: string[]) => {
    const answer = book.find(name, "t");
    await settled();
    await asked.at(-1)?.answer({ addresses, ttlSeconds });
    return answer;
  };
  return { book, asked, advance, now, know, settled };
}

describe("the addresses of an upstream", () => {
  it("are waited for once, by all who ask meanwhile", async () => {
    const { book, asked, settled, now } = setUp();
    const waiting = [book.find(name, "t"), book.find(name, "other"), book.find(name, "t")];
    await settled();
    expect(asked.map(({ hostname }) => hostname)).toEqual([name]);
    await asked[0]?.answer({ addresses: ["192.0.2.1"], ttlSeconds: 60 });
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => found("192.0.2.1")));
    expect(now()).toEqual(found("192.0.2.1"));
  });

  it("are renewed before their time is over, and nobody waits for that", async () => {
    const { asked, advance, now, know, settled } = setUp();
    await know(60, "192.0.2.1");
    advance(47);
    expect([now(), asked.length]).toEqual([found("192.0.2.1"), 1]);
    advance(2);
    expect([now(), now()]).toEqual([found("192.0.2.1"), found("192.0.2.1")]);
    await settled();
    expect(asked.length).toBe(2);
    await asked[1]?.answer({ addresses: ["192.0.2.2"], ttlSeconds: 60 });
    expect(now()).toEqual(found("192.0.2.2"));
  });

  it("of a site that nobody visits are asked for anew when their time is over", async () => {
    const { book, asked, advance, know, settled } = setUp();
    await know(60, "192.0.2.1");
    advance(71);
    const late = book.find(name, "t");
    await settled();
    await asked[1]?.answer({ addresses: ["192.0.2.2"], ttlSeconds: 60 });
    expect(await late).toEqual(found("192.0.2.2"));
  });

  it.each([
    [0, 3, 5],
    [86_400, 239, 241],
  ])("are kept between 5 s and 5 min where DNS says %d s", async (ttlSeconds, before, after) => {
    const { asked, advance, now, know, settled } = setUp();
    await know(ttlSeconds, "192.0.2.1");
    advance(before);
    now();
    await settled();
    expect(asked.length).toBe(1);
    advance(after - before);
    now();
    await settled();
    expect(asked.length).toBe(2);
  });

  it("stay in use for ten minutes while DNS cannot be asked, and nobody waits for it again and again", async () => {
    const { book, asked, advance, now, know, settled } = setUp();
    await know(60, "192.0.2.1");
    advance(80);
    const first = book.find(name, "t");
    await settled();
    await asked[1]?.fail();
    expect(await first).toEqual(found("192.0.2.1"));
    expect([now(), asked.length]).toEqual([found("192.0.2.1"), 2]);
    advance(4);
    expect(now()).toEqual(found("192.0.2.1"));
    await settled();
    expect(asked.length).toBe(3);
    await asked[2]?.fail();
    advance(600);
    const gone = book.find(name, "t");
    await settled();
    await asked[3]?.fail();
    expect(await gone).toEqual({ kind: "failed", addresses: [] });
  });

  it("are gone at once where DNS says that there are none any more, and that is kept for ten seconds", async () => {
    const { asked, advance, now, know, settled } = setUp();
    await know(60, "192.0.2.1");
    advance(50);
    now();
    await settled();
    await asked[1]?.answer({ addresses: [], ttlSeconds: 60 });
    expect([now(), asked.length]).toEqual([{ kind: "none", addresses: [] }, 2]);
    advance(9);
    expect([now(), asked.length]).toEqual([{ kind: "none", addresses: [] }, 2]);
    advance(2);
    expect(now()).toBe("waits");
  });

  it("of some tenants' many silent names leave look-ups for everybody else", async () => {
    const { book, asked, settled } = setUp();
    for (const tenantId of ["greedy", "greedy-2", "greedy-3"]) {
      for (let index = 0; index < 50; index += 1) void book.find(`h${index}.${tenantId}.com`, tenantId);
    }
    void book.find("origin.other.com", "other");
    await settled();
    // Half of 64, and half of what the others leave.
    const greedy = asked.map(({ hostname }) => hostname.split(".")[1]);
    const counts = ["greedy", "greedy-2", "greedy-3"].map((name) => greedy.filter((one) => one === name).length);
    expect(counts).toEqual([32, 16, 8]);
    expect(asked.map(({ hostname }) => hostname)).toContain("origin.other.com");
  });

  it("are looked up for a tenant even while another one waits for the same name beyond its share", async () => {
    const { book, asked, settled } = setUp();
    for (let index = 0; index < 32; index += 1) void book.find(`h${index}.greedy.com`, "greedy");
    void book.find("origin.other.com", "greedy");
    await settled();
    expect(asked.map(({ hostname }) => hostname)).not.toContain("origin.other.com");
    void book.find("origin.other.com", "other");
    await settled();
    expect(asked.map(({ hostname }) => hostname)).toContain("origin.other.com");
  });
});
