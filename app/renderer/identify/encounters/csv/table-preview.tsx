import { Alert, Button, Group, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CsvPreview } from '../../../../../core/api/photo-id.ts'
import type { PlainError } from '../../../../../core/api/shell.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { useFormat } from '../../../parts/use-format.ts'
import { useNotify } from '../../../parts/use-notify.ts'
import { useShell } from '../../../shell/use-shell.ts'
import { useProjectAction } from '../../parts/use-project.ts'
import { useReviewer } from '../../parts/use-reviewer.ts'
import { ColumnMapping } from './column-mapping.tsx'
import type { TableFile } from './csv-dialog.tsx'
import { SampleRows } from './sample-rows.tsx'
import { TableErrors } from './table-errors.tsx'
import styles from './csv.module.css'

interface Props {
  readonly projectId: string
  readonly file: TableFile
  readonly onOther: () => void
  readonly onImported: () => void
}

/** What a table says, column by column, what is wrong in it, and what importing it would make. */
export function TablePreview({ projectId, file, onOther, onImported }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const notify = useNotify()
  const act = useProjectAction(projectId)
  const ask = useReviewer((state) => state.ask)
  const [mapping, setMapping] = useState<CsvPreview['mapping'] | null>(null)
  const [isBusy, setBusy] = useState(false)
  const table = { text: file.text, name: file.name, folder: null, mapping }
  const said = useTotals()
  const { data, error, isFetching, refetch } = useQuery<CsvPreview, PlainError>({
    // Not the text: it may be megabytes.
    queryKey: ['csv', projectId, file.key, mapping],
    queryFn: () => shell.call('previewCsv', projectId, table),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loader aria-label={t('parts.loading')} />
  const importAll = async () => {
    const by = await ask()
    if (by === null) return
    setBusy(true)
    await act(async () => {
      const report = await shell.call('importCsv', projectId, table, by)
      if (!report.imported) return void refetch()
      notify({ message: `${t('encounters.imported')} ${said(report)}` })
      onImported()
    })
    setBusy(false)
  }
  const isGood = data.errorCount === 0
  return (
    <>
      <div className={styles.preview} aria-busy={isFetching}>
        <ColumnMapping preview={data} onChange={setMapping} />
        <div role="status">
          <Alert
            color={isGood ? 'lagoon' : 'red'}
            icon={isGood ? <IconCheck size={20} /> : <IconAlertTriangle size={20} />}
            styles={{ message: { color: 'var(--mantine-color-text)' } }}
          >
            {isGood ? said(data) : t('encounters.errorsFound', { count: data.errorCount })}
          </Alert>
        </div>
        {!isGood && <TableErrors preview={data} />}
        <SampleRows preview={data} />
      </div>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onOther}>
          {t('encounters.otherTable')}
        </Button>
        <Button disabled={!isGood || isFetching} loading={isBusy} onClick={() => void importAll()}>
          {t('encounters.import')}
        </Button>
      </Group>
    </>
  )
}

/** "24 rows: 6 encounters, 24 photos, 5 individuals" */
function useTotals(): (preview: CsvPreview) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ rows, encounters, photos, individuals }) =>
    [
      t('encounters.rows', { count: rows, rows: format.count(rows) }),
      t('encounters.count', { count: encounters, encounters: format.count(encounters) }),
      t('parts.photos', { count: photos, photos: format.count(photos) }),
      t('individuals.count', { count: individuals, individuals: format.count(individuals) }),
    ].join(' · ')
}
