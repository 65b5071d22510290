import { createToken } from "@/lib/accounts/tokens/create-token";
import { createTokenEndpoint } from "@/lib/api/endpoints/tokens";
import { handle } from "@/lib/api/handle";

export const POST = handle(createTokenEndpoint, createToken);
