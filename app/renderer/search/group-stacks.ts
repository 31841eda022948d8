import type { PhotoId, SearchResult } from '../../../core/api.ts'
import type { Stack } from '../../../core/api/browse.ts'

/** A result as it is shown: with the lesser ones of its stack behind it, or in front of them. */
export interface ShownResult {
  readonly result: SearchResult
  /** 1-based place among all results, grouped or not. */
  readonly rank: number
  /** The results of the same stack that follow; empty for one that stands alone or is itself one of them. */
  readonly behind: readonly PhotoId[]
  /** The stack's first result where this is one of those behind it and they are shown; else null. */
  readonly cover: PhotoId | null
}

/**
 * Results with each stack as one, at the place of its best; those behind follow at once where the stack is open.
 * @param open the best results of the stacks that are open
 */
export function groupStacks(
  results: readonly SearchResult[],
  stacks: readonly Stack[],
  open: ReadonlySet<PhotoId>,
): readonly ShownResult[] {
  const stackOf = new Map(stacks.flatMap((stack) => stack.photoIds.map((photoId) => [photoId, stack] as const)))
  const members = new Map<Stack, ShownResult[]>()
  const ranked = results.map((result, i): ShownResult => ({ result, rank: i + 1, behind: [], cover: null }))
  for (const shown of ranked) {
    const stack = stackOf.get(shown.result.photoId)
    if (stack !== undefined) members.set(stack, [...(members.get(stack) ?? []), shown])
  }
  return ranked.flatMap((shown) => {
    const stack = stackOf.get(shown.result.photoId)
    const [cover = shown, ...behind] = stack === undefined ? [] : (members.get(stack) ?? [])
    if (cover !== shown) return []
    const photoId = shown.result.photoId
    const first = { ...shown, behind: behind.map(({ result }) => result.photoId) }
    return open.has(photoId) ? [first, ...behind.map((one) => ({ ...one, cover: photoId }))] : [first]
  })
}
