import { useTranslation } from 'react-i18next'
import { jobName } from '../../frame/job-names.ts'
import { JobProgress } from '../../parts/job-progress.tsx'
import { isRunning, useShellState } from '../../shell/shell-state.ts'
import styles from './project.module.css'

/** What is being done for this project. */
export function ProjectJobs({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation()
  const jobs = useShellState((state) => state.jobs)
  const own = jobs.filter((job) => isRunning(job) && 'projectId' in job.request && job.request.projectId === projectId)
  if (own.length === 0) return null
  return (
    <div className={styles.jobs}>
      {own.map((job) => (
        <JobProgress key={job.jobId} job={job} title={jobName(job.request, t)} />
      ))}
    </div>
  )
}
