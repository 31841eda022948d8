import type { MonthStart } from './arrange.ts'

/** Years nearer than this share of the line would lie over each other. */
const LEAST_SHARE = 0.045

/** Where each year begins, leaving out those that have no room. */
export function yearMarks(
  months: readonly MonthStart[],
  photos: number,
): readonly { readonly year: string; readonly start: number }[] {
  const marks: { year: string; start: number }[] = []
  for (const { month, start } of months) {
    const year = month?.slice(0, 4)
    const last = marks.at(-1)
    if (year === undefined || last?.year === year) continue
    if (last !== undefined && start - last.start < LEAST_SHARE * photos) continue
    if (photos - start < LEAST_SHARE * photos && last !== undefined) continue
    marks.push({ year, start })
  }
  return marks
}
