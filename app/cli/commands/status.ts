import type { LibraryStatus } from '../../../core/api.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { formatBytes, formatCount, plural, printable } from '../format.ts'

const FAILURES_SHOWN = 5

/** `resight status` */
export async function status(context: CommandContext, options: CommonOptions): Promise<void> {
  const [library, failures] = await withEngine(context, options, async (engine) => [
    await engine.status(),
    await engine.failed(),
  ])
  if (options.json === true) {
    context.output.out(JSON.stringify({ ...library, failures }))
    return
  }
  for (const line of describeStatus(library)) context.output.out(line)
  for (const file of failures.slice(0, FAILURES_SHOWN)) {
    context.output.out(`  ${printable(file.path)}: ${printable(file.reason)}`)
  }
  if (failures.length > FAILURES_SHOWN) {
    context.output.out(`  and ${formatCount(failures.length - FAILURES_SHOWN)} more: resight failed`)
  }
}

/** The report a person reads, a line an entry. */
export function describeStatus(library: LibraryStatus): readonly string[] {
  const { diskBytes } = library
  return [
    `Library   ${library.library}`,
    `Photos    ${plural(library.photos, 'photo')} in ${plural(library.files, 'file')}`,
    ...library.folders.map((folder) => {
      const state = folder.online ? '' : ' (offline: its photos are kept)'
      const excluded = folder.exclude.length === 0 ? '' : `, without ${folder.exclude.join(' ')}`
      return `Folder    ${printable(folder.path)}: ${plural(folder.photos, 'photo')}${excluded}${state}`
    }),
    ...library.spaces.map(
      (space) =>
        `Space     ${space.id}: ${formatCount(space.encoded)} encoded, ${formatBytes(space.bytes)}${space.active ? ', in use' : ''}`,
    ),
    `Index     ${library.index.kind}, ${plural(library.index.ntotal, 'vector')}${library.index.note === null ? '' : ` (${library.index.note})`}`,
    `Device    ${library.device}`,
    `Disk      catalogue ${formatBytes(diskBytes.catalogue)}, thumbnails ${formatBytes(diskBytes.thumbnails)}, index ${formatBytes(diskBytes.snapshots)}; ${formatBytes(diskBytes.free)} free`,
    `Failed    ${plural(library.failed, 'file')}`,
  ]
}
