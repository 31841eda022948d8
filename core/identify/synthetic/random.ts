/** Uniform in [0, 1); the same seed gives the same numbers on every machine. */
export type Random = () => number

/** mulberry32 (Tommy Ettinger, public domain). @param seed any integer */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random()
}

/** A seed of its own for each thing that is made, so that one more photo changes no other. */
export function seedOf(...parts: readonly number[]): number {
  let hash = 2166136261
  for (const part of parts) hash = Math.imul(hash ^ (part | 0), 16777619) ^ (hash >>> 13)
  return hash
}
