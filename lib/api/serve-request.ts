import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isEdge, maxReportBytes } from "@/lib/api/answer-edge";
import { answerRequest, drain, sendResponse } from "@/lib/api/answer-request";
import { assertHost, assertHostForm } from "@/lib/api/assert-host";
import { clientAddress, recordPeer } from "@/lib/api/client-address";
import { errorResponse } from "@/lib/api/error-response";
import { findRoute } from "@/lib/api/find-route";
import { parseTarget, type Target } from "@/lib/api/request-target";
import type { Runtime } from "@/lib/api/runtime";
import { securityHeaders } from "@/lib/api/security-headers";
import { answerNothingHere, clearSiteHeaders, enterShareSite, isShareSite } from "@/lib/api/share-site";
import { withConnectionShare } from "@/lib/db/connection-share";
import { errorText, Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";

/** What answers requests: this process's runtime, and Next for pages. */
export type Site = {
  runtime: Runtime;
  /** `'sha256-…'` of the inline script that every page has. */
  scriptHash: string;
  /** Whether Next can read its own headers of a request. */
  isPageRequest(request: IncomingMessage): boolean;
  /** Whether the build has the file of a path below `/_next/`. */
  hasBuiltFile(path: string): boolean;
  toNext(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/** Enough to tell credentials apart: their ends differ. */
const maxCredential = 200;

const edgePaths = /^\/internal\/edge\//;

/** More than any form of next-auth has. */
const maxNextBodyBytes = 16_384;

/**
 * Answers a request of Node's server: pages by Next, everything else by our own routes. A request for nothing that we have
 * is refused here, in the error envelope.
 */
export async function serveRequest(site: Site, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { service, env } = site.runtime;
  recordPeer(incoming);
  try {
    const target = parseTarget(incoming.url ?? "");
    // An unreadable target gets the headers of data, like every refusal.
    const headers = securityHeaders(target?.path ?? "/v1", {
      https: env.appUrl.startsWith("https:"),
      scriptHash: site.scriptHash,
      // Only pages have one.
      get nonce() {
        return randomBytes(16).toString("base64");
      },
    });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!target)
      throw new Refusal("invalid", "The request's target must be a path in printable ASCII and UTF-8 escapes.");
    if (isShareSite(incoming)) {
      assertHostForm(incoming);
      const isOpen = await withConnectionShare(shareOf(env, incoming), () =>
        enterShareSite(service, incoming, target.path),
      );
      if (!isOpen) {
        await drain(incoming);
        return answerNothingHere(response);
      }
    } else {
      clearSiteHeaders(incoming);
      assertHost(env, incoming);
    }
    const found = findRoute(incoming.method ?? "", target.path);
    // Edges share connections to the database with nobody: no load of callers delays what they must know.
    if (found !== "next" && edgePaths.test(target.path) && isEdge(site.runtime, incoming.headers.authorization)) {
      return await answerRequest(found, incoming, response, maxReportBytes);
    }
    await withConnectionShare(shareOf(env, incoming), async () => {
      if (found !== "next") return answerRequest(found, incoming, response);
      assertForNext(site, incoming, target);
      // Next gives its scripts the nonce of this header. Pages cannot see their own URL, and need it to return the visitor
      // to it after sign-in.
      incoming.headers["content-security-policy"] = headers["content-security-policy"] ?? "";
      incoming.headers["x-latchkey-path"] = incoming.url ?? "/";
      // next-auth's route sets its own.
      if (!target.path.startsWith("/api/")) response.setHeader("x-request-id", newId(service.now()));
      return site.toNext(incoming, response);
    });
  } catch (error) {
    if (response.headersSent || incoming.destroyed) {
      service.log.warn({ err: errorText(error) }, "the connection closed before the request was answered");
      response.destroy();
      return;
    }
    await drain(incoming);
    await sendResponse(errorResponse(error, newId(service.now()), env.appUrl, service.log), response);
  }
}

/** Before the caller is known: by address, and in it by what it sends as credentials, which may be made up. */
function shareOf(env: Pick<Runtime["env"], "trustedProxies">, { headers }: IncomingMessage): string[] {
  const get = (name: string) => [headers[name]].flat()[0] ?? null;
  const address = clientAddress({ get }, env.trustedProxies) ?? "unknown";
  return [address, (headers.authorization ?? headers.cookie ?? "").slice(-maxCredential)];
}

/**
 * Refuses what Next would answer with 500, or with a page in place of a file.
 * @throws Refusal not_found, invalid, payload_too_large
 */
function assertForNext(site: Site, incoming: IncomingMessage, { path, query }: Target): void {
  if (path.startsWith("/_next/") && !site.hasBuiltFile(path)) throw new Refusal("not_found", "There is no such file.");
  if (/%00/.test(query)) throw new Refusal("invalid", "The query contains U+0000.");
  if (!site.isPageRequest(incoming))
    throw new Refusal("invalid", "A header of this request is not one that a page sends.");
  if (incoming.method !== "POST") return;
  if (incoming.headers["transfer-encoding"]) throw new Refusal("invalid", "Send this form with a Content-Length.");
  if (Number(incoming.headers["content-length"] ?? 0) > maxNextBodyBytes) {
    throw new Refusal("payload_too_large", `The body is larger than ${maxNextBodyBytes} bytes.`);
  }
}
