"use client";

import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { type ComponentProps, createContext, useCallback, useContext } from "react";
import { openedBy, useIsPending } from "@/components/ui/pending-navigation";
import { whenVisible } from "@/components/ui/when-visible";

/** What the pages around add to the address of a link. */
export const LinkAddress = createContext<(href: string) => string>((href) => href);

type LinkProps = ComponentProps<"a"> & {
  href: string;
  /** Whether its page is loaded ahead once the link is on the screen. */
  prefetch?: boolean;
};

/**
 * A link within this site, a third of Next's own in size, with `data-pending` while its page is being opened. In the dashboard
 * its address also names the environment: see `components/session/environment.tsx`.
 */
export function Link({ href, prefetch = true, onClick, ref, ...rest }: LinkProps) {
  // What Next's own link reads; `useRouter` throws where there is no router, as in a test of one component.
  const router = useContext(AppRouterContext);
  const address = useContext(LinkAddress)(href);
  const pending = useIsPending(address);
  const prefetchWhenVisible = useCallback(
    (link: HTMLAnchorElement | null) =>
      link && router && prefetch ? whenVisible(link, () => router.prefetch(address)) : undefined,
    [router, address, prefetch],
  );
  return (
    <a
      ref={ref ?? prefetchWhenVisible}
      href={address}
      data-pending={pending || undefined}
      onClick={(event) => {
        onClick?.(event);
        if (router === null || event.defaultPrevented || openedBy(event.nativeEvent) === null) return;
        event.preventDefault();
        router.push(address);
      }}
      {...rest}
    />
  );
}
