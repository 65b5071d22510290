/** What a span is of, as OpenTelemetry names it. */
export type SpanKind = "internal" | "server" | "client" | "consumer";

export type Attributes = Readonly<Record<string, string | number>>;

export type SpanOptions = {
  kind: SpanKind;
  attributes?: Attributes;
  /** A `traceparent` header that it continues. */
  parent?: string | null;
};

/** Times what the process does. Names and attributes never hold a hostname, an id or a value of anybody's. */
export type Tracer = {
  /** Runs `run` in a span, which is an error if `run` rejects. `note` adds attributes that are known later. */
  span<T>(name: string, options: SpanOptions, run: (note: (more: Attributes) => void) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Without a collector. */
export const noTracer: Tracer = {
  span: (_name, _options, run) => run(ignore),
  close: async () => undefined,
};

function ignore(): void {}
