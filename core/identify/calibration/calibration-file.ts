import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ResightError } from '../../types.ts'
import type { CalibratedBy } from '../../api/photo-id.ts'
import { meanOf, withBaseRate, type Calibration } from './calibrate.ts'
import { fitPchip } from './pchip.ts'

/** Pairs of each kind that a project's own calibration needs (docs/decisions/photo-id.md has the trial behind it). */
export const MIN_OWN_PAIRS = 100

/** Calibrations by extractor, and how they came to be. `generic` ones are shipped, and labelled so wherever they speak. */
export interface CalibrationSet {
  readonly kind: 'generic' | 'own'
  /** Where its pairs are from, for a person to read. */
  readonly origin: string
  readonly fittedAt: string
  /** By `extractor@version`, and by `meanOf` several. */
  readonly extractors: ReadonlyMap<string, Calibration>
}

const NUMBERS = z.array(z.number()).min(1).max(5000)
const FILE = z.strictObject({
  format: z.literal('resight-calibration'),
  version: z.literal(1),
  kind: z.enum(['generic', 'own']),
  origin: z.string().max(2000),
  fittedAt: z.iso.datetime(),
  extractors: z.record(
    z.string().min(1).max(1000),
    z.strictObject({
      positions: NUMBERS,
      values: z.array(z.number().min(-1e-6).max(1.000001)).min(1).max(5000),
      same: z.int().min(1),
      different: z.int().min(1),
      /** Absent: the share of `same` among both. */
      baseRate: z.number().gt(0).lt(1).optional(),
    }),
  ),
})

/** The slopes follow from the knots, so only these are written. */
export function writeCalibrationFile(set: CalibrationSet): string {
  const extractors = Object.fromEntries(
    [...set.extractors].map(([id, { curve, same, different, baseRate }]) => [
      id,
      { positions: curve.positions, values: curve.values, same, different, baseRate },
    ]),
  )
  const { kind, origin, fittedAt } = set
  return `${JSON.stringify({ format: 'resight-calibration', version: 1, kind, origin, fittedAt, extractors }, null, 2)}\n`
}

/** @param name named in the message @throws ResightError `corrupt` */
export function readCalibrationFile(text: string, name: string): CalibrationSet {
  let file
  try {
    file = FILE.parse(JSON.parse(text))
    for (const { positions, values } of Object.values(file.extractors)) {
      const ordered = positions.every((position, at) => at === 0 || position > positions[at - 1]!)
      const rising = values.every((value, at) => at === 0 || value >= values[at - 1]! - 1e-9)
      if (positions.length !== values.length || !ordered || !rising) throw new Error('knots out of order')
    }
  } catch (cause) {
    throw new ResightError('corrupt', `${name} is not a calibration: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
      remedy: 'Fit the project’s own calibration, or take the file of the release again.',
    })
  }
  const extractors = new Map<string, Calibration>()
  for (const [id, { positions, values, same, different, baseRate }] of Object.entries(file.extractors)) {
    const rate = baseRate ?? same / (same + different)
    extractors.set(id, { curve: fitPchip(positions, values), same, different, baseRate: rate })
  }
  return { kind: file.kind, origin: file.origin, fittedAt: file.fittedAt, extractors }
}

let shipped: CalibrationSet | null = null

/** The calibration that comes with Resight; `node bench/identify-calibration.ts` fits it. */
export function genericCalibration(): CalibrationSet {
  return (shipped ??= readCalibrationFile(
    readFileSync(new URL('generic.json', import.meta.url), 'utf8'),
    'The shipped calibration',
  ))
}

/** What turns similarities into probabilities, and whose it is. */
export interface ChosenCalibration {
  readonly extractors: ReadonlyMap<string, Calibration>
  /** `generic` where a shipped curve has any part in it; null: no extractor has one, and no probability is said. */
  readonly by: CalibratedBy
}

/**
 * For each extractor the project's own curve where there is one, else the shipped one; extractors that neither knows are missing.
 * As soon as one is shipped, the mean's curve is too, and what is said is at the project's base rate all the same.
 * @param extractors of the matcher, `id@version` @param baseRate of the project; null: that of the shipped sets
 */
export function chooseCalibration(
  extractors: readonly string[],
  own: CalibrationSet | null,
  generic: CalibrationSet | null,
  baseRate: number | null,
): ChosenCalibration {
  const known = extractors.filter((id) => own?.extractors.has(id) === true || generic?.extractors.has(id) === true)
  if (known.length === 0) return { extractors: new Map(), by: null }
  const ofMean = meanOf(known)
  if (own !== null && known.every((id) => own.extractors.has(id))) {
    const ids = [...known, ofMean].filter((id) => own.extractors.has(id))
    return { extractors: new Map(ids.map((id) => [id, own.extractors.get(id)!])), by: 'own' }
  }
  const shippedRate = generic!.extractors.values().next().value!.baseRate
  const rate = baseRate ?? shippedRate
  const mean = known.length > 1 ? generic!.extractors.get(ofMean) : undefined
  const chosen = new Map<string, Calibration>()
  for (const id of known) {
    const curve = own?.extractors.get(id) ?? generic!.extractors.get(id)!
    // Under a curve of the mean each speaks as among the shipped sets, where that curve was fitted.
    chosen.set(id, withBaseRate(curve, mean === undefined ? rate : shippedRate))
  }
  if (mean !== undefined) chosen.set(ofMean, withBaseRate(mean, rate))
  return { extractors: chosen, by: 'generic' }
}
