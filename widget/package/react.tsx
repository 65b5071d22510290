import { type HTMLAttributes, useCallback, useEffect, useRef } from "react";
import { type LoadOptions, load } from "@/widget/package/load";
import type { LatchkeyHandle, LatchkeyOptions } from "@/widget/skins/options";

export type LatchkeyWidgetProps = LoadOptions &
  Omit<LatchkeyOptions, "container" | "origin"> & {
    /** The script did not load, or `open` refused its options. */
    onFailed?: (error: unknown) => void;
  } & Pick<HTMLAttributes<HTMLDivElement>, "className" | "id">;

/**
 * The widget inside of your page. `token`, `theme`, `colorScheme` and `locale` may change while it is open; the newest callbacks
 * are called. A new `domain`, `origin`, `file`, `endUserRef` or `forceManual` opens it anew.
 */
export function LatchkeyWidget({ className, id, ...props }: LatchkeyWidgetProps) {
  const { origin, file, integrity, token, domain, theme, colorScheme, locale, endUserRef, forceManual } = props;
  const container = useRef<HTMLDivElement>(null);
  const handle = useRef<LatchkeyHandle | null>(null);
  const newest = useRef(props);
  newest.current = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what may change while it is open is in `newest`
  useEffect(() => {
    let isGone = false;
    load({ origin, file, integrity }).then(
      (latchkey) => {
        if (isGone || container.current === null) return;
        try {
          handle.current = latchkey.open(optionsFor(newest, container.current));
        } catch (error) {
          newest.current.onFailed?.(error);
        }
      },
      (error) => isGone || newest.current.onFailed?.(error),
    );
    return () => {
      isGone = true;
      handle.current?.close();
      handle.current = null;
    };
  }, [origin, file, integrity, domain, endUserRef, forceManual]);

  const look = JSON.stringify(theme ?? null);
  useEffect(() => {
    handle.current?.update({ token, theme: JSON.parse(look) ?? undefined, colorScheme, locale });
  }, [token, look, colorScheme, locale]);

  return <div ref={container} className={className} id={id} />;
}

/**
 * The dialog: `const open = useLatchkey({ origin })`, then `open({ token, … })` in a click. The script is loaded when the
 * component appears. What is open stays open when the component goes.
 */
export function useLatchkey({
  origin,
  file,
  integrity,
}: LoadOptions): (options: LatchkeyOptions) => Promise<LatchkeyHandle> {
  useEffect(() => {
    // `open` reports it to whoever waits for it.
    load({ origin, file, integrity }).catch(() => undefined);
  }, [origin, file, integrity]);
  return useCallback(
    async (options) => (await load({ origin, file, integrity })).open({ origin, ...options }),
    [origin, file, integrity],
  );
}

/** Callbacks of a later rendering are called in the place of the first one's. */
function optionsFor(newest: { current: LatchkeyWidgetProps }, container: Element): LatchkeyOptions {
  const { origin, token, domain, theme, colorScheme, locale, copy, forceManual, endUserRef, onSessionExpired } =
    newest.current;
  return {
    ...{ origin, token, domain, theme, colorScheme, locale, copy, forceManual, endUserRef, container },
    onStep: (detail) => newest.current.onStep?.(detail),
    onSuccess: (detail) => newest.current.onSuccess?.(detail),
    onError: (error) => newest.current.onError?.(error),
    onClose: (detail) => newest.current.onClose?.(detail),
    ...(onSessionExpired ? { onSessionExpired: () => newest.current.onSessionExpired?.() } : {}),
  };
}
