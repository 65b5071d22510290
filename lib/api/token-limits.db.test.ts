import { describe, expect, it } from "vitest";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { endpoints } from "@/lib/api/endpoints/registry";
import { routes } from "@/lib/api/routes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { service, tenant } = setUpWorld({ per: "file" });

async function mint(): Promise<string> {
  const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
  return (await createToken(admin, { applicationId: tenant.applicationId })).authToken;
}

const widgetEndpoints = endpoints.filter(({ widget }) => widget).map(({ id }) => id);

describe.each(widgetEndpoints)("%s", (id) => {
  it("has a limit of requests for each token, and no token uses up another one's", async () => {
    installTestRuntime(service, { apiRateLimit: 2 });
    const [one, other] = [await mint(), await mint()];
    // What is refused for another reason is a request too.
    const call = async (token: string) =>
      callRoute(routes[id], token, { params: { id: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02" } });
    const answers = [await call(one), await call(one), await call(one)];
    expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["1", "0", "0"]);
    expect(answers.map(({ status }) => status === 429)).toEqual([false, false, true]);
    expect(answers[2]?.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    expect((await call(other)).status).not.toBe(429);
  });
});
