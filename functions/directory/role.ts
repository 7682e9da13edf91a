/** Groups of the directory `uca` that let a person act for an office; staff need none to answer for guests. */
export const roles = ['registrar', 'hr', 'cri', 'operator'] as const;
export type Role = (typeof roles)[number];
