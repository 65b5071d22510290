import { getRuntime } from "@/lib/api/runtime";
import { publicKeySet } from "@/lib/edge/assertion/assertion-keys";

/** `GET /.well-known/jwks.json`: the public keys of the assertions that origins receive. Public. */
export async function answerJwks(): Promise<Response> {
  const { env, service } = await getRuntime();
  return Response.json(publicKeySet(env.tokenSecret, service.now()), {
    headers: { "access-control-allow-origin": "*", "cache-control": "public, max-age=3600" },
  });
}
