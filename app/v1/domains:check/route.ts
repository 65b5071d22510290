import { checkDomainEndpoint } from "@/lib/api/endpoints/domains";
import { handle } from "@/lib/api/handle";
import { preflight } from "@/lib/api/preflight";
import { checkDomain } from "@/lib/connections/domains/check-domain";

export const POST = handle(checkDomainEndpoint, checkDomain);
export const OPTIONS = preflight;
