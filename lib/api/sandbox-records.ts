import { handleSandbox } from "@/lib/api/handle-sandbox";

/** `/sandbox/records`: the zone of the sandbox's DNS server. */
export const sandboxRecords = {
  GET: handleSandbox((dns) => ({ records: dns.records() })),
  POST: handleSandbox((dns, input) => dns.put({ ...input, value: input.value ?? "" }), 201),
  DELETE: handleSandbox((dns, input) => ({ removed: dns.remove(input) })),
};
