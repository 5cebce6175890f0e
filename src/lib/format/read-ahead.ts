/** The same values. Each is requested when the one before it is taken, so it is made ready during the work on that one. */
export async function* readAhead<Value>(values: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let next = values.next();
  try {
    for (let found = await next; !found.done; found = await next) {
      next = values.next();
      // The await above throws a failure, unless the reader stops before.
      next.catch(() => {});
      yield found.value;
    }
  } finally {
    await values.return(undefined);
  }
}
