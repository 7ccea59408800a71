let top: usize = (__heap_base + 15) & ~15;
/** A part that was given back: where it begins and ends. */
let spare: usize = 0;
let spareEnd: usize = 0;

/** Where so many bytes are free from now on, at a multiple of 16, all 0; traps where there are no more. */
export function take(bytes: usize): usize {
  const length = (bytes + 15) & ~15;
  if (spare + length <= spareEnd) {
    const at = spare;
    spare += length;
    memory.fill(at, 0, length);
    return at;
  }
  const at = top;
  top += length;
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

/** Lets a part be taken again, in place of a smaller one that was given back; the rest goes with the instance. */
export function giveBack(at: usize, bytes: usize): void {
  if (bytes <= spareEnd - spare) return;
  spare = at;
  spareEnd = at + (bytes & ~15);
}

/** Takes a part of more units, of 2 to the `shift` bytes each, for one that begins with those of an older part. */
export function moved(old: usize, from: i32, to: i32, shift: i32): usize {
  const at = take((<usize>to) << shift);
  if (old !== 0) memory.copy(at, old, (<usize>from) << shift);
  return at;
}
