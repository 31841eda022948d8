import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listModels } from '../list-models.ts'
import { ResightError } from '../../types.ts'
import { TINY_MODELS } from '../golden-for-tests.ts'
import { openEncoder } from '../registry.ts'
import { getModel } from './get.ts'
import type { Mischief } from './hub-server-for-tests.ts'
import type { StoreProgress } from './meter.ts'
import { readRecord, RECORD_FILE } from './record.ts'
import { closedAddress, startStore, TINY, treeOf } from './store-for-tests.ts'
import { verifyModel } from './verify.ts'

const VISION = 'onnx/vision_model.onnx'
const SOURCE = join(TINY_MODELS, 'tiny-clip')
const FP32 = TINY.files.filter(({ dtype }) => dtype !== 'q8').map(({ path }) => path)

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

test('a model is downloaded, checked, recorded and opened', async (t) => {
  const { hub, modelsFolder, options } = await startStore(t)
  const seen: StoreProgress[] = []
  const record = await getModel('tiny', { ...options, onProgress: (progress) => seen.push(progress) })
  const folder = join(modelsFolder, 'tiny')
  assert.deepEqual(treeOf(modelsFolder), [
    'tiny',
    ...[...FP32, 'onnx', RECORD_FILE].sort().map((path) => `tiny/${path}`),
  ])
  assert.deepEqual(
    record.files.map(({ path }) => path),
    [...FP32].sort(),
  )
  for (const { path, bytes, sha256: recorded, source } of record.files) {
    assert.deepEqual([bytes, recorded], [statSync(join(SOURCE, path)).size, sha256(join(SOURCE, path))], path)
    assert.equal(source, `owner/name@${hub.revision}:${path}`)
    assert.equal(sha256(join(folder, path)), recorded)
  }
  assert.deepEqual(readRecord(folder), record)
  for (const phase of ['download', 'check']) {
    const last = seen.filter((progress) => progress.phase === phase).at(-1)
    assert.deepEqual([last?.doneBytes], [last?.totalBytes], phase)
  }
  assert.ok(seen.every(({ doneBytes, totalBytes }) => doneBytes <= totalBytes))
  const encoder = await openEncoder('tiny', { device: 'cpu', modelsFolders: [modelsFolder] })
  assert.equal((await encoder.encodeTexts(['a dog'])).d, 24)
  await encoder.dispose()
  assert.equal(listModels([modelsFolder]).find(({ id }) => id === 'tiny')?.installed, true)
  assert.deepEqual((await verifyModel('tiny', [modelsFolder])).problems, [])
})

test('a second run finds everything in its place and transfers nothing', async (t) => {
  const { hub, options } = await startStore(t)
  const first = await getModel('tiny', options)
  hub.requests.length = 0
  const second = await getModel('tiny', options)
  assert.deepEqual(second.files, first.files)
  assert.deepEqual(
    hub.requests.filter((request) => request.startsWith('CDN')),
    [],
  )
})

test('a further precision joins an installed one', async (t) => {
  const { hub, modelsFolder, options } = await startStore(t)
  await getModel('tiny', options)
  hub.requests.length = 0
  const record = await getModel('tiny', { ...options, dtype: 'q8' })
  assert.equal(hub.requests.filter((request) => request.startsWith('CDN')).length, 2)
  assert.equal(record.files.length, FP32.length + 2)
  assert.equal((await verifyModel('tiny', [modelsFolder])).compared, FP32.length + 2)
  await assert.rejects(getModel('tiny', { ...options, dtype: 'q4' }), { code: 'unsupported', remedy: /fp32, q8/ })
})

test('damaged and deleted files are found and fetched again, and no others', async (t) => {
  const { hub, modelsFolder, options } = await startStore(t)
  await getModel('tiny', options)
  const folder = join(modelsFolder, 'tiny')
  const bytes = readFileSync(join(folder, VISION))
  bytes[1000]! ^= 1
  writeFileSync(join(folder, VISION), bytes)
  rmSync(join(folder, 'tokenizer.json'))
  const report = await verifyModel('tiny', [modelsFolder])
  assert.equal(report.problems.length, 3)
  assert.match(report.problems.join('\n'), /vision_model\.onnx has changed[^]*tokenizer\.json is missing/)
  hub.requests.length = 0
  await getModel('tiny', options)
  assert.deepEqual(
    hub.requests.filter((r) => r.startsWith('CDN')).map((r) => r.split(' ')[1]),
    ['tokenizer.json', VISION],
  )
  assert.deepEqual((await verifyModel('tiny', [modelsFolder])).problems, [])
})

/** What the transfer copes with: the model arrives whole all the same. */
const SURVIVED: readonly (readonly [string, readonly Mischief[]])[] = [
  ['connections cut again and again', [{ path: VISION, cutAfter: 70_000 }]],
  ['a connection cut at the first byte, once', [{ path: VISION, cutAfter: 0, times: 2 }]],
  [
    'a server that ignores ranges after a cut',
    [
      { path: VISION, cutAfter: 100_000, times: 1 },
      { path: VISION, ignoreRange: true },
    ],
  ],
  [
    'a range from the wrong place, once',
    [
      { path: VISION, cutAfter: 100_000, times: 1 },
      { path: VISION, wrongRange: true, times: 1 },
    ],
  ],
  ['a stated length that is too long, once', [{ path: VISION, lieAboutLength: 500, times: 1 }]],
  ['more bytes than the file has, once', [{ path: VISION, extraBytes: 500, times: 1 }]],
  ['a wrong byte, once', [{ path: VISION, wrongByte: true, times: 1 }]],
  ['a busy server', [{ status: 503, times: 2 }]],
  ['a server that asks to come back later', [{ status: 429, retryAfter: 1, times: 1 }]],
  ['a server that falls silent, once', [{ path: VISION, silent: true, times: 1 }]],
]

for (const [what, mischief] of SURVIVED) {
  test(`a download survives ${what}`, async (t) => {
    const { hub, modelsFolder, options } = await startStore(t)
    hub.mischief = mischief
    await getModel('tiny', options)
    for (const path of FP32) assert.equal(sha256(join(modelsFolder, 'tiny', path)), sha256(join(SOURCE, path)), path)
  })
}

/** What it does not cope with: nothing is installed, and the message says what happened to which file. */
const REFUSED: readonly (readonly [string, readonly Mischief[], ResightError['code'], RegExp])[] = [
  [
    'wrong bytes',
    [{ path: VISION, wrongByte: true }],
    'corrupt',
    /vision_model\.onnx of owner\/name at 127\.0\.0\.1.*other bytes.*sha256/,
  ],
  [
    'wrong bytes in a small file',
    [{ path: 'tokenizer_config.json', wrongByte: true }],
    'corrupt',
    /tokenizer_config\.json.*git-sha1/,
  ],
  [
    'a length that is always wrong',
    [{ path: VISION, lieAboutLength: 5 }],
    'offline',
    /vision_model\.onnx.*bytes were expected, the server offers/,
  ],
  ['more bytes than the file has', [{ path: VISION, extraBytes: 70_000 }], 'offline', /more than 127216 bytes came/],
  ['a sign-in page', [{ path: VISION, webPage: true }], 'offline', /web page instead of the file/],
  ['a file that is gone', [{ path: VISION, status: 404 }], 'not-found', /vision_model\.onnx.*not there \(status 404\)/],
  ['a file that wants a sign-in', [{ path: VISION, status: 403 }], 'unreadable', /access refused \(status 403\)/],
  ['a server that stays broken', [{ path: VISION, status: 500 }], 'busy', /could not answer \(status 500\)/],
  ['a server that stays silent', [{ path: VISION, silent: true }], 'offline', /no byte for 0\.3 s/],
  ['a server that cuts every connection at once', [{ path: VISION, cutAfter: 10 }], 'offline', /broke off/],
]

for (const [what, mischief, code, says] of REFUSED) {
  test(`a download is given up for ${what}, and installs nothing`, async (t) => {
    const { hub, modelsFolder, options } = await startStore(t)
    hub.mischief = mischief
    await assert.rejects(getModel('tiny', options), (error) => {
      assert.ok(error instanceof ResightError, String(error))
      assert.match(error.message, says)
      assert.equal(error.code, code)
      assert.ok((error.remedy ?? '').length > 10)
      return true
    })
    assert.equal(existsSync(join(modelsFolder, 'tiny')), false)
    assert.equal(
      listModels([modelsFolder]).some(({ id }) => id === 'tiny'),
      false,
    )
    hub.mischief = []
    await getModel('tiny', options)
    assert.deepEqual((await verifyModel('tiny', [modelsFolder])).problems, [], 'and works once the cause is gone')
  })
}

test('a run that was cancelled is gone on with, not begun again', async (t) => {
  const { hub, modelsFolder, options } = await startStore(t)
  const stop = new AbortController()
  hub.mischief = [
    { path: VISION, cutAfter: 100_000, times: 1 },
    { path: VISION, silent: true },
  ]
  const running = getModel('tiny', { ...options, stallMs: 60_000, signal: stop.signal })
  const cancelled = assert.rejects(running, { code: 'cancelled', remedy: /goes on where it stopped/ })
  while (hub.requests.filter((request) => request.startsWith(`CDN ${VISION}`)).length < 2) await sleep(5)
  stop.abort()
  await cancelled
  assert.equal(existsSync(join(modelsFolder, 'tiny')), false)
  hub.mischief = []
  hub.requests.length = 0
  await getModel('tiny', options)
  const ranges = hub.requests.filter((request) => request.startsWith(`CDN ${VISION}`))
  assert.equal(ranges.length, 1)
  assert.match(ranges[0]!, /bytes=\d{5,}-/)
  assert.equal(
    hub.requests.some((request) => request.startsWith('CDN config.json')),
    false,
    'whole files are kept',
  )
})

test('a cancelled call ends at once, even while the server is silent', async (t) => {
  const { hub, options } = await startStore(t)
  hub.mischief = [{ silent: true }]
  const stop = new AbortController()
  const running = getModel('tiny', { ...options, stallMs: 60_000, signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await assert.rejects(running, { code: 'cancelled' })
  await assert.rejects(getModel('tiny', { ...options, signal: AbortSignal.abort() }), { code: 'cancelled' })
})

test('a disk without room is found out before anything is transferred', async (t) => {
  const { hub, options } = await startStore(t)
  const freeBytes = (): Promise<number> => Promise.resolve(100e6 + 1000)
  await assert.rejects(getModel('tiny', { ...options, freeBytes }), {
    code: 'too-large',
    message: /1 MB are needed.*101 MB are free/,
    remedy: /resight models get tiny --dtype q8/,
  })
  assert.equal(
    hub.requests.some((request) => request.startsWith('CDN')),
    false,
  )
})

test('a disk that fills up on the way is named, and what is there is gone on with', async (t) => {
  if (!existsSync('/dev/full')) return t.skip('this system has no device that is always full')
  const { hub, modelsFolder, options } = await startStore(t)
  const part = join(modelsFolder, '.downloads', 'tiny', sha256(join(SOURCE, VISION)))
  mkdirSync(join(part, '..'), { recursive: true })
  symlinkSync('/dev/full', part)
  await assert.rejects(getModel('tiny', options), {
    code: 'too-large',
    message: /The disk is full: onnx\/vision_model\.onnx of owner\/name/,
    remedy: /goes on where it stopped/,
  })
  assert.equal(
    hub.requests.filter((request) => request.startsWith(`CDN ${VISION}`)).length,
    1,
    'no use in trying again',
  )
  rmSync(part)
  hub.requests.length = 0
  await getModel('tiny', options)
  assert.equal(
    hub.requests.some((request) => request.startsWith('CDN config.json')),
    false,
  )
})

test('a pause holds the next file back, and a cancel ends it', async (t) => {
  const { hub, options } = await startStore(t)
  const stop = new AbortController()
  let asked = 0
  const whilePaused = (): Promise<void> => (++asked > 2 ? new Promise(() => undefined) : Promise.resolve())
  const running = assert.rejects(getModel('tiny', { ...options, whilePaused, signal: stop.signal }), {
    code: 'cancelled',
  })
  while (asked <= 2) await sleep(5)
  await sleep(30)
  assert.equal(hub.requests.filter((request) => request.startsWith('CDN')).length, 2)
  stop.abort()
  await running
})

test('two installations of one model at once: the second is refused, a dead one is not waited for', async (t) => {
  const { modelsFolder, options } = await startStore(t)
  const results = await Promise.allSettled([getModel('tiny', options), getModel('tiny', options)])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const refused = results.find((result) => result.status === 'rejected')
  assert.equal((refused?.reason as ResightError).code, 'busy')
  rmSync(join(modelsFolder, 'tiny'), { recursive: true })
  mkdirSync(join(modelsFolder, '.downloads'), { recursive: true })
  writeFileSync(join(modelsFolder, '.downloads', 'tiny.lock'), '999999999')
  await getModel('tiny', options)
})

test('what the hub says must agree with what the manifest pins', async (t) => {
  const pinned = TINY.files.map((file) => (file.path === VISION ? { ...file, sha256: 'a'.repeat(64) } : file))
  const { hub, options } = await startStore(t, { ...TINY, files: pinned })
  await assert.rejects(getModel('tiny', options), {
    code: 'corrupt',
    message: /vision_model\.onnx of owner\/name is not the file that Resight knows/,
  })
  assert.equal(
    hub.requests.some((request) => request.startsWith('CDN')),
    false,
  )
  const real = TINY.files.map((file) =>
    file.path === VISION ? { ...file, sha256: sha256(join(SOURCE, VISION)), bytes: 127_216 } : file,
  )
  await getModel('tiny', { ...options, manifest: [{ ...TINY, files: real }] })
})

test('a pinned revision is asked for, and no other', async (t) => {
  const { hub, options } = await startStore(t)
  const source = { host: 'hub', repository: 'owner/name', revision: hub.revision } as const
  await getModel('tiny', { ...options, manifest: [{ ...TINY, source }] })
  assert.equal(
    hub.requests.some((request) => request.includes('/revision/')),
    false,
  )
  const gone = { ...source, revision: 'f'.repeat(40) }
  const manifest = [{ ...TINY, source: gone }]
  await assert.rejects(getModel('tiny', { ...options, manifest, modelsFolder: join(options.modelsFolder, 'b') }), {
    code: 'not-found',
  })
})

test('a hub that refuses, is gone, lies or is none is explained', async (t) => {
  const { hub, options } = await startStore(t)
  for (const [status, code] of [
    [401, 'unreadable'],
    [403, 'unreadable'],
    [404, 'not-found'],
    [500, 'busy'],
    [429, 'busy'],
  ] as const) {
    hub.apiStatus = status
    await assert.rejects(getModel('tiny', options), {
      code,
      message: new RegExp(`owner/name at ${hub.url}.*status ${status}`),
    })
  }
  hub.apiStatus = 200
  for (const lie of [{ size: -1 }, { size: 1e300 }, { oid: '../../up' }, { type: 'directory' }, { size: '12' }]) {
    hub.lies.set('config.json', lie)
    await assert.rejects(
      getModel('tiny', options),
      (error) => error instanceof ResightError && /corrupt|not-found/.test(error.code),
    )
  }
  hub.lies.clear()
  const closed = await closedAddress()
  await assert.rejects(getModel('tiny', { ...options, env: { HF_ENDPOINT: closed } }), {
    code: 'offline',
    message: new RegExp(`No connection: owner/name at ${closed} could not be reached \\(ECONNREFUSED\\)`),
  })
  await assert.rejects(getModel('tiny', { ...options, env: { HF_ENDPOINT: 'file:///etc' } }), {
    code: 'invalid-argument',
  })
  await assert.rejects(getModel('nobody', options), { code: 'not-found' })
  await assert.rejects(getModel('../tiny', options), { code: 'invalid-argument' })
})

test('files that open but are another model are not installed', async (t) => {
  const { modelsFolder, options } = await startStore(t)
  await assert.rejects(getModel('tiny', { ...options, manifest: [{ ...TINY, d: 512 }] }), {
    code: 'corrupt',
    message: /24 dimensions; tiny has 512/,
  })
  await assert.rejects(getModel('tiny', { ...options, manifest: [{ ...TINY, family: 'siglip' }] }), {
    code: 'unsupported',
  })
  assert.equal(existsSync(join(modelsFolder, 'tiny')), false)
})

test('a token goes to the hub and to nobody it points to', async (t) => {
  const { hub, options } = await startStore(t)
  await getModel('tiny', { ...options, env: { ...options.env, HF_TOKEN: 'hf_secret' } })
  assert.ok(hub.requests.filter((request) => !request.startsWith('CDN')).every((request) => request.endsWith(' token')))
  assert.ok(hub.requests.filter((request) => request.startsWith('CDN')).every((request) => !request.endsWith(' token')))
})

test('a part that is longer than the file, left by who knows what, does no harm', async (t) => {
  const { modelsFolder, options } = await startStore(t)
  const part = join(modelsFolder, '.downloads', 'tiny', sha256(join(SOURCE, VISION)))
  mkdirSync(join(part, '..'), { recursive: true })
  writeFileSync(part, '')
  truncateSync(part, 500_000)
  await getModel('tiny', options)
  assert.equal(sha256(join(modelsFolder, 'tiny', VISION)), sha256(join(SOURCE, VISION)))
})
