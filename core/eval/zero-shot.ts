import type { PhotoId, SearchAnswer } from '../api.ts'

/** Zero-shot classification by the class whose words resemble a photo most. */
export interface ZeroShot {
  /** Share of the photos put in their own class, in [0, 1]. */
  readonly top1: number
  /** The same within each class. */
  readonly top1ByClass: Readonly<Record<string, number>>
}

/**
 * Top-1 accuracy (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", ICML 2021,
 * section 3.1) from the rankings of the class queries, by similarity before reranking. A tie is a mistake. A photo that
 * could not be indexed is one too.
 * @param classes files of each class @param answers one a class, in the order of `classes`, over the whole gallery
 */
export function zeroShot(
  classes: ReadonlyMap<string, readonly string[]>,
  answers: readonly SearchAnswer[],
  ids: ReadonlyMap<string, PhotoId>,
): ZeroShot {
  const names = [...classes.keys()]
  const best = new Map<PhotoId, { readonly name: string | null; readonly similarity: number }>()
  answers.forEach((answer, i) => {
    for (const { photoId, parts } of answer.results) {
      const sofar = best.get(photoId)
      if (sofar === undefined || parts.composed > sofar.similarity) {
        best.set(photoId, { name: names[i]!, similarity: parts.composed })
      } else if (parts.composed === sofar.similarity) best.set(photoId, { ...sofar, name: null })
    }
  })
  const rightOf = (name: string, paths: readonly string[]): number =>
    paths.filter((path) => best.get(ids.get(path) ?? 0)?.name === name).length
  const counted = [...classes].map(([name, paths]) => ({ name, right: rightOf(name, paths), total: paths.length }))
  const total = counted.reduce((sum, each) => sum + each.total, 0)
  return {
    top1: counted.reduce((sum, each) => sum + each.right, 0) / total,
    top1ByClass: Object.fromEntries(counted.map((each) => [each.name, each.right / each.total])),
  }
}
