import { demoKey } from "@/lib/accounts/applications/find-demo-application";
import { sandboxKey } from "@/lib/dns/sandbox/dns-update";
import type { Env } from "@/lib/kernel/env";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";

/** What a person who tries the sandbox needs, when all of it answers. */
export function printReady(env: Pick<Env, "port" | "edge" | "dns">, tookMs: number): void {
  const paint = (code: number, text: string) =>
    process.stdout.isTTY && process.stdout.hasColors() ? `\x1b[${code}m${text}\x1b[0m` : text;
  const line = (label: string, text: string) => console.log(`    ${paint(2, label.padEnd(14))}${text}`);
  console.log(`\n  ${paint(1, "Latchkey")}  sandbox, ready in ${(tookMs / 1_000).toFixed(1)} s\n`);
  line("Domains", paint(36, `http://localhost:${env.port}`));
  line("Customer DNS", paint(36, `http://localhost:${env.port}/sandbox`));
  const { name, secret } = sandboxKey;
  line("… RFC 2136", `127.0.0.1:${env.dns.sandboxPort}  key ${name}  ${secret.toString("base64")}`);
  for (const [label, { email, password }] of Object.entries({
    "Sign in": demoPeople.owner,
    "… as support": demoPeople.staff,
  })) {
    line(label, `${email}  ${password}`);
  }
  line("API key", demoKey);
  line("Edge", `https://<hostname>:${env.edge.httpsPort}  (Caddy, its own CA)`);
  console.log(
    `\n    ${paint(2, "Try it:")} add the domain that it suggests, then publish its records on the Customer DNS page.`,
  );
  console.log(`    ${paint(2, "Ctrl-C stops everything.")}\n`);
}
