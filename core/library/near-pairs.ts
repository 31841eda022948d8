/**
 * Two photos are near duplicates when their difference hashes differ in at most this many of 128 bits, and in at most
 * this share of the bits set in either, which a picture of plain areas has few of.
 *
 * Measured on 3,720 photos (`../shared/data`) and eight alterations of every 20th: found are JPEG quality 40 99.5 %, half
 * size 98.4 %, 256-pixel thumbnail 100 %, WebP quality 60 98.4 %, brightness +15 % 98.9 %, contrast 97.8 %, greyscale
 * 100 %, 1 % cropped off each side 97.3 %. Of 6.9 million pairs of different photos 39 are taken for near, and all look it:
 * frames of one video, cartons of one design.
 */
export const MAX_DISTANCE = 12
export const MAX_SHARE = 0.2

/** Fewer bits set: a black frame, a blank page. Such are like each other without being duplicates. */
export const MIN_SET_BITS = 12

/** A 128-bit hash as four 32-bit words. */
export const WORDS = 4

/** 8 bands of 16 bits: with at most 12 differences, some band has at most one (pigeonhole: 8 × 2 > 12). */
const BANDS = 8
const BAND_BITS = 16

/** Hashes parsed for comparing: [n × 4] words, row-major. */
export interface Hashes {
  readonly n: number
  readonly words: Int32Array
}

/** @param texts 32 hex digits each */
export function parseHashes(texts: readonly string[]): Hashes {
  const words = new Int32Array(texts.length * WORDS)
  for (const [row, text] of texts.entries())
    for (let word = 0; word < WORDS; word++)
      words[row * WORDS + word] = Number.parseInt(text.slice(8 * word, 8 * word + 8), 16)
  return { n: texts.length, words }
}

/** Whether two rows are near duplicates. Symmetric. */
export function isNear({ words }: Hashes, a: number, b: number): boolean {
  let distance = 0
  let set = 0
  for (let word = 0; word < WORDS; word++) {
    const x = words[a * WORDS + word] ?? 0
    const y = words[b * WORDS + word] ?? 0
    distance += bitCount(x ^ y)
    if (distance > MAX_DISTANCE) return false
    set += bitCount(x | y)
  }
  return distance <= MAX_SHARE * set
}

/** How many of the 128 bits of two rows differ. */
export function distance({ words }: Hashes, a: number, b: number): number {
  let bits = 0
  for (let word = 0; word < WORDS; word++)
    bits += bitCount((words[a * WORDS + word] ?? 0) ^ (words[b * WORDS + word] ?? 0))
  return bits
}

/** Whether a hash says enough about its photo to be compared. */
export function isTelling({ words }: Hashes, row: number): boolean {
  let set = 0
  for (let word = 0; word < WORDS; word++) set += bitCount(words[row * WORDS + word] ?? 0)
  return set >= MIN_SET_BITS
}

/** Bits set in a 32-bit word (H. S. Warren, "Hacker's Delight", 5-1). */
export function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * Calls back for every near pair, and perhaps more than once for one. Multi-index hashing (M. Norouzi, A. Punjani,
 * D. Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012) with the radius in a band limited to 1:
 * rows are sorted by each band in turn, and each row is compared with those whose band is equal or one bit off.
 * Yields now and then, so that the caller may let others work.
 */
export function* nearPairs(hashes: Hashes, onPair: (a: number, b: number) => void): Generator<void> {
  const rows = Uint32Array.from({ length: hashes.n }, (_, row) => row).filter((row) => isTelling(hashes, row))
  for (let band = 0; band < BANDS; band++) {
    const { starts, sorted } = bucketsOf(hashes, rows, band)
    for (let compared = 0, value = 0; value < 1 << BAND_BITS; value++) {
      const from = starts[value] ?? 0
      const to = starts[value + 1] ?? 0
      if (from === to) continue
      for (let i = from; i < to; i++) {
        const a = sorted[i] ?? 0
        for (let j = i + 1; j < to; j++) if (isNear(hashes, a, sorted[j] ?? 0)) onPair(a, sorted[j] ?? 0)
        compared += to - i
        // Each pair of buckets one bit apart is visited from its smaller value only.
        for (let bit = 0; bit < BAND_BITS; bit++) {
          const other = value | (1 << bit)
          if (other === value) continue
          const end = starts[other + 1] ?? 0
          for (let j = starts[other] ?? 0; j < end; j++)
            if (isNear(hashes, a, sorted[j] ?? 0)) onPair(a, sorted[j] ?? 0)
          compared += end - (starts[other] ?? 0)
        }
        if (compared > COMPARISONS_A_TURN) {
          compared = 0
          yield
        }
      }
    }
  }
}
/** Some 10 ms of work. */
const COMPARISONS_A_TURN = 1_000_000

/** Counting sort of the rows by one band: bucket v is sorted[starts[v] … starts[v + 1] − 1]. */
function bucketsOf(
  { words }: Hashes,
  rows: Uint32Array,
  band: number,
): { readonly starts: Uint32Array; readonly sorted: Uint32Array } {
  const valueOf = (row: number) => ((words[row * WORDS + (band >> 1)] ?? 0) >>> (BAND_BITS * (1 - (band & 1)))) & 0xffff
  const starts = new Uint32Array((1 << BAND_BITS) + 1)
  for (const row of rows) starts[valueOf(row) + 1]!++
  for (let value = 0; value < 1 << BAND_BITS; value++) starts[value + 1]! += starts[value]!
  const next = starts.slice()
  const sorted = new Uint32Array(rows.length)
  for (const row of rows) sorted[next[valueOf(row)]!++] = row
  return { starts, sorted }
}
