/** One line of `npm run doctor -- edge`. A warning does not fail it. */
export type EdgeCheck = { status: "ok" | "warn" | "fail"; text: string; fix?: string };

export const ok = (text: string): EdgeCheck => ({ status: "ok", text });
export const warn = (text: string, fix: string): EdgeCheck => ({ status: "warn", text, fix });
export const fail = (text: string, fix: string): EdgeCheck => ({ status: "fail", text, fix });
