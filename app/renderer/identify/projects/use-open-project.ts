import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../parts/use-action.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useNotify } from '../../parts/use-notify.ts'
import { goTo } from '../../shell/hash-location.ts'
import { useShell } from '../../shell/use-shell.ts'
import { tabAddress } from '../parts/addresses.ts'
import { pickFile } from '../parts/pick-file.ts'

interface OpenProject {
  readonly isBusy: boolean
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

/** Opens a project's ZIP, or lays a colleague's copy beside ours. */
export function useOpenProject(): OpenProject {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const notify = useNotify()
  const client = useQueryClient()
  const { isBusy, run } = useAction()
  const [isOver, setOver] = useState(false)
  const open = (file: File) =>
    run(async () => {
      const { project, merged, entries } = await shell.importProject(file)
      await client.invalidateQueries({ queryKey: ['call'] })
      const said = { project: project.species, count: entries, entries: format.count(entries) }
      notify({ message: t(merged ? 'identify.merged' : 'identify.opened', said) })
      goTo(tabAddress(project.projectId, 'encounters'))
    })
  return {
    isBusy,
    isOver,
    ask: () =>
      run(async () => {
        const file = await pickFile('.zip,application/zip')
        if (file !== null) open(file)
      }),
    dropTarget: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      },
      onDrop: (event) => {
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file === undefined) return
        event.preventDefault()
        open(file)
      },
    },
  }
}
