import { assertInternal } from "@/lib/api/assert-internal";
import { plainRoute } from "@/lib/api/plain-route";
import { answerAsk, answerRoute } from "@/lib/edge/answer-internal";

/** `/internal/ask` and `/internal/route`, for requests that `serveRequest` does not answer directly. */
export const answerInternalRequest = plainRoute(async (request, runtime) => {
  assertInternal(runtime, request);
  const { pathname, searchParams } = new URL(request.url);
  const question = { query: searchParams, header: (name: string) => request.headers.get(name) };
  const answer = await (pathname.endsWith("/route") ? answerRoute : answerAsk)(runtime.internal, question);
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
});
