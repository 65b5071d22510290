import { type ChangeEvent, type Ref, useCallback, useEffect, useRef } from "react";

type TextElement = HTMLInputElement | HTMLTextAreaElement;

/**
 * Reports what was typed before React hydrated the page: the browser keeps it, and without this the form would send the
 * initial text. Returns the ref to give to the element.
 */
export function useEarlyText<E extends TextElement>({
  ref,
  value,
  onChange,
}: {
  ref?: Ref<E> | undefined;
  value?: unknown;
  onChange?: ((event: ChangeEvent<E, E>) => void) | undefined;
}): (node: E | null) => void {
  const element = useRef<E>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, right after hydration
  useEffect(() => {
    const node = element.current;
    if (node === null || typeof value !== "string" || node.value === value) return;
    onChange?.({ target: node, currentTarget: node } as ChangeEvent<E, E>);
  }, []);
  return useCallback(
    (node: E | null) => {
      element.current = node;
      if (typeof ref === "function") ref(node);
      else if (ref) ref.current = node;
    },
    [ref],
  );
}
