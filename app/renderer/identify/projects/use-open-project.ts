import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Job } from '../../../../core/api/shell.ts'
import { useAttempt } from '../../parts/use-attempt.ts'
import { plainErrorOf } from '../../parts/plain-error.ts'
import { goTo } from '../../shell/hash-location.ts'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import { CANCELLED } from '../../shell/shell-error.ts'
import { useShell } from '../../shell/use-shell.ts'
import { tabAddress } from '../parts/addresses.ts'
import { pickFile } from '../parts/pick-file.ts'

export interface OpenProject {
  readonly isBusy: boolean
  /** The file that is being handed over, and the share that is. */
  readonly sending: { readonly name: string; readonly share: number } | null
  /** That opens a project's file now, whoever began it. */
  readonly job: Job | null
  /** Stops handing over. */
  readonly cancel: () => void
  readonly isOver: boolean
  /** Asks for the file. */
  readonly ask: () => void
  /** Handlers of the element that a file may be dropped on. */
  readonly dropTarget: {
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: (event: DragEvent) => void
    readonly onDrop: (event: DragEvent) => void
  }
}

/** Opens a project's ZIP, or lays a colleague's copy beside ours, and shows the project once it is there. */
export function useOpenProject(): OpenProject {
  const shell = useShell()
  const attempt = useAttempt()
  const [sending, setSending] = useState<OpenProject['sending']>(null)
  const [isOver, setOver] = useState(false)
  const leaving = useRef<AbortController | null>(null)
  const wanted = useRef<number | null>(null)
  const jobs = useShellState((state) => state.jobs)
  const job = jobs.find((one) => one.request.kind === 'project-import' && isRunning(one)) ?? null
  useEffect(() => {
    const own = jobs.find(({ jobId }) => jobId === wanted.current)
    if (own === undefined || isRunning(own)) return
    wanted.current = null
    const { report } = own
    if (typeof report === 'object' && report !== null && 'merged' in report)
      goTo(tabAddress(report.project.projectId, 'encounters'))
  }, [jobs])
  // Whoever leaves the screen while a file is handed over has changed their mind.
  useEffect(() => () => leaving.current?.abort(), [])
  const open = (file: File) =>
    void attempt(async () => {
      const leave = new AbortController()
      leaving.current = leave
      setSending({ name: file.name, share: 0 })
      try {
        const onSent = (share: number) => setSending({ name: file.name, share })
        wanted.current = (await shell.importProject(file, leave.signal, onSent)).jobId
      } catch (error) {
        if (plainErrorOf(error).code !== CANCELLED.code) throw error
      } finally {
        leaving.current = null
        setSending(null)
      }
    })
  const isBusy = sending !== null || job !== null
  return {
    isBusy,
    sending,
    job,
    cancel: () => leaving.current?.abort(),
    isOver,
    ask: () =>
      void attempt(async () => {
        const file = await pickFile('.zip,application/zip')
        if (file !== null) open(file)
      }),
    dropTarget: {
      onDragOver: (event) => {
        if (isBusy || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: (event) => {
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file === undefined || isBusy) return
        event.preventDefault()
        open(file)
      },
    },
  }
}
