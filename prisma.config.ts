import { defineConfig } from "prisma-cli/config";

/** Only `prisma generate` reads this; the app opens its database through a driver adapter (lib/db/client.ts). */
export default defineConfig({ schema: "prisma/schema.prisma" });
