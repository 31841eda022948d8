import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '..')
/** Other people's texts, as they are. */
const QUOTED = ['THIRD_PARTY_LICENCES.md']
const BINARY = /\.(onnx|png|jpe?g|webp|gif|avif|tiff?|heic|bmp|ico|bin|wasm|gz|zip|safetensors|npy|npz)$/i

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'the host of a package registry',
    /registry\.(npmjs|yarnpkg|npmmirror)\.\w+|files\.pythonhosted\.org|pypi\.org\/simple|deb\.debian\.org/i,
  ],
  ['an absolute path of a working copy', /(?<![\w.~$}-])\/(work\/(main|shared)|root|workspace)\//],
  ['a temporary path', /(?<![\w.~$}-])\/(tmp|var\/folders)\/\w/],
  ["this person's home", new RegExp(`(?<![\\w.~$}-])${homedir().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)],
]

function problemsIn(file: string, text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      FORBIDDEN.filter(([, pattern]) => pattern.test(line)).map(
        ([what]) => `${file}:${index + 1}: ${what}: ${line.trim().slice(0, 120)}`,
      ),
    )
}

const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
const noGit = listed.status === 0 ? false : 'this copy is no git checkout'

test('no committed text names a path of one machine or the host of a registry', { skip: noGit }, () => {
  const files = listed.stdout.split('\0').filter((file) => file !== '' && !QUOTED.includes(file))
  const problems = files
    .filter((file) => !BINARY.test(file))
    .flatMap((file) => problemsIn(file, readOrEmpty(join(ROOT, file))))
  assert.ok(files.includes('package-lock.json'))
  assert.equal(problems.join('\n'), '')
})

test('the check finds what it is for, and no more', () => {
  // Put together here, so that this file holds to its own check.
  const path = (...folders: readonly string[]) => ['', ...folders].join('/')
  const bad = [
    `"resolved": "https://${['registry', 'npmjs', 'org'].join('.')}/a/-/a-1.0.0.tgz"`,
    `readFileSync('${path('work', 'main', 'core', 'api.ts')}')`,
    `see ${path('root', 'notes')}`,
    `wrote ${path('tmp', 'out.json')}`,
    `open ${homedir()}/photos`,
  ]
  for (const line of bad) assert.equal(problemsIn('a', line).length > 0, true, line)
  const fine = [
    'at ../shared/data',
    'core/framework/main/x',
    '~/tmp/x',
    'a/tmp/b',
    '$' + '{root}/tmp/x',
    '/usr/include/faiss/Index.h',
  ]
  for (const line of fine) assert.deepEqual(problemsIn('a', line), [], line)
})

function readOrEmpty(path: string): string {
  try {
    const text = readFileSync(path, 'utf8')
    return text.includes('\0') ? '' : text
  } catch {
    // Deleted, and not yet told to git; or a link to nowhere.
    return ''
  }
}
