import type { SwitchCost } from '../api/models.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { countLibrary, measureDisk, readSpaceStatuses } from '../library/catalogue/counts.ts'
import { findSpace } from '../library/catalogue/spaces.ts'
import { listUnencoded } from '../library/catalogue/unencoded.ts'
import { TOKENS_KEPT } from '../rerank/aggregate.ts'
import { ResightError } from '../types.ts'
import type { ModelRates } from './measured-rates.ts'

/** What is known of a model's space before anything is encoded for it. */
export interface SpaceToBe {
  readonly model: string
  /** null: the model is not installed, so its space has no name yet */
  readonly spaceId: string | null
  readonly d: number
  readonly hasTokens: boolean
}

/** Beside the numbers themselves: SQLite's pages are filled to three quarters and more (see the catalogue's schema). */
const PAGE_FILL = 0.75
/** A float32 for each component, and the photo's id. */
const COMPONENT_BYTES = 4
const ID_BYTES = 4
/** Left free beside what is written, so that the system and the log of the database can go on. */
const SPARE_BYTES = 100e6

/** @see SwitchCost */
export function switchCost(
  catalogue: Catalogue,
  { model, spaceId, d, hasTokens }: SpaceToBe,
  rates: ModelRates,
  freeBytes: () => number = () => measureDisk(catalogue).free,
): SwitchCost {
  const photosToEncode = countToEncode(catalogue, model, spaceId)
  const vectorBytes = d * COMPONENT_BYTES
  const tokenBytes = hasTokens ? TOKENS_KEPT * (d + COMPONENT_BYTES) : 0
  const bytesEach = (vectorBytes + tokenBytes) / PAGE_FILL + vectorBytes + ID_BYTES
  const rate = rates.indexing ?? slowest(rates)
  return {
    model,
    photosToEncode,
    bytes: Math.ceil(photosToEncode * bytesEach),
    freeBytes: freeBytes(),
    secondsEstimate: photosToEncode === 0 ? 0 : rate === null ? null : photosToEncode / rate,
  }
}

/** @throws ResightError `too-large` */
export function checkRoom({ model, bytes, freeBytes, photosToEncode }: SwitchCost, folder: string): void {
  if (photosToEncode === 0 || freeBytes >= bytes + SPARE_BYTES) return
  const [needed, spare, free] = [bytes, SPARE_BYTES, freeBytes].map(megabytes)
  throw new ResightError(
    'too-large',
    `Encoding ${photosToEncode} photos for ${model} needs ${needed} on the disk of ${folder}, and ${spare} beside; ${free} are free`,
    { remedy: 'Free some space, or drop the vectors of a model that is not in use: `resight models forget ID`.' },
  )
}

function countToEncode(catalogue: Catalogue, model: string, spaceId: string | null): number {
  if (spaceId !== null && findSpace(catalogue, spaceId) !== null) return listUnencoded(catalogue, spaceId).length
  const { photos } = countLibrary(catalogue)
  if (spaceId !== null) return photos
  const encoded = readSpaceStatuses(catalogue).filter((space) => space.model === model)
  return photos - Math.max(0, ...encoded.map((space) => space.encoded))
}

/** A model whose device is not known yet is promised no more than its slowest. */
function slowest({ devices }: ModelRates): number | null {
  const known = Object.values(devices)
  return known.length === 0 ? null : Math.min(...known)
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`
}
