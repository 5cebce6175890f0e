/** Rejects with an error of the library if the work takes longer. What the work does later is ignored. */
export function within<T>(ms: number, work: Promise<T>, errorOf: (message: string) => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(errorOf(`Redis did not answer within ${ms} ms.`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
