import { probeHostnameEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { probeHostname } from "@/lib/support/probe-hostname";

export const POST = handle(probeHostnameEndpoint, probeHostname);
