import type { NextConfig } from "next";

const config: NextConfig = {
  // They load WebAssembly, worker threads or native parts of their own: not to be bundled.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pg",
    "pino",
    "prom-client",
  ],
  poweredByHeader: false,
  // The whole tree is checked by `npm test`, before this.
  typescript: { ignoreBuildErrors: true },
};

export default config;
