import type { Language } from '../../university/university.ts';

/** How days and lists are written: a French university's English is British. */
export const locales = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Language, string>;
