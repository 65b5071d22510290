/** Lets the style elements that Radix adds (a dialog's scroll lock) pass the page's Content-Security-Policy. */
export function shareNonce(): void {
  if (typeof document === "undefined") return;
  // `get-nonce`, which Radix uses, reads this variable of bundlers.
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  Object.assign(globalThis, { __webpack_nonce__: nonce });
}
