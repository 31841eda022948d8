import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './parts.module.css'

/** The way up from a screen, above its title. */
export function BackLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className={styles.back}>
      <IconArrowLeft size={16} aria-hidden />
      {children}
    </Link>
  )
}
