import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { mono, sans } from "@/app/fonts";
import { NavigationProgress } from "@/components/shell/navigation-progress";
import { themeScript } from "@/components/shell/theme";
import "./globals.css";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b5a4b'/%3E%3Cg fill='none' stroke='%23fff' stroke-width='2.6' stroke-linecap='round'%3E%3Ccircle cx='11.5' cy='20' r='4.5'/%3E%3Cpath d='M15 17l8-8m-3 3 3 3'/%3E%3C/g%3E%3C/svg%3E";

export const metadata: Metadata = {
  title: { default: "Latchkey", template: "%s · Latchkey" },
  icons: { icon },
};

/** Scripts run by the nonce of their request (docs/decisions/0015): a page that was rendered at build time has none. */
export const dynamic = "force-dynamic";

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f5f1" },
    { media: "(prefers-color-scheme: dark)", color: "#121311" },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    // The script below may set the theme before React hydrates.
    <html lang="en" className={`${sans.variable} ${mono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant */}
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body className="min-h-dvh font-sans text-[15px] leading-6 antialiased">
        <NavigationProgress />
        {children}
      </body>
    </html>
  );
}
