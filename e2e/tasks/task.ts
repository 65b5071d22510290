import type { Latchkey } from "@/e2e/support/latchkey";
import type { Person } from "@/e2e/tasks/person";
import type { demoPeople } from "@/lib/runtime/sandbox/demo-people";

/** What one kind of person came for, from the first page to the last. */
export type Task = {
  person: string;
  goal: string;
  /** Who is signed in from the start; default: nobody. */
  as?: keyof typeof demoPeople;
  viewport: { width: number; height: number };
  /** Does it, and throws where it cannot be done. Time, clicks and keys count from `start` on. */
  work(world: World): Promise<void>;
};

export type World = {
  sandbox: Latchkey;
  /** Distinguishes the names of this run. */
  runId: string;
  start(): Promise<Person>;
};

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };
