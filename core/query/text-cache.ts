import type { Matrix } from '../types.ts'

/**
 * Wraps an encoder's `encodeTexts` so that words asked before are not encoded again: moving the balance slider or
 * changing a filter then costs no inference. Least recently used entries go first. One wrapper serves one space.
 * @param capacity number of texts kept; each is d float32
 */
export function cachedTexts(
  encodeTexts: (texts: readonly string[]) => Promise<Matrix>,
  capacity = 256,
): (texts: readonly string[]) => Promise<Matrix> {
  // A Map iterates in the order of insertion; what is used again is taken out and put in anew.
  const vectors = new Map<string, Float32Array>()
  return async (texts) => {
    const unknown = [...new Set(texts)].filter((text) => !vectors.has(text))
    const found = new Map<string, Float32Array>()
    for (const text of texts) {
      const vector = vectors.get(text)
      if (vector !== undefined) found.set(text, vector)
    }
    if (unknown.length > 0) {
      const encoded = await encodeTexts(unknown)
      unknown.forEach((text, row) => found.set(text, encoded.data.slice(row * encoded.d, (row + 1) * encoded.d)))
    }
    for (const [text, vector] of found) {
      vectors.delete(text)
      vectors.set(text, vector)
    }
    for (const text of vectors.keys()) {
      if (vectors.size <= capacity) break
      vectors.delete(text)
    }
    const d = found.values().next().value?.length ?? 0
    const data = new Float32Array(texts.length * d)
    texts.forEach((text, row) => data.set(found.get(text)!, row * d))
    return { n: texts.length, d, data }
  }
}
