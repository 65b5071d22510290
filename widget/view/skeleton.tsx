/** @jsxImportSource preact */

/** As high as what will be there. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {[1, 2, 3, 4, 5].slice(0, rows).map((row) => (
        <span key={row} />
      ))}
    </div>
  );
}
