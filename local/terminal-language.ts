import type { Language } from '../functions/university/university.ts';

/** The language that the terminal asks for; English unless it is French. */
export function terminalLanguage(env: NodeJS.ProcessEnv): Language {
  return (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '').startsWith('fr') ? 'fr' : 'en';
}
