import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ResightError } from '../../types.ts'
import type { ModelEntry } from '../manifest.ts'
import { readOnnxSignature } from '../onnx-signature.ts'
import { openFolder } from '../registry.ts'

/**
 * Opens a model's folder as it will be opened later, so that what is installed works.
 * @throws ResightError what its family says of its files; `corrupt` when its vectors are not as the manifest says
 */
export async function checkOpens(
  entry: Pick<ModelEntry, 'id' | 'family' | 'kind'> & { d: number | null },
  folder: string,
): Promise<void> {
  if (entry.kind !== 'image-text') {
    const graphs = readdirSync(folder).filter((name) => name.endsWith('.onnx'))
    for (const name of graphs) readOnnxSignature(join(folder, name))
    return
  }
  const encoder = await openFolder(entry.family, folder, { id: entry.id, device: 'cpu' })
  await encoder.dispose()
  if (entry.d === null || encoder.d === entry.d) return
  throw new ResightError('corrupt', `${folder} gives vectors of ${encoder.d} dimensions; ${entry.id} has ${entry.d}`, {
    remedy: 'These are the files of another model.',
  })
}
