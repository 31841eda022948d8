/** Raw similarities of one pair of annotations by `extractor@version`. */
export type Similarities = Readonly<Record<string, number>>

const NONE: ReadonlyMap<string, Similarities> = new Map()

/**
 * What annotations were compared with, in memory: who asks for the candidates of one, or of all, waits for no file. A pair
 * stands for both its directions, and of two comparisons by one extractor the greater one counts.
 */
export class ComparedPairs {
  /** Both directions of a pair share their similarities. */
  readonly #others = new Map<string, Map<string, Record<string, number>>>()

  /** By the other annotation. */
  of(annotationId: string): ReadonlyMap<string, Similarities> {
    return this.#others.get(annotationId) ?? NONE
  }

  note(annotation0: string, annotation1: string, extractor: string, similarity: number): void {
    const others = this.#othersOf(annotation0)
    const known = others.get(annotation1)
    if (known === undefined) {
      const similarities = { [extractor]: similarity }
      others.set(annotation1, similarities)
      this.#othersOf(annotation1).set(annotation0, similarities)
    } else if (!(known[extractor]! >= similarity)) known[extractor] = similarity
  }

  forget(annotationId: string): void {
    for (const other of this.of(annotationId).keys()) this.#others.get(other)?.delete(annotationId)
    this.#others.delete(annotationId)
  }

  /** Each unordered pair once, the smaller id first. */
  *pairs(): Generator<readonly [string, string, Similarities]> {
    for (const [annotation0, others] of this.#others)
      for (const [annotation1, similarities] of others)
        if (annotation0 < annotation1) yield [annotation0, annotation1, similarities]
  }

  #othersOf(annotationId: string): Map<string, Record<string, number>> {
    let others = this.#others.get(annotationId)
    if (others === undefined) this.#others.set(annotationId, (others = new Map<string, Record<string, number>>()))
    return others
  }
}
