// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { ListboxOption, useListbox } from "@/components/ui/listbox";

afterEach(cleanup);

function List({ names, onChoose }: { names: readonly string[]; onChoose: (name: string | undefined) => void }) {
  const choose = (index: number) => onChoose(names[index]);
  const listbox = useListbox({ count: names.length, keys: names, initial: 0, onChoose: choose });
  return (
    <>
      <input {...listbox.field} aria-label="Search" />
      <div id={listbox.id} role="listbox" aria-label="Results">
        {names.map((name, index) => (
          <ListboxOption key={name} listbox={listbox} index={index} selected={index === listbox.active} className="">
            {name}
          </ListboxOption>
        ))}
      </div>
    </>
  );
}

test("what the user has moved to stays active while options come and go around it", async () => {
  const user = userEvent.setup();
  const chosen: (string | undefined)[] = [];
  const onChoose = (name: string | undefined) => chosen.push(name);
  const active = () => screen.getAllByRole("option", { selected: true }).map(({ textContent }) => textContent);
  const { rerender } = render(<List names={["a", "b", "c"]} onChoose={onChoose} />);
  expect(active()).toEqual(["a"]);
  rerender(<List names={["x", "a", "b", "c"]} onChoose={onChoose} />);
  expect(active(), "nobody has moved yet: the first one is meant").toEqual(["x"]);
  await user.click(screen.getByRole("combobox"));
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(active()).toEqual(["b"]);
  rerender(<List names={["x", "y", "a", "z", "b"]} onChoose={onChoose} />);
  expect(active()).toEqual(["b"]);
  await user.keyboard("{Enter}");
  expect(chosen).toEqual(["b"]);
  rerender(<List names={["x"]} onChoose={onChoose} />);
  expect(active(), "what is gone leaves the nearest one").toEqual(["x"]);
});
