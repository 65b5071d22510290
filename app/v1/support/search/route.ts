import { searchSupportEndpoint } from "@/lib/api/endpoints/support";
import { handle } from "@/lib/api/handle";
import { searchSupport } from "@/lib/support/search-support";

export const GET = handle(searchSupportEndpoint, searchSupport);
