import { z } from "zod";
import { getRuntime } from "@/lib/api/runtime";
import type { SandboxRecordError } from "@/lib/dns/sandbox/dns-record";
import type { SandboxDns } from "@/lib/dns/sandbox/dns-server";
import { type SandboxRecordInput, sandboxRecordSchema } from "@/lib/dns/sandbox/schema";

type Operation = (dns: SandboxDns, input: SandboxRecordInput) => unknown;

const loopbackHost = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;
const maxBodyLength = 16_384;

/** Edits the sandbox's zone: in the sandbox only, and only for requests to a loopback hostname. */
export function handleSandbox(operation: Operation, status = 200): (request: Request) => Promise<Response> {
  return async (request) => {
    const { sandbox } = await getRuntime();
    if (!sandbox || !loopbackHost.test(request.headers.get("host") ?? "")) return new Response(null, { status: 404 });
    // A page of another site must not edit the zone through a visitor's browser.
    const site = request.headers.get("sec-fetch-site") ?? "none";
    if (site !== "none" && site !== "same-origin") return new Response(null, { status: 404 });
    try {
      const input =
        request.method === "GET" ? { name: "", type: "" } : sandboxRecordSchema.parse(await readJson(request));
      return Response.json(operation(sandbox.dns, input), { status });
    } catch (error) {
      const refusal = toRefusal(error);
      if (!refusal) throw error;
      return Response.json({ error: { code: "invalid", ...refusal } }, { status: 400 });
    }
  };
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.length > maxBodyLength) throw new SyntaxError("the body is too large");
  return JSON.parse(text);
}

function toRefusal(error: unknown): { message: string; param: string } | null {
  if (isRecordError(error)) return { message: error.message, param: error.param };
  if (error instanceof SyntaxError) return { message: `The body is not valid JSON: ${error.message}.`, param: "" };
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    return { message: issue?.message ?? "not valid", param: (issue?.path ?? []).join(".") };
  }
  return null;
}

/** By name: the zone belongs to server.ts's copy of lib/, so its errors are of another class than Next's copy. */
function isRecordError(error: unknown): error is SandboxRecordError {
  return error instanceof Error && error.name === "SandboxRecordError";
}
