import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { guessMapping } from '../encounters/csv-mapping.ts'
import { planCsvImport } from '../encounters/csv-import.ts'
import { readCsvTable } from '../encounters/csv-table.ts'
import { drawPhoto } from './draw-photo.ts'
import { growCoat } from './gray-scott.ts'
import { makePopulation, type SyntheticPhoto } from './population.ts'
import { seededRandom } from './random.ts'

/** Pearson's correlation of two patterns. */
function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    ab += (a[at]! - ma) * (b[at]! - mb)
    aa += (a[at]! - ma) ** 2
    bb += (b[at]! - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

describe('a synthetic population', () => {
  test('coats are patterned, the same for the same seed, and unlike each other', () => {
    const coats = [1, 2, 3].map((seed) => growCoat(seededRandom(seed), 0, 64, 1500).data)
    assert.deepEqual(growCoat(seededRandom(1), 0, 64, 1500).data, coats[0])
    for (const coat of coats) {
      const dark = coat.filter((value) => value > 0.5).length / coat.length
      assert.ok(dark > 0.05 && dark < 0.9, `dark ${dark}`)
    }
    for (const [a, b] of [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const)
      assert.ok(Math.abs(correlation(coats[a]!, coats[b]!)) < 0.35)
  })

  test('a photo is the same for the same seeds, and its outline is where the animal is', () => {
    const coat = growCoat(seededRandom(1), 0, 64, 300)
    const photo = drawPhoto(coat, 5, 9)
    assert.deepEqual(drawPhoto(coat, 5, 9), photo)
    const other = drawPhoto(growCoat(seededRandom(2), 0, 64, 300), 5, 9)
    const inside = { changed: 0, count: 0 }
    const outside = { changed: 0, count: 0 }
    for (let y = 0; y < photo.height; y += 3) {
      for (let x = 0; x < photo.width; x += 3) {
        const where = contains(photo.outline, x / photo.width, y / photo.height) ? inside : outside
        const at = (y * photo.width + x) * 3
        where.count++
        if (Math.abs(photo.data[at]! - other.data[at]!) > 4) where.changed++
      }
    }
    // Another coat changes what is inside the outline, and nothing else but the pixels that the outline cuts.
    assert.ok(inside.changed / inside.count > 0.1, JSON.stringify(inside))
    assert.ok(outside.changed / outside.count < 0.01, JSON.stringify(outside))
    assert.ok(inside.count / (inside.count + outside.count) > 0.15)
  })

  // docs/photo-id.md says how well animals drawn so are told apart; with other pixels that has to be measured anew.
  test('its pixels are those that were measured', () => {
    const coat = growCoat(seededRandom(1), 0, 64, 300)
    const { data, outline, blurPx } = drawPhoto(coat, 5, 9)
    const mean = (values: Iterable<number>, count: number) =>
      ([...values].reduce((sum, value) => sum + value, 0) / count).toFixed(4)
    const channels = [0, 1, 2].map((c) =>
      mean(
        data.filter((_, at) => at % 3 === c),
        data.length / 3,
      ),
    )
    const found = [
      mean(coat.data, coat.data.length),
      ...channels,
      mean(outline.flat(), outline.length),
      blurPx.toFixed(4),
    ]
    assert.deepEqual(found, ['0.1965', '119.9292', '118.8483', '105.9543', '1.0612', '0.5024'])
  })

  describe('made in a folder', () => {
    const root = mkdtempSync(join(tmpdir(), 'resight-population-'))
    const folder = join(root, 'by-one')
    const settings = { seed: 3, individuals: 2, photos: 3 } as const
    let made: readonly SyntheticPhoto[] = []
    before(async () => {
      made = await makePopulation(folder, settings, { processes: 1 })
    })
    after(() => rmSync(root, { recursive: true, force: true }))

    test('is the same however many processes draw it', async () => {
      const other = join(root, 'by-two')
      const drawn: string[] = []
      const onDrawn = (file: string): void => void drawn.push(file)
      assert.deepEqual(await makePopulation(other, settings, { processes: 2, onDrawn }), made)
      assert.deepEqual(drawn.toSorted(), made.map(({ file }) => file).toSorted())
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.'))
      assert.equal(files.length, 8)
      for (const file of files)
        assert.ok(readFileSync(join(folder, file)).equals(readFileSync(join(other, file))), file)
    })

    test('ends when it is told to', async () => {
      const ended = join(root, 'ended')
      const onDrawn = (): never => {
        throw new Error('enough')
      }
      await assert.rejects(makePopulation(ended, settings, { processes: 1, onDrawn }), /enough/)
      assert.ok(!existsSync(join(ended, 'regions.json')))
    })

    test('can be imported as it is', async () => {
      assert.equal(made.length, 6)
      const table = readCsvTable(readFileSync(join(folder, 'encounters.csv')), 'encounters.csv')
      const plan = planCsvImport(table, guessMapping(table.header), (file) => `hash of ${file}`)
      assert.ok('individuals' in plan)
      assert.deepEqual(
        plan.individuals.map(({ name }) => name),
        ['animal-001', 'animal-002'],
      )
      assert.equal(plan.encounters.flatMap(({ photos }) => photos).length, 6)
      const { width, format } = await sharp(join(folder, made[5]!.file)).metadata()
      assert.deepEqual([width, format], [640, 'jpeg'])
      await assert.rejects(makePopulation(folder, { seed: 1, individuals: 0, photos: 1 }), /individuals/)
    })
  })
})

function contains(polygon: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false
  for (const [at, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon.at(at - 1)!
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}
