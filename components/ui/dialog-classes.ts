/** Shared by dialogs: centered on a wide screen, at the bottom of a small one. */
export const dialogClasses =
  "fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] animate-rise flex-col rounded-t-2xl border border-line bg-card shadow-lift-3 outline-none sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[max(1rem,calc(50dvh-22rem))] sm:max-h-[calc(100dvh-2rem)] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-2xl";

export const overlayClasses = "fixed inset-0 z-30 animate-appear bg-veil";
