import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Arch, build, Platform, type Configuration } from 'electron-builder'
import { load } from 'js-yaml'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'resight-packed-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** Plain Node in Electron's place: electron-builder renames it, as it does with Electron. */
function nodeAsElectron(): string {
  const folder = join(root, 'electron')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  cpSync(process.execPath, join(folder, 'electron'))
  writeFileSync(join(folder, 'LICENSE'), '')
  return folder
}

const skip = process.platform === 'linux' && process.arch === 'x64' ? false : 'packs for Linux'

test('the packed app holds what it needs, nothing of other systems, and runs', { skip }, async (t) => {
  const built = spawnSync(process.execPath, ['scripts/build-desktop.ts'], { cwd: ROOT, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  const config = load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) as Configuration
  const output = join(root, 'packed')
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    publish: 'never',
    config: {
      ...config,
      electronDist: nodeAsElectron(),
      // Plain Node has no fuses and reads no archive.
      electronFuses: null,
      asar: false,
      asarUnpack: null,
      directories: { ...config.directories, output },
    },
  })
  const app = join(output, 'linux-unpacked', 'resources', 'app')

  await t.test('files', () => {
    for (const file of [
      'package.json',
      'LICENSE',
      'NOTICE',
      'THIRD_PARTY_LICENCES.md',
      'app/main/main.js',
      'app/main/engine-entry.js',
      'app/preload/dist/preload.cjs',
      'app/renderer/dist/index.html',
      'core/library/decode/worker.js',
      'core/runtime/provider-child.js',
      'core/rerank/graphs/maxsim.onnx',
      'models/manifest.json',
      'models/resight-mini/config.json',
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
      'node_modules/@img/sharp-linux-x64/package.json',
    ])
      assert.ok(existsSync(join(app, file)), file)
    const strangers = globSync(
      [
        '**/*.{ts,tsx,map,dll,dylib,exe}',
        '{scripts,tests,bench,docs,bin}',
        'node_modules/node-{bin-,linux,darwin,win}*',
        'node_modules/{electron,vite,react,typescript}',
        'node_modules/onnxruntime-node/bin/napi-v6/{darwin,win32,linux/arm64}',
        '**/*.test.js',
      ],
      { cwd: app },
    )
    assert.deepEqual(strangers, [])
    const packed = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { readonly main: string }
    assert.equal(packed.main, 'app/main/main.js')
    assert.ok(existsSync(join(app, packed.main)))
  })

  await t.test('the engine in it answers', async () => {
    const server = spawn(
      join(output, 'linux-unpacked', 'resight'),
      [join(app, 'app/server/main.js'), '--library', join(root, 'library')],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_PATH: '', NODE_OPTIONS: '' }, cwd: root },
    )
    const ended = once(server, 'exit')
    try {
      const [address] = (await once(createInterface(server.stdout), 'line')) as [string]
      const entered = await fetch(address, { redirect: 'manual' })
      const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const page = await fetch(new URL('/', address), { headers: { cookie } })
      assert.match(await page.text(), /<div id="root">/)
      const call = async (name: string, ...args: unknown[]): Promise<unknown> => {
        const response = await fetch(new URL(`/api/calls/${name}`, address), {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify(args),
        })
        assert.equal(response.status, 200, `${name}: ${response.statusText}`)
        return response.json()
      }
      await call('startJob', { kind: 'add-samples' })
      let jobs: readonly { readonly state: string }[]
      do {
        await new Promise((resolve) => setTimeout(resolve, 200))
        jobs = (await call('jobs')) as typeof jobs
      } while (jobs[0]?.state === 'queued' || jobs[0]?.state === 'running')
      assert.equal(jobs[0]?.state, 'done')
      const words = { kind: 'words', words: 'boats' }
      const answer = (await call('search', { parts: [words] })) as { readonly results: readonly unknown[] }
      assert.equal(answer.results.length, 9)
    } finally {
      server.kill()
      await ended
    }
  })
})
