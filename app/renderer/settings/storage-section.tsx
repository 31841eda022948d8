import { Skeleton, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LibraryStatus } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { useCall } from '../shell/use-call.ts'
import { Section } from './section.tsx'
import styles from './settings.module.css'

/** Where the library is, and what it takes on the disk. */
export function StorageSection() {
  const { t } = useTranslation()
  const status = useCall('status', [])
  return (
    <Section title={t('settings.storage')}>
      {status.isPending && <Skeleton height={96} />}
      {status.isError && <Text size="sm">{status.error.message}</Text>}
      {status.data !== undefined && <Use status={status.data} />}
    </Section>
  )
}

function Use({ status }: { readonly status: LibraryStatus }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { catalogue, thumbnails, snapshots, free } = status.diskBytes
  const lines = [
    [t('settings.catalogue'), catalogue],
    [t('settings.thumbnails'), thumbnails],
    [t('settings.snapshots'), snapshots],
    [t('settings.free'), free],
  ] as const
  return (
    <>
      <Text size="sm" fw={600} className={styles.path}>
        {status.library}
      </Text>
      <dl className={styles.facts}>
        {lines.map(([name, bytes]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{format.bytes(bytes)}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" mt="sm">
        {t('settings.moveLibrary')}
      </Text>
    </>
  )
}
