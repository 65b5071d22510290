import type { Database } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import type { Mailer } from "@/lib/platform/ports/mailer";

/** Stores the sandbox's mails for its own page; none is sent. */
export function createSandboxMailer(database: Database, now: () => Date): Mailer {
  return {
    assertReady() {},
    async send({ to, subject, text }) {
      const createdAt = now();
      await database.prisma.sandboxMail.create({
        data: { id: newId(createdAt), recipient: to, subject, text, createdAt },
      });
    },
  };
}
