import { Button, Text } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../../../parts/use-action.ts'
import { useNotify } from '../../../parts/use-notify.ts'
import { pickFile } from '../../parts/pick-file.ts'
import type { TableFile } from './csv-dialog.tsx'
import styles from './csv.module.css'

/** As much as the engine takes. */
const MOST_BYTES = 20e6

let files = 0

/** Where a table comes from: picked, or dropped. */
export function ChooseTable({ onFile }: { readonly onFile: (file: TableFile) => void }) {
  const { t } = useTranslation()
  const notify = useNotify()
  const { isBusy, run } = useAction()
  const [isOver, setOver] = useState(false)
  const take = (file: File) =>
    run(async () => {
      if (file.size > MOST_BYTES) return notify({ color: 'red', message: t('encounters.tooLarge') })
      files += 1
      onFile({ text: await file.text(), name: file.name, key: files })
    })
  return (
    <div
      className={styles.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file !== undefined) take(file)
      }}
    >
      <IconTable size={40} stroke={1.2} aria-hidden />
      <Text ta="center" maw="46ch">
        {t('encounters.tableText')}
      </Text>
      <Button
        data-autofocus
        loading={isBusy}
        onClick={() =>
          run(async () => {
            const file = await pickFile('.csv,.tsv,.txt,text/csv,text/tab-separated-values')
            if (file !== null) take(file)
          })
        }
      >
        {t('encounters.chooseTable')}
      </Button>
    </div>
  )
}
