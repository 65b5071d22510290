import { jsonResponse } from "@/lib/api/error-response";
import { plainRoute } from "@/lib/api/plain-route";
import { readBody } from "@/lib/api/read-input";
import type { RouteRequest } from "@/lib/api/route-request";
import type { Runtime } from "@/lib/api/runtime";
import { SandboxRecordError } from "@/lib/dns/sandbox/dns-record";
import type { SandboxDns } from "@/lib/dns/sandbox/dns-server";
import { type SandboxRecordInput, sandboxRecordSchema } from "@/lib/dns/sandbox/schema";
import { Refusal } from "@/lib/kernel/errors";

type Operation = (dns: SandboxDns, input: SandboxRecordInput) => unknown;

/** Edits the sandbox's zone: in the sandbox only. */
export function handleSandbox(operation: Operation, status = 200): (request: RouteRequest) => Promise<Response> {
  return plainRoute(async (request, runtime, requestId) => {
    const sandbox = sandboxFor(request, runtime);
    const reads = request.method === "GET" || request.method === "HEAD";
    const input = reads ? { name: "", type: "" } : sandboxRecordSchema.parse(await readBody(request));
    return jsonResponse(run(operation, sandbox.dns, input), status, requestId);
  });
}

/**
 * The sandbox, for a request of its own pages or of no page: another site must not use it through a visitor's browser.
 * @throws Refusal not_found
 */
export function sandboxFor(request: RouteRequest, { sandbox }: Pick<Runtime, "sandbox">): { dns: SandboxDns } {
  const site = request.headers.get("sec-fetch-site") ?? "none";
  if (!sandbox || (site !== "none" && site !== "same-origin")) throw new Refusal("not_found", "There is nothing here.");
  return sandbox;
}

/** @throws Refusal invalid, for a record that a DNS provider would refuse */
function run(operation: Operation, dns: SandboxDns, input: SandboxRecordInput): unknown {
  try {
    return operation(dns, input);
  } catch (error) {
    if (!(error instanceof SandboxRecordError)) throw error;
    throw new Refusal("invalid", error.message, { param: error.param });
  }
}
