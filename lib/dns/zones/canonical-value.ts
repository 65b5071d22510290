/** A value in the one form that callers see. @throws nothing: text that is no value of its type stays as it came */
export function canonicalValue(_type: string, _text: string): string {
  throw new Error("Not written yet.");
}

/** `@`, "" for the zone's own name; `www` for www.<zone>. `apex`: how the provider writes the zone's own name. */
export function relativeName(_name: string, _zone: string, _apex: "@" | "" = "@"): string {
  throw new Error("Not written yet.");
}

/** The inverse: of a label as the provider writes it (`@`, "", upper case, trailing dot) or of a name that is absolute already. */
export function absoluteName(_label: string, _zone: string): string {
  throw new Error("Not written yet.");
}

/** Joined text of a TXT record to `"chunk" "chunk"`, each of at most 255 octets, escaped as in a master file. */
export function quoteText(_text: string): string {
  throw new Error("Not written yet.");
}

/** The joined text of quoted, chunked or bare presentation. */
export function unquoteText(_text: string): string {
  throw new Error("Not written yet.");
}

/** "10 mail.example.com" to its number and the rest; of MX and SRV. */
export function splitPriority(_value: string): { priority: number; rest: string } {
  throw new Error("Not written yet.");
}

/** An MX or SRV value from a provider's two fields. */
export function joinPriority(_priority: number | string, _rest: string): string {
  throw new Error("Not written yet.");
}

/** The value as in a master file: quoted TXT, targets with a final dot. For providers that want presentation form. */
export function presentationValue(_type: string, _value: string): string {
  throw new Error("Not written yet.");
}
