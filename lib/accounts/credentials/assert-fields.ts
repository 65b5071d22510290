import type { Credential, CredentialField } from "@/lib/dns/adapters/adapter";
import { refuseDnsServer } from "@/lib/dns/adapters/create-provider-dns";
import { Refusal } from "@/lib/kernel/errors";
import { parseHostPort } from "@/lib/kernel/host-port";
import { checkOutboundUrl } from "@/lib/platform/outbound/outbound-url";

const dnsPort = 53;

/**
 * The fields as they are stored: trimmed, without the empty ones, each of them one that the provider has. What names a
 * machine to connect to is judged here, and again at each connection.
 * @throws Refusal invalid, with the field as `param`
 */
export function assertFields(
  fields: readonly CredentialField[],
  given: Readonly<Record<string, string>>,
  { allowLoopback }: { allowLoopback: boolean },
): Credential {
  for (const name of Object.keys(given)) {
    if (!fields.some((field) => field.name === name)) throw wrong(name, `There is no field “${name}”.`);
  }
  const entries = fields.flatMap((field): [string, string][] => {
    const value = (given[field.name] ?? "").trim();
    if (value === "" && field.required) throw wrong(field.name, `${field.label} is missing.`);
    if (value === "") return [];
    assertPrintable(field, value);
    assertTarget(field, value, allowLoopback);
    return [[field.name, value]];
  });
  return Object.fromEntries(entries);
}

/** A header takes one line. Keys that come as a file (PEM, JSON) have several. */
function assertPrintable({ name, label }: CredentialField, value: string): void {
  const text = /^(\{|-----BEGIN )/.test(value) ? value.replace(/[\r\n\t]/g, "") : value;
  if (!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return;
  throw wrong(name, `${label} contains a line break or a control character. Copy it again.`);
}

function assertTarget({ name, target }: CredentialField, value: string, allowLoopback: boolean): void {
  if (target === undefined) return;
  const problem =
    target === "url"
      ? findUrlProblem(value, allowLoopback)
      : refuseDnsServer(parseHostPort(value, dnsPort), allowLoopback);
  if (problem !== null) throw wrong(name, problem);
}

function findUrlProblem(value: string, allowLoopback: boolean): string | null {
  const checked = checkOutboundUrl(value, { allowLoopback });
  return checked.ok ? null : checked.message;
}

function wrong(name: string, text: string): Refusal {
  return new Refusal("invalid", text, { param: `fields.${name}` });
}
