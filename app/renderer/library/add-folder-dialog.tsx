import { useTranslation } from 'react-i18next'
import { FolderChooser } from './folder-chooser.tsx'
import { useAddFolders, useFolderChooser } from './use-add-folders.ts'

/** Adds a folder to the library; opened from wherever `useAddFolders().ask` is called. */
export function AddFolderDialog() {
  const { t } = useTranslation()
  const { isOpen, setOpen } = useFolderChooser()
  const { add } = useAddFolders()
  return (
    <FolderChooser
      opened={isOpen}
      onClose={() => setOpen(false)}
      onChoose={(folder) => void add([folder]).then((isAdded) => isAdded && setOpen(false))}
      title={t('library.browseTitle')}
      hint={t('library.browseHint')}
      action={(name) => t('library.browseAdd', { name })}
    />
  )
}
