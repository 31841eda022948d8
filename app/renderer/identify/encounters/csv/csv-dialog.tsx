import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChooseTable } from './choose-table.tsx'
import { TablePreview } from './table-preview.tsx'

export interface TableFile {
  readonly text: string
  readonly name: string
  /** Tells two files apart that are alike. */
  readonly key: number
}

interface Props {
  readonly projectId: string
  readonly opened: boolean
  readonly onClose: () => void
}

/** Imports encounters from a table: all of it, or, where a cell is wrong, nothing. */
export function CsvDialog({ projectId, opened, onClose }: Props) {
  const { t } = useTranslation()
  const [file, setFile] = useState<TableFile | null>(null)
  const close = () => {
    setFile(null)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      size={file === null ? 'lg' : 1080}
      title={file === null ? t('encounters.importTable') : t('encounters.importNamed', { name: file.name })}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {file === null ? (
        <ChooseTable onFile={setFile} />
      ) : (
        <TablePreview
          key={file.key}
          projectId={projectId}
          file={file}
          onOther={() => setFile(null)}
          onImported={close}
        />
      )}
    </Modal>
  )
}
