import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { fileBelow, pageFile } from './page-files.ts'

const root = mkdtempSync(join(tmpdir(), 'resight-page-'))
after(() => rmSync(root, { recursive: true }))
const folder = join(root, 'dist')
mkdirSync(join(folder, 'assets'), { recursive: true })
writeFileSync(join(root, 'secret.json'), '"secret"')
writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">')
writeFileSync(join(folder, 'assets', 'index.js'), 'export {}')
writeFileSync(join(folder, 'assets', 'index.exe'), 'no')

test('files of the interface come with their type, pages with a policy and a nonce of their own', async () => {
  const script = await pageFile(folder, '/assets/index.js')
  assert.equal(script.status, 200)
  assert.match(script.headers.get('content-type') ?? '', /javascript/)
  const [one, two] = [await pageFile(folder, '/index.html'), await pageFile(folder, '/index.html')]
  const policy = one.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
  assert.equal(await one.text(), `<meta property="csp-nonce" nonce="${nonce}">`)
  assert.notEqual(policy, two.headers.get('content-security-policy'))
  assert.doesNotMatch(policy, /unsafe|https?:|\*/)
})

test('what is not there, of no kind of ours, or outside is not found', async () => {
  for (const path of ['/', '/nothing.js', '/assets', '/assets/index.exe', '/../secret.json', '/%2e%2e/secret.json'])
    assert.equal((await pageFile(folder, path)).status, 404, path)
  for (const path of ['/%', '/a%00.js', '/..%5csecret.json', '/..%2fsecret.json', '//../../secret.json'])
    assert.equal((await pageFile(folder, path)).status, 404, path)
})

test('no path leads out of the folder', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '\\', '%5c', 'assets', '%00', ':'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const file = fileBelow(folder, `/${pieces.join('/')}`)
      assert.equal(file === null || file.startsWith(join(folder, '/')), true)
    }),
  )
})
