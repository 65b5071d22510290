import { z } from "zod";
import { jsonResponse } from "@/lib/api/error-response";
import { plainRoute } from "@/lib/api/plain-route";
import { assertText, readBody } from "@/lib/api/read-input";
import type { RouteRequest } from "@/lib/api/route-request";
import { checkSharedConnection } from "@/lib/diagnosis/check-shared-connection";
import { noteSharedOpening } from "@/lib/diagnosis/note-shared-opening";
import { readSharedSetUp } from "@/lib/diagnosis/setup/read-shared-set-up";
import { startSharedDomainConnect } from "@/lib/diagnosis/setup/start-shared-domain-connect";
import { languages } from "@/lib/kernel/languages";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import { toWire } from "@/lib/kernel/wire";
import type { ServiceContext } from "@/lib/platform/ports/context";

const inputSchema = z.strictObject({ token: z.string().min(1).max(100) });
const readSchema = inputSchema.extend({ locale: z.enum(languages).optional() });

const maxBytes = 1_000;

/** “Check now” on the page behind a share link. */
export const answerSharedCheck = answerSharedPage(inputSchema, checkSharedConnection);

/** The page's scripts ran, so that it was opened by a browser and not by the preview of a chat or a mail. */
export const answerSharedOpening = answerSharedPage(inputSchema, noteSharedOpening);

/** What the page shows. */
export const answerSharedReading = answerSharedPage(readSchema, readSharedSetUp);

/** The button that leads to the DNS provider's own page. */
export const answerSharedDomainConnect = answerSharedPage(inputSchema, startSharedDomainConnect);

/** A call of that page: the link's token is all that it needs, and no cookie counts. */
function answerSharedPage<I extends z.ZodObject>(
  schema: I,
  verb: (service: ServiceContext, input: z.output<I> & { tenantId: string | null }) => Promise<unknown>,
): (request: RouteRequest) => Promise<Response> {
  return plainRoute(async (request, { service }, requestId) => {
    const body = await readBody(request, maxBytes);
    assertText(body);
    const input = { ...schema.parse(body), tenantId: request.headers.get(shareTenantHeader) };
    return jsonResponse(toWire((await verb(service, input)) ?? {}), 200, requestId);
  });
}
