import { licenceTexts } from './third-party.ts'
import type { ThirdParty } from './third-party.ts'

/** Where the texts of packages that differ by platform come from; elsewhere only the table can be compared. */
export const DOCUMENT_PLATFORM = 'linux-x64'
export const DOCUMENT_NAME = 'THIRD_PARTY_LICENCES.md'

const HEAD = `# Third-party licences

Resight itself is under the Apache License 2.0 (\`LICENSE\`, \`NOTICE\`). To run, it uses the packages below, unmodified, each
under its own licence. Packages for development and tests alone are not listed; models have their own cards under
\`models/\`. FAISS (MIT, Meta Platforms, Inc.) is the system's own library where it is used.

Made by \`npm run licences\` from the lock file and the packages' own files; a test fails when it is stale. The texts of
packages that come in one variant a platform are those of ${DOCUMENT_PLATFORM}.
`

/** The table: the same on every machine. */
export function licenceTable(packages: readonly ThirdParty[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)
  return ['| package | version | licence |', '| --- | --- | --- |', ...new Set(rows), ''].join('\n')
}

/** The whole document; each distinct text once, under the names of all packages that have it. */
export function licenceDocument(root: string, packages: readonly ThirdParty[]): string {
  const owners = new Map<string, string[]>()
  const silent: string[] = []
  for (const item of packages) {
    const texts = licenceTexts(root, item)
    if (texts.length === 0 && !item.perPlatform) silent.push(`${item.name} ${item.version} (${item.licence})`)
    for (const text of texts) owners.set(text, [...(owners.get(text) ?? []), `${item.name} ${item.version}`])
  }
  const sections = [...owners].map(([text, names]) => `### ${[...new Set(names)].join(', ')}\n\n${quoted(text)}\n`)
  return [
    HEAD,
    '## Packages\n',
    licenceTable(packages),
    '## Packages without a licence file\n',
    `What their package.json names applies: ${silent.join(', ') || 'none'}.\n`,
    '## Texts\n',
    ...sections,
  ].join('\n')
}

/** Indented, so that no mark in a text ends the quotation. */
function quoted(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}
