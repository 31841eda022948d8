/**
 * Reporter for node:test: what happened, one JSON object a line, for run-test-file.ts to read. It is loaded inside the
 * process of each test file.
 */
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** `began` and `over` come at the moment itself, by the test's own name; results later, with the suites around it. */
export type TestLine =
  | { readonly kind: 'began' | 'over' | 'passed'; readonly test: string }
  | { readonly kind: 'skipped'; readonly test: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly test: string; readonly error: string }
  | { readonly kind: 'ended' }

type Named = Pick<Extract<TestEvent, { type: 'test:pass' }>['data'], 'name' | 'nesting'>

export function createReporter(): (event: TestEvent) => TestLine | null {
  const path: string[] = []
  const fullName = ({ name, nesting }: Named): string => [...path.slice(0, nesting), name].join(' › ')

  return (event) => {
    switch (event.type) {
      // Comes when a test really begins; `test:start` only when its turn to be reported has come, too late for one that hangs.
      case 'test:dequeue':
        return { kind: 'began', test: event.data.name }
      case 'test:complete':
        return { kind: 'over', test: event.data.name }
      case 'test:start':
        path.length = event.data.nesting
        path.push(event.data.name)
        return null
      case 'test:pass': {
        const { skip, todo, details } = event.data
        const test = fullName(event.data)
        if (skip !== undefined && skip !== false)
          return { kind: 'skipped', test, reason: reasonOf(skip, 'no reason given') }
        if (todo !== undefined && todo !== false)
          return { kind: 'skipped', test, reason: reasonOf(todo, 'still to do') }
        // A suite is only as good as its tests, which are counted themselves.
        return details.type === 'suite' ? null : { kind: 'passed', test }
      }
      case 'test:fail': {
        const error = event.data.details.error as Error & { readonly failureType?: string }
        if (error.failureType === 'subtestsFailed') return null
        return { kind: 'failed', test: fullName(event.data), error: inspect(error.cause ?? error) }
      }
      case 'test:summary':
        return { kind: 'ended' }
      default:
        return null
    }
  }
}

function reasonOf(value: string | true, otherwise: string): string {
  return value === true || value === '' ? otherwise : value
}

// eslint-disable-next-line no-restricted-exports -- node:test takes a reporter module's default export
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const lineOf = createReporter()
  for await (const event of source) {
    const line = lineOf(event)
    if (line !== null) yield `${JSON.stringify(line)}\n`
  }
}
