import type { NextConfig } from "next";

/** The build reads this file. The running app has what the build made of it: see server.ts. */
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
  ],
  poweredByHeader: false,
  // No page has images to resize; the server refuses the optimizer's path, too.
  images: { unoptimized: true },
  // `npm test` has type-checked the whole tree before the build.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Server code is not downloaded: minifying and mapping it would double the build time for worse stack traces.
    serverMinification: false,
    turbopackSourceMaps: false,
    // Larger files compress better: with the default of 50 kB, a page loads 2 to 5 kB more, as gzip, and so do several pages.
    turbopackChunking: { minChunkSize: 200_000 },
    // Each page is loaded by its first visit. All of them at once delay the start, and stay in memory.
    preloadEntriesOnStart: false,
  },
};

export default config;
