import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openEngine } from '../engine.ts'
import { guessMapping } from '../identify/encounters/csv-mapping.ts'
import { readCsvTable } from '../identify/encounters/csv-table.ts'
import { makePopulation } from '../identify/synthetic/population.ts'
import { exportProject } from './identify-export.ts'
import { importProjectZip } from './identify-import.ts'
import { PhotoIdentification } from './identify.ts'

const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true } as const

test('a synthetic population is imported, identified, exported, and opened in another library', async (context) => {
  const at = mkdtempSync(join(tmpdir(), 'resight-identify-'))
  context.after(() => rmSync(at, { recursive: true, force: true }))
  const [photos, library] = [join(at, 'photos'), join(at, 'library')]
  const made = await makePopulation(photos, { seed: 5, individuals: 3, photos: 2 })
  const engine = await openEngine({ library, device: 'cpu' })
  await engine.add({ folders: [photos] })
  await engine.close()

  const photoId = new PhotoIdentification(library, 'cpu')
  context.after(() => photoId.close())
  const { projectId } = photoId.create({ species: 'Demo maculata', population: '', settings: SETTINGS })
  // Those of the last day have no name yet.
  const csv = readFileSync(join(photos, 'encounters.csv'), 'utf8').replaceAll(/(day-02.*),animal-\d+$/gm, '$1,')
  const table = readCsvTable(Buffer.from(csv), 'encounters.csv')
  const plan = photoId.importCsv(projectId, table, guessMapping(table.header), photos, 'ana')
  assert.deepEqual(plan.errors, [])
  assert.deepEqual(photoId.addFolder(projectId, photos), { encounters: 0, photos: 0, known: 6 })

  const store = photoId.open(projectId)
  const files = new Map(store.photos().map(({ contentHash, fileName }) => [contentHash, fileName]))
  const fileOf = new Map(
    store.annotations().map(({ annotationId, contentHash }) => [annotationId, files.get(contentHash)!]),
  )
  const found = await photoId.identifyOpen(projectId)
  assert.equal(found.length, 3)
  for (const { annotationId, candidates, compared, probabilityNew } of found) {
    const truth = made.find(({ file }) => file.endsWith(fileOf.get(annotationId)!))!.individual
    assert.equal(store.identity().individuals.get(candidates[0]!.individualId)?.name, truth)
    assert.deepEqual([compared, probabilityNew], [3, null])
  }

  const zip = join(at, 'project.zip')
  await exportProject(photoId, projectId, 'zip', zip, { occasions: 'day', withPhotos: true })
  const other = new PhotoIdentification(join(at, 'other'), 'cpu')
  context.after(() => other.close())
  const report = await importProjectZip(other, zip)
  assert.deepEqual([report.isNew, report.photos, report.unpacked], [true, 6, other.photosFolder(projectId)])
  assert.deepEqual(other.open(projectId).log(), store.log())
  const again = await importProjectZip(photoId, zip)
  assert.deepEqual([again.isNew, again.entries, again.unpacked], [false, 0, null])
})
