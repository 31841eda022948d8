import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * What set-up last did, kept inside node_modules so that it vanishes with what it vouches for.
 *
 * @typedef {object} Stamp
 * @property {string} key all that set-up's work depends on; another key means: look again
 * @property {'app' | 'tests'} scope `tests` includes all of `app`
 * @property {string} node the Node to run the app with
 * @property {readonly string[]} notes what could not be had, one sentence each
 */

const SET_UP = ['faiss', 'lock', 'machine', 'node-runtime', 'packages', 'set-up', 'stamp', 'system-packages']

/** What set-up's work depends on, beside the machine. */
const INPUTS = [
  'package-lock.json',
  'core/index/faiss.cc',
  'scripts/build-faiss.mjs',
  ...SET_UP.map((name) => `scripts/setup/${name}.mjs`),
]

/** Whether these are there decides what the optional steps can do, so a change of them is worth another look. */
const PROBES = ['/usr/include/faiss/Index.h', '/usr/bin/g++', '/usr/bin/chromium', '/usr/bin/apt-get']

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.resight-setup')
}

/** @param {string} root @param {Machine} machine */
export function stampKey(root, machine) {
  const hash = createHash('sha256')
  for (const file of INPUTS) hash.update(`${file}\0${machine.read(join(root, file)) ?? ''}\0`)
  hash.update(JSON.stringify([machine.platform, machine.arch, machine.administrator, PROBES.map(machine.exists)]))
  return hash.digest('hex')
}

/**
 * @param {string} root @param {Machine} machine @param {'app' | 'tests'} scope
 * @returns {Stamp | null} null: set-up has work to do
 */
export function validStamp(root, machine, scope) {
  const text = machine.read(stampPath(root))
  if (text === null) return null
  const stamp = parse(text)
  if (stamp === null || stamp.key !== stampKey(root, machine)) return null
  if (scope === 'tests' && stamp.scope !== 'tests') return null
  return machine.exists(stamp.node) ? stamp : null
}

/** @param {string} root @param {Machine} machine @param {Omit<Stamp, 'key'>} stamp */
export function writeStamp(root, machine, stamp) {
  try {
    machine.write(stampPath(root), `${JSON.stringify({ key: stampKey(root, machine), ...stamp }, null, 2)}\n`)
  } catch {
    // Someone else's folder, complete as it is: the next start looks at everything again, and finds it there again.
  }
}

/** @param {string} text @returns {Stamp | null} */
function parse(text) {
  try {
    const value = JSON.parse(text)
    const valid =
      typeof value.key === 'string' &&
      typeof value.node === 'string' &&
      (value.scope === 'app' || value.scope === 'tests') &&
      Array.isArray(value.notes)
    return valid ? value : null
  } catch {
    return null
  }
}
