import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { freshProject, hashOf } from '../../../tests/identify/fresh-project.ts'
import { captureHistories } from '../population/capture-histories.ts'
import type { ZipPart } from '../archive/write-zip.ts'
import { camtrapPackage } from './camtrap-dp.ts'
import { captureHistoryCsv, markInp, rmarkTable } from './capture-tables.ts'
import { darwinCoreArchive } from './darwin-core.ts'
import { secrFiles } from './secr.ts'
import { exportNames, exportSource, sightingsOf, visitsOf, type ExportSource } from './sightings.ts'

const NOW = '2026-07-01T12:00:00Z'

/** Two animals of one name, three encounters, of which one without a place; one annotation that nobody identified. */
function demoSource(context: { after(done: () => void): void }): ExportSource {
  const store = freshProject(context)
  const bay = { latitude: 54.5, longitude: 8.1 }
  const visits = [
    { id: 'E1', startedAt: '2026-05-01T10:00:00', position: bay, seen: ['a', 'b'] },
    { id: 'E2', startedAt: '2026-05-09', position: { latitude: 54.51, longitude: 8.12 }, seen: ['a'] },
    { id: 'E3', startedAt: '2026-06-02T09:30:00+02:00', position: null, seen: ['b', 'nobody'] },
    { id: 'E4', startedAt: '2026-06-20', position: bay, seen: [] },
  ]
  for (const { id, startedAt, position, seen } of visits) {
    const value = {
      startedAt,
      endedAt: startedAt,
      place: '=Bay, "north"',
      position,
      observer: 'Ana & Ben',
      notes: 'x\ny',
    }
    store.saveEncounter(value, id)
    for (const animal of seen) {
      const contentHash = hashOf(`${id}${animal}`)
      const annotationId = `${id}-${animal}`
      const photo = { contentHash, encounterId: id, fileName: `../${animal}.jpg`, width: 4, height: 3, takenAt: null }
      store.savePhoto(photo)
      const region = {
        kind: 'polygon',
        points: [
          [0.1, 0.2],
          [0.5, 0.2],
          [0.5, 0.9],
        ],
      } as const
      store.saveAnnotation({ contentHash, region, viewpoint: 'left', quality: null, drawnBy: '' }, annotationId)
      if (animal === 'nobody') continue
      store.append(
        {
          kind: 'decision',
          annotationId,
          verdict: id === 'E1' ? 'new-individual' : 'match',
          individualId: `I-${animal}`,
          evidence: { against: null, similarities: {}, probability: 0.97, rank: 1, versions: {} },
          replaces: [],
          automatic: id === 'E2',
        },
        { by: 'ana', at: '2026-06-30T08:00:00.123Z' },
      )
    }
  }
  for (const [animal, sex] of [
    ['a', 'female'],
    ['b', 'male'],
  ] as const) {
    const value = { name: 'Nika */ ;', sex, lifeStage: 'adult', notes: '' } as const
    store.append({ kind: 'individual', individualId: `I-${animal}`, value }, { by: 'ana', at: NOW })
  }
  return exportSource(store)
}

function textOf(parts: readonly ZipPart[], name: string): string {
  const part = parts.find((candidate) => candidate.name === name)
  assert.ok(part !== undefined && 'text' in part, name)
  return part.text
}

describe('capture tables', () => {
  function tables(context: { after(done: () => void): void }) {
    const source = demoSource(context)
    const histories = captureHistories(sightingsOf(source), 'day', visitsOf(source))
    const individuals = new Map(source.identified.map(({ individual }) => [individual.individualId, individual]))
    return { source, histories, names: exportNames(source), individuals }
  }

  test('the CSV has a row an animal, and no cell that a spreadsheet runs', (context) => {
    const [header, ...rows] = parse(captureHistoryCsv(tables(context)), { relax_column_count: false })
    assert.deepEqual(header?.slice(4), ['2026-05-01', '2026-05-09', '2026-06-02', '2026-06-20'])
    assert.deepEqual(
      rows.map((row) => [row[0], row.slice(4).join('')]),
      [
        ['Nika */ ;', '1100'],
        ['Nika */ ; 2', '1010'],
      ],
    )
  })

  test('MARK: outside comments only histories, frequencies and semicolons; one group a sex', (context) => {
    const inp = markInp(tables(context))
    const bare = inp
      .replaceAll(/\/\*.*?\*\//g, '')
      .trim()
      .split('\n')
      .map((line) => line.trim())
    assert.deepEqual(bare.filter(Boolean), ['1100 1 0;', '1010 0 1;'])
  })

  test('RMark and marked: a tab-separated table whose first column is ch', (context) => {
    const rows = parse<Record<string, string>>(rmarkTable(tables(context)), { delimiter: '\t', columns: true })
    assert.deepEqual(
      rows.map(({ ch, freq, sex }) => [ch, freq, sex]),
      [
        ['1100', '1', 'female'],
        ['1010', '1', 'male'],
      ],
    )
  })

  test('secr: captures name detectors in UTM metres; what has no place is counted', (context) => {
    const { source, histories, names } = tables(context)
    const files = secrFiles(sightingsOf(source), histories, 'day', names)
    assert.equal(files.leftOut, 1)
    const rows = (text: string) =>
      text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.split(' '))
    assert.deepEqual(rows(files.captures), [
      ['1', 'Nika_*/_', '1', 'D1'],
      ['1', 'Nika_*/_2', '1', 'D1'],
      ['1', 'Nika_*/_', '2', 'D2'],
    ])
    // pyproj: Proj('+proj=utm +zone=32 +datum=WGS84')(8.1, 54.5)
    const [, x, y] = rows(files.detectors)[0]!
    assert.ok(Math.abs(Number(x) - 441715.4) < 0.1 && Math.abs(Number(y) - 6039526.9) < 0.1, `${x} ${y}`)
  })
})

describe('Darwin Core archive', () => {
  test('meta.xml names every column of occurrence.csv, an occurrence is an animal in an encounter', (context) => {
    const parts = darwinCoreArchive(demoSource(context), NOW)
    const [header, ...rows] = parse(textOf(parts, 'occurrence.csv'))
    const terms = [...textOf(parts, 'meta.xml').matchAll(/<field index="(\d+)" term="[^"]*\/(\w+)"/g)]
    assert.deepEqual(
      terms.map(([, index, term]) => [Number(index), term]),
      header!.map((term, index) => [index, term]),
    )
    assert.equal(rows.length, 4)
    assert.equal(new Set(rows.map(([id]) => id)).size, 4)
    assert.ok(textOf(parts, 'eml.xml').includes('<surName>ana</surName>'))
  })
})

describe('Camtrap DP', () => {
  const records = (parts: readonly ZipPart[], name: string) =>
    parse<Record<string, string>>(textOf(parts, `${name}.csv`), { columns: true, relax_column_count: false })

  test('tables refer to each other, encounters without a place are left out and counted', (context) => {
    const { parts, leftOut } = camtrapPackage(demoSource(context), NOW)
    assert.equal(leftOut, 1)
    const [deployments, media, observations] = ['deployments', 'media', 'observations'].map((name) =>
      records(parts, name),
    )
    const ids = new Set(deployments!.map((row) => row['deploymentID']))
    assert.deepEqual([...ids], ['E1', 'E2', 'E4'])
    const mediaIds = new Set(media!.map((row) => row['mediaID']))
    assert.equal(observations!.length, 3)
    for (const row of observations!) {
      assert.ok(ids.has(row['deploymentID']) && mediaIds.has(row['mediaID']))
      assert.match(row['eventStart']!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/)
      assert.match(row['classificationTimestamp']!, /^2026-06-30T08:00:00Z$/)
    }
    const automatic = observations!.find((row) => row['classificationMethod'] === 'machine')!
    assert.deepEqual([automatic['classificationProbability'], automatic['deploymentID']], ['0.97', 'E2'])
    assert.deepEqual([automatic['bboxX'], automatic['bboxWidth'], automatic['bboxHeight']], ['0.1', '0.4', '0.7'])
  })

  test('paths are such as the standard allows', (context) => {
    // The pattern of media.filePath in Camtrap DP's table schema.
    for (const row of records(camtrapPackage(demoSource(context), NOW).parts, 'media'))
      assert.match(row['filePath']!, /^(?=^[^./~])(^((?!\.{2}).)*$).*$/)
  })
})
