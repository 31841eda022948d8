import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CHANNELS, type Outcome } from '../../core/api/bridge.ts'
import type { SearchAnswer } from '../../core/api.ts'
import type { Project } from '../../core/api/identify.ts'
import type { ProjectImportReport } from '../../core/api/photo-id.ts'
import type { Job, ShellEvent } from '../../core/api/shell.ts'
import { startDesktop } from '../../app/main/desktop.ts'
import { HELPERS } from '../../app/main/engine-process.ts'
import { ORIGIN, START_PAGE } from '../../app/main/page-address.ts'
import { standInElectron, type StandInContents, StandInWindow } from './stand-in.ts'

const root = mkdtempSync(join(tmpdir(), 'resight-desktop-'))
const interfaceFolder = join(root, 'interface')
mkdirSync(interfaceFolder)
writeFileSync(join(interfaceFolder, 'index.html'), '<title>Resight</title>')
const paths = { interfaceFolder, preload: join(root, 'preload.cjs'), library: join(root, 'library') }
const PAGE = { url: START_PAGE }

const standIn = standInElectron({ userData: join(root, 'user'), chosenFolders: ['/photos'] })
const { app, ipcMain, session } = standIn
const started = await startDesktop(standIn.electron, paths, ['resight://search?q=boats'])
assert.ok(started !== null)
const window = StandInWindow.opened[0]
assert.ok(window !== undefined)
const page: StandInContents = window.webContents
app.emit('web-contents-created', {}, page)

after(async () => {
  const ended = new Promise((resolve) => app.once('quit', resolve))
  app.quit()
  await ended
  rmSync(root, { recursive: true, force: true })
})

async function ask<T>(channel: string, ...args: unknown[]): Promise<T> {
  const outcome = (await ipcMain.invoke(page, PAGE, channel, ...args)) as Outcome<T>
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}

async function refusal(channel: string, ...args: unknown[]): Promise<string> {
  const outcome = (await ipcMain.invoke(page, PAGE, channel, ...args)) as Outcome<unknown>
  assert.ok(!outcome.ok)
  return `${outcome.error.code}: ${outcome.error.message}`
}

function events(): readonly ShellEvent[] {
  return page.sent.filter(({ channel }) => channel === CHANNELS.event).map(({ value }) => value as ShellEvent)
}

function jobEnds(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const look = (): void => {
      const last = events().findLast((event) => event.kind === 'job' && event.job.jobId === jobId)
      if (last?.kind !== 'job' || !['done', 'failed', 'cancelled'].includes(last.job.state)) return
      page.off('sent', look)
      resolve(last.job)
    }
    page.on('sent', look)
    look()
  })
}

test('the window is sandboxed, isolated, without Node, and shows the app’s own page', () => {
  const preferences = window.options.webPreferences ?? {}
  assert.equal(window.address, START_PAGE)
  for (const on of ['contextIsolation', 'sandbox', 'webSecurity'] as const) assert.equal(preferences[on], true, on)
  for (const off of [
    'nodeIntegration',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'webviewTag',
    'navigateOnDragDrop',
  ] as const)
    assert.equal(preferences[off], false, off)
  assert.equal(preferences.preload, paths.preload)
  assert.ok(app.calls.indexOf('enableSandbox') < app.calls.indexOf('ready'))
  assert.equal(standIn.schemes.length, 1)
})

test('the page goes nowhere, opens nothing, is granted nothing and asks nothing of the network', () => {
  for (const name of ['will-navigate', 'will-redirect']) {
    const prevented = (address: string): boolean => {
      let isPrevented = false
      page.emit(name, { preventDefault: () => (isPrevented = true) }, address)
      return isPrevented
    }
    assert.equal(prevented('https://example.org/'), true, name)
    assert.equal(prevented('file:///etc/passwd'), true, name)
    assert.equal(prevented(`${START_PAGE}#/map`), false, name)
  }
  let isPrevented = false
  page.emit('will-frame-navigate', { url: 'https://example.org', preventDefault: () => (isPrevented = true) })
  assert.equal(isPrevented, true)
  isPrevented = false
  page.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) })
  assert.equal(isPrevented, true)
  assert.deepEqual(page.windowOpenHandler?.({ url: START_PAGE }), { action: 'deny' })

  session.permission?.(page, 'media', (isGranted) => assert.equal(isGranted, false))
  assert.equal(session.check?.(), false)
  assert.equal(session.device?.(), false)
  const cancelled = (url: string): boolean | undefined => {
    let cancel: boolean | undefined
    session.request?.({ url }, (verdict) => (cancel = verdict.cancel))
    return cancel
  }
  assert.equal(cancelled('https://example.org/pixel.gif'), true)
  assert.equal(cancelled('ws://127.0.0.1/'), true)
  assert.equal(cancelled(`${ORIGIN}/api/photos/1/thumbnail`), false)
})

test('whoever is not the page’s main frame gets no answer', async () => {
  for (const from of [
    { url: 'https://example.org/' },
    { url: 'resight-app://elsewhere/index.html' },
    { url: START_PAGE, isMainFrame: false },
  ]) {
    const outcome = (await ipcMain.invoke(page, from, CHANNELS.call, 'status', [])) as Outcome<unknown>
    assert.equal(outcome.ok, false)
  }
  const before = page.sent.length
  ipcMain.receive(page, { url: 'https://example.org/' }, CHANNELS.ready)
  assert.equal(page.sent.length, before)
})

test('arguments that are not what they should be are refused, and say so', async () => {
  assert.match(await refusal(CHANNELS.call, 'no-such-call', []), /no-such-call/)
  assert.match(await refusal(CHANNELS.call, 'search', [{ parts: 'all of them' }]), /invalid-argument.*parts/)
  assert.match(await refusal(CHANNELS.call, 'search'), /invalid-argument/)
  assert.match(await refusal(CHANNELS.upload, '/etc/passwd', 'x.jpg'), /invalid-argument/)
  assert.match(await refusal(CHANNELS.openWith, '/etc/passwd'), /invalid-argument/)
  assert.match(await refusal(CHANNELS.showInFileManager, -1), /invalid-argument/)
  assert.match(await refusal(CHANNELS.pickFolders, 'a'), /invalid-argument/)
  assert.match(await refusal(CHANNELS.importProject, ''), /choose a file/)
  assert.match(await refusal(CHANNELS.importProject, '../project.zip'), /choose a file/)
})

test('a library is filled and searched through the window’s channels, with decoders in processes of their own', async () => {
  ipcMain.receive(page, PAGE, CHANNELS.ready)
  const { jobId } = await ask<Job>(CHANNELS.call, 'startJob', [{ kind: 'add-samples' }])
  const job = await jobEnds(jobId)
  assert.equal(job.state, 'done', JSON.stringify(job.error))
  const answer = await ask<SearchAnswer>(CHANNELS.call, 'search', [
    { parts: [{ kind: 'words', words: 'boats' }], k: 3 },
  ])
  assert.equal(answer.results.length, 3)
  assert.ok(window.progress.includes(-1) && window.progress.some((value) => value > 0), 'the taskbar showed the job')
  const [engine, ...helpers] = standIn.forked
  assert.match(engine?.file ?? '', /engine-entry/)
  assert.ok(helpers.length > 0 && helpers.every(({ file }) => HELPERS.has(file)))

  const first = answer.results[0]
  assert.ok(first !== undefined)
  const thumbnail = await standIn.fetch(`${ORIGIN}/api/photos/${first.photoId}/thumbnail`)
  assert.equal(thumbnail.headers.get('content-type'), 'image/webp')
  const preview = await standIn.fetch(`${ORIGIN}/api/photos/${first.photoId}/preview?side=300`)
  assert.equal(preview.status, 200)
  const original = await standIn.fetch(`${ORIGIN}/api/photos/${first.photoId}/original`)
  assert.equal(original.headers.get('content-length'), String((await original.arrayBuffer()).byteLength))
  assert.match(original.headers.get('content-disposition') ?? '', /^attachment/)

  const licences = await standIn.fetch(`${ORIGIN}/api/licences`)
  assert.equal(licences.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.match(await licences.text(), /react-dom/)

  await ask(CHANNELS.showInFileManager, first.photoId)
  await ask(CHANNELS.openWith, first.photoId)
  assert.deepEqual(standIn.shown, [`show ${first.path}`, `open ${first.path}`])
  const both = answer.results.slice(0, 2)
  ipcMain.receive(
    page,
    PAGE,
    CHANNELS.startDrag,
    both.map(({ photoId }) => photoId),
  )
  while (page.dragged.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(
    (page.dragged[0] as { readonly files: unknown }).files,
    both.map(({ path }) => path),
  )

  const uploadId = await ask<string>(CHANNELS.upload, new Uint8Array(await preview.arrayBuffer()), 'boats.webp')
  assert.equal((await standIn.fetch(`${ORIGIN}/api/uploads/${uploadId}`)).status, 200)
})

test('a search that nobody waits for any more is cancelled by its id', async () => {
  const callId = randomUUID()
  const query = { parts: [{ kind: 'words', words: 'a question that nobody waits for' }] }
  const answer = refusal(CHANNELS.call, 'search', [query], callId)
  ipcMain.receive(page, { url: 'https://example.org/' }, CHANNELS.cancelCall, callId)
  ipcMain.receive(page, PAGE, CHANNELS.cancelCall, callId)
  assert.match(await answer, /^cancelled/)
  assert.match(await refusal(CHANNELS.call, 'search', [query], 'no id'), /invalid-argument/)
})

test('the protocol gives pages and pictures by id, and nothing else', async () => {
  const start = await standIn.fetch(START_PAGE)
  assert.match(start.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  for (const path of [
    '/api/photos/0x1/thumbnail',
    '/api/photos/../../x',
    '/api/uploads/..%2f',
    '/%2e%2e/preload.cjs',
    '/api/calls/status',
  ])
    assert.notEqual((await standIn.fetch(`${ORIGIN}${path}`)).status, 200, path)
  assert.equal((await standIn.fetch('resight-app://elsewhere/index.html')).status, 404)
  assert.equal((await standIn.fetch(START_PAGE, { method: 'POST' })).status, 404)
  assert.equal((await standIn.fetch(`${ORIGIN}/api/photos/1/preview?side=1e9`)).status, 400)
})

test('an engine that dies is started again, and the page is told', async () => {
  const before = standIn.forked.length
  standIn.forked[0]?.process.kill()
  while (!events().some((event) => event.kind === 'engine' && event.state === 'restarting'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  const status = await ask<{ readonly photos: number }>(CHANNELS.call, 'status', [])
  assert.equal(status.photos, 9)
  assert.ok(standIn.forked.length > before)
})

test('links, a second start and the menu lead to a screen; folders come from the dialog', async () => {
  const went = (): unknown => page.sent.filter(({ channel }) => channel === CHANNELS.navigate).at(-1)?.value
  page.emit('did-finish-load')
  assert.equal(went(), '/search?q=boats')
  app.emit('second-instance', {}, ['resight', 'resight://map'])
  assert.equal(went(), '/map')
  assert.ok(window.calls.includes('focus'))
  let isPrevented = false
  app.emit('open-url', { preventDefault: () => (isPrevented = true) }, 'resight://models')
  assert.deepEqual([isPrevented, went()], [true, '/models'])
  const labels = standIn.menus[0]?.map(({ label, role }) => label ?? role)
  assert.ok(labels?.includes('&View'))
  assert.deepEqual(await ask(CHANNELS.pickFolders), ['/photos'])
})

test('where the window was is kept', () => {
  window.emit('close')
  assert.ok(existsSync(join(root, 'user', 'window.json')))
})

test('a second instance leaves at once', async () => {
  const second = standInElectron({ userData: join(root, 'second'), isFirstInstance: false })
  assert.equal(await startDesktop(second.electron, paths, []), null)
  assert.deepEqual(second.app.calls, ['quit'])
})

test('a project goes out by the app’s own protocol, and comes in by a file that was picked', async () => {
  const settings = { precisionTarget: 0.99, shortlist: null, extractors: [], sameViewpointOnly: true }
  const value = { species: 'Phoca vitulina', population: 'Bay', settings }
  const { projectId } = await ask<Project>(CHANNELS.call, 'createProject', [value])
  const exported = await standIn.fetch(`${ORIGIN}/api/projects/${projectId}/export/zip?occasions=day&withPhotos=false`)
  assert.equal(exported.status, 200)
  assert.match(exported.headers.get('content-disposition') ?? '', /^attachment; .*Phoca-vitulina-Bay\.resight\.zip$/)
  const zip = join(root, 'project.zip')
  writeFileSync(zip, await exported.bytes())
  const { jobId } = await ask<Job>(CHANNELS.importProject, zip)
  const report = (await jobEnds(jobId)).report as ProjectImportReport
  assert.deepEqual([report.merged, report.project.projectId], [true, projectId])
  const absent = await ask<Job>(CHANNELS.importProject, join(root, 'none.zip'))
  const { state, error } = await jobEnds(absent.jobId)
  assert.equal(state, 'failed')
  assert.match(error?.message ?? '', /^none\.zip/)
  assert.equal((await standIn.fetch(`${ORIGIN}/api/projects/${projectId}/export/exe`)).status, 503)
})
