import type { AccountBinding } from "@/lib/edge/caddy";

const part = /^[\w~+/=.-]{1,500}$/;

/** EDGE_EAB_KEY_ID and EDGE_EAB_HMAC_KEY of the first issuer, and of the second one, on an edge of its own. */
export function accountBindings(environment: Record<string, string | undefined>): (AccountBinding | null)[] {
  return ["", "_2"].map((suffix) => {
    const id = environment[`EDGE_EAB_KEY_ID${suffix}`] ?? "";
    const secret = environment[`EDGE_EAB_HMAC_KEY${suffix}`] ?? "";
    return part.test(id) && part.test(secret) ? { id, secret } : null;
  });
}
