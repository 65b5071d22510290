/** The first focus stop of each page; `main` has the id. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only rounded-lg bg-accent text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-4 focus:py-2"
    >
      Skip to content
    </a>
  );
}
