import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShell } from '../shell/use-shell.ts'
import { useAddFolders } from './use-add-folders.ts'

/** Folders dropped anywhere in a desktop window are added; a tab is not told where they lie. @returns whether one is over it */
export function useFolderDrop(): boolean {
  const { t } = useTranslation()
  const { desktop } = useShell()
  const { add } = useAddFolders()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (desktop === null) return undefined
    const isTaken = (event: DragEvent) => event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true
    const onOver = (event: DragEvent) => {
      if (isTaken(event)) return setOver(false)
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (isTaken(event)) return
      event.preventDefault()
      const folders = [...(event.dataTransfer?.items ?? [])]
        .filter((item) => item.webkitGetAsEntry()?.isDirectory === true)
        .flatMap((item) => item.getAsFile() ?? [])
        .map((file) => desktop.pathOfFile(file))
        .filter((path) => path !== '')
      if (folders.length > 0) void add(folders)
      else notifications.show({ message: t('library.notFolder'), closeButtonProps: { 'aria-label': t('parts.close') } })
    }
    document.addEventListener('dragover', onOver)
    document.addEventListener('dragleave', onLeave)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onOver)
      document.removeEventListener('dragleave', onLeave)
      document.removeEventListener('drop', onDrop)
    }
  })
  return isOver
}
