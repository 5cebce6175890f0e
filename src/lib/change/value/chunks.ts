/** Maximum elements per command. */
const MOST = 1000;
/** Approximate bytes per command. A longer element has its own command. */
const LARGEST = 2 ** 20;

/** Divides a value into parts for one command each. An element is one or more arguments. */
export function* chunks(elements: readonly (readonly string[])[]): Generator<string[]> {
  let args: string[] = [];
  let [count, bytes] = [0, 0];
  for (const element of elements) {
    const size = element.reduce((sum, { length }) => sum + length, 0);
    if (count > 0 && (count === MOST || bytes + size > LARGEST)) {
      yield args;
      args = [];
      [count, bytes] = [0, 0];
    }
    for (const arg of element) args.push(arg);
    count++;
    bytes += size;
  }
  if (count > 0) yield args;
}
