import type { CaptureHistories } from './capture-histories.ts'
import { chapman, schnabel, type PopulationEstimate, type SchnabelOccasion } from './estimates.ts'

/** How the catalogue grows, and what that says of the population. */
export interface PopulationSummary {
  /** By occasion: individuals seen, of these new, and all known until then. */
  readonly discovery: readonly {
    readonly occasion: string
    readonly seen: number
    readonly fresh: number
    readonly known: number
  }[]
  /** `individuals` seen on exactly `captures` occasions, ascending. */
  readonly frequencies: readonly { readonly captures: number; readonly individuals: number }[]
  /** Of the earlier and the later half of the occasions, each taken as one; null with fewer than two occasions. */
  readonly chapman: PopulationEstimate | null
  readonly schnabel: PopulationEstimate | null
}

/** @param halves where the second "occasion" of Chapman's estimate begins; default: the middle occasion */
export function summarisePopulation(
  { occasions, histories }: CaptureHistories,
  halves: number = Math.ceil(occasions.length / 2),
): PopulationSummary {
  const firsts = histories.map(({ captures }) => captures.indexOf(1))
  let known = 0
  const discovery = occasions.map((occasion, at) => {
    const fresh = firsts.filter((first) => first === at).length
    known += fresh
    return { occasion, seen: histories.filter(({ captures }) => captures[at] === 1).length, fresh, known }
  })
  const counts = new Map<number, number>()
  for (const { captures } of histories) {
    const count = captures.filter((captured) => captured === 1).length
    counts.set(count, (counts.get(count) ?? 0) + 1)
  }
  const census: SchnabelOccasion[] = discovery.map(({ seen, fresh }) => ({ caught: seen, recaptured: seen - fresh }))
  const before = histories.filter(({ captures }) => captures.slice(0, halves).includes(1))
  const after = histories.filter(({ captures }) => captures.slice(halves).includes(1))
  const both = before.filter(({ captures }) => captures.slice(halves).includes(1)).length
  return {
    discovery,
    frequencies: [...counts].sort(([a], [b]) => a - b).map(([captures, individuals]) => ({ captures, individuals })),
    chapman: occasions.length < 2 ? null : chapman(before.length, after.length, both),
    schnabel: schnabel(census),
  }
}
