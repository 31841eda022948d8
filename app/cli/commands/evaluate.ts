import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import type { Engine } from '../../../core/api.ts'
import { COMPOSITION_METHODS, RERANKERS } from '../../../core/api.ts'
import { loadCaptions } from '../../../core/eval/captions.ts'
import { loadClasses } from '../../../core/eval/classes.ts'
import { loadComposed } from '../../../core/eval/composed.ts'
import { type EvalReport, type EvalSubject, evaluate as runEvaluation } from '../../../core/eval/evaluate.ts'
import { loadInstances } from '../../../core/eval/instances.ts'
import { EVAL_TASKS, type EvalTask, type EvalTaskName } from '../../../core/eval/task.ts'
import { invalidArgument } from '../../../core/types.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { formatCount } from '../format.ts'
import { interruptSignal } from '../interrupt.ts'
import { parseChoice, parseNumber } from '../option-values.ts'
import { ProgressView } from '../progress.ts'

export interface EvaluateOptions extends CommonOptions {
  readonly method?: string
  readonly rerank?: string
  readonly balance?: string
}

/** `resight eval TASK DIR…` */
export async function evaluate(
  context: CommandContext,
  taskName: string,
  dirs: readonly string[],
  options: EvaluateOptions,
): Promise<void> {
  const task = await loadTask(parseChoice(EVAL_TASKS, 'the task', taskName), dirs)
  const settings = {
    ...(options.method === undefined ? {} : { method: parseChoice(COMPOSITION_METHODS, '--method', options.method) }),
    ...(options.rerank === undefined ? {} : { rerank: parseChoice(RERANKERS, '--rerank', options.rerank) }),
    ...(options.balance === undefined ? {} : { balance: parseNumber('--balance', options.balance) }),
  }
  const view = new ProgressView(context.output)
  const interrupt = interruptSignal(() => view.end())
  const library = options.library ?? evaluationLibrary(task.database)
  try {
    const report = await withEngine(context, { ...options, library }, (engine) =>
      runEvaluation(task, subjectOf(engine), settings, {
        signal: interrupt.signal,
        onAddProgress: (progress) => view.show(progress),
        onProgress: ({ done, total }) => view.showQueries(done, total),
      }),
    )
    view.end()
    if (options.json === true) context.output.out(JSON.stringify(report))
    else for (const line of describeEvaluation(report)) context.output.out(line)
  } finally {
    view.end()
    interrupt.release()
  }
}

function loadTask(name: EvalTaskName, dirs: readonly string[]): Promise<EvalTask> {
  const wanted = name === 'instances' ? 2 : 1
  if (dirs.length !== wanted) {
    throw invalidArgument(name, wanted === 2 ? 'a DATABASE and a QUERIES folder' : 'one folder', dirs.join(' '))
  }
  const [first = '', second = ''] = dirs.map((dir) => resolve(dir))
  switch (name) {
    case 'captions':
      return loadCaptions(first)
    case 'classes':
      return loadClasses(first)
    case 'composed':
      return loadComposed(first)
    case 'instances':
      return loadInstances(first, second)
  }
}

/** A library of its own for each set, kept so that the next evaluation need not encode it again. */
function evaluationLibrary(database: string): string {
  const name = createHash('sha256').update(resolve(database)).digest('hex').slice(0, 16)
  return join(envPaths('resight', { suffix: '' }).cache, 'eval', name)
}

function subjectOf(engine: Engine): EvalSubject {
  return {
    add: (request, control) => engine.add(request, control),
    search: (query, control) => engine.search(query, control),
    photoIds: async (paths) => {
      const ids = await engine.photoIds(paths)
      return new Map(paths.flatMap((path, i) => (typeof ids[i] === 'number' ? [[path, ids[i]] as const] : [])))
    },
  }
}

/** Figures a person reads, a line an entry. */
export function describeEvaluation(report: EvalReport): readonly string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  return [
    `${report.task}: ${formatCount(report.queries)} queries over ${formatCount(report.database)} photos, ${report.method}, rerank ${report.rerank}`,
    `  recall@1 ${percent(report.recallAt1)}   recall@5 ${percent(report.recallAt5)}   recall@10 ${percent(report.recallAt10)}`,
    `  median rank ${report.medianRank ?? 'none'}   mAP ${percent(report.mAP)}   precision@10 ${percent(report.precisionAt10)}`,
    ...(report.zeroShot === null ? [] : [`  zero-shot top-1 ${percent(report.zeroShot.top1)}`]),
    ...(report.openSet.queries === 0
      ? []
      : [`  ${report.openSet.queries} open-set queries, AUROC ${report.openSet.auroc?.toFixed(3) ?? 'not defined'}`]),
    `  space ${report.space}, ${report.seconds.toFixed(1)} s`,
    ...report.notes.map((note) => `  ${note}`),
  ]
}
