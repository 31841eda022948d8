import { join } from 'node:path'
import {
  FOR_FAISS,
  aptCommand,
  hasApt,
  installSystemPackages,
  maySystemInstall,
  missingOf,
} from './system-packages.mjs'

/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * Makes FAISS available through scripts/build-faiss.mjs, whose exit code says 0: available, 2: not possible here
 * (the reason is the last line it prints). The exact index serves instead, so this never stops set-up.
 *
 * @param {string} root @param {string} node @param {Machine} machine
 * @returns {string | null} null: available; else a sentence for the person
 */
export function makeFaissAvailable(root, node, machine) {
  const missing = missingOf(FOR_FAISS, machine)
  // Before building, because what is compiled here is quicker than the prebuilt binary it would otherwise settle for.
  const refusal = maySystemInstall(machine) ? installSystemPackages(missing, 'FAISS (faster search)', machine) : null
  machine.say('  Looking for FAISS, or compiling it …')
  const done = machine.run(node, [join(root, 'scripts', 'build-faiss.mjs')], { cwd: root })
  if (done.code === 0) return null
  const remedy =
    refusal ??
    (hasApt(machine) && missing.length > 0
      ? `Install it with: ${aptCommand(missing)}; then run: npm run setup`
      : (done.stdout.trim() || done.stderr.trim()).split('\n').at(-1))
  return `FAISS isn't available; searches use the exact index. ${remedy || `Its build ended with ${done.code}`}`
}
