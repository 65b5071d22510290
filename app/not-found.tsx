import Link from "next/link";
import { connection } from "next/server";
import { getRuntime } from "@/lib/create-context";

export default async function NotFound() {
  await connection();
  const { env } = await getRuntime();
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-3 px-5">
      <title>Not found · Latchkey</title>
      <h1 className="font-semibold text-2xl tracking-tight">There is no page here</h1>
      <p className="text-ink-soft">The address may be mistyped, or what it showed is gone.</p>
      {env.sandbox && (
        <p>
          <Link href="/" className="font-medium text-accent underline underline-offset-4">
            All domains
          </Link>
        </p>
      )}
    </main>
  );
}
