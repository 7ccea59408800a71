/** Memory is taken and never given back: it goes with the instance. It is 0 where nothing was written. */
let top: usize = (__heap_base + 15) & ~15;

/** Where so many bytes are free from now on, at a multiple of 16; traps where there are no more. */
export function take(bytes: usize): usize {
  const at = top;
  top += (bytes + 15) & ~15;
  const wanted = <i32>((top + 0xffff) >>> 16);
  const have = memory.size();
  // Some more than needed, since the engine's views of the memory have to be made anew each time it grows.
  if (
    wanted > have &&
    memory.grow(max(wanted - have, 16 + (have >>> 3))) < 0 &&
    memory.grow(wanted - have) < 0
  )
    unreachable();
  return at;
}
