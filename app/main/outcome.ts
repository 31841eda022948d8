import type { Outcome } from '../../core/api/bridge.ts'
import { toPlainError } from '../../core/remote/protocol.ts'
import { RemoteError } from '../../core/remote/protocol.ts'

/** What a promise comes to, in a form that crosses into the page whole. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof RemoteError) return { ok: false, error: { code: error.code, message: error.message } }
    return { ok: false, error: toPlainError(error) }
  }
}
