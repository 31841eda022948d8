import fc from 'fast-check'

/** Text that has broken programs before. */
export const HOSTILE_TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    "'; DROP TABLE photos; --",
    '%_%',
    '../../../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '/etc/passwd',
    '\\\\server\\share',
    'C:\\',
    '/proc/self/mem',
    '/dev/zero',
    '\ud800',
    '\u202Egpj.exe',
    '',
    ' ',
    '.',
    '*',
    '[',
    '{a,b',
    'x'.repeat(5000),
    '2020-02-31',
    '0000',
  ),
)
const HOSTILE_NUMBER = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.double(),
  fc.constantFrom(-1, -0, 0.5, 2 ** 31, 2 ** 53, 1e308, 5e-324),
)
/** Any JSON, at most so deep. */
export const hostile = (depth: number): fc.Arbitrary<unknown> => {
  const leaf = fc.oneof(HOSTILE_TEXT, HOSTILE_NUMBER, fc.boolean(), fc.constant(null))
  if (depth === 0) return leaf
  const key = fc.oneof(
    fc.constantFrom('kind', 'parts', 'words', 'photoId', 'uploadId', 'filter', 'folder', 'from', 'camera', 'k'),
    fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', 'region', 'feedback', 'bounds', 'path'),
  )
  return fc.oneof(
    leaf,
    fc.array(hostile(depth - 1), { maxLength: 4 }),
    fc.dictionary(key, hostile(depth - 1), { maxKeys: 5 }),
  )
}

/** Queries that pass the schemas, so that the engine has to deal with what they mean. */
const region = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
  width: fc.double({ min: 0, max: 1, noNaN: true }),
  height: fc.double({ min: 0, max: 1, noNaN: true }),
})
const photoId = fc.integer({ min: 1, max: 12 })
const part = fc.oneof(
  fc.record({ kind: fc.constant('words'), words: HOSTILE_TEXT, negative: fc.boolean() }),
  fc.record({ kind: fc.constant('photo'), photoId, negative: fc.boolean() }),
  fc.record({ kind: fc.constant('photo'), photoId, region }),
  fc.record({ kind: fc.constant('upload'), uploadId: fc.stringMatching(/^[0-9a-f]{64}$/) }),
  fc.record({ kind: fc.constant('file'), path: HOSTILE_TEXT }),
)
const filter = fc.record(
  {
    folder: HOSTILE_TEXT,
    from: fc.constantFrom('2020', '2020-13', '2020-02-30', '9999-12-31'),
    camera: HOSTILE_TEXT,
    album: fc.integer({ min: 1, max: 5 }),
    bounds: fc.record({
      south: fc.double({ min: -90, max: 90, noNaN: true }),
      west: fc.double({ min: -180, max: 180, noNaN: true }),
      north: fc.double({ min: -90, max: 90, noNaN: true }),
      east: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
  },
  { requiredKeys: [] },
)
const query = fc.record(
  {
    parts: fc.array(part, { maxLength: 3 }),
    method: fc.constantFrom('sum', 'slerp', 'product', 'weicom'),
    rerank: fc.constantFrom('none', 'tokens', 'superglobal'),
    balance: fc.double({ min: 0, max: 1, noNaN: true }),
    k: fc.integer({ min: 1, max: 10_000 }),
    filter,
    feedback: fc.record({ like: fc.array(photoId, { maxLength: 3 }), unlike: fc.array(photoId, { maxLength: 3 }) }),
    exclude: fc.array(photoId, { maxLength: 12 }),
  },
  { requiredKeys: ['parts'] },
)
/** Calls of the library, as its schemas let them through. */
export const plausibleCall = fc.oneof(
  fc.tuple(fc.constant('search'), fc.tuple(query)),
  fc.tuple(fc.constant('evidence'), fc.tuple(query, photoId)),
  fc.tuple(fc.constantFrom('timeline', 'geotagged'), fc.tuple(filter)),
  fc.tuple(fc.constant('neighbours'), fc.tuple(photoId, fc.integer({ min: 0, max: 1000 }))),
  fc.tuple(fc.constant('rememberSearch'), fc.tuple(query, fc.option(HOSTILE_TEXT))),
  fc.tuple(fc.constant('createAlbum'), fc.tuple(HOSTILE_TEXT)),
  fc.tuple(
    fc.constantFrom('addToAlbum', 'removeFromAlbum'),
    fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(photoId)),
  ),
  fc.tuple(fc.constantFrom('removeModel', 'switchCost', 'forgetSpace'), fc.tuple(HOSTILE_TEXT)),
  fc.tuple(fc.constantFrom('browseFolders', 'remove'), fc.tuple(HOSTILE_TEXT)),
  fc.tuple(fc.constant('photoIds'), fc.tuple(fc.array(HOSTILE_TEXT, { maxLength: 5 }))),
  fc.tuple(
    fc.constantFrom('facets', 'stacks', 'duplicates', 'models', 'devices', 'searches', 'settings'),
    fc.constant([]),
  ),
)

const uuid = fc.oneof(fc.uuid(), fc.constant('6f1f8a52-9a7e-4c0e-8d0c-0a4f2d0b7a11'))
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const time = fc.constantFrom(null, '2026-05-01', '2026-13-45', '9999-12-31T23:59:59Z', '0000-00-00')
const encounter = fc.record({
  startedAt: time,
  endedAt: time,
  place: HOSTILE_TEXT,
  position: fc.constantFrom(null, { latitude: 90, longitude: -180 }),
  observer: HOSTILE_TEXT,
  notes: HOSTILE_TEXT,
})
const outline = fc.oneof(
  fc.record({ kind: fc.constant('box'), ...{ x: fraction(), y: fraction(), width: fraction(), height: fraction() } }),
  fc.record({ kind: fc.constant('polygon'), points: fc.array(fc.tuple(fraction(), fraction()), { maxLength: 6 }) }),
)
const individual = fc.record({
  name: HOSTILE_TEXT,
  sex: fc.constantFrom('female', 'unknown'),
  lifeStage: fc.constant('adult'),
  notes: HOSTILE_TEXT,
})
const decision = fc.record({
  annotationId: uuid,
  verdict: fc.constantFrom('match', 'not-this-one', 'new-individual', 'cant-tell', 'poor-photo'),
  individualId: fc.option(uuid),
  against: fc.option(uuid),
  rank: fc.constantFrom(null, 1),
})
const table = fc.record({
  text: fc.oneof(
    HOSTILE_TEXT,
    HOSTILE_TEXT.map((text) => `file,date,individual,sex\n${text},2026-05-01,=cmd(),f`),
  ),
  name: HOSTILE_TEXT,
  folder: fc.constantFrom(null, '/', '/nowhere'),
  mapping: fc.oneof(fc.constant(null), fc.dictionary(HOSTILE_TEXT, fc.integer({ min: 0, max: 5 }), { maxKeys: 3 })),
})
/** Calls about a project that there is, with ids that mean nothing. */
export const projectCall: fc.Arbitrary<readonly [string, readonly unknown[]]> = fc.oneof(
  fc.tuple(fc.constant('saveEncounter'), fc.tuple(fc.constant(null), encounter)),
  fc.tuple(fc.constantFrom('removeEncounter', 'removeAnnotation', 'candidates', 'searchAll'), fc.tuple(uuid)),
  fc.tuple(fc.constant('putPhotos'), fc.tuple(uuid, fc.array(photoId, { maxLength: 5 }))),
  fc.tuple(fc.constant('takePhotos'), fc.tuple(fc.array(hash, { minLength: 1, maxLength: 3 }))),
  fc.tuple(fc.constant('previewCsv'), fc.tuple(table)),
  fc.tuple(fc.constant('importCsv'), fc.tuple(table, HOSTILE_TEXT)),
  fc.tuple(
    fc.constant('saveAnnotation'),
    fc.tuple(
      fc.option(uuid),
      fc.record({
        contentHash: hash,
        region: outline,
        viewpoint: fc.constant('left'),
        quality: fraction(),
        drawnBy: HOSTILE_TEXT,
      }),
    ),
  ),
  fc.tuple(fc.constant('matchedPoints'), fc.tuple(uuid, uuid)),
  fc.tuple(fc.constant('decide'), fc.tuple(decision, HOSTILE_TEXT)),
  fc.tuple(fc.constant('undo'), fc.tuple(uuid, HOSTILE_TEXT)),
  fc.tuple(fc.constant('saveIndividual'), fc.tuple(fc.option(uuid), individual, HOSTILE_TEXT)),
  fc.tuple(fc.constant('mergeIndividuals'), fc.tuple(uuid, uuid, HOSTILE_TEXT)),
  fc.tuple(fc.constant('splitIndividual'), fc.tuple(fc.array(uuid, { maxLength: 3 }), individual, HOSTILE_TEXT)),
  fc.tuple(fc.constantFrom('projectState', 'reviewQueue', 'previewAccept', 'calibrationOf'), fc.constant([])),
  fc.tuple(fc.constant('population'), fc.tuple(fc.constantFrom('day', 'month', 'year', 'encounter'))),
)

function fraction(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, noNaN: true })
}
