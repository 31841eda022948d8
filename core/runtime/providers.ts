import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { listSupportedBackends } from 'onnxruntime-node'
import type { Provider } from './create-session.ts'

/** What `auto` tries before the CPU, best first. */
const PREFERENCE: Readonly<Partial<Record<NodeJS.Platform, readonly Provider[]>>> = {
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
  linux: ['cuda', 'webgpu'],
}

/** Device nodes that a graphics or compute driver makes on Linux: DRM render nodes, NVIDIA, WSL, Adreno, Mali. */
const LINUX_NODES = [/^dri\/renderD\d+$/, /^nvidia\d+$/, /^dxg$/, /^kgsl-3d0$/, /^mali0$/]

export function preferredProviders(platform: NodeJS.Platform = process.platform): readonly Provider[] {
  return PREFERENCE[platform] ?? []
}

/**
 * Why a provider cannot work here, found without loading any driver; null: worth trying.
 * @param deviceNodes names under /dev, see `graphicsNodes`
 */
export function whyNot(
  device: Provider,
  deviceNodes: readonly string[] = graphicsNodes(),
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (device === 'cpu') return null
  const backend = listSupportedBackends().find(({ name }) => name === device)
  if (backend === undefined) return 'the runtime for this system does not contain it'
  if (device === 'cuda' && !existsSync(join(runtimeFolder(), 'libonnxruntime_providers_cuda.so'))) {
    return 'its library is not installed (on Linux x64: ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node)'
  }
  if (platform === 'linux' && deviceNodes.length === 0) return 'no graphics device is visible under /dev'
  return null
}

/** The graphics devices that the kernel shows, as names under /dev; empty everywhere but on Linux. */
export function graphicsNodes(): readonly string[] {
  if (process.platform !== 'linux') return []
  const names = [...list('/dev'), ...list('/dev/dri').map((name) => `dri/${name}`)]
  return names.filter((name) => LINUX_NODES.some((node) => node.test(name))).sort()
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Where onnxruntime-node keeps its binaries for this system. */
function runtimeFolder(): string {
  const root = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-node')))
  const napi = list(join(root, 'bin')).find((name) => name.startsWith('napi-')) ?? ''
  return join(root, 'bin', napi, process.platform, process.arch)
}
