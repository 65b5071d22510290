import type { ServiceContext } from "@/lib/platform/ports/context";

const preflightSeconds = 600;

/**
 * CORS headers for a page of another origin, if some application allows that origin; none otherwise. Only the token says
 * which application the call is for, so `assertCaller` checks again.
 */
export async function crossOriginHeaders(service: ServiceContext, headers: Headers): Promise<Record<string, string>> {
  const origin = headers.get("origin");
  if (origin === null || !(await isKnownOrigin(service, origin))) return { vary: "Origin" };
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset",
    vary: "Origin",
  };
}

async function isKnownOrigin(service: ServiceContext, origin: string): Promise<boolean> {
  const found = await service.database.prisma.application.findFirst({
    where: { allowedOrigins: { has: origin }, deletedAt: null },
    select: { id: true },
  });
  return found !== null;
}

/** The response to a browser's preflight request for a call with a token. */
export async function answerPreflight(service: ServiceContext, headers: Headers): Promise<Response> {
  const allowed = await crossOriginHeaders(service, headers);
  return new Response(null, {
    status: 204,
    headers: {
      ...allowed,
      ...("access-control-allow-origin" in allowed
        ? {
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key",
            "access-control-max-age": String(preflightSeconds),
          }
        : {}),
    },
  });
}
