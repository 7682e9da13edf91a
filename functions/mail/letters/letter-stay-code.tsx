import type { Language } from '../../university/university.ts';
import { Code } from './letter-parts.tsx';

const words = {
  fr: {
    code: 'Ce séjour doit finir plus tôt, ou cet invité n’est pas le vôtre ? Suivez ce même lien et saisissez ce code. Cela s’annule pendant 24 heures :',
    undo: 'C’est une erreur ? Suivez ce même lien et saisissez ce code pour l’annuler, pendant 24 heures :',
  },
  en: {
    code: 'Is this stay to end sooner, or is this guest not yours? Follow the same link and type this code. It can be undone for 24 hours:',
    undo: 'Is it a mistake? Follow the same link and type this code to undo it, for 24 hours:',
  },
} as const;

/** The code by which a sponsor ends a stay, or undoes that, from the mail itself. */
export function StayCode({ language, code, ended = false }: { language: Language; code: string; ended?: boolean }) {
  const say = words[language];
  return (
    <>
      <p>{ended ? say.undo : say.code}</p>
      <Code>{code.replace(/(\d{3})(?=\d)/g, '$1 ')}</Code>
    </>
  );
}
