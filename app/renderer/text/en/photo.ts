export const photo = {} as const
