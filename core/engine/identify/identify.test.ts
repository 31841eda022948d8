import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Progress } from '../../api.ts'
import { openEngine } from '../../engine.ts'
import { makePopulation } from '../../identify/synthetic/population.ts'

const SETTINGS = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true } as const

test('a drawn population is imported, identified, decided, exported, and opened in another library', async (context) => {
  const at = mkdtempSync(join(tmpdir(), 'resight-identify-'))
  context.after(() => rmSync(at, { recursive: true, force: true }))
  const photos = join(at, 'photos')
  const made = await makePopulation(photos, { seed: 5, individuals: 4, photos: 2 })
  const engine = await openEngine({ library: join(at, 'library'), device: 'cpu' })
  context.after(() => engine.close())
  await engine.add({ folders: [photos] })
  const { projectId } = await engine.createProject({ species: 'Demo maculata', population: '', settings: SETTINGS })

  // Nobody knows those of the last day yet, nor animal 4 at all.
  const text = readFileSync(join(photos, 'encounters.csv'), 'utf8')
    .replaceAll(/(day-02.*),animal-\d+$/gm, '$1,')
    .replaceAll(/,animal-004$/gm, ',')
  const table = { text, name: 'encounters.csv', folder: photos, mapping: null }
  const preview = await engine.previewCsv(projectId, table)
  assert.deepEqual([preview.photos, preview.individuals, preview.errorCount, preview.imported], [8, 3, 0, false])
  assert.equal((await engine.projectState(projectId)).photos.length, 0)
  const broken = await engine.importCsv(projectId, { ...table, text: text.replace(',left,', ',inside,') }, 'ana')
  assert.deepEqual([broken.imported, broken.errors[0]?.field], [false, 'viewpoint'])
  assert.equal((await engine.importCsv(projectId, table, 'ana')).imported, true)
  const rule = { gapMinutes: 30, gapMetres: 500 }
  const added = await engine.photoIdJob({ kind: 'project-add', projectId, folder: photos, rule })
  assert.deepEqual(added, { encounters: 0, photos: 0, known: 8, annotations: 0 })

  const [summary] = await engine.projects()
  assert.deepEqual([summary?.photos, summary?.annotations, summary?.open, summary?.individuals], [8, 8, 5, 3])
  const progress: Progress[] = []
  const job = { kind: 'project-identify', projectId } as const
  const compared = await engine.photoIdJob(job, { onProgress: (step) => void progress.push(step) })
  assert.ok('comparisons' in compared && compared.comparisons > 0)
  assert.deepEqual([progress.at(-1)?.phase, progress.at(-1)?.done], ['compare', compared.comparisons])
  const again = await engine.photoIdJob(job)
  assert.deepEqual(again, { annotations: 5, comparisons: 0 })

  let state = await engine.projectState(projectId)
  const files = new Map(state.photos.map(({ contentHash, fileName }) => [contentHash, fileName]))
  const truthOf = (annotationId: string) => {
    const { contentHash } = state.annotations.find((annotation) => annotation.annotationId === annotationId)!
    return made.find(({ file }) => file.endsWith(files.get(contentHash)!))!.individual
  }
  const nameOf = (individualId: string) => state.individuals.find((one) => one.individualId === individualId)?.name
  const queue = await engine.reviewQueue(projectId)
  assert.deepEqual([queue.items.length, queue.decided], [5, 3])

  // A new individual is a candidate for its other photo at once: nothing is compared anew.
  const [first, second] = state.annotations.filter(({ annotationId }) => truthOf(annotationId) === 'animal-004')
  const open = { rank: null, against: null, individualId: null }
  await assert.rejects(
    engine.decide(projectId, { ...open, annotationId: first!.annotationId, verdict: 'match' }, 'ben'),
    /individual/,
  )
  const fresh = await engine.decide(
    projectId,
    { ...open, annotationId: first!.annotationId, verdict: 'new-individual' },
    'ben',
  )
  state = await engine.projectState(projectId)
  assert.ok(fresh.kind === 'decision' && nameOf(fresh.individualId!) === 'animal-004')
  const { candidates } = await engine.candidates(projectId, second!.annotationId)
  const found = candidates.find(({ individualId }) => individualId === fresh.individualId)
  assert.equal(found?.annotationId, first!.annotationId)
  const match = { ...open, annotationId: second!.annotationId, individualId: found.individualId }
  const denied = await engine.decide(
    projectId,
    { ...match, verdict: 'not-this-one', against: found.annotationId },
    'ben',
  )
  assert.ok(denied.kind === 'decision')
  assert.deepEqual(denied.evidence.similarities, found.similarities)
  const without = await engine.candidates(projectId, second!.annotationId)
  assert.ok(without.candidates.every(({ individualId }) => individualId !== found.individualId))
  await engine.undo(projectId, denied.entryId, 'ben')
  assert.deepEqual((await engine.candidates(projectId, second!.annotationId)).candidates, candidates)
  await assert.rejects(engine.undo(projectId, denied.entryId, 'ben'), /taken back already/)

  // Undoing a new individual leaves nothing of it; undoing that gives it back.
  const gone = await engine.undo(projectId, fresh.entryId, 'ben')
  assert.equal((await engine.projectState(projectId)).individuals.length, 3)
  await engine.undo(projectId, gone.entryId, 'ben')
  assert.deepEqual((await engine.projectState(projectId)).individuals, state.individuals)

  const [points] = await engine.matchedPoints(projectId, second!.annotationId, first!.annotationId)
  assert.ok(points !== undefined && points.matches.length >= points.inliers)
  for (const { query, photo } of points.matches) {
    assert.ok(query[0] <= points.querySize.width && query[1] <= points.querySize.height)
    assert.ok(photo[0] <= points.photoSize.width && photo[1] <= points.photoSize.height)
  }

  // What an export leaves out is known before it is saved.
  const options = { occasions: 'day', withPhotos: false } as const
  assert.deepEqual((await engine.previewExport(projectId, 'csv', options)).notes, [])
  const { annotations, encounters } = await engine.projectState(projectId)
  const seen = annotations.filter(({ state: { kind } }) => kind === 'identified')
  const dated = encounters.find(({ encounterId }) => encounterId === seen[0]!.encounterId)!
  await engine.saveEncounter(projectId, dated.encounterId, { ...dated, startedAt: null, endedAt: null })
  const { notes } = await engine.previewExport(projectId, 'csv', options)
  assert.match(notes.join(), /^\d+ sightings without a date are left out\.$/)
  assert.deepEqual((await engine.exportProject(projectId, 'csv', join(at, 'seen.csv'), options)).notes, notes)
  await engine.saveEncounter(projectId, dated.encounterId, dated)

  const zip = join(at, 'project.zip')
  await engine.exportProject(projectId, 'zip', zip, { occasions: 'day', withPhotos: true })
  const other = await openEngine({ library: join(at, 'other'), device: 'cpu' })
  context.after(() => other.close())
  const report = await other.importProject(zip)
  assert.deepEqual([report.merged, report.photos, report.project.projectId], [false, 8, projectId])
  const theirs = await other.projectState(projectId)
  assert.ok(theirs.photos.every(({ photoId, online }) => photoId !== null && online))
  assert.deepEqual(theirs.individuals, state.individuals)
  assert.deepEqual(await other.projectLog(projectId, 100), await engine.projectLog(projectId, 100))
  const merged = await engine.importProject(zip)
  assert.deepEqual([merged.merged, merged.entries, merged.photos], [true, 0, 0])
})
