"use client";

import NextLink from "next/link";
import { type ComponentProps, createContext, useContext } from "react";

/** What the pages around add to the address of a link. */
export const LinkAddress = createContext<(href: string) => string>((href) => href);

/** Next's Link. In the dashboard its address also names the environment: see `components/session/environment.tsx`. */
export function Link({ href, ...rest }: ComponentProps<typeof NextLink>) {
  const addressOf = useContext(LinkAddress);
  return <NextLink href={typeof href === "string" ? addressOf(href) : href} {...rest} />;
}
