/** Raw similarities of one pair of annotations by `extractor@version`. */
export type Similarities = Readonly<Record<string, number>>

const NONE: ReadonlyMap<string, Similarities> = new Map()

/**
 * What annotations were compared with, in memory: who asks for the candidates of one, or of all, waits for no file. A pair
 * stands for both its directions, and of two comparisons by one extractor the greater one counts.
 */
export class ComparedPairs {
  readonly #others = new Map<string, Map<string, Similarities>>()

  /** By the other annotation. */
  of(annotationId: string): ReadonlyMap<string, Similarities> {
    return this.#others.get(annotationId) ?? NONE
  }

  note(annotation0: string, annotation1: string, similarities: Similarities): void {
    const known = this.#others.get(annotation0)?.get(annotation1)
    const both = known === undefined ? similarities : greater(known, similarities)
    this.#set(annotation0, annotation1, both)
    this.#set(annotation1, annotation0, both)
  }

  forget(annotationId: string): void {
    for (const other of this.of(annotationId).keys()) this.#others.get(other)?.delete(annotationId)
    this.#others.delete(annotationId)
  }

  #set(from: string, to: string, similarities: Similarities): void {
    const known = this.#others.get(from)
    if (known === undefined) this.#others.set(from, new Map([[to, similarities]]))
    else known.set(to, similarities)
  }
}

function greater(a: Similarities, b: Similarities): Similarities {
  const both: Record<string, number> = { ...a }
  for (const [extractor, similarity] of Object.entries(b))
    both[extractor] = Math.max(both[extractor] ?? -Infinity, similarity)
  return both
}
