/** Elements of one command, at most. */
const MOST = 1000;
/** Bytes of one command, about; a longer element has a command of its own. */
const LARGEST = 2 ** 20;

/** Parts of a value that are small enough for one command each. An element is one or more arguments. */
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
