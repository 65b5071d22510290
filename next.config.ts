import type { NextConfig } from "next";

const config: NextConfig = {
  serverExternalPackages: [
    // They load WebAssembly, worker threads or native parts of their own: not to be bundled.
    "@electric-sql/pglite",
    "pglite-prisma-adapter",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pg",
    "pino",
    "prom-client",
    // A bundle holds a copy of each for every route, and all of them are loaded at the start: 4 of its 6 MB without this list.
    "jose",
    "nodemailer",
    "stripe",
    "tldts",
    "tr46",
    "undici",
  ],
  poweredByHeader: false,
  // The whole tree is checked by `npm test`, before this.
  typescript: { ignoreBuildErrors: true },
  // Nobody downloads what runs on the server: minified, and mapped back, the build takes twice as long, and stack traces
  // are no better for it.
  experimental: { serverMinification: false, turbopackSourceMaps: false },
};

export default config;
