import { Button, Checkbox, Loader, Radio, Stack } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project, ProjectSettings } from '../../../../core/api/identify.ts'
import { ErrorState } from '../../parts/error-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { useNotify } from '../../parts/use-notify.ts'
import { useCall } from '../../shell/use-call.ts'
import { useShell } from '../../shell/use-shell.ts'
import { extractorName } from '../parts/extractor-name.ts'
import { useProjectAction } from '../parts/use-project.ts'
import { ProjectFields } from '../projects/project-fields.tsx'
import styles from './settings.module.css'

/** What a project says of itself, and how its animals are compared. */
export function SettingsTab({ project }: { readonly project: Project }) {
  const { t } = useTranslation()
  const shell = useShell()
  const notify = useNotify()
  const { projectId, species, population, settings } = project
  const act = useProjectAction(projectId)
  const [value, setValue] = useState({ species, population, settings })
  const set = (changed: Partial<ProjectSettings>) => setValue({ ...value, settings: { ...value.settings, ...changed } })
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    void act(() => shell.call('saveProject', projectId, value)).then(
      (isDone) => isDone && notify({ message: t('projectSettings.saved') }),
    )
  }
  return (
    <form className={styles.tab} onSubmit={save}>
      <ProjectFields value={value} onChange={setValue} />
      <Shortlist
        projectId={projectId}
        shortlist={value.settings.shortlist}
        onChange={(shortlist) => set({ shortlist })}
      />
      <Extractors
        projectId={projectId}
        chosen={value.settings.extractors}
        onChange={(extractors) => set({ extractors })}
      />
      <Button type="submit" className={styles.save} disabled={value.species.trim() === ''}>
        {t('projectSettings.save')}
      </Button>
    </form>
  )
}

const ALL = 'all'

interface ShortlistProps {
  readonly projectId: string
  readonly shortlist: number | null
  readonly onChange: (shortlist: number | null) => void
}

/** How many are compared with each new annotation, and what that is expected to miss. */
function Shortlist({ projectId, shortlist, onChange }: ShortlistProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const choices = useCall('shortlistChoices', [projectId])
  if (choices.isError) return <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />
  if (choices.data === undefined) return <Loader size="sm" aria-label={t('parts.loading')} />
  const lengths = choices.data.map(({ length }) => length)
  const other = shortlist !== null && !lengths.includes(shortlist) ? [shortlist] : []
  return (
    <Radio.Group
      label={t('projectSettings.shortlist')}
      description={t('projectSettings.shortlistText')}
      value={shortlist === null ? ALL : String(shortlist)}
      onChange={(chosen) => onChange(chosen === ALL ? null : Number(chosen))}
    >
      <Stack gap="xs" mt="sm">
        <Radio value={ALL} label={t('projectSettings.all')} description={t('projectSettings.allText')} />
        {choices.data.map(({ length, comparesAll, expectedRecall, from, queries }) => (
          <Radio
            key={length}
            value={String(length)}
            label={t('projectSettings.length', { count: length, length: format.count(length) })}
            description={
              comparesAll
                ? t('projectSettings.comparesAll')
                : t(`projectSettings.recall.${from}`, {
                    recall: format.percentFine(expectedRecall),
                    count: queries,
                    queries: format.count(queries),
                  })
            }
          />
        ))}
        {other.map((length) => (
          <Radio
            key={length}
            value={String(length)}
            label={t('projectSettings.length', { count: length, length: format.count(length) })}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

interface ExtractorsProps {
  readonly projectId: string
  readonly chosen: readonly string[]
  readonly onChange: (extractors: readonly string[]) => void
}

/** Which extractors' evidence is taken together; none chosen: that of all. */
function Extractors({ projectId, chosen, onChange }: ExtractorsProps) {
  const { t } = useTranslation()
  const report = useCall('calibrationOf', [projectId])
  const known = [...new Set([...(report.data?.extractors ?? []).map(({ extractor }) => extractor), ...chosen])]
  if (known.length === 0) return null
  return (
    <Checkbox.Group
      label={t('projectSettings.extractors')}
      description={t('projectSettings.extractorsText')}
      value={chosen.length === 0 ? known : [...chosen]}
      onChange={(picked) => onChange(picked.length === known.length ? [] : picked)}
    >
      <Stack gap="xs" mt="sm">
        {known.map((extractor) => (
          <Checkbox
            key={extractor}
            value={extractor}
            label={extractorName(extractor)}
            // At least one must speak.
            disabled={chosen.length === 1 && chosen[0] === extractor}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
