import { getBrand } from "@/lib/accounts/branding/get-brand";
import type { Brand } from "@/lib/accounts/branding/schema";
import { frameAncestorsOf } from "@/lib/api/frame-ancestors-of";
import type { Route } from "@/lib/api/handle";
import { acceptedLanguages } from "@/lib/api/hosted/accepted-languages";
import { hostedPageHeaders } from "@/lib/api/hosted/hosted-page-headers";
import { renderFlow } from "@/lib/api/hosted/render-flow";
import { propertiesOf, styleHash, writeEnd, writeHead, writePlace } from "@/lib/api/hosted/write-page";
import { getRuntime } from "@/lib/api/runtime";
import { readWidgetManifest, type WidgetManifest } from "@/lib/api/widget-files";
import { findSharedSubject, type SharedSubject } from "@/lib/diagnosis/find-shared-subject";
import { readSharedSetUp } from "@/lib/diagnosis/setup/read-shared-set-up";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { errorStack, errorText, isRefusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import type { Language } from "@/lib/kernel/languages";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import { onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import { initialState, step } from "@/widget/flow/machine";
import type { FlowState } from "@/widget/flow/state";
import { chooseLanguage } from "@/widget/skins/choose-language";
import { defaultTheme } from "@/widget/skins/theme-of";
import { loadTexts } from "@/widget/texts/load-texts";
import type { Texts } from "@/widget/texts/texts";

/** A check that was made a moment ago answers within this time; another one takes seconds, and the rest waits for it. */
const atOnceMs = 400;

/** Of pages that belong to no company. */
const ownBrand: Brand = {
  name: "Latchkey",
  logoUrl: null,
  color: null,
  helpUrl: null,
  poweredBy: false,
  linkOrigin: null,
};

/** Of this request. */
type Page = {
  language: Language;
  texts: Texts;
  widget: WidgetManifest | null;
  requestId: string;
  nowMs: number;
};

type Outcome = SetUpResource | "gone" | "failed";

/**
 * `GET /connect/{token}`: the flow behind a share link, for whoever edits the DNS. Written by the server, so that it can be
 * read without scripts; then the widget's script takes over. Who asks is sent at once, the rest when it is known.
 */
export const answerHostedPage: Route = async (request, { token = "" }) => {
  const { service } = await getRuntime();
  const link = { token, tenantId: request.headers.get(shareTenantHeader) };
  const wished = new URL(request.url).searchParams.get("locale");
  const language = chooseLanguage([wished, ...acceptedLanguages(request.headers.get("accept-language"))]);
  const [texts, widget] = await Promise.all([loadTexts(language), readWidgetManifest()]);
  const now = service.now();
  const page: Page = { language, texts, widget, requestId: newId(now), nowMs: now.getTime() };
  try {
    const subject = await findSharedSubject(service, link);
    if (subject === null) return answerGone(page, await brandOfSite(service, link.tenantId));
    const pending = readOutcome(service, page, { ...link, locale: language });
    const early = await Promise.race([pending, after(atOnceMs)]);
    if (early === "gone") return answerGone(page, subject.brand);
    return answerPage(page, 200, subject, pending, early !== undefined);
  } catch (error) {
    logFailure(service, page, error);
    const nobody = { brand: ownBrand, theme: defaultTheme, hostname: null, allowedOrigins: [] };
    return answerPage(page, 500, nobody, Promise.resolve("failed"), true);
  }
};

function answerPage(
  page: Page,
  status: number,
  subject: Omit<SharedSubject, "hostname"> & { hostname: string | null },
  pending: Promise<Outcome>,
  isKnown: boolean,
): Response {
  const { brand, theme, allowedOrigins } = subject;
  const properties = propertiesOf(theme, brand);
  async function* parts() {
    yield writeHead({ ...page, ...subject, properties });
    // Nobody knows how long the check takes: what waits for it has the size of what comes.
    if (!isKnown) yield writePlace("waiting", draw(page, initialState("link", ""), brand, "latchkey-waiting"));
    const outcome = await pending;
    yield writePlace("flow", draw(page, stateOf(page, outcome), brand));
    yield writeEnd({ language: page.language, brand, theme, setUp: typeof outcome === "string" ? null : outcome });
  }
  return respond(page, status, properties, allowedOrigins, parts());
}

/** The same page for each link that does not work. There is nothing for a script to do. */
function answerGone(page: Page, brand: Brand): Response {
  const properties = propertiesOf(defaultTheme, brand);
  const parts = [
    writeHead({ ...page, brand, theme: defaultTheme, hostname: null, properties, isStatic: true }),
    writePlace("flow", draw(page, stateOf(page, "gone"), brand)),
    writeEnd(null),
  ];
  return respond(page, 404, properties, [], parts);
}

function respond(
  { requestId }: Page,
  status: number,
  properties: string,
  allowedOrigins: readonly string[],
  parts: AsyncIterable<string> | Iterable<string>,
): Response {
  const headers = hostedPageHeaders({
    styleHash: styleHash(properties),
    frameAncestors: frameAncestorsOf(allowedOrigins),
  });
  return new Response(streamOf(parts), { status, headers: { ...headers, "x-request-id": requestId } });
}

/** Each part is sent when it is there. A visitor who leaves ends it. */
function streamOf(parts: AsyncIterable<string> | Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function draw({ texts, language }: Page, state: FlowState, brand: Brand, titleId = "latchkey-title"): string {
  return renderFlow({ state, texts, language, brand, titleId });
}

/** What the script would show after the same answer. */
function stateOf({ nowMs, requestId }: Page, outcome: Outcome): FlowState {
  const begun = initialState("link", "");
  if (outcome === "failed") {
    const problem = { code: "internal", reason: null, message: "", retry: true, requestId };
    return step(begun, { type: "failed", problem }, nowMs).state;
  }
  return step(begun, { type: "started", widget: null, setUp: outcome === "gone" ? null : outcome }, nowMs).state;
}

/** Never rejects: the page has been begun by then. */
async function readOutcome(
  service: ServiceContext,
  page: Page,
  input: { token: string; tenantId: string | null; locale: Language },
): Promise<Outcome> {
  try {
    return await readSharedSetUp(service, input);
  } catch (error) {
    if (isRefusal(error) && error.code === "not_found") return "gone";
    logFailure(service, page, error);
    return "failed";
  }
}

/** At a company's own hostname, the page of a link that does not work is the company's as well. */
async function brandOfSite(service: ServiceContext, tenantId: string | null): Promise<Brand> {
  return tenantId === null ? ownBrand : getBrand(onBehalfOf(service, tenantId, { kind: "worker" }));
}

function logFailure({ log }: ServiceContext, { requestId }: Page, error: unknown): void {
  if (isRefusal(error) && error.status < 500) return;
  log.error({ requestId, err: errorText(error), stack: errorStack(error) }, "the hosted page failed");
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}
