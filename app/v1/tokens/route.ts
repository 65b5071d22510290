import { createTokenEndpoint } from "@/lib/api/endpoints/tokens";
import { handle } from "@/lib/api/handle";
import { createToken } from "@/lib/tokens/create-token";

export const POST = handle(createTokenEndpoint, createToken);
