import type { TestContext } from 'node:test'

export type Step = (name: string, work: () => Promise<void>) => Promise<void>

/** Steps that stand on each other: where one fails, those after it would only wait, and are skipped. */
export function stepsOf(t: TestContext): Step {
  let hasFailed = false
  return (name, work) =>
    t.test(name, { skip: hasFailed ? 'a step before it failed' : false }, async () => {
      hasFailed = true
      await work()
      hasFailed = false
    })
}
