import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followVisit, type VisitAnswer, type VisitRequest } from "@/lib/edge/follow-visit";
import type { Visit } from "@/lib/platform/ports/edge";

const hostname = "shop.acme.test";
const ports = { http: 8080, https: 8443 };

type Given = Partial<Extract<VisitAnswer, { kind: "answer" }>>;

function answer(parts: Given = {}): VisitAnswer {
  const plain = { status: 200, location: null, server: null, headers: {}, text: "", setCookies: [], proven: false };
  return { kind: "answer", ...plain, ...parts };
}

/** @param site what is answered to a URL and a Cookie header */
async function open(
  site: (url: string, cookie: string) => VisitAnswer,
  secure = true,
): Promise<{ visit: Visit; requests: VisitRequest[] }> {
  const requests: VisitRequest[] = [];
  const visit = await followVisit({
    hostname,
    secure,
    ports,
    freshQuery: "fresh=1",
    ask: async (request) => {
      requests.push(request);
      return site(request.url.href, request.cookie);
    },
  });
  return { visit, requests };
}

const redirect = (location: string, parts: Given = {}) => answer({ status: 302, location, ...parts });

describe("a visit", () => {
  const anyTarget = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 7 }).map((to) => ({ to })) },
    { weight: 1, arbitrary: fc.constantFrom({ to: "page" as const }, { to: "elsewhere" as const }) },
  );
  const anySite = fc.record({ targets: fc.array(anyTarget, { minLength: 8, maxLength: 8 }), secure: fc.boolean() });

  it("of any site ends as a browser's would, with few requests", async () => {
    await fc.assert(
      fc.asyncProperty(anySite, fc.boolean(), async ({ targets, secure }, proven) => {
        const site = (url: string) => {
          const { to } = targets[Number(new URL(url).pathname.slice(2)) || 0] ?? { to: "page" };
          if (to === "page") return answer({ proven });
          return redirect(to === "elsewhere" ? "https://www.acme.test/" : `/p${to}`, { proven });
        };
        const { visit, requests } = await open(site, secure);
        expect(visit.end).toBe(
          expectedEnd(
            targets.map(({ to }) => to),
            proven,
          ),
        );
        expect(requests.length).toBeLessThanOrEqual(proven ? 20 : 5);
        expect(requests.every(({ url }) => url.hostname === hostname && url.port === "")).toBe(true);
        expect(visit.steps.map(({ url }) => url)).toEqual(requests.map(({ url }) => url.href));
      }),
    );
  });

  /** `/` and `/p0` are different URLs that answer the same. */
  function expectedEnd(targets: readonly (number | "page" | "elsewhere")[], proven: boolean): Visit["end"] {
    const seen = new Set<string>();
    let path = "/";
    for (let steps = 1; ; steps += 1) {
      seen.add(path);
      const to = targets[Number(path.slice(2)) || 0] ?? "page";
      if (to === "page") return "answered";
      if (to === "elsewhere") return "leaves";
      path = `/p${to}`;
      if (seen.has(path)) return "loop";
      if (!proven && steps >= 5) return "abandoned";
    }
  }

  it.each<[string, string, Visit["end"]]>([
    ["the same URL", "https://shop.acme.test/", "loop"],
    ["the same URL with its port", "https://shop.acme.test:443/", "loop"],
    ["the same URL with the port of our edge", "https://shop.acme.test:8443/", "loop"],
    ["the same URL in capitals", "HTTPS://SHOP.Acme.test/", "loop"],
    ["the same URL with a fragment", "/#top", "loop"],
    ["the same URL, relative", "", "loop"],
    ["another port", "https://shop.acme.test:9000/", "leaves"],
    ["another host", "https://www.shop.acme.test/", "leaves"],
    ["another scheme", "app://shop.acme.test/", "leaves"],
    ["an address of ours", "https://127.0.0.1/", "leaves"],
    ["what is no URL", "https://[", "answered"],
  ])("is redirected to %s", async (_where, location, end) => {
    expect((await open(() => redirect(location))).visit.end).toBe(end);
  });

  it("over HTTP ends where it is sent on to HTTPS", async () => {
    const { visit, requests } = await open(() => redirect("https://shop.acme.test/", { status: 308 }), false);
    expect([visit.end, requests.length]).toEqual(["to_https", 1]);
  });

  it("sends the cookies that it was given, a bounded number of them", async () => {
    const many = Array.from({ length: 50 }, (_, index) => `c${index}=${"x".repeat(900)}; Path=/`);
    const { requests } = await open((url) => (url.endsWith("/in") ? answer() : redirect("/in", { setCookies: many })));
    expect(requests[1]?.cookie.startsWith("c0=xxx")).toBe(true);
    expect(requests[1]?.cookie.length).toBeLessThan(20 * 1_024);
  });

  it("sends nothing of a cookie that would end the header", async () => {
    const { requests } = await open((url) =>
      url.endsWith("/in") ? answer() : redirect("/in", { setCookies: ["a=1\r\nX-Injected: 1", "b=2"] }),
    );
    expect(requests[1]?.cookie).toBe("b=2");
  });

  it("asks once more where a cache answered, and takes the answer that is not from it", async () => {
    const { visit, requests } = await open((url) =>
      url.includes("fresh=1") ? answer({ proven: true }) : answer({ headers: { age: "30" } }),
    );
    expect(requests.map(({ url }) => url.href)).toEqual(["https://shop.acme.test/", "https://shop.acme.test/?fresh=1"]);
    expect(visit.steps.at(-1)?.proven).toBe(true);
  });

  it("that gets no answer says why", async () => {
    const failure = { kind: "refused" as const, reason: "ECONNREFUSED" };
    expect((await open(() => ({ kind: "failed", failure }))).visit).toMatchObject({
      end: "failed",
      failure,
      steps: [],
    });
  });
});
