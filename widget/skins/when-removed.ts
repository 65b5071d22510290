/**
 * Calls `onRemoved` once when `element` has left the page, and not where it was only moved.
 * @returns ends the wait
 */
export function whenRemoved(element: Element, onRemoved: () => void): () => void {
  const observer = new MutationObserver(() => {
    if (element.isConnected) return;
    observer.disconnect();
    onRemoved();
  });
  // Changes inside a shadow root are not seen from outside of it.
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    observer.observe(root, { childList: true, subtree: true });
    if (!(root instanceof ShadowRoot)) break;
  }
  return () => observer.disconnect();
}
