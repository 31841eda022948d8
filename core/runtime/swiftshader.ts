import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { whyNot } from './providers.ts'

/** Where Chromium's packages put SwiftShader, a Vulkan driver that computes on the CPU. */
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/usr/lib64/chromium-browser', '/opt/google/chrome']

/** Environment for a process whose webgpu provider shall work, or why there is none. */
export type WebgpuForTests = { readonly env: NodeJS.ProcessEnv } | { readonly skip: string }

/**
 * For tests only: webgpu without a graphics card, through SwiftShader where Chromium is installed, else through the
 * machine's own graphics. Correct, and some hundred times slower than the CPU provider: no measure of speed.
 */
export function webgpuForTests(): WebgpuForTests {
  const folder = FOLDERS.find((path) => existsSync(`${path}/vk_swiftshader_icd.json`))
  if (process.platform === 'linux' && folder !== undefined) {
    return {
      env: {
        ...process.env,
        VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`,
        // The folder also holds the Vulkan loader, which a machine without graphics often lacks.
        LD_LIBRARY_PATH: [folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
        XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
      },
    }
  }
  const reason = whyNot('webgpu')
  if (reason === null) return { env: process.env }
  return { skip: `webgpu: ${reason}, and no Chromium with SwiftShader (${dirname(FOLDERS[0]!)}/chromium) is installed` }
}
