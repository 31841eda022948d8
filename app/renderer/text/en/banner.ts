export const banner = {} as const
