/** Quality as a person judges it: 1 useless … 5 perfect. The engine keeps it as 0 … 1. */
export const QUALITY_LEVELS = 5

/** @returns null: not judged */
export function levelOf(quality: number | null): number | null {
  return quality === null ? null : Math.round(quality * (QUALITY_LEVELS - 1)) + 1
}

/** The quality one level up or down; one that is not judged begins in the middle. */
export function stepQuality(quality: number | null, step: 1 | -1): number {
  const level = levelOf(quality)
  const next = level === null ? (QUALITY_LEVELS + 1) / 2 : Math.min(QUALITY_LEVELS, Math.max(1, level + step))
  return (next - 1) / (QUALITY_LEVELS - 1)
}
