declare module "tr46" {
  export type Uts46Options = {
    checkHyphens?: boolean;
    checkBidi?: boolean;
    checkJoiners?: boolean;
    useSTD3ASCIIRules?: boolean;
    verifyDNSLength?: boolean;
    transitionalProcessing?: boolean;
    ignoreInvalidPunycode?: boolean;
  };
  /** UTS 46 ToASCII; null when the name is not valid. */
  export function toASCII(domainName: string, options?: Uts46Options): string | null;
  /** UTS 46 ToUnicode; `domain` is a best effort when `error` is true. */
  export function toUnicode(
    domainName: string,
    options?: Omit<Uts46Options, "verifyDNSLength">,
  ): { domain: string; error: boolean };
}
