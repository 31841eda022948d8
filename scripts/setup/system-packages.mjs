/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * What a task can use of the system's own packages, for Debian and its relatives.
 *
 * @typedef {object} SystemPackage
 * @property {string} name
 * @property {readonly string[]} provides it's there when one of these files is
 */

/** @type {readonly SystemPackage[]} */
export const FOR_FAISS = [
  { name: 'g++', provides: ['/usr/bin/g++', '/usr/local/bin/g++'] },
  { name: 'libfaiss-dev', provides: ['/usr/include/faiss/Index.h', '/usr/local/include/faiss/Index.h'] },
]

/** Browser tests, and WebGPU without a GPU: Debian's Chromium carries SwiftShader; the loader finds it. */
/** @type {readonly SystemPackage[]} */
export const FOR_TESTS = [
  { name: 'chromium', provides: ['/usr/bin/chromium'] },
  {
    name: 'libvulkan1',
    provides: ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1'],
  },
]

/** @param {readonly SystemPackage[]} packages @param {Machine} machine */
export function missingOf(packages, machine) {
  return packages.filter(({ provides }) => !provides.some(machine.exists)).map(({ name }) => name)
}

/** @param {readonly string[]} names */
export function aptCommand(names) {
  return `sudo apt-get install --no-install-recommends ${names.join(' ')}`
}

/** @param {Machine} machine */
export function hasApt(machine) {
  return machine.platform === 'linux' && machine.exists('/usr/bin/apt-get') && machine.exists('/etc/debian_version')
}

/**
 * Whether installing system packages is ours to do: as root on a Debian-like system, so in a container or in CI.
 * RESIGHT_NO_SYSTEM_PACKAGES=1 forbids it.
 *
 * @param {Machine} machine
 */
export function maySystemInstall(machine) {
  return hasApt(machine) && machine.administrator && machine.env['RESIGHT_NO_SYSTEM_PACKAGES'] !== '1'
}

/**
 * @param {readonly string[]} names @param {string} why @param {Machine} machine
 * @returns {string | null} null: they are there now; else a sentence for the person
 */
export function installSystemPackages(names, why, machine) {
  if (names.length === 0) return null
  if (!hasApt(machine)) return `For ${why}, install ${names.join(' and ')} in your system's way`
  if (!maySystemInstall(machine)) return `For ${why}, install with: ${aptCommand(names)}`
  machine.say(`  Installing Debian's ${names.join(', ')} for ${why} …`)
  const install = () =>
    machine.run(
      'apt-get',
      ['install', '--yes', '--quiet', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...names],
      { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 10 * 60_000 },
    )
  if (install().code === 0) return null
  // A fresh container has no package lists, an old one stale ones.
  machine.run('apt-get', ['update', '--quiet'], { timeoutMs: 5 * 60_000 })
  const again = install()
  if (again.code === 0) return null
  const reason = again.stderr.split('\n').find((line) => line.startsWith('E:')) ?? `apt-get ended with ${again.code}`
  return `No ${names.join(', ')} for ${why} (${reason.replace(/^E: /, '')}). To try by hand: ${aptCommand(names)}`
}
