"use client";

import NextLink from "next/link";
import { type ComponentProps, createContext, useContext } from "react";
import { useIsPending } from "@/components/ui/pending-navigation";

/** What the pages around add to the address of a link. */
export const LinkAddress = createContext<(href: string) => string>((href) => href);

/** Next's Link, with `data-pending` while its page is being opened. In the dashboard its address also names the environment: see `components/session/environment.tsx`. */
export function Link({ href, ...rest }: ComponentProps<typeof NextLink>) {
  const addressOf = useContext(LinkAddress);
  const address = typeof href === "string" ? addressOf(href) : href;
  const pending = useIsPending(typeof address === "string" ? address : null);
  return <NextLink href={address} data-pending={pending || undefined} {...rest} />;
}
