import { handleSandbox } from "@/lib/api/handle-sandbox";

export const GET = handleSandbox((dns) => ({ records: dns.records() }));

export const POST = handleSandbox((dns, input) => dns.put({ ...input, value: input.value ?? "" }), 201);

export const DELETE = handleSandbox((dns, input) => ({ removed: dns.remove(input) }));
