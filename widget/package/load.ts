import type { LatchkeyGlobal } from "@/widget/skins/options";

export type * from "@/widget/skins/options";

export type LoadOptions = {
  /** Of your Latchkey installation: `https://connect.example.com` */
  origin: string;
  /**
   * To pin a version: `file` and `integrity` of `/widget/v1.json`. Without them, the newest version 1 is loaded.
   */
  file?: string;
  integrity?: string;
};

/** One script for each file, however often it is asked for. */
const loading = new Map<string, Promise<LatchkeyGlobal>>();

/**
 * Loads the widget's script, once, and resolves to `window.Latchkey`. May be called early: it opens nothing. In a page without
 * a DOM (server rendering) it rejects.
 * @throws Error where the script does not load, or is not what `integrity` says; a later call tries again
 */
export function load({ origin, file = "/widget/v1.js", integrity }: LoadOptions): Promise<LatchkeyGlobal> {
  if (typeof document === "undefined") return Promise.reject(new Error("The widget needs a browser."));
  if (integrity !== undefined && file === "/widget/v1.js")
    return Promise.reject(new Error("`integrity` needs `file`: /widget/v1.js changes with each release."));
  const url = new URL(file, origin).href;
  const known = loading.get(url);
  if (known) return known;
  const loaded = new Promise<LatchkeyGlobal>((resolve, reject) => {
    const script = document.createElement("script");
    const fail = (text: string) => {
      loading.delete(url);
      script.remove();
      reject(new Error(text));
    };
    script.src = url;
    script.async = true;
    // An integrity is checked for what is loaded with CORS.
    script.crossOrigin = "anonymous";
    if (integrity !== undefined) script.integrity = integrity;
    script.onload = () => (window.Latchkey ? resolve(window.Latchkey) : fail(`${url} is not the widget.`));
    script.onerror = () => fail(`${url} could not be loaded.`);
    document.head.append(script);
  });
  loading.set(url, loaded);
  return loaded;
}
