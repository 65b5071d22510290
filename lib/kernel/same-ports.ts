/** A sentence for each variable whose port is another one's too. `used`: what listens on one machine, by variable. Pure. */
export function samePorts(used: readonly (readonly [name: string, port: number])[]): string[] {
  return used.flatMap(([name, value], index) => {
    const other = used.slice(0, index).find(([, taken]) => taken === value);
    return other ? [`${name} is ${value}, and so is ${other[0]}: each needs a port of its own`] : [];
  });
}
