import { getRuntime } from "@/lib/api/runtime";
import { answerAsk } from "@/lib/edge/answer-internal";

/** The same answer as the fast path of server.ts, for installations that run Next without it. */
export async function GET(request: Request): Promise<Response> {
  const { internal } = await getRuntime();
  const query = new URL(request.url).searchParams;
  const answer = await answerAsk(internal, { query, header: (name) => request.headers.get(name) });
  return new Response(answer.body, answer);
}
