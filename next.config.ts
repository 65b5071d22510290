import type { NextConfig } from "next";

const config: NextConfig = {
  serverExternalPackages: [
    // These load WebAssembly, worker threads or native code: they must not be bundled.
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pg",
    "pino",
    "prom-client",
    // Next bundles a copy for every route and loads them all at startup: without this list, 4 of 6 MB.
    "jose",
    "nodemailer",
    "stripe",
    "tldts",
    "tr46",
    "undici",
  ],
  poweredByHeader: false,
  // No page has images to resize; the server refuses the optimizer's path, too.
  images: { unoptimized: true },
  // `npm test` has type-checked the whole tree before the build.
  typescript: { ignoreBuildErrors: true },
  // Server code is not downloaded: minifying and mapping it would double the build time for worse stack traces.
  experimental: { serverMinification: false, turbopackSourceMaps: false },
};

export default config;
