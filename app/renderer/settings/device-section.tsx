import { Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DEVICES, type Device } from '../../../core/api.ts'
import type { DeviceStatus } from '../../../core/api/models.ts'
import { JobProgress } from '../parts/job-progress.tsx'
import { useAction } from '../parts/use-action.ts'
import { useFormat } from '../parts/use-format.ts'
import { isRunning, useShellState } from '../shell/shell-state.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { Section } from './section.tsx'

/** What computes: chosen by its measured speed. */
export function DeviceSection() {
  const { t } = useTranslation()
  const shell = useShell()
  const client = useQueryClient()
  const devices = useCall('devices', [])
  const settings = useCall('settings', [])
  const measuring = useShellState(({ jobs }) =>
    jobs.find((job) => job.request.kind === 'measure-devices' && isRunning(job)),
  )
  const { isBusy, run } = useAction()
  const choose = (device: Device) =>
    run(async () => {
      // Shown at once; what the engine says then stands.
      client.setQueryData(['call', 'settings'], { ...settings.data, device })
      await shell.call('changeSettings', { device }).catch(async (error: unknown) => {
        await settings.refetch()
        throw error
      })
      await client.invalidateQueries({ queryKey: ['call'] })
    })
  const error = devices.error ?? settings.error
  return (
    <Section title={t('settings.device')} text={t('settings.deviceText')}>
      {error !== null && <Text size="sm">{error.message}</Text>}
      {devices.data === undefined && error === null && <Skeleton height={96} />}
      {devices.data !== undefined && (
        <Radio.Group
          aria-label={t('settings.device')}
          value={settings.data?.device ?? 'auto'}
          onChange={(value) => choose(DEVICES.find((device) => device === value) ?? 'auto')}
        >
          <Stack gap="sm">
            <Radio value="auto" label={t('settings.devices.auto')} description={t('settings.autoText')} />
            {devices.data
              .filter(({ device }) => device !== 'auto')
              .toSorted((a, b) => Number(b.available) - Number(a.available))
              .map((device) => (
                <DeviceRadio key={device.device} status={device} />
              ))}
          </Stack>
        </Radio.Group>
      )}
      {measuring !== undefined ? (
        <Stack mt="md">
          <JobProgress job={measuring} title={t('settings.measuring')} canPause={false} />
        </Stack>
      ) : (
        <Group mt="md">
          <Button
            variant="default"
            disabled={isBusy}
            leftSection={<IconGauge size={16} />}
            onClick={() => run(() => shell.call('startJob', { kind: 'measure-devices' }))}
          >
            {t('settings.measure')}
          </Button>
        </Group>
      )}
    </Section>
  )
}

function DeviceRadio({ status }: { readonly status: DeviceStatus }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { device, available, photosPerSecond, note } = status
  const speed =
    photosPerSecond === null ? t('settings.unmeasured') : t('settings.speed', { rate: format.rate(photosPerSecond) })
  const description = available ? speed : t('settings.unavailable', { reason: note ?? '' })
  return (
    <Radio value={device} disabled={!available} label={t(`settings.devices.${device}`)} description={description} />
  )
}
