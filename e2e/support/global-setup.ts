import { startLatchkey } from "@/e2e/support/latchkey";

/** One sandbox for the tests that only visit pages; they find it at `E2E_BASE_URL`. One that is set already is used. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) return async () => {};
  const latchkey = await startLatchkey({ mode: "sandbox" });
  process.env.E2E_BASE_URL = latchkey.url;
  return latchkey.stop;
}
