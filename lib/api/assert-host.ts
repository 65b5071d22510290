import type { IncomingMessage } from "node:http";
import { isLoopbackHost } from "@/lib/accounts/auth/same-origin";
import type { Env } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";

const hostForm = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i;

/**
 * The request must name a host. In the sandbox, whose credentials are public, it must be a loopback name or the app's own:
 * otherwise any web page could lead its own name here (DNS rebinding) and read the answers.
 * @throws Refusal invalid, forbidden
 */
export function assertHost(env: Pick<Env, "sandbox" | "appUrl">, incoming: IncomingMessage): void {
  assertHostForm(incoming);
  const { host } = incoming.headers;
  if (!env.sandbox || isLoopbackHost(host ?? "") || host === new URL(env.appUrl).host) return;
  throw new Refusal("forbidden", `The sandbox answers on this machine only. Open ${env.appUrl} instead.`);
}

/** @throws Refusal invalid */
export function assertHostForm(incoming: IncomingMessage): void {
  const { host } = incoming.headers;
  const isValid = host === undefined ? incoming.httpVersion === "1.0" : hostForm.test(host);
  if (!isValid) throw new Refusal("invalid", "The request needs a Host header with the name of this server.");
}
