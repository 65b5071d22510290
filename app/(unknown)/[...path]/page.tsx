import { notFound } from "next/navigation";

/** Every path that no page has: the 404 is shown in the shell. */
export default function Page(): never {
  notFound();
}
