import { ShellError } from '../../shell/shell-error.ts'

/**
 * Saves a small export where the browser saves downloads, under the name that it comes with.
 * @throws ShellError with the engine's own words where there is nothing to export
 */
export async function saveExport(url: string): Promise<void> {
  const response = await fetch(url)
  if (!response.ok) throw await errorOf(response)
  const name = fileName(response.headers.get('content-disposition') ?? '')
  const address = URL.createObjectURL(await response.blob())
  saveFrom(address, name)
  // The browser has the file by then; the bytes need not stay.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Has the browser save what is at an address, which may be gigabytes. @param name '' : as the address says */
export function saveFrom(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** Of `attachment; filename="a.csv"; filename*=UTF-8''a.csv`; '' where it names none. */
export function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/iu.exec(disposition)?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/iu.exec(disposition)?.[1] ?? ''
}

async function errorOf(response: Response): Promise<ShellError> {
  const value: unknown = await response.json().catch(() => null)
  const isPlain = typeof value === 'object' && value !== null && 'code' in value && 'message' in value
  return isPlain
    ? new ShellError({ code: String(value.code), message: String(value.message) })
    : new ShellError({ code: `http-${response.status}`, message: response.statusText })
}
