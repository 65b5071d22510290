import type { Credential, CredentialField, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { errorText } from "@/lib/kernel/errors";

type Guard = {
  credential: Credential;
  fields: readonly CredentialField[];
  onDefect(text: string): void;
};

/**
 * A writer that throws ProviderFault and nothing else, and none that holds a secret: providers quote tokens in their errors.
 * @throws ProviderFault
 */
export function guardWriter(connect: () => ZoneWriter, guard: Guard): ZoneWriter {
  const secrets = secretsOf(guard);
  const fail = (error: unknown): never => {
    throw redact(error, secrets, guard.onDefect);
  };
  const writer = connectSafely(connect, fail);
  const { findExpiry } = writer;
  return {
    listZones: async () => writer.listZones().catch(fail),
    findZone: async (hostname) => writer.findZone(hostname).catch(fail),
    readSets: async (zone, names) => writer.readSets(zone, names).catch(fail),
    apply: async (zone, changes) => writer.apply(zone, changes).catch(fail),
    ...(findExpiry ? { findExpiry: async () => findExpiry.call(writer).catch(fail) } : {}),
  };
}

function connectSafely(connect: () => ZoneWriter, fail: (error: unknown) => never): ZoneWriter {
  try {
    return connect();
  } catch (error) {
    return fail(error);
  }
}

const minSecretLength = 4;

/** Every spelling in which a request carries them. The longest first, so that none is left in part. */
function secretsOf({ credential, fields }: Guard): string[] {
  const secret = new Set(fields.filter((field) => field.secret).map(({ name }) => name));
  const values = Object.entries(credential).flatMap(([name, value]) => (secret.has(name) ? value : []));
  const others = Object.values(credential);
  const pairs = values.flatMap((value) => others.map((other) => base64(`${other}:${value}`)));
  return [...values, ...values.map(encodeURIComponent), ...values.map(base64), ...pairs]
    .filter((text) => text.length >= minSecretLength)
    .sort((a, b) => b.length - a.length);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function redact(error: unknown, secrets: readonly string[], onDefect: (text: string) => void): ProviderFault {
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  if (!(error instanceof ProviderFault)) {
    onDefect(hide(errorText(error)));
    return new ProviderFault("provider_unavailable", { said: "Latchkey could not read the provider's answer." });
  }
  if (error.said === null || hide(error.said) === error.said) return error;
  const { code, said, status, retryAfterMs, address } = error;
  return new ProviderFault(code, {
    said: hide(said),
    status: status ?? undefined,
    retryAfterMs: retryAfterMs ?? undefined,
    address: address ?? undefined,
  });
}
