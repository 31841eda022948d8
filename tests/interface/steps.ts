import type { TestContext } from 'node:test'

/** @param skip why it can't be done here; the steps after it are done all the same */
export type Step = (name: string, work: () => Promise<void>, skip?: string | false) => Promise<void>

/** Steps that stand on each other: where one fails, those after it would only wait, and are skipped. */
export function stepsOf(t: TestContext): Step {
  let hasFailed = false
  return (name, work, skip = false) =>
    t.test(name, { skip: hasFailed ? 'a step before it failed' : skip }, async () => {
      hasFailed = true
      await work()
      hasFailed = false
    })
}
