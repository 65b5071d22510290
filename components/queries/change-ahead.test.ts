import { QueryClient } from "@tanstack/react-query";
import fc from "fast-check";
import { expect, it } from "vitest";
import { changeAhead } from "@/components/queries/change-ahead";

it("shows the change while it is sent; if it is refused, what was there before is shown again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.nat()), fc.boolean(), async (stored, accepted) => {
      const client = new QueryClient();
      const keys = [...Object.keys(stored), "never loaded"].map((key) => ["data", key]);
      for (const [key, value] of Object.entries(stored)) client.setQueryData(["data", key], value);
      const all = () => keys.map((queryKey) => client.getQueryData<number>(queryKey));
      const before = all();
      const changed = before.map((value) => (value === undefined ? undefined : value + 1));
      const change = (value: number) => value + 1;
      const sent = changeAhead(
        client,
        keys.map((queryKey) => ({ queryKey, change })),
        async () => {
          expect(all()).toEqual(changed);
          if (!accepted) throw new Error("refused");
        },
      );
      if (accepted) await sent;
      else await expect(sent).rejects.toThrow("refused");
      expect(all()).toEqual(accepted ? changed : before);
    }),
  );
});
