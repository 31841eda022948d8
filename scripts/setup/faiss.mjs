import { join } from 'node:path'
import { FOR_FAISS, installSystemPackages, missingOf } from './system-packages.mjs'

/** @typedef {import('./machine.mjs').Machine} Machine */

/**
 * Makes FAISS available through scripts/build-faiss.mjs, whose exit code says 0: available, 2: not possible here
 * (the reason is the last line it prints). The exact index serves instead, so this never stops set-up.
 *
 * @param {string} root @param {string} node @param {Machine} machine
 * @returns {string | null} null: available; else a sentence for the person
 */
export function makeFaissAvailable(root, node, machine) {
  const script = join(root, 'scripts', 'build-faiss.mjs')
  if (!machine.exists(script)) return 'FAISS: its build script is missing; searches use the exact index'
  const build = () => machine.run(node, [script], { cwd: root })
  const first = build()
  if (first.code === 0) return null
  const refusal = installSystemPackages(missingOf(FOR_FAISS, machine), 'FAISS (faster search)', machine)
  if (refusal !== null) return `FAISS isn't available; searches use the exact index. ${refusal}`
  const second = missingOf(FOR_FAISS, machine).length === 0 ? build() : first
  return second.code === 0 ? null : `FAISS isn't available; searches use the exact index. ${lastLine(second)}`
}

/** @param {{ code: number, stdout: string, stderr: string }} done */
function lastLine({ code, stdout, stderr }) {
  const lines = (stdout.trim() || stderr.trim()).split('\n')
  return lines.at(-1) || `scripts/build-faiss.mjs ended with ${code}`
}
