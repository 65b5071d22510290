import { connection } from "next/server";
import { getRuntime, type Runtime } from "@/lib/api/runtime";

/** This process's runtime, for a page. Waits for a request, because `next build` renders pages and must not open a database. */
export async function pageRuntime(): Promise<Runtime> {
  await connection();
  return getRuntime();
}
