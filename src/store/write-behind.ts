/**
 * Writes each item while the next one is prepared. None is being written any more when this ends,
 * also when it throws: a write must never run on after its transaction was rolled back.
 */
export async function writeBehind<T>(
  source: AsyncIterable<T> | Iterable<T>,
  write: (item: T) => Promise<void>,
): Promise<void> {
  let written: Promise<void> = Promise.resolve();
  try {
    for await (const item of source) {
      await written;
      written = write(item);
      // Its failure is met at the next `await`, also when preparing the next item takes long.
      written.catch(() => {});
    }
    await written;
  } finally {
    await written.catch(() => {});
  }
}
