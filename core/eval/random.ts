/** Random numbers that are the same on every machine and in every version of the runtime. */

/**
 * mulberry32 (Tommy Ettinger, public domain): 32 bits of state, ample for drawing queries.
 * @returns a function that gives the next number in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A seed from a name (FNV-1a, 32 bits), so that each group draws for itself and none depends on its neighbours. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** Draws `count` items without replacement (all, shuffled, when there are fewer): a partial Fisher–Yates shuffle. */
export function sample<T>(items: readonly T[], count: number, random: () => number): readonly T[] {
  const pool = [...items]
  const drawn = Math.min(count, pool.length)
  for (let i = 0; i < drawn; i++) {
    const j = i + Math.floor(random() * (pool.length - i))
    ;[pool[i], pool[j]] = [pool[j]!, pool[i]!]
  }
  return pool.slice(0, drawn)
}
