import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { CallName } from '../api/shell.ts'
import { ResightError } from '../types.ts'
import { ARGUMENTS, CALL_NAMES, parseArguments } from './schemas.ts'

const QUERY = {
  parts: [
    { kind: 'words', words: 'a dog', weight: 2 },
    { kind: 'photo', photoId: 3, negative: true, region: { x: 0, y: 0.5, width: 1, height: 0.5 } },
    { kind: 'upload', uploadId: 'a'.repeat(64) },
    { kind: 'file', path: '/photos/a.jpg' },
  ],
  method: 'weicom',
  balance: 0.3,
  rerank: 'tokens',
  k: 100,
  filter: { folder: '/photos', from: '2020', to: '2021-06-30', bounds: { south: -1, west: 170, north: 1, east: -170 } },
  feedback: { like: [1], unlike: [] },
  exclude: [4],
}

const UUID = '6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a11'
const HASH = 'b'.repeat(64)
const PROJECT = {
  species: 'Phoca vitulina',
  population: 'North bay',
  settings: {
    precisionTarget: 0.99,
    shortlist: null,
    extractors: ['rootsift-1@inside640-linear/1/800'],
    sameViewpointOnly: true,
  },
}
const ENCOUNTER = {
  startedAt: '2026-05-01T10:00:00+02:00',
  endedAt: null,
  place: 'Bay',
  position: { latitude: 54, longitude: 8 },
  observer: '',
  notes: '',
}
const BOX = { kind: 'box', x: 0, y: 0, width: 1, height: 1 }
const ANNOTATION = { contentHash: HASH, region: BOX, viewpoint: 'left', quality: null, drawnBy: 'ana' }
const INDIVIDUAL = { name: 'Nika', sex: 'female', lifeStage: 'adult', notes: '' }
const TABLE = { text: 'file,date\na.jpg,2026-05-01', name: 'a.csv', folder: '/photos', mapping: { file: 0 } }
const DECISION = { annotationId: UUID, verdict: 'match', individualId: UUID, name: '', against: null, rank: 1 }

/** A right call of every name. */
const RIGHT: Readonly<Record<CallName, readonly unknown[]>> = {
  search: [QUERY],
  evidence: [QUERY, 7],
  status: [],
  failed: [],
  photo: [1],
  photoIds: [['/photos/a.jpg']],
  duplicates: [],
  remove: ['/photos'],
  timeline: [{ album: 1 }],
  facets: [],
  geotagged: [{ camera: 'nikon' }],
  stacks: [],
  neighbours: [1, 20],
  createAlbum: ['Summer'],
  renameAlbum: [1, 'Winter'],
  deleteAlbum: [1],
  addToAlbum: [1, [1, 2]],
  removeFromAlbum: [1, []],
  searches: [],
  rememberSearch: [QUERY, null],
  forgetSearch: [1],
  clearHistory: [],
  models: [],
  removeModel: ['siglip2-base'],
  switchCost: ['siglip2-base'],
  forgetSpace: ['resight-mini@x'],
  devices: [],
  settings: [],
  changeSettings: [{ device: 'cpu' }],
  projects: [],
  damagedProjects: [],
  createProject: [PROJECT],
  saveProject: [UUID, PROJECT],
  deleteProject: [UUID],
  projectState: [UUID],
  saveEncounter: [UUID, null, ENCOUNTER],
  removeEncounter: [UUID, UUID],
  putPhotos: [UUID, UUID, [1, 2]],
  takePhotos: [UUID, [HASH]],
  previewCsv: [UUID, TABLE],
  importCsv: [UUID, { ...TABLE, folder: null, mapping: null }, 'ana'],
  saveAnnotation: [UUID, UUID, ANNOTATION],
  removeAnnotation: [UUID, UUID],
  proposeRegions: [HASH],
  regionAt: [HASH, 0.5, 1],
  refineRegion: [
    HASH,
    {
      kind: 'polygon',
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    },
    [{ x: 0, y: 1, kind: 'animal' }],
  ],
  reviewQueue: [UUID],
  candidates: [UUID, UUID],
  searchAll: [UUID, UUID],
  matchedPoints: [UUID, UUID, UUID],
  decide: [UUID, DECISION, 'ana'],
  undo: [UUID, UUID, 'ana'],
  saveIndividual: [UUID, null, INDIVIDUAL, 'ana'],
  mergeIndividuals: [UUID, UUID, UUID, 'ana'],
  splitIndividual: [UUID, [UUID], INDIVIDUAL, 'ana'],
  previewAccept: [UUID, 0.99],
  accept: [UUID, [{ queryId: UUID, individualId: UUID }], 'ana'],
  projectLog: [UUID, 100],
  calibrationOf: [UUID],
  shortlistChoices: [UUID],
  population: [UUID, 'day'],
  previewExport: [UUID, 'csv', { occasions: 'day', withPhotos: false }],
  startJob: [{ kind: 'add', request: { folders: ['/photos'], exclude: ['**/*.gif'] } }],
  jobs: [],
  pauseJob: [1],
  resumeJob: [1],
  cancelJob: [1],
  browseFolders: [null],
  deleteEverything: [],
  about: [],
}

function refuses(name: string, args: unknown, message: RegExp): void {
  assert.throws(
    () => parseArguments(name, args),
    (error) => error instanceof ResightError && message.test(error.message),
  )
}

describe('parseArguments', () => {
  test('lets a right call of every name through unchanged', () => {
    assert.deepEqual(new Set(Object.keys(RIGHT)), CALL_NAMES)
    for (const [name, args] of Object.entries(RIGHT)) assert.deepEqual(parseArguments(name, args).args, args, name)
  })

  test('an optional argument may be left out or null', () => {
    for (const args of [[], [null]]) assert.equal(parseArguments('timeline', args).args[0], undefined)
  })

  test('names what is no call, whatever an object may have by that name', () => {
    for (const name of ['', 'close', 'thumbnail', 'constructor', '__proto__', 'toString', 'add'])
      refuses(name, [], /There is no call/)
  })

  test('says which field is wrong', () => {
    refuses('search', [{ ...QUERY, k: 10_001 }], /^search: argument 1, k: .*10000/)
    refuses('search', [{ parts: [{ kind: 'words', words: 'x', weight: 0 }] }], /argument 1, parts\[0\]\.weight/)
    refuses('search', [{ parts: [{ kind: 'sound' }] }], /argument 1, parts\[0\]/)
    refuses('search', [{ ...QUERY, metod: 'sum' }], /metod/)
    refuses('photo', [1, 2], /photo: /)
    refuses('photo', ['1'], /argument 1: .*number/)
    refuses('photo', [1.5], /argument 1: /)
    refuses('browseFolders', ['/a\0b'], /NUL/)
    for (const path of ['', 'photos', '../photos', '~/photos']) refuses('remove', [path], /absolute path/)
    refuses('addToAlbum', [1, Array.from({ length: 100_001 }, () => 1)], /argument 2: /)
    refuses('previewCsv', [UUID, { ...TABLE, text: 'x'.repeat(20_000_001) }], /argument 2, text: /)
    refuses('projectState', ['../../etc'], /argument 1: /)
    refuses('takePhotos', [UUID, ['B'.repeat(64)]], /64 hex digits/)
    refuses('startJob', [{ kind: 'project-identify', projectId: UUID, all: true }], /all/)
    refuses('photo', { 0: 1, length: 1 }, /Expected a list/)
    refuses('photo', null, /Expected a list/)
  })

  test('bounds every string, list and number: the largest of each kind is refused everywhere', () => {
    const flood = [{ long: 'x'.repeat(40_000) }.long, Array.from({ length: 200_000 }, () => 1), 1e300, -1]
    for (const [name, args] of Object.entries(RIGHT)) {
      for (const place of places(args)) {
        for (const value of flood) {
          if (typeof value !== typeof place.value || Array.isArray(value) !== Array.isArray(place.value)) continue
          // Latitudes and longitudes may be negative.
          if (value === -1 && place.path.some((key) => key === 'bounds' || key === 'position')) continue
          // A table as text is megabytes long.
          if (place.value === TABLE.text) continue
          assert.throws(() => parseArguments(name, place.with(value)), ResightError, `${name} ${place.path.join('.')}`)
        }
      }
    }
  })

  test('anything at all is either let through as a list or refused in words', () => {
    const names = fc.oneof(fc.constantFrom(...CALL_NAMES), fc.string())
    const anything = fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 3 }), fc.anything())
    fc.assert(
      fc.property(names, anything, (name, args) => {
        try {
          const checked = parseArguments(name, args)
          assert.ok(Array.isArray(checked.args) && checked.name in ARGUMENTS)
        } catch (error) {
          assert.ok(error instanceof ResightError, String(error))
          assert.ok(error.message.length > 10 && error.message.length < 600, error.message)
        }
      }),
      { numRuns: 500 },
    )
  })
})

interface Place {
  readonly path: readonly string[]
  readonly value: unknown
  readonly with: (value: unknown) => unknown
}

/** Every value within a value, each with a way to put another in its place. */
function places(value: unknown, path: readonly string[] = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const put = (next: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(key), next) : { ...value, [key]: next }
    const own: Place = { path: [...path, key], value: child, with: put }
    const below = places(child, [...path, key]).map((place): Place => ({
      ...place,
      with: (next) => put(place.with(next)),
    }))
    return [own, ...below]
  })
}
