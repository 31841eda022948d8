import { useEffect } from 'react'
import { pictures } from '../query/photo-drag.ts'

/**
 * A picture pasted anywhere goes into the query; one dropped where nobody takes it does nothing, instead of replacing
 * the page.
 */
export function usePictureEvents(take: (files: Iterable<File>) => Promise<void>): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = pictures(event.clipboardData?.files ?? [])
      if (files.length === 0) return
      event.preventDefault()
      void take(files)
    }
    const onDrag = (event: DragEvent) => {
      if (event.defaultPrevented) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('paste', onPaste)
    window.addEventListener('dragover', onDrag)
    window.addEventListener('drop', onDrag)
    return () => {
      window.removeEventListener('paste', onPaste)
      window.removeEventListener('dragover', onDrag)
      window.removeEventListener('drop', onDrag)
    }
  }, [take])
}
