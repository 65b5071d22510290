const nearShare = 0.8;

const format = new Intl.NumberFormat("en");

/** How much of a limit is used; `limit` null is unlimited. The text says what the color says. */
export function Meter({
  label,
  used,
  limit,
  hint,
}: {
  label: string;
  used: number;
  limit: number | null;
  hint?: string;
}) {
  const share = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, used / limit);
  const [fill, word] =
    limit === null
      ? ["bg-accent", null]
      : used >= limit
        ? ["bg-bad", "limit reached"]
        : share >= nearShare
          ? ["bg-waiting", "nearly used up"]
          : ["bg-accent", null];
  const text =
    limit === null ? `${format.format(used)}, unlimited` : `${format.format(used)} of ${format.format(limit)}`;
  return (
    <div className="grid content-start gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{label}</span>
        <span className="text-ink-soft text-sm tabular-nums">
          {text}
          {word && <strong className="font-medium text-ink"> · {word}</strong>}
        </span>
      </div>
      {limit !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be given its colours in every browser
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={Math.min(used, limit)}
          aria-valuetext={text}
          className="h-2 overflow-hidden rounded-full bg-quiet-soft"
        >
          <div
            className={`h-full rounded-full motion-safe:transition-[width] ${fill}`}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
      {hint && <p className="text-ink-soft text-sm">{hint}</p>}
    </div>
  );
}
