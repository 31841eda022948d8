import { setImmediate } from 'node:timers/promises'
import type { Stack } from '../api/browse.ts'
import { DisjointSets } from './disjoint-sets.ts'
import { distance, isNear, type Hashes, nearPairs, parseHashes } from './near-pairs.ts'

/** What tells which photos belong together. */
export interface StackPhoto {
  readonly photoId: number
  /** @see DecodedPhoto.dhash */
  readonly dhash: string
  readonly width: number
  readonly height: number
  /** Local capture time, `YYYY-MM-DDTHH:MM:SS`; null: unknown */
  readonly taken: string | null
  readonly camera: string | null
}

/** Shots of a burst follow each other at most so far apart. Capture times are whole seconds. */
export const MAX_GAP_SECONDS = 2

/**
 * Shots of one camera look alike when their difference hashes differ in at most this many of 128 bits.
 *
 * Measured on 140 photos (`../shared/data`), the middle of each against the same, moved as a hand moves it between two
 * shots: found are moved by 2 % of the frame 100 %, by 3 % 99 %, by 3 % and turned by 2° 98 %, by 5 % 59 %. Of 125,000
 * pairs of different photos 0.014 % are as close, and a pair must also be of one camera within two seconds.
 */
export const MAX_BURST_DISTANCE = 36

/**
 * Puts together near duplicates (@see isNear), and shots of one camera in quick succession that look alike, and what
 * belongs with those, and so on; so that no photo is in two stacks. A stack is
 * - `exact` where all of it has one difference hash and one size: one picture, in files that differ in what is written
 *   about it or how it is compressed (files of the same bytes are one photo already);
 * - `burst` where any two belong together as shots of different moments;
 * - `near` else: copies and edits of one picture.
 * @returns by smallest photo id; the cover, the largest, then earliest, first, the others as they were taken
 */
export async function findStacks(photos: readonly StackPhoto[]): Promise<readonly Stack[]> {
  // A catalogue may still hold hashes of another kind, which can't be compared with these.
  const sorted = photos.filter(({ dhash }) => /^[0-9a-f]{32}$/.test(dhash)).sort((a, b) => a.photoId - b.photoId)
  const hashes = parseHashes(sorted.map(({ dhash }) => dhash))
  const sets = new DisjointSets(sorted.length)
  for (const _ of nearPairs(hashes, (a, b) => sets.join(a, b))) await setImmediate()
  const moments = new Set<number>()
  for (const [a, b] of burstPairs(sorted, hashes)) {
    sets.join(a, b)
    // Files of one second that are near may be one shot, e.g. raw and JPEG.
    if (sorted[a]!.taken !== sorted[b]!.taken || !isNear(hashes, a, b)) moments.add(a)
  }
  return sets.groups().map((rows) => {
    const members = rows.map((row) => sorted[row]!)
    const kind = isOnePicture(members) ? 'exact' : rows.some((row) => moments.has(row)) ? 'burst' : 'near'
    return { kind, photoIds: coverFirst(members).map(({ photoId }) => photoId) }
  })
}

/** Pairs of rows that follow each other on one camera. */
function* burstPairs(photos: readonly StackPhoto[], hashes: Hashes): Generator<readonly [number, number]> {
  const cameras = new Map<string, { readonly row: number; readonly second: number }[]>()
  for (const [row, { camera, taken }] of photos.entries()) {
    const second = taken === null ? NaN : Date.parse(`${taken}Z`) / 1000
    if (camera === null || Number.isNaN(second)) continue
    const shots = cameras.get(camera)
    if (shots === undefined) cameras.set(camera, [{ row, second }])
    else shots.push({ row, second })
  }
  for (const shots of cameras.values()) {
    shots.sort((a, b) => a.second - b.second || a.row - b.row)
    for (const [i, { row, second }] of shots.entries()) {
      // Not only the next: shots of one second may come in any order, and one that shakes must not end the burst.
      for (const other of shots.slice(i + 1, i + 1 + LOOK_AHEAD)) {
        if (other.second - second > MAX_GAP_SECONDS) break
        if (distance(hashes, row, other.row) <= MAX_BURST_DISTANCE) yield [row, other.row]
      }
    }
  }
}

/** A fast camera takes so many in a second; a bound, whatever times a stranger's files claim. */
const LOOK_AHEAD = 32

function isOnePicture(members: readonly StackPhoto[]): boolean {
  const [first] = members
  return members.every(
    ({ dhash, width, height }) => dhash === first?.dhash && width === first.width && height === first.height,
  )
}

function coverFirst(members: readonly StackPhoto[]): readonly StackPhoto[] {
  const byTime = members.toSorted((a, b) => compareTimes(a.taken, b.taken) || a.photoId - b.photoId)
  const cover = byTime.reduce((best, photo) => (photo.width * photo.height > best.width * best.height ? photo : best))
  return [cover, ...byTime.filter((photo) => photo !== cover)]
}

/** Photos without a time last. */
function compareTimes(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}
