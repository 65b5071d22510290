"use client";

import { FlaskConical, Radio } from "lucide-react";
import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { useEnvironment, useRememberEnvironment } from "@/components/session/environment";
import { environmentHref } from "@/components/shell/environment-href";
import { announce } from "@/components/ui/announcer";
import { Link } from "@/components/ui/link";
import { useRouter } from "@/components/ui/pending-navigation";
import { environments } from "@/lib/kernel/scopes";

const texts = {
  live: { label: "Live", icon: Radio, shown: "bg-card text-ink shadow-lift-1" },
  test: { label: "Test", icon: FlaskConical, shown: "bg-waiting-soft text-waiting ring-1 ring-waiting ring-inset" },
};

/** Whether the dashboard shows live or test data. Links, so that each side can also be opened in a tab of its own. */
export function EnvironmentSwitch({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname() ?? "/";
  const current = useEnvironment();
  const remember = useRememberEnvironment();
  return (
    <nav
      aria-label="Environment"
      className="grid grid-cols-2 gap-0.5 rounded-lg border border-line bg-quiet-soft p-0.5"
    >
      {environments.map((environment) => {
        const { label, icon: Icon, shown } = texts[environment];
        const isCurrent = environment === current;
        return (
          <Link
            key={environment}
            href={environmentHref(path, environment)}
            aria-current={isCurrent || undefined}
            onClick={() => {
              remember(environment);
              onNavigate?.();
            }}
            className={`control-small flex items-center justify-center gap-1.5 rounded-md px-2 text-sm ${isCurrent ? `font-medium ${shown}` : "text-ink-soft hover:text-ink"}`}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

/** Shows the other side, as a click on its link does. */
export function useSwitchEnvironment(): () => void {
  const router = useRouter();
  const path = usePathname() ?? "/";
  const remember = useRememberEnvironment();
  const other = useEnvironment() === "live" ? "test" : "live";
  return useCallback(() => {
    remember(other);
    router.push(environmentHref(path, other));
  }, [router, path, remember, other]);
}

/** The mark of the test side: over the top of the page, so that nothing moves. Changes are announced. */
export function EnvironmentTint() {
  const current = useEnvironment();
  const announced = useRef(current);
  useEffect(() => {
    if (announced.current === current) return;
    announced.current = current;
    announce(`${texts[current].label} data`);
  }, [current]);
  return current === "test" ? (
    <div aria-hidden data-tint="test" className="pointer-events-none fixed inset-x-0 top-0 z-30 h-1 bg-waiting" />
  ) : null;
}

/** Where the switch is out of view. */
export function EnvironmentName() {
  return useEnvironment() === "test" ? (
    <span className="flex items-center gap-1 rounded-full bg-waiting-soft px-2 font-medium text-waiting text-xs leading-6">
      <FlaskConical aria-hidden className="size-3.5 shrink-0" />
      Test
    </span>
  ) : null;
}
