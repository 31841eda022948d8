/** `npm run licences`: writes THIRD_PARTY_LICENCES.md; refuses when a package's licence is none of those allowed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DOCUMENT_NAME, DOCUMENT_PLATFORM, licenceDocument } from './licensing/document.ts'
import { isAllowed, productionPackages } from './licensing/third-party.ts'

const root = join(import.meta.dirname, '..')
const packages = productionPackages(root)
const refused = packages.filter(({ licence }) => !isAllowed(licence))
const here = `${process.platform}-${process.arch}`

if (refused.length > 0) {
  const names = refused.map(({ name, version, licence }) => `${name} ${version} (${licence || 'no licence named'})`)
  console.error(`Not on the list in scripts/licensing/third-party.ts: ${names.join(', ')}. Use another package.`)
  process.exitCode = 1
} else if (here !== DOCUMENT_PLATFORM) {
  console.error(`${DOCUMENT_NAME} is made on ${DOCUMENT_PLATFORM}; this is ${here}, which lacks some of its packages.`)
  process.exitCode = 1
} else {
  writeFileSync(join(root, DOCUMENT_NAME), licenceDocument(root, packages))
  console.log(`${DOCUMENT_NAME}: ${packages.length} packages.`)
}
