import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Project } from '../../../../core/api/identify.ts'
import type { CsvPreview } from '../../../../core/api/photo-id.ts'
import { decodeText, readCsvTable } from '../../../../core/identify/encounters/csv-table.ts'
import { ResightError } from '../../../../core/types.ts'
import { EXIT } from '../../exit-codes.ts'
import { plural, printable } from '../../format.ts'
import { parseNumber } from '../../option-values.ts'
import { argument, mappingOf } from './arguments.ts'
import type { Acting } from './acting.ts'
import { findProject } from './find.ts'

export async function listProjects({ engine, out, warn }: Acting): Promise<void> {
  const projects = await engine.projects()
  out(
    projects,
    projects.map(({ projectId, species, population, photos, open, individuals }) =>
      printable(
        `${projectId}  ${species}  ${population}  ${plural(photos, 'photo')}, ${open} open, ${plural(individuals, 'individual')}`,
      ),
    ),
  )
  for (const { projectId, message } of await engine.damagedProjects())
    warn(`${message} To give it up: \`resight identify delete --project ${projectId} --yes\`.`)
}

export async function addToProject(acting: Acting): Promise<void> {
  const { engine, args, options, control, view, out, by, exit } = acting
  const folder = resolve(argument(args, 0, 'a folder'))
  const { projectId } = await findProject(acting, true)
  if (options.csv === undefined) {
    const rule = {
      gapMinutes: options.gapMinutes === undefined ? 30 : parseNumber('--gap-minutes', options.gapMinutes),
      gapMetres: options.gapMetres === undefined ? 500 : parseNumber('--gap-metres', options.gapMetres),
    }
    const added = await engine.photoIdJob({ kind: 'project-add', projectId, folder, rule }, control)
    view.end()
    if (!('known' in added)) return
    return out({ projectId, ...added }, [
      `Added ${plural(added.photos, 'photo')} in ${plural(added.encounters, 'encounter')}, ` +
        `${plural(added.annotations, 'animal')} outlined; ${added.known} photos were there already.`,
    ])
  }
  await engine.add({ folders: [folder] }, control)
  view.end()
  const path = resolve(options.csv)
  const bytes = await readFile(path)
  const mapping = mappingOf(readCsvTable(bytes, path).header, options.map)
  const table = { text: decodeText(bytes), name: path, folder, mapping: mapping as Readonly<Record<string, number>> }
  const plan = await engine.importCsv(projectId, table, by)
  if (!plan.imported) exit(EXIT.input)
  out({ projectId, ...plan }, describeCsv(plan))
}

function describeCsv(plan: CsvPreview): readonly string[] {
  const columns = Object.entries(plan.mapping).map(([field, column]) => `  ${field} = ${plan.header[column]}`)
  if (plan.imported) {
    const counts = `${plural(plan.encounters, 'encounter')}, ${plural(plan.photos, 'photo')}`
    return ['Columns:', ...columns, `Imported ${counts}, ${plural(plan.individuals, 'individual')}.`].map(printable)
  }
  const errors = plan.errors.map(({ line, field, message }) => `  line ${line}, ${field}: ${message}`)
  const more = plan.errorCount - plan.errors.length
  const rest = more > 0 ? [`  and ${more} more`] : []
  return ['Columns:', ...columns, 'Nothing was imported:', ...errors, ...rest].map(printable)
}

export async function deleteProject(acting: Acting): Promise<void> {
  const { engine, options, out } = acting
  const damaged = (await engine.damagedProjects()).find(({ projectId }) => projectId === options.project)
  const { projectId, name } =
    damaged === undefined ? named(await findProject(acting)) : { ...damaged, name: damaged.file }
  if (options.yes !== true || options.project === undefined) {
    const first = damaged === undefined ? 'Export the project' : 'Copy that file'
    throw new ResightError('invalid-argument', `All decisions about ${name} would be deleted`, {
      remedy: `${first} first; then pass --project ${projectId} --yes.`,
    })
  }
  await engine.deleteProject(projectId)
  out({ projectId }, [printable(`Deleted ${name}. Its photos are untouched.`)])
}

function named({ projectId, species, population }: Project): { readonly projectId: string; readonly name: string } {
  return { projectId, name: `${species} ${population}`.trim() }
}

export async function drawRegions(acting: Acting): Promise<void> {
  const { engine, control, view, out } = acting
  const { projectId } = await findProject(acting)
  const report = await engine.photoIdJob({ kind: 'project-regions', projectId }, control)
  view.end()
  const drawn = 'annotations' in report ? report.annotations : 0
  out({ projectId, annotations: drawn }, [`Outlined ${plural(drawn, 'animal')}.`])
}
